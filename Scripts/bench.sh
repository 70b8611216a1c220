#!/usr/bin/env bash
# Measures a tenant's authenticated read over HTTP against its bound: 1 / (1/H + 1/P), with H the requests a second of
# an empty route and P the transactions a second that pgbench reaches with the same statements.
# Also: how long a start takes, first and later, and what the idle program holds in memory; whether the time of a
# refused sign-in tells if the account exists; what a flood of sign-ins does to everybody else; the ledger, the tutor.
# usage: bench.sh PROGRAM   (SECONDS_EACH=4, ROUNDS=5, READ=/api/auth/me, statements in Scripts/bench/read.sql)
set -euo pipefail
cd "$(dirname "$0")/.."

program=$1
seconds=${SECONDS_EACH:-4}
read_path=${READ:-/api/auth/me}
offset=20000
base=http://127.0.0.1:$((8000 + offset))
data=.build/bench

trap 'kill "${server:-}" "${stub:-}" 2>/dev/null || true; wait "${server:-}" 2>/dev/null || true' EXIT

"$(dirname "$program")/upstream-stub" $((3002 + offset)) bench bench-free slow >.build/bench-stub.log 2>&1 &
stub=$!

# Starts the program and sets `took` to the milliseconds until it is ready.
start() {
    local began
    began=$(date +%s%N)
    ELYMICA_USER_REQUESTS_PER_MINUTE=0 ELYMICA_ADDRESS_FAILURES_PER_MINUTE=1000000 \
        ELYMICA_SCHOOL_FAILURES_PER_MINUTE=1000000 ELYMICA_USER_STREAMS=10000 ELYMICA_SCHOOL_STREAMS=10000 \
        FLOWISE_API_BASE_URL="http://127.0.0.1:$((3002 + offset))" "$program" up --demo --data-directory "$data" --port-offset "$offset" >.build/bench.log 2>&1 &
    server=$!
    for _ in $(seq 3000); do
        curl --silent --fail --output /dev/null "$base/readyz" && break
        kill -0 "$server" 2>/dev/null || { tail -n 20 .build/bench.log; exit 1; }
        sleep 0.01
    done
    curl --silent --fail --output /dev/null "$base/readyz" || { echo "not ready within 30 s, see .build/bench.log"; exit 1; }
    took=$((($(date +%s%N) - began) / 1000000))
}

resident() { awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$server/status"; }

rm -rf "$data"
start
first=$took
kill "$server"
wait "$server" || true
start
again=$took
sleep 3
idle=$(resident)

member() { sed -nE "s/.*\"$1\" *: *\"([^\"]+)\".*/\1/p"; }

sign_in() {
    curl --silent --fail "$base/api/auth/login" --header 'content-type: application/json' --data \
        "{\"tenant_subdomain\":\"sunrise-academy\",\"email\":\"$1@sunrise.example.com\",\"password\":\"Sunrise-2026\"}"
}
login=$(sign_in amina)
token=$(member access_token <<<"$login")
tenant=$(sed -nE 's/.*"tenant" *: *\{[^}]*"id" *: *"([^"]+)".*/\1/p' <<<"$login")
user=$(sed -nE 's/.*"user" *: *\{[^}]*"id" *: *"([^"]+)".*/\1/p' <<<"$login")
[[ -n $token && -n $tenant && -n $user ]] || { echo "could not sign in: $login"; exit 1; }

load() { wrk --threads 2 --connections 32 --duration "${seconds}s" --latency "$@"; }
rate() { sed -nE 's/^Requests\/sec: *([0-9.]+)/\1/p'; }

# All three in turns, because a shared machine is now quick and now slow: what counts is the ratio within a round.
rounds=.build/bench-rounds
: >"$rounds"
for round in $(seq "${ROUNDS:-5}"); do
    echo "round $round: empty route, pgbench, GET $read_path, $seconds s each …"
    empty=$(load "$base/livez" | rate)
    statements=$(PGOPTIONS='-c role=elymica_app' "$(find /usr/lib/postgresql -name pgbench | sort --version-sort | tail -n 1)" \
        --host "$(cat "$data/postgres.socket")" --username elymica_app --no-vacuum --protocol prepared --client 4 --jobs 2 \
        --time "$seconds" --define "tenant=$tenant" --define "user=$user" --file Scripts/bench/read.sql elymica |
        sed -nE 's/^tps = ([0-9.]+).*/\1/p')
    report=$(load --header "authorization: Bearer $token" --header "x-tenant-id: $tenant" "$base$read_path")
    if grep -q 'Non-2xx' <<<"$report"; then
        echo "$report"
        exit 1
    fi
    late=$(sed -nE 's/^ *99% +([0-9.]+)(us|ms|s)$/\1 \2/p' <<<"$report" |
        awk '{ print $1 * ($2 == "us" ? 0.001 : $2 == "s" ? 1000 : 1) }')
    awk -v h="$empty" -v p="$statements" -v r="$(rate <<<"$report")" -v late="$late" \
        'BEGIN { bound = 1 / (1 / h + 1 / p); print h, p, bound, r, r / bound, late }' | tee -a "$rounds"
done
median() { sort --numeric-sort --key "$1,$1" "$rounds" | awk -v column="$1" '{ all[NR] = $column } END { print all[int((NR + 1) / 2)] }'; }

awk -v h="$(median 1)" -v p="$(median 2)" -v bound="$(median 3)" -v r="$(median 4)" -v ratio="$(median 5)" -v late="$(median 6)" \
    -v m="$(resident)" -v idle="$idle" -v first="$first" -v again="$again" 'BEGIN {
    printf "empty route  H  %8.0f requests/s (all figures: the median of the rounds)\n", h
    printf "statements   P  %8.0f transactions/s\n", p
    printf "bound           %8.0f requests/s\n", bound
    printf "read            %8.0f requests/s, %.2f of the bound (at least 0.85), p99 %.1f ms (under 5 ms)\n", r, ratio, late
    printf "memory          %8.0f MB resident idle (under 120), %.0f MB after the load, without PostgreSQL\n", idle, m
    printf "start           %8.0f ms on an existing data directory (under 1000), %.0f ms the first time (under 8000)\n", again, first
}'

