#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From a fresh clone to a first verdict: installs what the build needs, builds, classifies a task.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/install-deps.sh
cmake -S . -B build/first-run -DSOURCING_TESTS=OFF -DSOURCING_WERROR=OFF >/dev/null
cmake --build build/first-run --parallel 2

echo
echo '$ sourcing classify data/tasks/payroll.json'
build/first-run/bin/sourcing classify data/tasks/payroll.json
echo
echo "The program is build/first-run/bin/sourcing. To install it:"
echo "  cmake --install build/first-run --prefix ~/.local"
