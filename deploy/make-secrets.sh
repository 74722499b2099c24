#!/usr/bin/env bash
# Creates the secrets that deploy/compose.yaml mounts: an authority and certificates, passwords, connection strings, the
# API keys of callers. Existing ones are kept, because databases and callers have them already.
#   usage: make-secrets.sh [FOLDER]      (default: deploy/secrets)
set -euo pipefail
umask 077
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
folder="${1:-$here/secrets}"
[[ "$folder" = /* ]] || folder="$PWD/$folder"
while [[ "$folder" = */ ]]; do folder="${folder%/}"; done
# The key of the authority is for this script alone: no container gets it. Keep it elsewhere.
authority="$folder-authority/ca.key"
days=365

stop() {
  echo "make-secrets.sh: $1 Nothing was written." >&2
  exit 1
}

# Another key would sign certificates that no part of a running shop accepts.
if [ -s "$folder/ca.pem" ]; then
  [ -s "$authority" ] ||
    stop "$folder/ca.pem is there, but its key $authority is not. Move the key back there for this run."
  [ "$(openssl x509 -in "$folder/ca.pem" -noout -pubkey)" = "$(openssl pkey -in "$authority" -pubout)" ] ||
    stop "$authority is not the key of $folder/ca.pem. Move the right one there for this run."
elif [ ! -s "$authority" ] && compgen -G "$folder/*.pem" >/dev/null; then
  stop "$folder has certificates, but neither ca.pem nor $authority is there. Move both back, or all certificates away."
fi

# The modes of the folders keep other users of this machine out, so they come before the first file.
mkdir -p "$folder" "$folder-authority"
chmod 700 "$folder" "$folder-authority"
cd "$folder"
new="$(mktemp -d "$folder/.new-XXXXXX")"
trap 'rm -rf "$new"' EXIT

# put NAME: its contents are the standard input. A file is there as a whole or not at all, and is kept if it has these
# contents already. Containers read it as users of their own, so every user may.
put() {
  cat >"$new/$1"
  chmod 644 "$new/$1"
  if cmp -s "$new/$1" "$1"; then rm "$new/$1"; else mv -f "$new/$1" "$1"; fi
}

make_password() {
  [ -s "$1" ] || head -c 24 /dev/urandom | base64 | tr -d '\n+/=' | put "$1"
}

# quietly COMMAND…: its errors are shown if it fails. Without a failure they have notes only.
quietly() {
  "$@" 2>"$new/errors" || {
    cat "$new/errors" >&2
    return 1
  }
}

if [ ! -s "$authority" ]; then
  quietly openssl ecparam -name prime256v1 -genkey -noout -out "$authority.new"
  mv -f "$authority.new" "$authority"
fi
if [ ! -s ca.pem ]; then
  quietly openssl req -x509 -new -key "$authority" -sha256 -days 3650 -subj /CN=cartwright-authority \
    -out "$new/authority"
  put ca.pem <"$new/authority"
fi

# make_certificate NAME HOST,…: for a server of these hosts, and for a client of this name. Delete both files of a name
# to renew it; docs/operating/running.md says how containers get the new ones.
make_certificate() {
  [ ! -s "$1.pem" ] || [ ! -s "$1.key" ] || return 0
  quietly openssl ecparam -name prime256v1 -genkey -noout -out "$new/plain"
  quietly openssl pkcs8 -topk8 -nocrypt -in "$new/plain" -out "$new/key"
  quietly openssl req -new -key "$new/key" -subj "/CN=$1" -out "$new/request"
  printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth,clientAuth\n' "${2//,/,DNS:}" >"$new/extensions"
  quietly openssl x509 -req -in "$new/request" -CA ca.pem -CAkey "$authority" -sha256 \
    -set_serial "0x$(openssl rand -hex 16)" -days "$days" -out "$new/certificate" -extfile "$new/extensions"
  # Never a new key beside an earlier certificate: a repeat would keep the two.
  rm -f "$1.pem"
  put "$1.key" <"$new/key"
  put "$1.pem" <"$new/certificate"
}

make_password superuser-password
make_certificate gateway gateway,localhost
make_certificate kafka kafka,localhost
make_certificate topics topics
cat kafka.key kafka.pem | put kafka.store.pem
for service in order stock payment; do
  make_password "$service-owner-password"
  make_password "$service-password"
  make_certificate "$service" "$service-1,$service-2"
  make_certificate "postgres-$service" "postgres-$service"
  connection="Host=postgres-$service;Database=cartwright_$service;SSL Mode=VerifyFull;Root Certificate=/run/secrets/ca.pem"
  printf '%s;Username=cartwright_%s;Password=%s' "$connection" "$service" "$(cat "$service-owner-password")" |
    put "$service-owner-connection"
  printf '%s;Username=%s_node;Password=%s' "$connection" "$service" "$(cat "$service-password")" |
    put "$service-connection"
done

# make_key NAME SCOPE,…: the key itself is for the caller, and no container gets it.
make_key() {
  ! grep -q "^$1 " api-keys || return 0
  key="cartwright_$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n')"
  printf '%s' "$key" >"$folder-authority/$1.key"
  line="$1 $2 $(printf '%s' "$key" | sha256sum | cut -d' ' -f1)"
  # In place: a container that runs sees this file, and not another one of its name.
  printf '%s\n' "$line" >>api-keys
}
[ -e api-keys ] || put api-keys </dev/null
make_key shop orders
make_key back-office payment,stock

echo "The secrets are in $folder, and the keys of the authority and of the callers in $folder-authority."
