#!/usr/bin/env bash
# Makes everything that a release consists of, into a folder:
#
#   scripts/release.sh [--image] [FOLDER]     (artifacts/release)
#
#   Cartwright.VERSION.nupkg               the program, for `dotnet tool install`
#   Cartwright.Client.VERSION.nupkg        the client
#   cartwright-VERSION-linux-x64.tar.gz    the program with its runtime and Kafka's client, man pages, completion, a unit
#   cartwright-VERSION-linux-arm64.tar.gz  of systemd; nothing else is needed to run it
#   cartwright-VERSION.cdx.json            what it contains: a bill of materials (CycloneDX)
#   CHANGES.md                             the section of the changelog
#   SHA256SUMS                             the sums of all of them
#
# --image also builds the container image, by podman or docker, and saves it in the folder.
set -euo pipefail

# shellcheck source=scripts/install-cluster.sh
. "$(dirname "${BASH_SOURCE[0]}")/install-cluster.sh"
# shellcheck source=scripts/sdk.sh
. "$(dirname "${BASH_SOURCE[0]}")/sdk.sh"

usage() { sed -n '2,14s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
fail() { echo "release: $1" >&2; exit 1; }

image=no
folder=
for argument in "$@"; do
  case "$argument" in
    --image) image=yes ;;
    -*) usage ;;
    *) [ -z "$folder" ] || usage; folder="$argument" ;;
  esac
done
folder="$(realpath -m "${folder:-$root/artifacts/release}")"
if [ -d "$folder" ] && [ -n "$(ls -A "$folder")" ]; then fail "$folder is not empty."; fi
require_sdk || exit 1
command -v help2man >/dev/null 2>&1 || { [ "$(id -u)" -eq 0 ] && install_debian help2man; } ||
  fail "help2man is not installed (apt-get install help2man)."
engine=
if [ "$image" = yes ]; then
  engine="$(command -v podman || command -v docker)" || fail "--image needs podman or docker."
fi

cyclonedx=6.3.1
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
version="$("$dotnet" msbuild "$root/src/Program/Program.csproj" -getProperty:Version)"
# The time of the commit stands in the archives and the pages, not that of the run.
revision="$(git -C "$root" rev-parse HEAD)"
SOURCE_DATE_EPOCH="$(git -C "$root" log -1 --format=%ct)"
export SOURCE_DATE_EPOCH
[ -z "$(git -C "$root" status --porcelain)" ] || echo "release: there are changes that are not committed." >&2

# Runs a step with its output in a file, which is shown if it fails.
step() {
  echo "$1" >&2
  shift
  "$@" >"$work/step.log" 2>&1 </dev/null || { cat "$work/step.log" >&2; fail "That failed."; }
}

pack() { "$dotnet" pack "$root/src/$1/$1.csproj" -c Release -o "$folder" -nodeReuse:false --nologo; }

publish() {
  "$dotnet" publish "$root/src/Program/Program.csproj" -c Release -r "$1" --self-contained -nodeReuse:false --nologo \
    -p:PackAsTool=false -p:DebugType=none -o "$work/$1/lib/cartwright"
}

# The archive has the layout of /usr/local: tar -C /usr/local --strip-components 1 -xzf ARCHIVE.
archive() {
  local name="cartwright-$version-$1" tree="$work/$1"
  mkdir -p "$tree/bin" "$tree/share/doc/cartwright" "$tree/lib/systemd/system"
  ln -s ../lib/cartwright/cartwright "$tree/bin/cartwright"
  cp -r "$work/share/." "$tree/share/"
  cp "$root/deploy/systemd/cartwright.service" "$tree/lib/systemd/system/"
  cp "$root/LICENSE" "$root/CHANGELOG.md" "$root/README.md" "$tree/share/doc/cartwright/"
  mv "$tree" "$work/$name"
  tar -C "$work" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
    --mode=u+rwX,go+rX,go-w -cf - "$name" | gzip -n -9 >"$folder/$name.tar.gz"
}

# The verbs' pages and the shells' completion are asked from the program for this machine, and are the same for each.
describe() {
  local program="$work/linux-$1/lib/cartwright/cartwright" shell
  "$root/scripts/man.sh" "$program" "$work/share/man/man1"
  gzip -n -9 "$work/share/man/man1"/*.1
  for shell in bash-completion/completions/cartwright:bash zsh/site-functions/_cartwright:zsh \
    fish/vendor_completions.d/cartwright.fish:fish; do
    mkdir -p "$(dirname "$work/share/${shell%:*}")"
    "$program" completion "${shell#*:}" >"$work/share/${shell%:*}"
  done
}

bill() {
  "$dotnet" tool install CycloneDX --version "$cyclonedx" --tool-path "$work/tools" &&
    "$work/tools/dotnet-CycloneDX" "$root/src/Program/Program.csproj" -o "$folder" -fn "cartwright-$version.cdx.json" \
      -F Json --disable-package-restore --recursive --exclude-dev \
      --set-name cartwright --set-version "$version" --set-type Application
}

# The section of this version; that of the next release while it is not released.
changes() {
  local title="${version%-dev}"
  [ "$title" = "$version" ] || title=Unreleased
  awk -v title="$title" '
    /^## / { on = $2 == title; if (on) { found = 1 }; next }
    on { print }
    END { exit !found }' "$root/CHANGELOG.md" >"$folder/CHANGES.md" ||
    fail "CHANGELOG.md has no section for $title."
}

container() {
  "$engine" build -f "$root/deploy/Dockerfile" -t "cartwright:$version" \
    --label "org.opencontainers.image.version=$version" --label "org.opencontainers.image.revision=$revision" "$root" &&
    "$engine" save -o "$folder/cartwright-$version-image.tar" "cartwright:$version"
}

case "$(uname -m)" in
  x86_64) here=x64 ;;
  aarch64) here=arm64 ;;
  *) fail "The man pages are made by the program itself, which does not run on $(uname -m)." ;;
esac
mkdir -p "$folder"
changes
step "The packages" pack Client
step "The program as a tool" pack Program
for rid in linux-x64 linux-arm64; do step "The program for $rid" publish "$rid"; done
step "Man pages and completion" describe "$here"
for rid in linux-x64 linux-arm64; do step "The archive for $rid" archive "$rid"; done
step "The bill of materials" bill
if [ "$image" = yes ]; then step "The image" container; fi
(cd "$folder" && sha256sum -- * >"$work/sums" && mv "$work/sums" SHA256SUMS)
ls "$folder"
