#!/usr/bin/env bash
# Puts mistakes into a copy of the committed program, one after the other, and runs the tests that should notice.
#
#   scripts/mutate.sh                  all lists of tests/Mutations
#   scripts/mutate.sh engine web       these lists only
#   scripts/mutate.sh --check          only looks whether each mistake can still be put in, here and not in a copy
#   scripts/mutate.sh --only TEXT …    only mistakes with this in their name
#
# A list has mistakes of this form; lines of `test:` before the first one are for those that name none:
#
#   == what is wrong
#   file: src/Web/Shop.cs
#   test: Http.Tests -class *WatchTests
#   -text that stands in the file exactly once
#   +text that takes its place
#
# Tests that are marked [Trait("Kind", "Long")] are run where `long` stands before the project, those of campaigns never.
# Each prints which test has noticed it first, or that it survived, and after how many seconds; the last lines are the
# scores. It ends with status 0 unless a mistake could not be tried.
set -euo pipefail

# shellcheck source=scripts/sdk.sh
. "$(dirname "${BASH_SOURCE[0]}")/sdk.sh"
# shellcheck source=scripts/kafka.sh
. "$root/scripts/kafka.sh"

lists="$root/tests/Mutations"
test_seconds_max=240
checks_only=""
only=""
areas=()
while [ $# -gt 0 ]; do
  case "$1" in
    --check) checks_only=yes ;;
    --only) only="$2"; shift ;;
    -h | --help) sed -n '2,21p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//'; exit 0 ;;
    *)
      [ -f "$lists/$1.txt" ] || { echo "There is no list $1." >&2; exit 2; }
      areas+=("$1")
      ;;
  esac
  shift
