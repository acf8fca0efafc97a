#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: scripts/test-warehouse.sh [ROWS] [CHECKSUM_ROWS]
# The exported SQL on every engine there is for it, ClickHouse included: ROWS (1,000,000) conformance rows through
# each, every column compared; then CHECKSUM_ROWS (10,000,000) through DuckDB and the native batch, with what
# each costs. Takes an hour and more on two cores, 5 GB in /tmp, and installs what it needs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null
rows=${1:-1000000} checksum_rows=${2:-10000000}

step() { printf '\n=== %s (%d s) ===\n' "$1" "$SECONDS"; }

step 'What the engines need'
scripts/install-deps.sh --tests
npm --prefix tests/sql ci --silent
npm --prefix tests/sql install --silent --no-save chdb

step 'Build'
cmake --preset release >/dev/null
cmake --build --preset release
cmake --preset dev >/dev/null
cmake --build --preset dev --target make_model

run() { nice tests/sql/run.py --binary build/release/bin/sourcing "$@"; }

step "$rows rows through each engine"
# In parts with seeds of their own, so that Python holds no more than one part.
part=100000
((rows >= part)) || part=$rows
for ((seed = 1; seed <= rows / part; ++seed)); do
  run --rows "$part" --seed "$seed" duckdb sqlite postgres ansi mariadb chdb
done

step 'Random models'
nice tests/sql/random_models.py --binary build/release/bin/sourcing --make-model build/dev/tests/sql/make_model --models 200

step 'What a million rows cost on SQLite and PostgreSQL'
nice tests/sql/cost.py --binary build/release/bin/sourcing

step "$checksum_rows rows through DuckDB: the same checksum"
nice tests/sql/checksum.py --binary build/release/bin/sourcing --rows "$checksum_rows"
