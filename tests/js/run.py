#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The exported ES module decides as the program does: conformance rows and random models, in Node.

usage: run.py --binary B [--make-model M] [--models N] [--rows R] [--seed S]

Exit code: 0 all the same, 1 something differs, 77 there is no Node.
"""
import argparse
import csv
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
NUMBER = re.compile(r"-?\d+(\.\d+)?")
MOST_BYTES = 90_000
LANGUAGES = ("en", "ca", "es")


def run(*command, codes=(0,)):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode not in codes:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.returncode}\n{done.stderr}{done.stdout}")
    return done.stdout


def value(text):
    """A cell as a task would have it."""
    text = text.strip(" \t")
    if ".." in text:
        return [value(end) for end in text.split("..", 1)]
    if NUMBER.fullmatch(text):
        number = Decimal(text)
        return int(number) if number == number.to_integral_value() else float(number)
    return {"true": True, "false": False}.get(text.lower(), text.lower() or None)


def tasks_of(path, rng):
    """The rows of a conformance file as tasks; what only cells can say is left as it is."""
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            task = {}
            for key, text in row.items():
                if key.startswith("expected_"):
                    continue
                if key in ("id", "name", "activity"):
                    if text.strip() and not (key == "id" and rng.random() < 0.2):
                        task[key] = text.strip() if key == "activity" else text
                elif text.strip():
                    task[key] = value(text)
                    if rng.random() < 0.1:
                        task[key] = {"value": task[key], "evidence": f"note {key} \u2028 </script> \x07 \u00e9"}
            yield task


HOSTILE = [
    {}, {"x_mine": {"a": [1]}, "$schema": "…"}, {"id": 5}, {"name": None, "id": ""}, {"nonsense": 1},
    {"name": "\u202e \u200e \u2066 \x00 \x7f \x9f \\ \" / \U0001f600", "id": "</script>"},
    {"a/b~c": 1}, {"activity": "no_such"}, {"activity": 3}, {"activity": None},
]


def hostile_answers(criterion):
    for answer in (4, 4.5, 1.005, 1e300, -1, 0, 10**12, 10**12 + 1, 0.01, 0.001, True, False, "", "high", "HIGH", "4",
                   "yes", "no", [], [1], [1, 2, 3], [2, 1], [1, None], [[1], 2], ["low", 3], ["low", "high"], [1, "nix"],
                   {}, {"value": 3}, {"value": None, "evidence": "x"}, {"value": {"value": 1}}, {"value": 3, "note": 1},
                   {"value": 3, "x_note": 1}, {"value": 3, "evidence": 4}, {"value": [1, 2], "evidence": "e"}, "2..4",
                   None):
        yield {"id": "h", criterion: answer}


def in_order(count, verdicts, problems):
    """A line for each task: its verdict, or the problems that were told of it."""
    wrong = {}
    for line in problems.splitlines():
        problem = json.loads(line)
        if "line" in problem:
            wrong.setdefault(problem["line"], []).append(problem)
    verdicts = iter(verdicts.splitlines())
    return "".join(json.dumps({"errors": wrong[line]}) + "\n" if line in wrong else next(verdicts) + "\n"
                   for line in range(1, count + 1))


def compare(options, folder, tasks, model=None, lang="en", weights=None, changed=None):
    """What the module and the program make of the same tasks. Returns an account, or raises."""
    module, given, wanted = folder / "model.mjs", folder / "tasks.ndjson", folder / "expected.ndjson"
    with_model = ["--model", model] if model else []
    run(options.binary, "model", "export", "js", "--lang", lang, "-o", module, *with_model)
    given.write_text("".join(json.dumps(task) + "\n" for task in tasks))
    decided_with = ["--model", changed] if changed else with_model
    done = subprocess.run([options.binary, "classify", given, "--format", "ndjson", "--lang", lang,
                           "--error-format", "json", *decided_with], capture_output=True, text=True)
    if done.returncode not in (0, 3):
        raise RuntimeError(done.stderr)
    wanted.write_text(in_order(len(tasks), done.stdout, done.stderr))
    extra = ["--weights", json.dumps(weights)] if weights else []
    return run("node", HERE / "same.mjs", module, given, wanted, *extra).strip(), module.stat().st_size


def conformance(options, folder, rows, seed, model=None):
    path = folder / "rows.csv"
    run(options.binary, "conformance", "--rows", rows, "--seed", seed, "-o", path,
        *(["--model", model] if model else []))
    return list(tasks_of(path, random.Random(seed)))


def default_model(options, folder):
    rng = random.Random(options.seed)
    tasks = conformance(options, folder, options.rows, options.seed)
    tasks += HOSTILE
    criteria = json.loads(run(options.binary, "model", "show", "--format", "json"))["criteria"]
    for criterion in criteria:
        tasks += hostile_answers(criterion["id"])
    for lang in LANGUAGES:
        said, size = compare(options, folder, tasks if lang == "en" else tasks[::10], lang=lang)
        print(f"default model, {lang}: {size} bytes; {said}")
        if size >= MOST_BYTES:
            raise RuntimeError(f"the module has {size} bytes, and may have {MOST_BYTES}")
    changed_weights(options, folder, tasks[:200], rng)


def changed_weights(options, folder, tasks, rng):
    """`withWeights` is the model with those weights: the program, told the same by a model file. It
    refuses what the program refuses."""
    text = run(options.binary, "model", "show", "--format", "json")
    changed = folder / "changed.json"
    refused = 0
    # Random ones, and two sure ones: where volume no longer counts, its rule leads below 0.
    for chance in (0.1, 0.2, 0.5, 0.9, "volume", "one"):
        model, weights = json.loads(text), {}
        for axis, scored in model["axes"].items():
            for weight in scored["weights"]:
                if chance == "volume":
                    new = 0 if axis == "engagement" and weight["criterion"] == "volume" else None
                elif chance == "one":
                    new = weight["weight"] + 1 if axis == "offshore" and weight["criterion"] == "cost_pressure" else None
                else:
                    new = rng.choice([weight["weight"] + 1, weight["weight"] * 2, 7.25]) if rng.random() < chance else None
                if new is not None:
                    weight["weight"] = new
                    weights.setdefault(axis, {})[weight["criterion"]] = new
        changed.write_text(json.dumps(model))
        try:
            said, _ = compare(options, folder, tasks, weights=weights, changed=changed)
        except RuntimeError as error:
            if "E0414" not in str(error) and "RangeError" not in str(error):
                raise
            run("node", HERE / "refuses.mjs", folder / "model.mjs", json.dumps(weights))
            run(options.binary, "classify", folder / "tasks.ndjson", "--model", changed, codes=(4,))
            refused += 1
    if not 0 < refused < 6:
        raise RuntimeError(f"other weights: {refused} of 6 refused")
    print(f"other weights: {said}; {refused} of 6 sets refused by both")


def random_models(options, folder):
    agreed = refused = 0
    for number in range(options.models):
        seed = options.seed * 1_000_003 + number
        model = folder / "model.json"
        model.write_text(run(options.make_model, seed))
        try:
            tasks = conformance(options, folder, 120, seed, model)
        except RuntimeError as error:
            if "[E04" not in str(error):
                raise
            refused += 1
            continue
        try:
            compare(options, folder, tasks, model)
        except RuntimeError as error:
            raise RuntimeError(f"random model of seed {seed}: {error}") from error
        agreed += 1
    print(f"{agreed} random models agree; {refused} were refused by the program")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--make-model")
    parser.add_argument("--models", type=int, default=40)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not shutil.which("node"):
        print("SKIPPED: there is no node. The exported module was not tried.")
        return 77
    with tempfile.TemporaryDirectory(prefix="sourcing-js-", dir="/tmp") as name:
        try:
            default_model(options, Path(name))
            if options.make_model:
                random_models(options, Path(name))
        except RuntimeError as error:
            print(error)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
