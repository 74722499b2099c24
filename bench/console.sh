#!/usr/bin/env bash
# Measures the cost of an open console: one embedded shop with an admin address is loaded with and without two browsers
# on the overview, in turn; the order changes from pair to pair. Prints a Markdown table of the pairs. PROGRAM names the
# cartwright.dll to measure, CHROMIUM the browser.
#
#   PROGRAM=…/cartwright.dll bench/console.sh [PAIRS] [SECONDS]
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
pairs="${1:-10}"
seconds="${2:-5}"
program="${PROGRAM:-$root/src/Program/bin/Release/net10.0/cartwright.dll}"
chromium="${CHROMIUM:-/usr/bin/chromium}"
work="$(mktemp -d)"

# shellcheck source=bench/shop.sh
. "$root/bench/shop.sh"
[ -f "$program" ] || { echo "$program is missing: build it, or set PROGRAM" >&2; exit 1; }
[ -x "$chromium" ] || { echo "$chromium is missing: run scripts/install-browser.sh" >&2; exit 1; }

shop=""
browsers=()

# Chromium's processes are in a group of their own.
close_browsers() {
  local browser
  for browser in ${browsers[@]+"${browsers[@]}"}; do kill -- "-$browser" 2>/dev/null || true; done
  browsers=()
  sleep 1
}

end() {
  close_browsers
  [ -z "$shop" ] || kill "$shop" 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT

open_browsers() {
  set -m
  for _ in 1 2; do
    "$chromium" --headless=new --no-sandbox --disable-gpu --user-data-dir="$(mktemp -d "$work/browser.XXXXXX")" \
      "$admin" >/dev/null 2>&1 &
    browsers+=("$!")
  done
  set +m
  sleep 4
  [ "$(ss -Htn state established "( dport = :${admin##*:} )" | wc -l)" -ge 2 ] ||
    { echo "no browser has a connection to $admin" >&2; exit 1; }
}

# Prints M and the median latency in milliseconds of one load.
load() {
  dotnet "$program" load --url "$url" --workload uniform --seconds "$seconds" --warmup 2 --cpu-of "$shop" --json \
    2>/dev/null | tail -1 | sed -n 's/.*"p50_ms":\([0-9.]*\),.*"m":\([0-9.]*\),.*/\2 \1/p'
}

dotnet "$program" serve --data "$work/shop" --urls http://127.0.0.1:0 --admin-urls http://127.0.0.1:0 \
  >"$work/log" 2>&1 &
shop=$!
url="$(ready_url "$work/log")"
admin="$(sed -n 's/^The admin address is //p' "$work/log")"

load >"$work/warm"
load >"$work/warm"
echo "| pair | M, no console | M, two browsers | ratio | p50, no console | p50, two browsers |"
echo "| ---: | ---: | ---: | ---: | ---: | ---: |"
for pair in $(seq "$pairs"); do
  if [ $((pair % 2)) = 1 ]; then
    without="$(load)"
    open_browsers; with="$(load)"; close_browsers
  else
    open_browsers; with="$(load)"; close_browsers
    without="$(load)"
  fi
  echo "$pair $without $with" | awk '{ printf "| %d | %.0f | %.0f | %.3f | %s | %s |\n", $1, $2, $4, $4 / $2, $3, $5 }'
done
