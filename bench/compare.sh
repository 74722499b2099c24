#!/usr/bin/env bash
# Compares the embedded shop, the distributed shop and a monolith with one stored procedure on this machine: every
# workload, RUNS times, the three in turn, after one load that warms them up. Prints a Markdown table of medians with
# minimum and maximum, and the ratios. Its requirements are those of `cartwright cluster up`.
#
#   bench/compare.sh [RUNS] [SECONDS] [LOAD OPTIONS…]
#
# WORKLOADS="uniform hot" and SHOPS="embedded monolith" choose some of them; CONNECTIONS (400) is the number for each
# of the three, and POSTGRES (shared) the value of `cluster up --postgres`.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
runs="${1:-5}"
seconds="${2:-8}"
shift $(($# < 2 ? $# : 2))
workloads="${WORKLOADS:-uniform zipf hot scarce poor wide}"
shops="${SHOPS:-embedded distributed monolith}"
connections="${CONNECTIONS:-400}"
servers="${POSTGRES:-shared}"

work="$(mktemp -d)"
chmod 755 "$work"
pids=()
end() {
  "$root/cartwright" cluster down --data "$work/cluster" >/dev/null 2>&1 || true
  for pid in "${pids[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  wait
  rm -rf "$work"
}
trap end EXIT

wants() { [[ " $shops " == *" $1 "* ]]; }

# shellcheck source=bench/shop.sh
. "$root/bench/shop.sh"

start_embedded() {
  "$root/cartwright" serve --urls http://127.0.0.1:0 --data "$work/embedded" >"$work/embedded.log" 2>&1 &
  pids+=($!)
  # shellcheck disable=SC2034  # measure reads the three by their names.
  embedded=(--cpu-of "$!" --url "$(ready_url "$work/embedded.log")")
}

start_distributed() {
  "$root/cartwright" cluster up --detach --data "$work/cluster" --url http://127.0.0.1:0 --postgres "$servers" \
    --reply final >"$work/cluster.log" 2>&1 || { cat "$work/cluster.log" >&2; return 1; }
  # shellcheck disable=SC2034
  distributed=(--cluster "$work/cluster")
}

# PostgreSQL refuses to run as root.
unprivileged=()
if [ "$(id -u)" -eq 0 ]; then unprivileged=(setpriv --reuid=postgres --regid=postgres --clear-groups --); fi

start_monolith() {
  local bin data="$work/monolith" port server
  bin="$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1)"
  port="$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
  mkdir "$data"
  if [ "$(id -u)" -eq 0 ]; then chown postgres: "$data"; fi
  "${unprivileged[@]}" "${bin:+$bin/}initdb" -D "$data" -U postgres --auth=trust --encoding=UTF8 --no-locale \
    --data-checksums >/dev/null
  "${unprivileged[@]}" "${bin:+$bin/}postgres" -D "$data" -p "$port" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= -c max_wal_size=2GB -c max_connections=200 -c shared_buffers=256MB \
    >"$work/postgres.log" 2>&1 &
  server=$!
  pids+=("$server")
  until "${bin:+$bin/}pg_isready" -q -h 127.0.0.1 -p "$port"; do
    kill -0 "$server" || { cat "$work/postgres.log" >&2; return 1; }
    sleep 0.1
  done
  "$dotnet" "$root/bench/Monolith/bin/Release/net10.0/Cartwright.Monolith.dll" http://127.0.0.1:0 \
    "Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres;Maximum Pool Size=12" >"$work/monolith.log" 2>&1 &
  pids+=($!)
  # shellcheck disable=SC2034
  monolith=(--cpu-of "$!,$server" --url "$(ready_url "$work/monolith.log")")
}

measure() {
  local shop="$1" workload="$2"
  shift 2
  local -n options="$shop"
  "$root/cartwright" load "${options[@]}" --workload "$workload" --connections "$connections" --seconds "$seconds" \
    --json "$@" 2>"$work/load.log" | sed "s/^{/{\"shop\":\"$shop\",/" >>"$work/results" \
    || { echo "a run of $workload on $shop failed:"; tail -3 "$work/load.log"; } >&2
}

# shellcheck source=scripts/sdk.sh
. "$root/scripts/sdk.sh"
require_sdk
"$root/cartwright" --version >/dev/null
build_release bench/Monolith
for shop in $shops; do "start_$shop"; done

# The first load only warms each of them up: a program that has just started compiles while it is measured.
for shop in $shops; do measure "$shop" uniform "$@"; done
: >"$work/results"

for ((run = 1; run <= runs; run++)); do
  for workload in $workloads; do
    for shop in $shops; do measure "$shop" "$workload" "$@"; done
  done
done

echo "$(date -u +%F), $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo 'no commit'), $(nproc) cores," \
  "$(uname -sr), .NET $("$dotnet" --version); $runs runs of $seconds s each in turn, $connections connections, final" \
  "answers; fsync, synchronous_commit and full_page_writes on, SQLite synchronous=FULL, one broker with acks=all," \
  "PostgreSQL $servers; median (minimum to maximum)"
echo
python3 "$root/bench/table.py" "$work/results"
