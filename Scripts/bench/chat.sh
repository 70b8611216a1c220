#!/usr/bin/env bash
# Measures the tutor between a client and a stub that answers at once: what it adds to the time of an answer at 500 a
# second, and how many answers a second it streams, without accounting, with it, and kept in a session; the last against
# pgbench with the ledger's functions.
# usage: chat.sh GATEWAY CHAT STUB BOUND SECONDS PROCESS   (a program with --demo, whose Flowise is the stub; answers a
# second that pgbench pays for)
set -euo pipefail
cd "$(dirname "$0")"

gateway=$1
chat=$2
stub=$3
bound=$4
seconds=$5
process=$6

tokens=$(mktemp)
rounds=$(mktemp)
trap 'rm -f "$tokens" "$rounds"' EXIT
python3 chat_people.py "$gateway" 100 >"$tokens"

# ask CONNECTIONS PAUSE URL PATH BODY [TOKENS]: requests a second, p50 and p99 in ms.
ask() {
    local connections=$1 pause=$2 url=$3
    shift 3
    local figures
    figures=$(PAUSE=$pause wrk --threads 2 --connections "$connections" --duration "${seconds}s" --script chat.lua "$url" -- "$@" |
        sed -n 's/^figures //p')
    [[ $figures == *" 0" ]] || { echo "answers failed: $figures" >&2; exit 1; }
    echo "$figures"
}

direct=(/api/v1/prediction/bench '{"question":"What is rain?","chatId":"bench","streaming":true}')
alone() { echo "{\"question\":\"What is rain?\",\"chatflow_id\":\"$1\"}"; }

for round in 1 2 3; do
    echo "tutor, round $round: 500 answers a second, the stub itself, through the tutor …"
    paced_direct=$(ask 50 100 "$stub" "${direct[@]}")
    paced=$(ask 50 100 "$chat" /api/v1/chat/predict/stream "$(alone bench-free)" "$tokens")
    paid=$(ask 50 100 "$chat" /api/v1/chat/predict/stream "$(alone bench)" "$tokens")
    echo "$paced_direct $paced $paid" >>"$rounds"
done
median() { sort --numeric-sort --key "$1,$1" "$rounds" | awk -v column="$1" '{ all[NR] = $column } END { print all[int((NR + 1) / 2)] }'; }
awk -v d50="$(median 2)" -v d99="$(median 3)" -v rate="$(median 5)" -v p50="$(median 6)" -v p99="$(median 7)" \
    -v c50="$(median 10)" -v c99="$(median 11)" 'BEGIN {
    printf "tutor adds      %8.2f ms to the median of %.2f ms at %.0f answers/s (under 0.5), %.2f ms to the p99 of %.2f ms (under 2)\n", p50 - d50, d50, rate, p99 - d99, d99
    printf "  paid for      %8.2f ms to the median, %.2f ms to the p99\n", c50 - d50, c99 - d99
}'

echo "tutor: as many answers as there can be, ${seconds} s each …"
most=$(ask 64 0 "$stub" "${direct[@]}")
free=$(ask 64 0 "$chat" /api/v1/chat/predict/stream "$(alone bench-free)" "$tokens")
accounted=$(ask 64 0 "$chat" /api/v1/chat/predict/stream "$(alone bench)" "$tokens")
kept=$(ask 64 0 "$chat" /api/v1/chat/predict/stream/store "$(alone bench)" "$tokens")
awk -v most="${most%% *}" -v free="${free%% *}" -v paid="${accounted%% *}" -v kept="${kept%% *}" -v bound="$bound" 'BEGIN {
    printf "streamed        %8.0f answers/s for nothing, %.0f paid for, %.0f paid for and kept; the stub itself %.0f\n", free, paid, kept, most
    printf "full chats      %8.2f of the %.0f answers/s that pgbench pays for with the same functions (at least 0.60)\n", kept / bound, bound
}'

# Answers that take five seconds, a thousand of them open at once.
resident() { awk '/^VmRSS/ { print $2 }' "/proc/$process/status"; }
before=$(resident)
PAUSE=0 wrk --threads 2 --connections 1000 --duration 8s --timeout 30s --script chat.lua "$chat" -- \
    /api/v1/chat/predict/stream "$(alone slow)" "$tokens" >"$rounds" &
streams=$!
sleep 6
during=$(resident)
wait "$streams"
awk -v before="$before" -v during="$during" -v figures="$(sed -n 's/^figures //p' "$rounds")" 'BEGIN {
    split(figures, figure, " ")
    printf "1,000 streams   %8.0f KB resident for each, p99 %.1f s of an answer that takes 5 s, %d broken\n", (during - before) / 1000, figure[3] / 1000, figure[4]
}'
