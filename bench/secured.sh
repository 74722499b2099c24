#!/usr/bin/env bash
# Measures the cost of protection: two clusters of this machine, one open and one `--secure` (TLS on every connection,
# SASL, ACLs, serving roles, client certificates, an API key), are loaded in turn; the order changes from pair to pair.
# Prints a Markdown table of the pairs and the median ratio. Its requirements are those of `cartwright cluster up`.
#
#   PROGRAM=…/cartwright.dll bench/secured.sh [PAIRS] [SECONDS] [LOAD OPTIONS…]
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
pairs="${1:-10}"
seconds="${2:-5}"
shift $(($# < 2 ? $# : 2))
program="${PROGRAM:-$root/src/Program/bin/Release/net10.0/cartwright.dll}"
[ -f "$program" ] || { echo "$program is missing: build it, or set PROGRAM" >&2; exit 1; }

work="$(mktemp -d)"
chmod 755 "$work"
end() {
  local cluster
  for cluster in open secure; do
    dotnet "$program" cluster down --data "$work/$cluster" >/dev/null 2>&1 || true
  done
  rm -rf "$work"
}
trap end EXIT

start() {
  local name="$1"
  shift
  dotnet "$program" cluster up --detach --data "$work/$name" --url "$@" --reply final --postgres shared --kafka 1 \
    >"$work/$name.log" 2>&1 || { cat "$work/$name.log" >&2; exit 1; }
}

# Prints M, the checkouts a second and the median latency in milliseconds of one load.
load() {
  local cluster="$1"
  shift
  dotnet "$program" load --cluster "$work/$cluster" --seconds "$seconds" --warmup 2 --json "$@" 2>"$work/load.log" |
    tail -1 >"$work/line"
  python3 -c 'import json, sys; r = json.load(sys.stdin); print(r["m"], r["per_second"], r["p50_ms"])' <"$work/line" ||
    { cat "$work/load.log" >&2; exit 1; }
}

start open http://127.0.0.1:0
start secure http://127.0.0.1:0 --secure
# Twice: after one load, a fresh cluster is still a quarter slower than later.
for _ in 1 2; do
  load open "$@" >/dev/null
  load secure "$@" >/dev/null
done

echo "| pair | M, open | M, secure | ratio | checkouts/s, open | checkouts/s, secure | p50 ms, open | p50 ms, secure |"
echo "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
for pair in $(seq "$pairs"); do
  if [ $((pair % 2)) = 1 ]; then
    open="$(load open "$@")"; secure="$(load secure "$@")"
  else
    secure="$(load secure "$@")"; open="$(load open "$@")"
  fi
  echo "$pair $open $secure" | awk '{ printf "| %d | %.0f | %.0f | %.3f | %.0f | %.0f | %.1f | %.1f |\n",
    $1, $2, $5, $5 / $2, $3, $6, $4, $7 }' | tee -a "$work/table"
done
median="$(cut -d'|' -f5 "$work/table" | sort -n | awk '{ r[NR] = $1 }
  END { print NR % 2 ? r[(NR + 1) / 2] : (r[NR / 2] + r[NR / 2 + 1]) / 2 }')"
echo
echo "Median of the ratios: $median"
