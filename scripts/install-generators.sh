#!/usr/bin/env bash
# Installs the programs of `./test Contracts`, which generate clients from docs/openapi.json and check it: on a Debian
# machine Node.js (the packages nodejs and npm); then the packages of tests/Contracts/package-lock.json and the .NET
# tools of tests/Contracts/.config/dotnet-tools.json. It can be run again at any time.
set -euo pipefail

# shellcheck source=scripts/install-cluster.sh
. "$(dirname "${BASH_SOURCE[0]}")/install-cluster.sh"
# shellcheck source=scripts/sdk.sh
. "$(dirname "${BASH_SOURCE[0]}")/sdk.sh"

node_major_min=20
folder="$root/tests/Contracts"

# The first number of "v20.20.2".
has_node() {
  local major
  command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || return 1
  major="$(node --version | sed -n 's/^v\([0-9]*\).*/\1/p')"
  [ "${major:-0}" -ge "$node_major_min" ]
}

install_node() {
  has_node && return 0
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    say "Not here: Node.js $node_major_min or later; on Debian:"
    say "  sudo apt-get update && sudo apt-get install -y nodejs npm"
    return 1
  fi
  install_debian nodejs npm || { say "apt-get could not install nodejs and npm."; return 1; }
  has_node || { say "Installed, but the machine's packages are older than Node.js $node_major_min."; return 1; }
}

# npm writes the installed list last, so that one of the same age or newer stands for a complete folder.
install_packages_of_node() {
  local installed="$folder/node_modules/.package-lock.json"
  if [ -f "$installed" ] && ! [ "$folder/package-lock.json" -nt "$installed" ]; then return 0; fi
  if (cd "$folder" && npm ci --no-audit --no-fund --no-progress >&2); then return 0; fi
  say "npm could not install its packages."
  return 1
}

restore_tools() {
  (cd "$folder" && "$dotnet" tool restore >&2) || { say "The .NET tools could not be restored."; return 1; }
}

failed=0
{ install_node && install_packages_of_node; } || failed=1
{ require_sdk && restore_tools; } || failed=1
exit "$failed"
