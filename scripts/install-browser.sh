#!/usr/bin/env bash
# Installs Chromium for the tests of the console on a Debian machine. It can be run again at any time.
set -euo pipefail

# shellcheck source=scripts/install-cluster.sh
. "$(dirname "${BASH_SOURCE[0]}")/install-cluster.sh"

if command -v chromium >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  say "Not here: chromium; on Debian: sudo apt-get update && sudo apt-get install -y chromium"
  exit 1
fi
install_debian chromium || { say "apt-get could not install chromium."; exit 1; }
