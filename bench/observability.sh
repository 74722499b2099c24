#!/usr/bin/env bash
# Measures the cost of metrics and traces in the embedded shop: each kind of export, RUNS times in turn, a fresh shop
# for each run, with a collector that accepts everything and keeps nothing. Prints a Markdown table of medians with
# minimum and maximum. BEFORE names the cartwright.dll of an earlier version to compare with.
#
#   BEFORE=…/cartwright.dll bench/observability.sh [RUNS] [SECONDS] [LOAD OPTIONS…]
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
runs="${1:-5}"
seconds="${2:-6}"
shift $(($# < 2 ? $# : 2))
after="$root/src/Program/bin/Release/net10.0/cartwright.dll"
ways="${BEFORE:+before }off metrics traces-0.01 traces-1"
work="$(mktemp -d)"

# shellcheck source=bench/shop.sh
. "$root/bench/shop.sh"
# shellcheck source=scripts/sdk.sh
. "$root/scripts/sdk.sh"
require_sdk
"$root/cartwright" --version >/dev/null

python3 - "$work/port" <<'P' &
import http.server
import sys


class Collector(http.server.BaseHTTPRequestHandler):
    """Takes everything and keeps nothing."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        if self.headers.get("Transfer-Encoding") == "chunked":
            while size := int(self.rfile.readline(), 16):
                self.rfile.read(size + 2)
            self.rfile.readline()
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Type", "application/x-protobuf")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector)
open(sys.argv[1], "w").write(str(server.server_address[1]))
server.serve_forever()
P
collector=$!
shop=
trap 'kill $collector $shop 2>/dev/null || true; rm -rf "$work"' EXIT
until [ -s "$work/port" ]; do sleep 0.1; done
url="http://127.0.0.1:$(cat "$work/port")"

variables() {
  echo OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
  case "$1" in
    metrics) echo "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=$url/v1/metrics OTEL_METRIC_EXPORT_INTERVAL=1000" ;;
    traces-*)
      echo "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=$url/v1/traces OTEL_TRACES_SAMPLER=parentbased_traceidratio"
      echo "OTEL_TRACES_SAMPLER_ARG=${1#traces-}"
      ;;
  esac
}

measure() {
  local way="$1" program="$after" data address
  shift
  [ "$way" = before ] && program="$BEFORE"
  data="$(mktemp -d -p "$work")"
  # shellcheck disable=SC2046
  env $(variables "$way") "$dotnet" "$program" serve --urls http://127.0.0.1:0 --data "$data" >"$data/log" 2>&1 &
  shop=$!
  address="$(ready_url "$data/log")"
  "$root/cartwright" load --url "$address" --seconds "$seconds" --cpu-of "$shop" --json "$@" 2>/dev/null |
    sed "s/^{/{\"shop\":\"$way\",/" >>"$work/results" || echo "a run of $way failed" >&2
  kill -TERM "$shop"
  wait "$shop" || true
  shop=
  rm -rf "$data"
}

for ((run = 1; run <= runs; run++)); do
  for way in $ways; do
    measure "$way" "$@"
  done
done

echo "$(date -u +%F), $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo 'no commit'), $(nproc) cores," \
  "$(uname -sr), .NET $("$dotnet" --version); $runs runs of $seconds s, 64 connections, final answers," \
  "synchronous=FULL; median (minimum to maximum)"
echo
python3 "$root/bench/table.py" "$work/results"
