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

# Built before the first run, so that no run waits for it.
"$root/cartwright" --version >/dev/null

measure() {
  local workload="$1" data shop url
  shift
  data="$(mktemp -d)"
  "$root/cartwright" serve --urls http://127.0.0.1:0 --data "$data" >"$data/log" 2>&1 &
  shop=$!
  for _ in $(seq 100); do
    url="$(sed -n 's/^Cartwright is ready on //p' "$data/log" 2>/dev/null || true)"
    [ -n "$url" ] && break
    sleep 0.1
  done
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
  "$(uname -sr), .NET $(dotnet --version); $runs runs of $seconds s, 64 connections, final answers," \
  "synchronous=FULL; median (minimum to maximum)"
echo
python3 - "$results" <<'P'
import json
import statistics
import sys

rows = [json.loads(line) for line in open(sys.argv[1])]
columns = [("m", "M", 0), ("cpu_us_per_checkout", "CPU µs", 1), ("per_second", "checkouts/s", 0),
           ("p50_ms", "p50 ms", 1), ("p99_ms", "p99 ms", 1), ("p999_ms", "p99.9 ms", 1)]
print("| workload | " + " | ".join(name for _, name, _ in columns) + " | memory MB | books |")
print("| --- " * (len(columns) + 3) + "|")
for workload in dict.fromkeys(row["workload"] for row in rows):
    mine = [row for row in rows if row["workload"] == workload]
    cells = []
    for key, _, digits in columns:
        values = [row[key] for row in mine if row[key] is not None]
        if not values:
            cells.append("")
            continue
        shown = [f"{value:,.{digits}f}" for value in (statistics.median(values), min(values), max(values))]
        cells.append(f"{shown[0]} ({shown[1]} to {shown[2]})")
    memory = max(process["memory_mb"] for row in mine for process in row["processes"])
    verified = "balance" if all(row["verified"] for row in mine) else "WRONG"
    print(f"| {workload} | " + " | ".join(cells) + f" | {memory:,.0f} | {verified} |")
P
