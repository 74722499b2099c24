#!/usr/bin/env bash
# Puts mistakes into a copy of the program, one after the other, and runs the tests that should find them.
#
#   scripts/mutate.sh                  all lists of tests/Mutations
#   scripts/mutate.sh engine web       these lists only
#   scripts/mutate.sh --check          only checks that each mistake can still be applied, without a copy
#   scripts/mutate.sh --only TEXT …    only mistakes with this text in their name, or with the text of another --only
#   scripts/mutate.sh --likely …       only the tests that are likely to find a mistake, if it names some
#   scripts/mutate.sh --as-built …     without a build: the last build is copied
#
# A list has mistakes of this form; lines of `test:` before the first one are for mistakes without such a line:
#
#   == the mistake
#   file: src/Web/Endpoints/Shop.cs
#   first: Http.Tests -class *WatchTests
#   -text that occurs in the file exactly once
#   +text that replaces it
#
# Lines of `first:` are tests that are likely to find a mistake, and are run before the others. Tests that are marked
# [Trait("Kind", "Long")] are run if `long` precedes the project, those of campaigns never. Tests that take far longer
# than without the mistake have found it. A test that fails is run again, alone, and counts if it fails again. The
# output names for each mistake the first test that found it, or that it survived, with the seconds; the last lines
# are the scores. The status is 0 unless a mistake could not be tried.
set -euo pipefail

# shellcheck source=scripts/sdk.sh
. "$(dirname "${BASH_SOURCE[0]}")/sdk.sh"
# shellcheck source=scripts/kafka.sh
. "$root/scripts/kafka.sh"

lists="$root/tests/Mutations"
pipe="mutate-$$"
checks_only=""
as_built=""
likely_only=""
only=()
areas=()
while [ $# -gt 0 ]; do
  case "$1" in
    --check) checks_only=yes ;;
    --only) only+=("$2"); shift ;;
    --likely) likely_only=yes ;;
    --as-built) as_built=yes ;;
    -h | --help) sed -n '2,23p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//'; exit 0 ;;
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
  local project
  require_sdk || give_up "Nothing was built."
  compiler="$(cd "$root" && "$dotnet" --version)"
  compiler="$(dirname "$(readlink -f "$(command -v "$dotnet")")")/sdk/$compiler/Roslyn/bincore/csc.dll"
  [ -f "$compiler" ] || give_up "There is no compiler $compiler."
  if [ -z "$as_built" ]; then
    echo "Building…" >&2
    build_release Cartwright.slnx || give_up "The build failed."
  fi
  work="$(mktemp -d "${TMPDIR:-/tmp}/cartwright-mutate.XXXXXX")"
  tree="$work/tree"
  trap 'rm -rf "$work"' EXIT
  mkdir "$tree" "$work/right"
  cp -a "$root"/*.* "$root"/.editorconfig "$root"/cartwright "$root"/{src,tests,docs,deploy,scripts} "$tree/"
  for project in "$tree"/src/*/; do
    cp "$project"bin/Release/net10.0/[Cc]artwright*.dll "$work/right/"
  done
}

# Replaces all copies of an assembly.
spread() {
  local copy
  for copy in "$tree"/src/*/bin/Release/net10.0/"$(basename "$1")" \
    "$tree"/tests/*/bin/Release/net10.0/"$(basename "$1")"; do
    if [ -f "$copy" ] && [ ! "$1" -ef "$copy" ]; then cp "$1" "$copy"; fi
  done
}

# The tests -----------------------------------------------------------------------------------------------------------

# Runs the tests of a line `test:`, for at most $2 seconds; succeeds if at least one was run, and all passed.
passes() {
  local named="${1#long }" project options=() code=0
  project="${named%% *}"
  if [ "$project" != "$named" ]; then read -r -a options <<<"${named#* }"; fi
  if [ "$named" = "$1" ]; then options+=(-trait- Kind=Long); fi
  TESTS_QUICK=1 CI=true timeout --kill-after=10 "$2" "$dotnet" \
    "$tree/tests/$project/bin/Release/net10.0/Cartwright.$project.dll" -noLogo -noColor -stopOnFail \
    -trait- Kind=Campaign "${options[@]}" </dev/null >"$work/said" 2>&1 || code=$?
  [ "$code" -eq 0 ] && ! grep -qE 'Total: 0(,|$)' "$work/said"
}

# Tests that fail twice without a mistake cannot find one. Remembers the time limit of the line with a mistake.
is_good() {
  local started=$SECONDS
  if [ -z "${known_good[$1]:-}" ]; then
    known_good[$1]=no
    if passes "$1" 600 || passes "$1" 600; then
      known_good[$1]=$((120 + 5 * (SECONDS - started)))
    else
      cat "$work/said" >&2
    fi
  fi
  [ "${known_good[$1]}" != no ]
}

# A mistake -----------------------------------------------------------------------------------------------------------

