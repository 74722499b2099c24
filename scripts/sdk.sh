# shellcheck shell=bash
# Sourced by the scripts at the root. Sets $root to the repository, and $dotnet to a .NET SDK that global.json accepts,
# which is fetched into .dotnet/ if the machine has none.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

sdk_channel=10.0
sdk_script=https://dot.net/v1/dotnet-install.sh

# `dotnet --version` fails when no installed SDK satisfies the global.json above the working directory.
sdk_accepts() {
  command -v "$1" >/dev/null 2>&1 && (cd "$root" && "$1" --version) >/dev/null 2>&1
}

sdk_fetch() {
  local script="$root/.dotnet/dotnet-install.sh"
  mkdir -p "$root/.dotnet"
  echo "No .NET SDK $sdk_channel found; fetching one into $root/.dotnet (about 250 MB, once)." >&2
  if command -v curl >/dev/null 2>&1; then
    curl -fsSL --connect-timeout 10 --max-time 60 "$sdk_script" -o "$script" || return 1
  elif command -v wget >/dev/null 2>&1; then
    wget -q --timeout=10 --tries=2 "$sdk_script" -O "$script" || return 1
  else
    echo "Neither curl nor wget is installed." >&2
    return 1
  fi
  bash "$script" --channel "$sdk_channel" --install-dir "$root/.dotnet" --no-path >&2
}

sdk_missing() {
  cat >&2 <<TEXT

Cartwright is built with the .NET SDK $sdk_channel, which is not on this machine and could not be fetched.
Install it and run this again:
  Debian, Ubuntu   apt-get install dotnet-sdk-$sdk_channel
  elsewhere        https://dotnet.microsoft.com/download
TEXT
  return 1
}

# Sets $dotnet, or names the missing program and fails.
require_sdk() {
  dotnet="$(command -v dotnet || true)"
  if [ -n "$dotnet" ] && sdk_accepts "$dotnet"; then return; fi
  dotnet="$root/.dotnet/dotnet"
  # Built programs find their runtime here when they are started without `dotnet`.
  export DOTNET_ROOT="$root/.dotnet" PATH="$root/.dotnet:$PATH"
  if sdk_accepts "$dotnet"; then return; fi
  if sdk_fetch && sdk_accepts "$dotnet"; then return; fi
  sdk_missing
}

# Builds $1 in Release. Silent unless it fails; then the compiler's output goes to standard error.
# The output goes through a file, and nodes are not kept: a build server that outlives the script would hold the
# caller's pipe open.
build_release() {
  local log
  log="$(mktemp "${TMPDIR:-/tmp}/cartwright-build.XXXXXX")"
  if (cd "$root" && "$dotnet" build "$1" -c Release --nologo -v quiet -nodeReuse:false) \
    >"$log" 2>&1 </dev/null; then
    rm -f "$log"
    return 0
  fi
  cat "$log" >&2
  rm -f "$log"
  return 1
}
