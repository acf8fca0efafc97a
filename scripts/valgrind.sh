#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: scripts/valgrind.sh [PROGRAM]
# Runs command lines, good and bad, under valgrind: fails at the first invalid access, use of
# uninitialised memory or leak. PROGRAM is a dynamically linked build without sanitizers; default that
# of the development build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

program=$(realpath "${1:-build/dev/tests/sourcing-dynamic}")
data=$PWD/data
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
printf '%s\n' '{"id":"a","judgment":5,"volume":"low"}' '{"judgment":}' '{"id":"c","nope":1}' >tasks.ndjson
printf '{"id":"\xff"}' >latin1.json
printf 'id,judgment,volume\na,5,low\nb,9,x\n"c""d",2..4,\n' >rows.csv
export HOME=$work LC_ALL=C.UTF-8

count=0
# usage: run EXIT-CODE ARGUMENT...
run() {
  local expected=$1 code=0
  shift
  valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,possible \
    --errors-for-leak-kinds=definite,possible --log-file=valgrind.log \
    "$program" "$@" >out 2>err </dev/null || code=$?
  if ((code != expected)); then
    echo "FAILED (exit $code, not $expected): sourcing $*" >&2
    cat valgrind.log err >&2
    exit 1
  fi
  count=$((count + 1))
}

for format in text json ndjson csv tsv markdown brief; do
  run 0 classify --format "$format" "$data/tasks/payroll.json" "$data/tasks/legal_process.json"
done
run 0 classify --detail full --lang ca "$data/tasks/payroll.json" -o file
run 0 classify --model "$data/model.json" "$data/tasks/payroll.json"
run 3 classify tasks.ndjson
run 3 classify latin1.json
run 5 classify nope.json
run 1 classify --expect engagement=KPO --assume judgment=4 "$data/tasks/hiring.json"
run 0 model show
run 4 model check tasks.ndjson
run 0 new payroll -o template.json
run 0 activities
run 2 clasify
run 0 --help
run 0 classify --help
run 6 batch rows.csv
run 6 batch rows.csv --jobs 2 --rejects rejects.csv --summary -o rows.out
run 0 batch "$data/processes.csv" -o processes.out
run 0 batch --format ndjson --jobs 3 "$data/processes.csv"
run 0 batch --append "$data/processes.csv"
for format in text json markdown; do
  run 0 whatif --format "$format" "$data/tasks/payroll.json"
done
run 0 model test "$data"/cases/*.json
run 0 model diff "$data/model.json" "$data/model.json"
run 0 model export sql --dialect sqlite --reasons wide
run 0 schema model
run 0 conformance --rows 20
run 0 classify --brief --record log "$data/tasks/payroll.json"
run 0 classify --brief --record log "$data/tasks/hiring.json"
run 0 verify log
sed -i 's/HR-02/HR-03/' log
run 1 verify --format json log
run 0 explain E0203
run 0 config
run 0 completions fish
echo "$count command lines, nothing found"
