#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What must hold on every change: format, include arrows, the tests, an installed release build.
# scripts/test-deep.sh has the long checks.
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

step 'Format and include arrows'
cmake --preset dev >/dev/null
cmake --build --preset dev --target check-format check-layers

step 'Release: the plain commands of the README, installed and tried'
cmake --preset release -DSOURCING_TESTS=OFF -DSOURCING_BENCH=OFF -DSOURCING_WERROR=OFF >/dev/null
cmake --build --preset release
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
cmake --install build/release --prefix "$prefix" >/dev/null
"$prefix/bin/sourcing" --version
"$prefix/bin/sourcing" classify data/tasks/*.json --format ndjson | jq -e .verdict >/dev/null

step 'Development build and its tests'
cmake --build --preset dev
ctest --preset dev --repeat until-pass:2 -E 'blackbox\.(M|N)|contract\.whole'
