#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: validate_sarif.sh NODE VALIDATE SCHEMA PROGRAM MODEL sound|faulty
# Validates what `model check --format sarif` prints: of a model without findings, and of one with
# an error, a suppressed finding and rules of several kinds. A document of which a required part is
# taken away must be refused, or the validator proves nothing.
set -euo pipefail
validate=("$1" "$2" "$3")
program=$4
model=$5
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [[ $6 == faulty ]]; then
  sed 's/"threshold": 50/"threshold": 100/; s/"at_least": 4/"at_least": 5/' "$model" > "$scratch/model.json"
  model=$scratch/model.json
fi
"$program" model check "$model" --format sarif > "$scratch/sarif.json" || [[ $? -eq 1 ]]
if [[ $6 == faulty ]] && ! grep -q '"ruleId"' "$scratch/sarif.json"; then
  echo "the faulty model has no finding" >&2
  exit 1
fi
"${validate[@]}" "$scratch/sarif.json"
sed 's/"driver"/"drivel"/' "$scratch/sarif.json" > "$scratch/broken.json"
if "${validate[@]}" "$scratch/broken.json" 2> /dev/null; then
  echo "a document without a driver was taken as valid" >&2
  exit 1
fi
