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
# The validator of the JSON outputs; installed again only when its lock file is newer.
if [[ ! -d tests/node/node_modules/ajv || tests/node/package-lock.json -nt tests/node/node_modules/.package-lock.json ]]; then
  npm --prefix tests/node ci --silent
fi

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
