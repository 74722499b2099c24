#!/bin/sh
# Prints the targets of a local cluster for a Prometheus: the admin address of each node and of the gateway, with the
# name of the process as its instance.
#
#   deploy/observability/write-targets.sh cluster > deploy/observability/targets.json
set -eu
if [ $# -ne 1 ] || [ ! -f "$1/ports.json" ]; then
  echo "usage: $0 FOLDER_OF_THE_CLUSTER" >&2
  exit 2
fi
sed 's/[{},]/\n/g' "$1/ports.json" | sed -n 's/^ *"\(.*\)-admin" *: *\([0-9]*\) *$/\1 \2/p' | {
  separator='['
  while read -r name port; do
    printf '%s\n  {"targets": ["127.0.0.1:%s"], "labels": {"instance": "%s"}}' "$separator" "$port" "$name"
    separator=','
  done
  printf '\n]\n'
}
