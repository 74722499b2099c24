# shellcheck shell=bash
# Sourced by the scripts beside it.

# Prints the address in a program's log, once it is there.
ready_url() {
  local url=""
  for _ in $(seq 600); do
    url="$(sed -n 's/^[A-Za-z]* is ready on //p' "$1" 2>/dev/null || true)"
    [ -n "$url" ] && break
    sleep 0.1
  done
  [ -n "$url" ] || { cat "$1" >&2; return 1; }
  echo "$url"
}
