#!/usr/bin/env bash
# Installs the requirements of `cartwright cluster up` on a Debian machine: PostgreSQL, Java, setpriv, and Apache Kafka.
# It can be run again at any time: installed programs stay as they are.
#
#   scripts/install-cluster.sh            everything
#   scripts/install-cluster.sh --ha       everything, and etcd and Patroni for `cluster up --postgres ha`
#   scripts/install-cluster.sh packages   PostgreSQL, Java and setpriv only
#   scripts/install-cluster.sh kafka      Kafka only
#   scripts/install-cluster.sh pooler     PgBouncer only, for the tests of a pooler; a cluster does not use it
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"

# Variables can override these, for another release or for a mirror. The checksum is in this file: a checksum from the
# archive's own server would match any archive of that server.
kafka_tried=4.3.1
kafka_tried_sha512=c7d7b2318cb51aa0c61d3246a51c349210073c5c9b754947ef965a439f2f939e
kafka_tried_sha512+=8600f204e134a75ac31faf3829c9370960ef7c6a9886c8a1dbf0339a21f4c54c
kafka_version="${KAFKA_VERSION:-$kafka_tried}"
kafka_sha512="${KAFKA_SHA512:-}"
if [ -z "$kafka_sha512" ] && [ "$kafka_version" = "$kafka_tried" ]; then kafka_sha512="$kafka_tried_sha512"; fi
kafka_url="${KAFKA_URL:-https://archive.apache.org/dist/kafka/$kafka_version}"
kafka_name="kafka_2.13-$kafka_version"
kafka_folder="$root/.kafka/$kafka_name"

postgres_major_min=15
java_major_min=17
java_package=openjdk-17-jre-headless

say() { echo "$1" >&2; }

# The machine's programs ------------------------------------------------------------------------------------------

