#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: validate_output.sh NODE VALIDATE SCHEMA PROGRAM ARGUMENT...
# Runs the program and validates what it prints. Fails when either does.
set -euo pipefail
validate=("$1" "$2" "$3")
shift 3
"$@" | "${validate[@]}" -