echo "sign-ins …"
python3 Scripts/bench/sign_in_timing.py $((8000 + offset)) "$(sign_in admin | member access_token)"

# Ten times as many sign-ins as can be checked, each for an account that nobody has, so that no limit stops them.
# As many connections as wait two seconds for a hash, and as many more as make up the rate with a try a second: half a
# second until they are refused, and half a second's pause.
knock() { TOKEN= ROUND=$1 PAUSE=$2 wrk --threads 2 --connections "$3" --duration "${4}s" --timeout 30s --script Scripts/bench/flood.lua "$base"; }
look() { TOKEN=$token PAUSE=20 wrk --threads 1 --connections 4 --duration "$1s" --script Scripts/bench/flood.lua "$base"; }
value() { awk -v name="$1" '$1 == name { print $2; exit }' "$2"; }
report=.build/bench-flood
knock capacity 0 8 5 >"$report-capacity"
capacity=$(awk '$1 == "status" && $2 == 401 { print int($3 / 5) }' "$report-capacity")
look "$seconds" >"$report-quiet"
before=$(resident)
knock flood 500 $((12 * capacity)) $((seconds + 4)) >"$report-knocks" &
knocks=$!
sleep 3
look "$seconds" >"$report-look"
during=$(resident)
wait "$knocks"
awk -v capacity="$capacity" -v rate="$(value rate "$report-knocks")" -v quiet="$(value p99 "$report-quiet")" \
    -v flooded="$(value p99 "$report-look")" -v before="$before" -v during="$during" \
    -v statuses="$(awk '$1 == "status" { printf "%s%s × %s", separator, $3, $2; separator = ", " }' "$report-knocks")" \
    -v others="$(awk '$1 == "status" { printf "%s%s × %s", separator, $3, $2; separator = ", " }' "$report-look")" 'BEGIN {
    printf "sign-in flood   %8.0f a second, %.1f times the %.0f that can be checked: %s\n", rate, rate / capacity, capacity, statuses
    printf "meanwhile       p99 %.1f ms of reading an own account, %.1f times the quiet %.1f ms (under 2): %s\n", flooded, flooded / quiet, quiet, others
    printf "memory          %8.0f MB resident in the flood, %.0f MB before it\n", during, before
}'

# How many answers a second the ledger pays for.
Scripts/bench/ledger.sh "$base" "http://127.0.0.1:$((3001 + offset))" "$(cat "$data/postgres.socket")" "$seconds" \
    "$PWD/.build/bench-ledger"

# How many the tutor gives, and how much longer they take than without it.
Scripts/bench/chat.sh "$base" "http://127.0.0.1:$((8031 + offset))" "http://127.0.0.1:$((3002 + offset))" \
    "$(cat .build/bench-ledger)" "$seconds" "$server"
