#!/usr/bin/env bash
# Writes the man pages of a program's verbs into a folder. help2man makes each from the output of --help.
#
#   scripts/man.sh PROGRAM FOLDER
set -euo pipefail

[ $# = 2 ] || { sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 2; }
command -v help2man >/dev/null 2>&1 || { echo "Not here: help2man (apt-get install help2man)." >&2; exit 1; }
program="$1"
folder="$2"
mkdir -p "$folder"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
version="$("$program" --version)"

# help2man calls a program; this one answers for one verb, from the file beside it.
cat >"$work/page" <<'TEXT'
#!/bin/sh
case "$1" in
  --version) cat "$0.version" ;;
  *) cat "$0.help" ;;
esac
TEXT
chmod +x "$work/page"

# The verbs below one, from its help.
verbs_in() { awk '/^Commands:/ { on = 1; next } /^$/ { on = 0 } on { print $1 }'; }

# The help in the form that help2man expects: the description without a heading, the usage in one line.
for_help2man() {
  awk '
    /^Description:/ { text = 1; next }
    /^Usage:/ { usage = 1; next }
    text && /^$/ { text = 0 }
    text { sub(/^ +/, ""); about = about $0 "\n"; next }
    usage && /^$/ { usage = 0; next }
    usage { sub(/^ +/, ""); printf "Usage: %s\n\n%s\n", $0, about; next }
    { print }'
}

write_page() {
  local name help first
  name="cartwright${1:+-${1// /-}}"
  # shellcheck disable=SC2086 # The words of the verb.
  help="$("$program" $1 --help)"
  first="$(sed -n '2s/^ *//p' <<<"$help")"
  for_help2man <<<"$help" >"$work/page.help"
  echo "$name $version" >"$work/page.version"
  help2man --no-info --manual "Cartwright" --source "Cartwright $version" --name "${first%%.*}" \
    --output "$folder/$name.1" "$work/page"
  local verb
  for verb in $(verbs_in <<<"$help"); do write_page "${1:+$1 }$verb"; done
}

write_page ""