done
if [ ${#areas[@]} -eq 0 ]; then
  for list in "$lists"/*.txt; do areas+=("$(basename "$list" .txt)"); done
fi

tree="$root"
untried=0
declare -A killed=() survived=() known_good=()

give_up() { echo "$1" >&2; exit 1; }

# The copy ----------------------------------------------------------------------------------------------------------

make_copy() {
  work="$(mktemp -d "${TMPDIR:-/tmp}/cartwright-mutate.XXXXXX")"
  tree="$work/tree"
  trap remove_copy EXIT
  git -C "$root" worktree add --quiet --detach "$tree" HEAD
  require_sdk || give_up "Nothing was built."
  echo "Building a copy in $tree…" >&2
  (root="$tree" build_release Cartwright.slnx) || give_up "The build failed."
  local project
  mkdir "$work/right"
  for project in "$tree"/src/*/; do
    cp "$project"bin/Release/net10.0/[Cc]artwright*.dll "$work/right/"
  done
}

remove_copy() {
  git -C "$root" worktree remove --force "$tree" 2>/dev/null || true
  rm -rf "$work"
}

# Puts an assembly in the place of all its copies.
spread() {
  local copy
  for copy in "$tree"/src/*/bin/Release/net10.0/"$(basename "$1")" \
    "$tree"/tests/*/bin/Release/net10.0/"$(basename "$1")"; do
    if [ -f "$copy" ] && [ ! "$1" -ef "$copy" ]; then cp "$1" "$copy"; fi
  done
}

# The tests -----------------------------------------------------------------------------------------------------------

# Runs what a line `test:` names; succeeds if all of them pass, and at least one was run.
passes() {
  local named="${1#long }" project options=() code=0
  project="${named%% *}"
  if [ "$project" != "$named" ]; then read -r -a options <<<"${named#* }"; fi
  if [ "$named" = "$1" ]; then options+=(-trait- Kind=Long); fi
  CARTWRIGHT_QUICK=1 CI=true timeout --kill-after=10 "$test_seconds_max" "$dotnet" \
    "$tree/tests/$project/bin/Release/net10.0/Cartwright.$project.dll" -noLogo -noColor -stopOnFail \
    -trait- Kind=Campaign "${options[@]}" </dev/null >"$work/said" 2>&1 || code=$?
  [ "$code" -eq 0 ] && ! grep -qE 'Total: 0(,|$)' "$work/said"
}

# What fails without a mistake, twice, cannot notice one.
is_good() {
  if [ -z "${known_good[$1]:-}" ]; then
    known_good[$1]=no
    if passes "$1" || passes "$1"; then known_good[$1]=yes; else cat "$work/said" >&2; fi
  fi
  [ "${known_good[$1]}" = yes ]
}

# A mistake -----------------------------------------------------------------------------------------------------------

# Prints how often $2 stands in $1.
times_in() {
  local rest="${1//"$2"/}"
  echo $(((${#1} - ${#rest}) / ${#2}))
}

report() { printf '%-9s %4s  %s: %s%s\n' "$1" "${3:-}" "$area" "$2" "${4:+ ($4)}"; }

# The test that failed first, by its class and method, or how the tests ended otherwise.
by_whom() {
  local test
  test="$(sed -n 's/^ *Cartwright\.\(.*\) \[FAIL\].*/\1/p' "$work/said" | head -n 1)"
  echo "${test:-no end}"
}

cannot() {
  untried=$((untried + 1))
  report "$1" "$name"
}

# Compiles the project of the changed file alone: nothing that others see of it has changed.
compile() {
  local project="${file#src/}"
  project="${project%%/*}"
  "$dotnet" build "$tree/src/$project/$project.csproj" -c Release --no-dependencies --no-restore -nologo -v quiet \
    -p:RunAnalyzers=false -p:TreatWarningsAsErrors=false -p:SharedCompilationId="mutate-$$" \
    >"$work/said" 2>&1 </dev/null || return 1
  assembly="$(echo "$tree/src/$project"/bin/Release/net10.0/[Cc]artwright."${project}".dll)"
  if [ "$project" = Cli ]; then assembly="$tree/src/Cli/bin/Release/net10.0/cartwright.dll"; fi
  spread "$assembly"
}

try_mistake() {
  local text times started=$SECONDS line noticed=""
  if [ -n "$only" ] && [[ "$name" != *"$only"* ]]; then return; fi
  if [ ! -f "$tree/$file" ]; then cannot "NO FILE"; return; fi
  text="$(cat "$tree/$file" && echo .)"
  times="$(times_in "$text" "$before")"
  if [ "$times" -ne 1 ]; then cannot "$times TIMES"; return; fi
  if [ -n "$checks_only" ]; then return; fi
  [ ${#tests[@]} -gt 0 ] || tests=("${usual_tests[@]}")
  for line in "${tests[@]}"; do
    if ! is_good "$line"; then cannot "NO BASE"; return; fi
  done
  text="${text/"$before"/"$after"}"
  printf '%s' "${text%.}" >"$tree/$file"
  if compile; then
    for line in "${tests[@]}"; do
      if ! passes "$line"; then noticed="$(by_whom)"; break; fi
    done
    if [ -n "$noticed" ]; then
      killed[$area]=$((${killed[$area]:-0} + 1))
      report killed "$name" $((SECONDS - started)) "$noticed"
    else
      survived[$area]=$((${survived[$area]:-0} + 1))
      report SURVIVED "$name" $((SECONDS - started))
    fi
  else
    grep -m 1 error "$work/said" >&2 || true
    cannot "NO BUILD"
  fi
  git -C "$tree" checkout --quiet -- "$file"
  spread "$work/right/$(basename "${assembly:-none}")"
}

# The lists -----------------------------------------------------------------------------------------------------------

read_list() {
  local line name="" file="" before="" after="" assembly=""
  local tests=() usual_tests=()
  while IFS= read -r line || [ -n "$line" ]; do
    case "$line" in
      '== '*)
        if [ -n "$name" ]; then try_mistake; fi
        name="${line#== }" file="" before="" after="" tests=()
        ;;
      'file: '*) file="${line#file: }" ;;
      'test: '*)
        if [ -z "$name" ]; then usual_tests+=("${line#test: }"); else tests+=("${line#test: }"); fi
        ;;
      -*) before="${before:+$before$'\n'}${line#-}" ;;
      +*) after="${after:+$after$'\n'}${line#+}" ;;
      '#'* | '') ;;
      *) give_up "$area: this is no line of a list: $line" ;;
    esac
  done <"$lists/$area.txt"
  if [ -n "$name" ]; then try_mistake; fi
}

if [ -z "$checks_only" ]; then make_copy; fi
for area in "${areas[@]}"; do read_list; done

# The score -----------------------------------------------------------------------------------------------------------

score() {
  local all=$(($2 + $3))
  if [ "$all" -gt 0 ]; then printf '%-10s %3d of %3d noticed, %3d %%\n' "$1" "$2" "$all" $((100 * $2 / all)); fi
}

all_killed=0
all_survived=0
for area in "${areas[@]}"; do
  score "$area" "${killed[$area]:-0}" "${survived[$area]:-0}"
  all_killed=$((all_killed + ${killed[$area]:-0}))
  all_survived=$((all_survived + ${survived[$area]:-0}))
done
score all "$all_killed" "$all_survived"
if [ "$untried" -gt 0 ]; then echo "$untried could not be tried."; fi
[ "$untried" -eq 0 ]
