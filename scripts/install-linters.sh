#!/usr/bin/env bash
# Installs the linters of `./test Tidy` for scripts and YAML on a Debian machine: shellcheck and yamllint. It can be run
# again at any time.
set -euo pipefail

# shellcheck source=scripts/install-cluster.sh
. "$(dirname "${BASH_SOURCE[0]}")/install-cluster.sh"

missing=()
for program in shellcheck yamllint; do
  command -v "$program" >/dev/null 2>&1 || missing+=("$program")
done
if [ ${#missing[@]} -eq 0 ]; then exit 0; fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  say "Not here: ${missing[*]}; on Debian: sudo apt-get update && sudo apt-get install -y ${missing[*]}"
  exit 1
fi
install_debian "${missing[@]}" || { say "apt-get could not install ${missing[*]}."; exit 1; }
