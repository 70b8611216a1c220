#!/usr/bin/env bash
# Measures a tenant's authenticated read over HTTP against its bound: 1 / (1/H + 1/P), with H the requests a second of
# an empty route and P the transactions a second that pgbench reaches with the same statements.
# Also: how long a start takes, first and later, and what the idle program holds in memory.
# usage: bench.sh PROGRAM   (SECONDS_EACH=10, READ=/api/auth/me, statements in Scripts/bench/read.sql)
set -euo pipefail
cd "$(dirname "$0")/.."

program=$1
seconds=${SECONDS_EACH:-10}
read_path=${READ:-/api/auth/me}
offset=20000
base=http://127.0.0.1:$((8000 + offset))
data=.build/bench

trap 'kill "${server:-}" 2>/dev/null || true; wait "${server:-}" 2>/dev/null || true' EXIT

# Starts the program and sets `took` to the milliseconds until it is ready.
start() {
    local began
    began=$(date +%s%N)
    ELYMICA_USER_REQUESTS_PER_MINUTE=0 "$program" up --demo --data-directory "$data" --port-offset "$offset" >.build/bench.log 2>&1 &
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

login=$(curl --silent --fail "$base/api/auth/login" --header 'content-type: application/json' --data \
    '{"tenant_subdomain":"sunrise-academy","email":"amina@sunrise.example.com","password":"Sunrise-2026"}')
token=$(member access_token <<<"$login")
tenant=$(sed -nE 's/.*"tenant" *: *\{[^}]*"id" *: *"([^"]+)".*/\1/p' <<<"$login")
user=$(sed -nE 's/.*"user" *: *\{[^}]*"id" *: *"([^"]+)".*/\1/p' <<<"$login")
[[ -n $token && -n $tenant && -n $user ]] || { echo "could not sign in: $login"; exit 1; }

load() { wrk --threads 2 --connections 32 --duration "${seconds}s" --latency "$@"; }
rate() { sed -nE 's/^Requests\/sec: *([0-9.]+)/\1/p'; }

echo "empty route, 32 connections, ${seconds} s …"
empty=$(load "$base/livez" | rate)

echo "pgbench, 4 clients, ${seconds} s …"
statements=$(PGOPTIONS='-c role=elymica_app' "$(find /usr/lib/postgresql -name pgbench | sort --version-sort | tail -n 1)" \
    --host "$(cat "$data/postgres.socket")" --username elymica_app --no-vacuum --protocol prepared --client 4 --jobs 2 \
    --time "$seconds" --define "tenant=$tenant" --define "user=$user" --file Scripts/bench/read.sql elymica |
    sed -nE 's/^tps = ([0-9.]+).*/\1/p')

echo "GET $read_path, 32 connections, ${seconds} s …"
report=$(load --header "authorization: Bearer $token" --header "x-tenant-id: $tenant" "$base$read_path")
if grep -q 'Non-2xx' <<<"$report"; then
    echo "$report"
    exit 1
fi

awk -v h="$empty" -v p="$statements" -v r="$(rate <<<"$report")" -v m="$(resident)" -v idle="$idle" -v first="$first" -v again="$again" \
    -v late="$(awk '$1 == "99%" { print $2 }' <<<"$report")" 'BEGIN {
    bound = 1 / (1 / h + 1 / p)
    printf "empty route  H  %8.0f requests/s\n", h
    printf "statements   P  %8.0f transactions/s\n", p
    printf "bound           %8.0f requests/s\n", bound
    printf "read            %8.0f requests/s, %.2f of the bound (at least 0.85), p99 %s (under 5 ms)\n", r, r / bound, late
    printf "memory          %8.0f MB resident idle (under 120), %.0f MB after the load, without PostgreSQL\n", idle, m
    printf "start           %8.0f ms on an existing data directory (under 1000), %.0f ms the first time (under 8000)\n", again, first
}'
