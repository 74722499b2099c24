#!/usr/bin/env bash
# Creates the secrets that deploy/compose.yaml mounts: an authority and certificates, passwords, connection strings, the
# API keys of callers. Existing ones are kept, because databases and callers have them already.
#   usage: make-secrets.sh [FOLDER]      (default: deploy/secrets)
set -euo pipefail
umask 077
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
folder="${1:-$here/secrets}"
days=365
mkdir -p "$folder" "$folder-authority"
cd "$folder"

make_password() { [ -s "$1" ] || head -c 24 /dev/urandom | base64 | tr -d '\n+/=' >"$1"; }

# The key of the authority is for this script alone: no container gets it. Keep it elsewhere.
authority="$folder-authority/ca.key"
[ -s "$authority" ] || openssl ecparam -name prime256v1 -genkey -noout -out "$authority"
[ -s ca.pem ] || openssl req -x509 -new -key "$authority" -sha256 -days 3650 -subj /CN=cartwright-authority -out ca.pem

# make_certificate NAME HOST,…: for a server of these hosts, and for a client of this name. Delete both files of a name to
# renew it; running nodes read them again.
make_certificate() {
  [ ! -s "$1.pem" ] || [ ! -s "$1.key" ] || return 0
  openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$1.key"
  openssl req -new -key "$1.key" -subj "/CN=$1" | openssl x509 -req -CA ca.pem -CAkey "$authority" -sha256 \
    -set_serial "0x$(openssl rand -hex 16)" -days "$days" -out "$1.pem" -extfile <(
    printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth,clientAuth\n' "${2//,/,DNS:}"
  ) 2>/dev/null
}

make_password superuser-password
make_certificate gateway gateway,localhost
make_certificate kafka kafka,localhost
make_certificate topics topics
cat kafka.key kafka.pem >kafka.store.pem
for service in order stock payment; do
  make_password "$service-owner-password"
  make_password "$service-password"
  make_certificate "$service" "$service-1,$service-2"
  make_certificate "postgres-$service" "postgres-$service"
  connection="Host=postgres-$service;Database=cartwright_$service;SSL Mode=VerifyFull;Root Certificate=/run/secrets/ca.pem"
  printf '%s;Username=cartwright_%s;Password=%s' "$connection" "$service" "$(cat "$service-owner-password")" \
    >"$service-owner-connection"
  printf '%s;Username=%s_node;Password=%s' "$connection" "$service" "$(cat "$service-password")" \
    >"$service-connection"
done

# make_key NAME SCOPE,…: the key itself is for the caller, and no container gets it.
touch api-keys
make_key() {
  ! grep -q "^$1 " api-keys || return 0
  key="cartwright_$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n')"
  printf '%s' "$key" >"$folder-authority/$1.key"
  printf '%s %s %s\n' "$1" "$2" "$(printf '%s' "$key" | sha256sum | cut -d' ' -f1)" >>api-keys
}
make_key shop orders
make_key back-office payment,stock

# Containers read the files as users of their own; the mode of the folder keeps other users of this machine out.
chmod 644 -- *
echo "The secrets are in $folder, and the keys of the authority and of the callers in $folder-authority."
