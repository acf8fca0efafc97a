#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: scripts/fuzz.sh SECONDS [NAME...]
# Builds the preset `asan` (clang, libFuzzer, address and undefined-behaviour sanitizers) and runs
# each target for SECONDS, two at a time. New inputs stay in build/fuzz/corpus/<name>, so that the
# next campaign goes on from there; an input that breaks something in build/fuzz/findings. Prints
# the executions and the coverage of each; fails when there is a finding.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=${1:?usage: scripts/fuzz.sh SECONDS [NAME...]}
shift
build=build/fuzz programs=build/asan/fuzz
cmake --preset asan >/dev/null
names=("$@")
if ((${#names[@]} == 0)); then
  for source in tests/fuzz/fuzz_*.cpp; do
    name=${source##*/fuzz_}
    names+=("${name%.cpp}")
  done
fi
mkdir -p "$build/findings"
cmake --build --preset asan --target "${names[@]/#/fuzz_}" >"$build/build.log" 2>&1 ||
  { tail -50 "$build/build.log" >&2; exit 1; }

run_one() {
  local name=$1 seeds=() dictionary=
  local corpus=$build/corpus/$name
  mkdir -p "$corpus"
  seeds=("tests/fuzz/corpus/$name")
  case $name in
    task | task_stream) seeds+=(data/tasks) dictionary=task ;;
    model) dictionary=model ;;
    json) dictionary=json ;;
    printers | value | record | csv | flat_rows) dictionary=task ;;
    sql) dictionary=model ;;
    workbook | sheet_xml) dictionary=sheet ;;
  esac
  # Leaks are looked for once, at the end; a single input may take 10 s and 1 GiB.
  if "$programs/fuzz_$name" "$corpus" "${seeds[@]}" ${dictionary:+-dict=tests/fuzz/$dictionary.dict} \
    -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len="${FUZZ_MAX_LEN:-4096}" \
    -artifact_prefix="$build/findings/$name-" -print_final_stats=1 >"$build/$name.log" 2>&1; then
    local result='no finding'
  else
    local result="FINDING, see $build/$name.log"
  fi
  local runs coverage
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$name.log")
  coverage=$(grep -oE 'cov: [0-9]+ ft: [0-9]+ corp: [0-9]+' "$build/$name.log" | tail -1)
  printf '%-12s %9s executions, %s: %s\n' "$name" "${runs:-?}" "${coverage:-no coverage}" "$result"
  [[ $result == 'no finding' ]]
}
export -f run_one
export build programs seconds
# shellcheck disable=SC2016  # for the inner shell
printf '%s\n' "${names[@]}" | xargs -P 2 -I{} bash -c 'run_one "$1"' _ {}
