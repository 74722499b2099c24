#!/usr/bin/env bash
# Measures the distributed shop on this machine in several shapes: a server for each database or one for all, one
# broker or three. Each shape in turn, RUNS times, each time a fresh cluster: as many checkouts as it can do, after
# two such loads to warm it up, then half as many in an open loop. Prints a Markdown table of medians with
# minimum and maximum. Its requirements are those of `cartwright cluster up`.
#
#   bench/distributed.sh [RUNS] [SECONDS] [LOAD OPTIONS…]
#
# SHAPES="shared:1 per-service:3" chooses some of them (`cluster up --postgres` and `--kafka`); CONNECTIONS (400) is
# the number in the closed loop, WORKLOADS (uniform) the choice of items.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
runs="${1:-5}"
seconds="${2:-8}"
shift $(($# < 2 ? $# : 2))
shapes="${SHAPES:-shared:1 per-service:1 per-service:3}"
workloads="${WORKLOADS:-uniform}"
connections="${CONNECTIONS:-400}"

work="$(mktemp -d)"
chmod 755 "$work"
end() {
  "$root/cartwright" cluster down --data "$work/cluster" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap end EXIT

# Runs a load, keeps its line under the name $1, and prints the checkouts a second; 0 if it failed.
measure() {
  local name="$1"
  shift
  "$root/cartwright" load --cluster "$work/cluster" --seconds "$seconds" --json "$@" 2>"$work/load.log" \
    >"$work/line" || { echo "a run of $name failed:"; tail -3 "$work/load.log"; } >&2
  sed "s/^{/{\"shop\":\"$name\",/" "$work/line" >>"$work/results"
  sed -n 's/.*"per_second":\([0-9]*\).*/\1/p' "$work/line" | grep . || echo 0
}

"$root/cartwright" --version >/dev/null
for ((run = 1; run <= runs; run++)); do
  for shape in $shapes; do
    name="PostgreSQL ${shape%:*}, brokers: ${shape#*:}"
    "$root/cartwright" cluster up --detach --data "$work/cluster" --url http://127.0.0.1:0 --reply final \
      --postgres "${shape%:*}" --kafka "${shape#*:}" >"$work/cluster.log" 2>&1 || { cat "$work/cluster.log" >&2; exit 1; }
    # Twice: after one load, a fresh cluster is still a quarter slower than later.
    for _ in 1 2; do
      "$root/cartwright" load --cluster "$work/cluster" --connections "$connections" --seconds "$seconds" "$@" \
        >"$work/load.log" 2>&1 || { echo "warming up failed:"; tail -3 "$work/load.log"; } >&2
    done
    for workload in $workloads; do
      most="$(measure "$name" --workload "$workload" --connections "$connections" "$@")"
      if [ "$most" -gt 1 ]; then
        measure "$name, half of its load" --workload "$workload" --rate $((most / 2)) "$@" >/dev/null
      fi
    done
    "$root/cartwright" cluster down --data "$work/cluster" >/dev/null
    rm -rf "$work/cluster"
  done
done

echo "$(date -u +%F), $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo 'no commit'), $(nproc) cores," \
  "$(uname -sr); $runs runs of $seconds s each in turn, $connections connections, then an open loop at half of what" \
  "that gave; one node a role, a gateway, final answers; fsync, synchronous_commit and full_page_writes on, acks=all" \
  "(three brokers: replication 3); median (minimum to maximum)"
echo
python3 "$root/bench/table.py" "$work/results"
