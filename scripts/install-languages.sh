#!/usr/bin/env bash
# Installs Node and Python on a Debian machine, for the tests of the examples, and the packages of tests/Node: libraries
# of other makers that read the shop's events. It can be run again at any time.
set -euo pipefail

# shellcheck source=scripts/install-cluster.sh
. "$(dirname "${BASH_SOURCE[0]}")/install-cluster.sh"

node_major_min=20

has_node() {
  local major
  command -v npm >/dev/null 2>&1 || return 1
  major="$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')"
  [ "${major:-0}" -ge "$node_major_min" ]
}

missing=()
has_node || missing+=(nodejs npm)
command -v python3 >/dev/null 2>&1 || missing+=(python3)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    say "Not here: ${missing[*]}; on Debian: sudo apt-get update && sudo apt-get install -y ${missing[*]}"
    exit 1
  fi
  install_debian "${missing[@]}" || { say "apt-get could not install ${missing[*]}."; exit 1; }
  has_node || { say "This Debian's Node is older than $node_major_min: install a later one by hand."; exit 1; }
fi

# The copy is made last, so that it stands for packages that are complete.
cd "$root/tests/Node"
installed=node_modules/installed-package-lock.json
if cmp -s package-lock.json "$installed"; then exit 0; fi
npm ci
cp package-lock.json "$installed"
