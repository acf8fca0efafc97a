#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The long checks: clang-tidy, sanitizers, valgrind, fuzzing, real SQL engines, every black-box case.
# Stops at the first thing that does not. On two cores about ten minutes from nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null

step() { printf '\n=== %s (%d s) ===\n' "$1" "$SECONDS"; }

step 'What the checks need'
scripts/install-deps.sh --tests
# The validator of the JSON outputs, and DuckDB; installed again only when a lock file is newer.
for folder in tests/node tests/sql; do
  if [[ ! -e $folder/node_modules/.package-lock.json || $folder/package-lock.json -nt $folder/node_modules/.package-lock.json ]]; then
    npm --prefix $folder ci --silent
  fi
done

cmake --preset dev >/dev/null
cmake --build --preset dev

step 'clang-tidy'
# What clang-tidy counts in the headers of others, and suppresses, is noise.
cmake --build --preset tidy 2>&1 | { grep -vE '^[0-9]+ warnings? generated\.$|^clang-tidy' || true; }

step 'Address and undefined-behaviour sanitizers'
cmake --preset asan >/dev/null
cmake --build --preset asan
ctest --preset asan

step 'Valgrind over command lines'
scripts/valgrind.sh build/dev/bin/sourcing

step 'Fuzzing: a short run of every target'
scripts/fuzz.sh "${FUZZ_SECONDS:-10}"

step 'The whole suite: engines and strangers too'
ctest --preset dev
