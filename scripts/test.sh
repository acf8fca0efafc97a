#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: scripts/test.sh [deep | STEP…]
# What must hold, as continuous integration runs it; with names, only those steps. `deep` adds what
# takes as long again: valgrind, clang-tidy, the sanitizers, the fuzzers, the thread sanitizer. Says
# how long each took; one that fails does not keep the others from running. Campaigns that take hours (fuzzing,
# millions of SQL rows, every allocation) are in docs/reliability.md.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
exec </dev/null

# What the tests of each kind of build need not do again, or cannot.
readonly slow_under_sanitizers='sql|blackbox|install|contract|faults|z3'
readonly with_threads='^(unit\.batch\..*|property\.batch_same|property\.csv_index|fuzz\.csv)$'
readonly threaded_targets=(test_batch test_property fuzz_csv)

step_dependencies() {
  scripts/install-deps.sh --tests || return
  # Installed again only when the lock file is newer. Without them their tests say SKIPPED.
  local folder
  for folder in tests/node tests/sql tests/browser; do
    [[ $folder/node_modules/.package-lock.json -nt $folder/package-lock.json ]] ||
      npm --prefix "$folder" ci --silent || return
  done
}

step_format() {
  cmake --preset dev >/dev/null &&
    cmake --build --preset dev --target check-format check-layers &&
    shellcheck .ci/run scripts/*.sh tests/*/*.sh &&
    reuse lint --quiet
}

# The plain commands of the README, with what a user's machine has; then the installed program.
step_release() {
  cmake --preset release -DSOURCING_TESTS=OFF -DSOURCING_BENCH=OFF -DSOURCING_WERROR=OFF >/dev/null &&
    cmake --build --preset release &&
    cmake --install build/release --prefix "$scratch/installed" >/dev/null &&
    "$scratch/installed/bin/sourcing" --version &&
    "$scratch/installed/bin/sourcing" classify data/tasks/*.json --format ndjson |
    jq -e .verdict >/dev/null
}

# Whole: black box, faults, processes, golden output, documentation, SQL engines, consumers.
step_suite() { cmake --preset dev >/dev/null && cmake --build --preset dev && ctest --preset dev; }

step_tidy() {
  cmake --preset dev >/dev/null || return
  # What clang-tidy counts in the headers of others, and suppresses, is noise.
  cmake --build --preset tidy 2>&1 | grep -vE '^[0-9]+ warnings? generated\.$|^clang-tidy'
  return "${PIPESTATUS[0]}"
}

step_valgrind() {
  cmake --preset dev >/dev/null && cmake --build --preset dev --target sourcing-dynamic &&
    scripts/valgrind.sh
}

step_sanitizers() {
  cmake --preset asan >/dev/null && cmake --build --preset asan &&
    ctest --preset asan -LE "$slow_under_sanitizers" && ctest --preset asan -R '^blackbox\.(J|C|N)$'
}

step_fuzz() { scripts/fuzz.sh "${FUZZ_SECONDS:-10}"; }

step_threads() {
  cmake --preset tsan >/dev/null && cmake --build --preset tsan --target "${threaded_targets[@]}" &&
    ctest --preset tsan -R "$with_threads"
}

readonly daily=(dependencies format release suite)
readonly all=("${daily[@]}" valgrind tidy sanitizers fuzz threads)
steps=("$@")
((${#steps[@]})) || steps=("${daily[@]}")
[[ ${steps[*]} != deep ]] || steps=("${all[@]}")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

passed=0 failed=0 summary=()
for step in "${steps[@]}"; do
  printf '\n=== %s\n' "$step"
  begin=$SECONDS result=passed
  if ! declare -F "step_$step" >/dev/null; then
    echo "no such step; they are: ${all[*]}" >&2
    result=FAILED
  elif ! "step_$step" 2>&1 | tee "$scratch/log"; then
    result=FAILED
  fi
  # A step of CTest's counts as its tests, any other as one.
  good=0 bad=0
  while read -r failures total; do
    good=$((good + total - failures)) bad=$((bad + failures))
  done < <(sed -nE 's/^[0-9]+% tests passed, ([0-9]+) tests? failed out of ([0-9]+)$/\1 \2/p' "$scratch/log")
  ((good + bad > 0)) || good=$([[ $result == passed ]] && echo 1 || echo 0)
  [[ $result == passed ]] || ((bad > 0)) || bad=1
  passed=$((passed + good)) failed=$((failed + bad))
  summary+=("$(printf '%-13s %-7s %5d s' "$step" "$result" $((SECONDS - begin)))")
  # Nothing can be right when what it takes is not there.
  [[ $step == dependencies && $result == FAILED ]] && break
done

printf '\n=== summary\n'
printf '%s\n' "${summary[@]}"
printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
