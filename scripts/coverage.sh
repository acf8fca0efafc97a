#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: scripts/coverage.sh [FOLDER]
# Builds with coverage, runs the suite, and writes an HTML report to FOLDER (default
# build/coverage/report). Prints lines and branches of each layer. The branches that exceptions
# would take (out of memory at every call) are left out: tests/faults covers those.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

build=build/coverage
report=${1:-$build/report}
cmake -S . -B "$build" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG='-O0 -g1' \
  -DCMAKE_CXX_FLAGS='--coverage -fprofile-update=atomic' -DSOURCING_TESTS=ON -DSOURCING_FUZZ=ON \
  -DSOURCING_STATIC=OFF >/dev/null
cmake --build "$build" --parallel 2 >"$build/build.log" 2>&1 ||
  { tail -50 "$build/build.log" >&2; exit 1; }
find "$build" -name '*.gcda' -delete
# What others link, and what counts the processor's time and open files, is for other builds.
ctest --test-dir "$build" -j 2 --output-on-failure -LE 'faults' -E '^install' >"$build/ctest.log" ||
  { echo "Not all tests passed in this slow build; the figures are those of what ran:" >&2
    sed -n '/^The following tests FAILED/,$p' "$build/ctest.log" >&2; }
mkdir -p "$report"
gcovr --root . --object-directory "$build" --filter 'src/' --filter 'include/' --exclude 'src/embed/' \
  --exclude-throw-branches --exclude-unreachable-branches --gcov-ignore-parse-errors -j 2 \
  --html-details "$report/index.html" --csv "$report/coverage.csv" --print-summary
python3 - "$report/coverage.csv" <<'PYTHON'
import collections
import csv
import sys

totals = collections.defaultdict(lambda: [0, 0, 0, 0])
with open(sys.argv[1], encoding="utf-8") as file:
    for row in csv.DictReader(file):
        layer = "/".join(row["filename"].split("/")[:2])
        for i, column in enumerate(("line_covered", "line_total", "branch_covered", "branch_total")):
            totals[layer][i] += int(row[column])
for layer, (lines, all_lines, branches, all_branches) in sorted(totals.items()):
    print(f"{layer:20} lines {100 * lines / max(all_lines, 1):5.1f} % of {all_lines:5}, "
          f"branches {100 * branches / max(all_branches, 1):5.1f} % of {all_branches:5}")
PYTHON
