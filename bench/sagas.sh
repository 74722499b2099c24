#!/usr/bin/env bash
# Measures the verbs about sagas on a shop with ORDERS orders, of which IN_FLIGHT are stuck: in one SQLite file, and in
# three PostgreSQL databases of a cluster without a node. The rows are made by SQL. Prints a Markdown table of medians
# with minimum and maximum, in milliseconds of wall clock and of CPU. PROGRAM names the cartwright.dll to measure. KEEP
# names a directory for the databases: the cluster is left running then, and both are used again.
#
#   PROGRAM=…/cartwright.dll KEEP=/var/tmp/sagas bench/sagas.sh [RUNS] [ORDERS] [IN_FLIGHT]
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
runs="${1:-15}"
orders="${2:-1000000}"
in_flight="${3:-10000}"
program="${PROGRAM:-$root/src/Program/bin/Release/net10.0/cartwright.dll}"
work="${KEEP:-$(mktemp -d)}"
mkdir -p "$work"
chmod 755 "$work"

# shellcheck source=bench/shop.sh
. "$root/bench/shop.sh"
command -v sqlite3 >/dev/null || { echo "sqlite3 is missing: apt-get install sqlite3" >&2; exit 1; }
[ -f "$program" ] || { echo "$program is missing: build it, or set PROGRAM" >&2; exit 1; }

cartwright() { dotnet "$program" "$@"; }

end() {
  [ -z "${KEEP:-}" ] || return 0
  cartwright cluster down --data "$work/cluster" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap end EXIT

first=117000000000000000 # of the numbers of orders; those of attempts follow
attempts=118000000000000000
now=$(($(date +%s) * 1000))
# An order in flight holds credit, and waits for its stock since ten minutes and more.
is_done="n <= $orders - $in_flight"
user="n % 100000"

# The type of a column of JSON is TEXT in SQLite.
orders_of() {
  echo "INSERT INTO orders SELECT $first + n, 2, $user, CAST('[[' || (n % 1000) || ',2,60]]' AS $1), 60,
    CASE WHEN $is_done THEN 'paid' ELSE 'processing' END, $attempts + n, n % 12, NULL, NULL, NULL, NULL,
    $now - 570000, 0, CASE WHEN $is_done THEN NULL ELSE $now + n % 60000 END, $now - 600000 - ($orders - n)
    FROM numbers;"
}
reservations_of() {
  echo "INSERT INTO reservations SELECT $attempts + n, 1, $first + n, 'taken',
    CAST('[[' || (n % 1000) || ',2,0]]' AS $1), NULL, NULL FROM numbers WHERE $is_done;"
}
payments="INSERT INTO payments SELECT $attempts + n, 1, $first + n, $user, 60, 'captured', NULL, 0
  FROM numbers WHERE $is_done;"
accounts_of() {
  echo "INSERT INTO accounts SELECT u, 1, 40, 60 * h, 100 + 60 * h + 60 * p, 60, 60 * p, 0, 0, CAST(holds AS $1),
    CAST('[]' AS $1), 0, CASE h WHEN 0 THEN NULL ELSE $now END
    FROM (SELECT $user AS u, sum(CASE WHEN $is_done THEN 0 ELSE 1 END) AS h,
      sum(CASE WHEN $is_done THEN 1 ELSE 0 END) AS p,
      coalesce('[' || $2(CASE WHEN $is_done THEN NULL ELSE
        '[' || ($attempts + n) || ',' || ($first + n) || ',60,0,' || ($now - 600000) || ']' END, ',') || ']', '[]')
        AS holds
      FROM numbers GROUP BY $user) AS holdings;"
}

fill_sqlite() {
  # Not by the function: a signal would end its shell alone, and the shop would end the orders.
  dotnet "$program" serve --data "$work/data" --urls http://127.0.0.1:0 >"$work/log" 2>&1 &
  ready_url "$work/log" >/dev/null
  kill -TERM $!
  wait $! || true
  sqlite3 "$work/data/cartwright.db" "CREATE TEMP TABLE numbers AS SELECT value AS n FROM generate_series(1, $orders);
    $(orders_of TEXT) $(reservations_of TEXT) $payments $(accounts_of TEXT group_concat) ANALYZE;"
}

# Runs SQL in the database of a service, by the command that \`cluster status\` prints.
sql() {
  bash -c "$(cartwright cluster status --data "$work/cluster" | sed -n "s/^ *$1 database *//p") -q -v ON_ERROR_STOP=1" \
    >/dev/null
}

fill_postgres() {
  cartwright cluster up --data "$work/cluster" --url http://127.0.0.1:0 --detach >"$work/log" 2>&1
  stop_nodes
  local numbers="CREATE TEMP TABLE numbers AS SELECT n::bigint FROM generate_series(1, $orders) AS n;"
  sql order <<<"$numbers $(orders_of json) ANALYZE orders;"
  sql stock <<<"$numbers $(reservations_of json) ANALYZE reservations;"
  sql payment <<<"$numbers $payments $(accounts_of json string_agg) ANALYZE payments, accounts;"
}

# Nodes would end the orders.
stop_nodes() {
  local part
  for part in gateway order-1 stock-1 payment-1; do
    cartwright cluster stop $part --data "$work/cluster" >/dev/null
  done
}

# The wall clock and the CPU time of a command, RUNS times, after one that is not counted.
measure() {
  local name="$1"
  shift
  for _ in $(seq 0 "$runs"); do
    python3 - "$@" <<'P'
import os
import resource
import subprocess
import sys
import time

begun = time.perf_counter()
ended = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
wall = time.perf_counter() - begun
used = resource.getrusage(resource.RUSAGE_CHILDREN)
if ended.returncode:
    sys.exit(ended.stderr.decode())
print(f"{wall * 1000:.0f} {(used.ru_utime + used.ru_stime) * 1000:.0f}")
P
  done | tail -n +2 | python3 -c '
import statistics
import sys

rows = [tuple(map(int, line.split())) for line in sys.stdin]
cells = [f"{statistics.median(row):.0f} ({min(row)} to {max(row)})" for row in zip(*rows)]
print(f"| {sys.argv[1]} | {cells[0]} | {cells[1]} |")' "$name"
}

[ -f "$work/data/cartwright.db" ] || fill_sqlite
cartwright cluster status --data "$work/cluster" >/dev/null 2>&1 || fill_postgres

echo "| command | wall clock, ms | CPU, ms |"
echo "| --- | ---: | ---: |"
measure "\`--version\`: the start of the process" dotnet "$program" --version
measure "\`saga list --help\`: and its options" dotnet "$program" saga list --help
for source in "--data $work/data" "--cluster $work/cluster"; do
  kind="${source%% *}"
  # shellcheck disable=SC2086
  {
    measure "\`saga list --stuck $kind\`" dotnet "$program" saga list --stuck $source
    measure "\`saga list --stuck $kind\`, none is that old" \
      dotnet "$program" saga list --stuck --older-than 1000000 $source
    measure "\`saga show $kind\`" dotnet "$program" saga show $((first + orders)) $source
  }
done
