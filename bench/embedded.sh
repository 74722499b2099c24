#!/usr/bin/env bash
# Measures the embedded shop: every workload, RUNS times each in turn, a fresh shop for each run. Prints a Markdown
# table of medians with minimum and maximum. Usage: bench/embedded.sh [RUNS] [SECONDS] [LOAD OPTIONS…]
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
runs="${1:-5}"
seconds="${2:-5}"
shift $(($# < 2 ? $# : 2))
workloads="${WORKLOADS:-uniform zipf hot scarce poor wide}"
results="$(mktemp)"
trap 'rm -f "$results"' EXIT

# shellcheck source=bench/shop.sh
. "$root/bench/shop.sh"
# shellcheck source=scripts/sdk.sh
. "$root/scripts/sdk.sh"
require_sdk

# Built before the first run, so that no run waits for it.
"$root/cartwright" --version >/dev/null

measure() {
  local workload="$1" data shop url
  shift
  data="$(mktemp -d)"
  "$root/cartwright" serve --urls http://127.0.0.1:0 --data "$data" >"$data/log" 2>&1 &
  shop=$!
  url="$(ready_url "$data/log")"
  "$root/cartwright" load --url "$url" --workload "$workload" --seconds "$seconds" --cpu-of "$shop" --json "$@" \
    2>/dev/null >>"$results" || echo "a run of $workload failed" >&2
  kill -TERM "$shop"
  wait "$shop" || true
  rm -rf "$data"
}

for ((run = 1; run <= runs; run++)); do
  for workload in $workloads; do
    measure "$workload" "$@"
  done
done

echo "$(date -u +%F), $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo 'no commit'), $(nproc) cores," \
  "$(uname -sr), .NET $("$dotnet" --version); $runs runs of $seconds s, 64 connections, final answers," \
  "synchronous=FULL; median (minimum to maximum)"
echo
python3 "$root/bench/table.py" "$results"