# Prints how often $2 occurs in $1.
times_in() {
  local rest="${1//"$2"/}"
  echo $(((${#1} - ${#rest}) / ${#2}))
}

report() { printf '%-9s %4s  %s: %s%s\n' "$1" "${3:-}" "$area" "$2" "${4:+ ($4)}"; }

# Prints the test that failed first, by its class and method, or `no end`.
by_whom() {
  local test
  test="$(sed -n 's/^ *Cartwright\.\(.*\) \[FAIL\].*/\1/p' "$work/said" | head -n 1)"
  echo "${test:-no end}"
}

cannot() {
  untried=$((untried + 1))
  report "$1" "$name"
}

# Compiles the program's project $1 without the build around it, with a compiler server: this takes a second.
compile() {
  (cd "$tree/src/$1" && "$dotnet" exec "$compiler" -noconfig -shared:"$pipe" -keepalive:300 "@$work/$1.rsp") \
    >"$work/said" 2>&1 </dev/null
}

# Reads how the build compiles the project of $file, in $project, and compiles it without a mistake: later assemblies
# differ from that one by the mistake alone. A mistake changes no interface, so other projects are not compiled again.
learn_to_compile() {
  project="${file#src/}"
  project="${project%%/*}"
  assembly="Cartwright.$project.dll"
  if [ "$project" = Program ]; then assembly=cartwright.dll; fi
  compiled="$tree/src/$project/obj/Release/net10.0/$assembly"
  if [ -f "$work/$project.rsp" ]; then return; fi
  (cd "$tree/src/$project" && "$dotnet" msbuild -nologo -t:PrepareResources -t:Compile -p:Configuration=Release \
    -p:SkipCompilerExecution=true -p:ProvideCommandLineArgs=true -p:BuildProjectReferences=false \
    -p:RunAnalyzers=false -p:TreatWarningsAsErrors=false -p:NonExistentFile=none/none \
    -getItem:CscCommandLineArgs) </dev/null >"$work/said" || return 1
  jq -r '.Items.CscCommandLineArgs[].Identity | select(. != "/noconfig")' "$work/said" >"$work/$project.rsp"
  compile "$project" || return 1
  cp "$compiled" "$work/right/$assembly"
}

# A test can also fail because the machine is busy: a failed test must fail a second time, alone. A line with a test
# that failed only once is run again, three times at most. Returns the test in $noticed.
notices() {
  local test again attempt
  for attempt in 1 2 3; do
    noticed=""
    passes "$1" "$2" && return 1
    test="$(by_whom)"
    again="$1"
    if [ "$test" != "no end" ]; then
      again="${1#long }"
      again="${1%"$again"}${again%% *} -method Cartwright.${test%%(*}"
    fi
    if ! passes "$again" "$2" && ! grep -qE 'Total: 0(,|$)' "$work/said"; then
      noticed="$test"
      return 0
    fi
    echo "$area: $name: $test failed once, not twice (run $attempt)" >&2
  done
  return 1
}

# Runs the tests one line after the other until one fails, and returns it in $noticed; fails if a line is unusable.
look() {
  local line
  noticed=""
  for line in "$@"; do
    if [ -z "${known_good[$line]:-}" ]; then
      spread "$work/right/$assembly"
      is_good "$line" || return 1
      spread "$compiled"
    fi
    if notices "$line" "${known_good[$line]}"; then return; fi
  done
}

is_asked_for() {
  local text
  for text in "${only[@]}"; do
    if [[ "$name" == *"$text"* ]]; then return; fi
  done
  [ ${#only[@]} -eq 0 ]
}

try_mistake() {
  local original text times started noticed project assembly compiled
  is_asked_for || return 0
  if [ ! -f "$tree/$file" ]; then cannot "NO FILE"; return; fi
  original="$(cat "$tree/$file" && echo .)"
  times="$(times_in "$original" "$before")"
  if [ "$times" -ne 1 ]; then cannot "$times TIMES"; return; fi
  if [ -n "$checks_only" ]; then return; fi
  [ ${#tests[@]} -gt 0 ] || tests=("${usual_tests[@]}")
  if [ -n "$likely_only" ] && [ ${#likely_tests[@]} -gt 0 ]; then tests=(); fi
  tests=("${likely_tests[@]}" "${tests[@]}")
  learn_to_compile || give_up "Nothing can be compiled: $(grep -m 1 error "$work/said")"
  started=$SECONDS
  text="${original/"$before"/"$after"}"
  printf '%s' "${text%.}" >"$tree/$file"
  if compile "$project"; then
    spread "$compiled"
    if ! look "${tests[@]}"; then
      cannot "NO BASE"
    elif [ -n "$noticed" ]; then
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
  printf '%s' "${original%.}" >"$tree/$file"
  spread "$work/right/$assembly"
}

# The lists -----------------------------------------------------------------------------------------------------------

read_list() {
  local line name="" file="" before="" after=""
  local tests=() likely_tests=() usual_tests=()
  while IFS= read -r line || [ -n "$line" ]; do
    case "$line" in
      '== '*)
        if [ -n "$name" ]; then try_mistake; fi
        name="${line#== }" file="" before="" after="" tests=() likely_tests=()
        ;;
      'file: '*) file="${line#file: }" ;;
      'first: '*) likely_tests+=("${line#first: }") ;;
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
