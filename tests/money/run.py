#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random business cases, worked out by the program and by the formulas of docs/money.md over every corner.

usage: run.py PROGRAM MONEY_JSON [ROUNDS]
"""
import json
import random
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

import formulas

STEPS = {"share": Decimal("0.000001"), "number": Decimal("0.000001"), "amount": Decimal("0.01"), "months": Decimal(1)}
SEED = 20260101
RANGES = 5


def scaled(value, unit):
    return int(Decimal(str(value)) / STEPS[unit])


def written(value, unit):
    return float(value * STEPS[unit]) if unit != "months" else value


def random_file(rng, published):
    """Every published assumption at a random point, a few as ranges; sometimes rates and space too."""
    entries = []
    for entry in published:
        high = scaled(entry["high"], entry["unit"])
        value = rng.randint(0, min(high * 2, 12) if entry["unit"] == "months" else min(high * 2, 500_000 + high))
        entries.append({"id": entry["id"], "unit": entry["unit"], "line": entry["line"],
                        "applies_to": entry["applies_to"], "low": value, "high": value})
    limits = {"captive_premium": 500_000, "wage_growth": 200_000, "share_moved": 1_000_000, "productivity_loss": 900_000}
    for entry in entries:
        entry["low"] = entry["high"] = min(entry["low"], limits.get(entry["line"], 10 ** 9))
    if rng.random() < 0.4:
        for line, unit, most in (("rate", "amount", 3_000_000), ("rent", "amount", 5_000), ("space", "number", 20_000_000),
                                 ("managers", "number", 20_000_000), ("manager_cost", "amount", 9_000_000),
                                 ("travel_cost", "amount", 90_000), ("optimism", "share", 410_000)):
            value = rng.randint(0, most)
            entries.append({"id": "own_" + line, "unit": unit, "line": line, "applies_to": ["offshore", "captive"],
                            "low": value, "high": value})
    for entry in rng.sample(entries, RANGES):
        step = 4 if entry["unit"] == "months" else max(entry["low"] // 3, 1)
        entry["high"] = min(entry["low"] + rng.randint(0, step), limits.get(entry["line"], 10 ** 9))
    return entries


def expected(entries, task, years, discount):
    work = formulas.Work(scaled(task["fte"], "share"), scaled(task["cost_per_fte"], "amount"),
                         scaled(task.get("exit_cost", 0), "amount"), task["present"])
    home = next((e["low"], e["high"]) for e in entries if e["applies_to"] == ["keep"])
    for option in formulas.OPTIONS[1:]:
        ranges = {e["line"]: (e["low"], e["high"]) for e in entries if option in e["applies_to"]}
        yield option, formulas.bounds(ranges, home, work, years, discount)


def cents(value):
    return int(Decimal(value) * 100)


def found(option):
    result = {key: [cents(end) for end in option[key]] for key in ("one_off", "saving", "running", "npv")}
    result["payback_months"] = [None if end is None else int(end) for end in option["payback_months"]]
    result["pays"] = option["pays"]
    return result


def main():
    program, published = sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))["assumptions"]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 12
    rng = random.Random(SEED)
    failures = compared = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds):
            entries = random_file(rng, published)
            years, discount = rng.randint(1, 3), rng.choice([0, 35_000, 80_000, 123_456])
            task = {"id": str(number), "fte": rng.randint(1, 900) / 10, "cost_per_fte": rng.randint(100, 9_000_000) / 100,
                    "present": rng.choice(["in_house", "provider", "captive"]), "currency": "EUR"}
            if rng.random() < 0.5:
                task["exit_cost"] = rng.randint(0, 5_000_000) / 100
            lines = [dict(entry, low=written(entry["low"], entry["unit"]), high=written(entry["high"], entry["unit"]))
                     for entry in entries]
            Path(folder, "own.json").write_text(json.dumps({"assumptions": lines}), encoding="utf-8")
            Path(folder, "task.json").write_text(json.dumps(task), encoding="utf-8")
            done = subprocess.run([program, "case", f"{folder}/task.json", "--assumptions", f"{folder}/own.json",
                                   "--years", str(years), "--discount", str(Decimal(discount) / 10 ** 6),
                                   "--format", "json"], capture_output=True, text=True, check=False)
            if done.returncode != 0:
                print(f"round {number}: exit {done.returncode}: {done.stderr}")
                return 1
            document = json.loads(done.stdout, parse_float=str, parse_int=str)
            options = {option["id"]: option for option in document["options"]}
            for option, wanted in expected(entries, task, years, discount):
                compared += 1
                if found(options[option]) != wanted:
                    failures += 1
                    print(f"round {number} {option}: {found(options[option])}, by the formulas {wanted}")
    print(f"{compared} options compared with every corner: {failures or 'none'} different")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
