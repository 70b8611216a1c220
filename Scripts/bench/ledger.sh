#!/usr/bin/env bash
# Measures how many answers a second the ledger pays for, each a hold and its settlement: by pgbench with the functions
# that the program calls, and through the program; on a thousand wallets, and on one that everybody draws on.
# usage: ledger.sh GATEWAY ACCOUNTING SOCKET_DIRECTORY SECONDS BOUND_FILE   (addresses of a program that runs with
# --demo; what pgbench does on a thousand wallets is written to the file)
set -euo pipefail
cd "$(dirname "$0")"

gateway=$1
accounting=$2
socket=$3
seconds=$4

login=$(curl --silent --fail --retry 5 "$gateway/api/auth/login" --header 'content-type: application/json' --data \
    '{"tenant_subdomain":"admin","email":"admin@elymica.com","password":"Sunrise-2026"}')
token=$(sed -nE 's/.*"access_token" *: *"([^"]+)".*/\1/p' <<<"$login")
tenant=$(sed -nE 's/.*"tenant" *: *\{[^}]*"id" *: *"([^"]+)".*/\1/p' <<<"$login")
[[ -n $token && -n $tenant ]] || { echo "could not sign in: $login"; exit 1; }

sql() {
    PGOPTIONS="-c role=elymica_app -c app.tenant_id=$tenant" psql --host "$socket" --username elymica_app --quiet \
        --no-psqlrc --no-align --tuples-only --set ON_ERROR_STOP=1 --dbname elymica --command "$1"
}

# Wallets with credits that last.
sql "insert into accounting.wallets (tenant_id, id, kind, owner_id)
    select '$tenant', id, 'user', id
    from (select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid as id from generate_series(1, 1000) n) w
    on conflict do nothing"
sql "select count(accounting.give('$tenant', gen_random_uuid(), id, 1000000000000, now() + interval '1 day',
        100::smallint, 'bench', null))
    from accounting.wallets where id::text like '00000000-0000-7000-8000-%'" >/dev/null

statements() {
    PGOPTIONS='-c role=elymica_app' "$(find /usr/lib/postgresql -name pgbench | sort --version-sort | tail -n 1)" \
        --host "$socket" --username elymica_app --no-vacuum --protocol prepared --client 8 --jobs 2 --time "$seconds" \
        --define "tenant=$tenant" --define "wallets=$1" --file ledger.sql elymica |
        sed -nE 's/^tps = ([0-9.]+).*/\1/p'
}

# Half of the requests hold, half settle. usage: program WALLETS CONNECTIONS
program() {
    local report
    report=$(wrk --threads 2 --connections "$2" --duration "${seconds}s" --script ledger.lua "$accounting" -- \
        "$token" "$tenant" "$1")
    if grep -q 'Non-2xx' <<<"$report"; then
        echo "$report" >&2
        exit 1
    fi
    sed -nE 's/^Requests\/sec: *([0-9.]+)/\1/p' <<<"$report" | awk '{ print $1 / 2 }'
}

# Where everybody draws on one wallet, everybody is there.
for wallets in 1000 1; do
    connections=$((wallets == 1 ? 256 : 32))
    echo "ledger, wallets: $wallets, pgbench, 8 clients, ${seconds} s …"
    bound=$(statements "$wallets")
    [[ $wallets == 1 ]] || echo "$bound" >"$5"
    echo "ledger, wallets: $wallets, program, $connections connections, ${seconds} s …"
    rate=$(program "$wallets" "$connections")
    awk -v wallets="$wallets" -v p="$bound" -v r="$rate" 'BEGIN {
        if (wallets == 1)
            printf "hot wallet      %8.0f answers/s (at least 3000), pgbench without batches %.0f\n", r, p
        else
            printf "ledger          %8.0f answers/s, %.2f of pgbench (at least 0.60), which does %.0f\n", r, r / p, p
    }'
done
found=$(sql 'select count(*) from accounting.violations')
[[ $found == 0 ]] || { echo "the ledger does not add up: $found violations"; exit 1; }
