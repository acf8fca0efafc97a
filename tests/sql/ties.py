#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""At least half of the conformance rows lie exactly at a tie or one hundredth of a point beside it.

usage: ties.py --binary B
"""
import argparse
import csv
import json
import subprocess
import sys
from pathlib import Path

ROWS = 4000
LOCATIONS = ("onshore", "nearshore", "offshore")


def centipoints(text):
    return int(text.replace(".", ""))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    options = parser.parse_args()
    model = json.loads((Path(__file__).parents[2] / "data/model.json").read_text(encoding="utf-8"))
    band = model["axes"]["engagement"]["hybrid_band"] * 100
    made = subprocess.run([options.binary, "conformance", "--rows", str(ROWS), "--seed", "11"],
                          check=True, capture_output=True, text=True).stdout
    near = rows = 0
    for row in csv.DictReader(made.splitlines(keepends=True)):
        rows += 1
        if row["expected_status"] == "error":
            continue
        margin = abs(centipoints(row["expected_margin"]))
        scores = [centipoints(row[f"expected_score_{location}"]) for location in LOCATIONS]
        leads = [abs(a - b) for i, a in enumerate(scores) for b in scores[:i]]
        near += min(margin, abs(margin - band), *leads) <= 1
    print(f"{near} of {rows} rows at a tie or one hundredth beside it")
    return 0 if rows == ROWS and near * 2 >= rows else 1


if __name__ == "__main__":
    sys.exit(main())
