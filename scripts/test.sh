#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Everything that must hold: the tests in three builds, format, clang-tidy, include arrows.
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

step 'Format and include arrows'
cmake --preset dev >/dev/null
cmake --build --preset dev --target check-format check-layers

step 'Development build and its tests'
cmake --build --preset dev
ctest --preset dev

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

step 'Release: the plain commands of the README, installed, then its tests'
cmake --preset release >/dev/null
cmake --build --preset release
if [[ -e src/cli/main.cpp ]]; then
  prefix=$(mktemp -d)
  trap 'rm -rf "$prefix"' EXIT
  cmake --install build/release --prefix "$prefix" >/dev/null
  "$prefix/bin/sourcing" --version
  "$prefix/bin/sourcing" classify data/tasks/*.json --format ndjson | jq -e .verdict >/dev/null
fi
ctest --preset release