# The same places as in the program: Debian's folders, then the path.
has_postgres() {
  local folder
  for folder in /usr/lib/postgresql/*/; do
    [ -x "$folder/bin/initdb" ] || continue
    if [ "$(basename "$folder")" -ge "$postgres_major_min" ] 2>/dev/null; then return 0; fi
  done
  command -v initdb >/dev/null 2>&1
}

# The first number of "17.0.9" or "21", of any vendor; "1.8.0" is version 1.
has_java() {
  local major
  command -v java >/dev/null 2>&1 || return 1
  major="$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)"
  [ "${major:-0}" -ge "$java_major_min" ]
}

has_etcd() { command -v etcd >/dev/null 2>&1; }

has_patroni() { command -v patroni >/dev/null 2>&1; }

has_pooler() { [ -x /usr/sbin/pgbouncer ] || command -v pgbouncer >/dev/null 2>&1; }

has_setpriv() { command -v setpriv >/dev/null 2>&1; }

is_kafka() { [ -f "$1/bin/kafka-server-start.sh" ] && [ -f "$1/bin/kafka-storage.sh" ] && [ -d "$1/libs" ]; }

# Packages --------------------------------------------------------------------------------------------------------

# With the argument `ha` also the programs of a failover. The system services of these packages are not started, now or
# later: a cluster runs its own processes, on ports of its own.
install_packages() {
  local missing=() packages=() services=()
  has_postgres || {
    missing+=("PostgreSQL $postgres_major_min or later")
    packages+=(postgresql)
    services+=(postgresql)
  }
  has_java || { missing+=("Java $java_major_min or later"); packages+=("$java_package"); }
  has_setpriv || { missing+=(setpriv); packages+=(util-linux); }
  if [ "${1:-}" = ha ]; then
    has_etcd || { missing+=(etcd); packages+=(etcd-server); services+=(etcd); }
    has_patroni || { missing+=(Patroni); packages+=(patroni python3-etcd); services+=(patroni); }
  fi
  if [ ${#packages[@]} -eq 0 ]; then
    say "All packages are installed."
    return 0
  fi
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    say "Not installed:$(printf ' %s;' "${missing[@]}") on Debian:"
    say "  sudo apt-get update && sudo apt-get install -y ${packages[*]}"
    return 1
  fi
  say "Installing ${packages[*]}…"
  without_services install_debian "${packages[@]}" || { say "apt-get could not install ${packages[*]}."; return 1; }
  disable_services ${services[@]+"${services[@]}"}
  if ! has_postgres || ! has_java || ! has_setpriv || { [ "${1:-}" = ha ] && ! { has_etcd && has_patroni; }; }; then
    say "Installed, but not usable: the machine's packages are too old."
    return 1
  fi
}

install_pooler() {
  has_pooler && return 0
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    say "Not installed: PgBouncer; on Debian:"
    say "  sudo apt-get update && sudo apt-get install -y pgbouncer"
    return 1
  fi
  without_services install_debian pgbouncer || { say "apt-get could not install pgbouncer."; return 1; }
  disable_services pgbouncer
}

# Runs a command while no package may start a service. A policy that the machine already has is kept.
without_services() {
  local rule=/usr/sbin/policy-rc.d status=0
  if [ -e "$rule" ]; then
    "$@"
    return
  fi
  printf '#!/bin/sh\nexit 101\n' >"$rule"
  chmod 755 "$rule"
  # shellcheck disable=SC2064  # Expanded now on purpose.
  trap "rm -f '$rule'" EXIT
  trap 'exit 143' TERM
  "$@" || status=$?
  rm -f "$rule"
  return "$status"
}

# The services of new packages must not start with the system either.
disable_services() {
  local service
  command -v systemctl >/dev/null 2>&1 || return 0
  for service in "$@"; do
    systemctl disable "$service" >&2 || say "The service $service could not be disabled."
  done
}

# The package manager's output goes to standard error: standard output has only the settings.
install_debian() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q >&2 || return 1
  # Later releases of Debian have only a later Java.
  if ! apt-cache show "$java_package" >/dev/null 2>&1; then
    set -- "${@/#$java_package/default-jre-headless}"
  fi
  apt-get install -y -q --no-install-recommends "$@" >&2
}

# Kafka -----------------------------------------------------------------------------------------------------------

fetch() {
  if command -v curl >/dev/null 2>&1; then
    curl -fsSL --connect-timeout 10 --retry 2 "$1" -o "$2"
  elif command -v wget >/dev/null 2>&1; then
    wget -q --timeout=20 --tries=3 "$1" -O "$2"
  else
    say "Neither curl nor wget is installed."
    return 1
  fi
}

# Succeeds if the archive $1 has the expected checksum.
matches_sum() {
  local actual
  actual="$(sha512sum "$1")"
  if [ "$(printf '%s' "$kafka_sha512" | tr 'A-F' 'a-f')" != "${actual%% *}" ]; then
    say "$(basename "$1") from $kafka_url does not have the expected SHA-512. It was deleted."
    return 1
  fi
}

install_kafka() {
  local partial archive
  if [ -n "${KAFKA_HOME:-}" ]; then
    if is_kafka "$KAFKA_HOME"; then
      say "Kafka is here: $KAFKA_HOME"
      return 0
    fi
    say "KAFKA_HOME is '$KAFKA_HOME', but no Kafka is there."
  fi
  if ! is_kafka "$kafka_folder"; then
    if [ -z "$kafka_sha512" ]; then
      say "The SHA-512 of Kafka $kafka_version is not known here: set KAFKA_SHA512 to it, from a place that you trust."
      return 1
    fi
    partial="$root/.kafka/partial"
    archive="$partial/$kafka_name.tgz"
    rm -rf "$partial"
    mkdir -p "$partial"
    say "Fetching Apache Kafka $kafka_version into $root/.kafka (about 130 MB, once)…"
    if ! fetch "$kafka_url/$kafka_name.tgz" "$archive"; then
      rm -rf "$partial"
      say "It could not be fetched from $kafka_url."
      say "Unpack a Kafka by hand (https://kafka.apache.org/downloads) and set KAFKA_HOME to its folder."
      return 1
    fi
    matches_sum "$archive" || { rm -rf "$partial"; return 1; }
    tar -xzf "$archive" -C "$partial" || { rm -rf "$partial"; return 1; }
    is_kafka "$partial/$kafka_name" || { rm -rf "$partial"; say "There is no Kafka in $kafka_name.tgz."; return 1; }
    # Moved into place last, so that a folder of this name is always complete.
    rm -rf "$kafka_folder"
    mv "$partial/$kafka_name" "$kafka_folder"
    rm -rf "$partial"
  fi
  say "Kafka is here: $kafka_folder"
  say "Set this variable for the program:"
  printf 'export KAFKA_HOME=%q\n' "$kafka_folder"
}

main() {
  local failed=0
  case "${1:-all}" in
    packages) install_packages || failed=1 ;;
    --ha)
      install_packages ha || failed=1
      install_kafka || failed=1
      ;;
    kafka) install_kafka || failed=1 ;;
    pooler) install_pooler || failed=1 ;;
    all)
      install_packages || failed=1
      install_kafka || failed=1
      ;;
    *)
      sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
      failed=2
      ;;
  esac
  return "$failed"
}

# A script that sources this file gets only its functions.
if [ "${BASH_SOURCE[0]}" = "$0" ]; then main "$@"; fi
