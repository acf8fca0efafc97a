#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The JSON Schema of a task accepts what the program accepts, and no more, but for what its own
description says that it cannot tell: finer steps than the grid's, and ranges that run backwards.
The JSON Schema of a model rejects nothing that the program accepts.

usage: same_as_program.py --binary B --model data/model.json --model-schema S VALIDATE...

VALIDATE... is the command of an independent validator: SCHEMA and FILE follow.
"""
import argparse
import copy
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

TASKS = 1_000
MODELS = 150
GENERIC = ["very_low", "low", "medium", "high", "very_high"]
# E0205 finer than the grid, E0206 backwards: beyond a schema.
BEYOND = {"E0205", "E0206"}


def words_of(criterion):
    words = [level["word"] for level in criterion["levels"] if "word" in level]
    return words + GENERIC if criterion["scale"] == "level" else words


def single(rng, criterion, others):
    """A value that is right, or wrong in some way."""
    pool = [1, 2, 2.5, 3.25, 4, 5, 0, -1, 5.01, 8, 8.5, 9, 600, 10**12, 10**12 + 1, 1e300,
            True, False, "", " ", "4", "true", "unknown", None]
    if rng.random() < 0.6:
        return rng.choice(words_of(criterion) + [1, 2, 3, 4, 5, True, False])
    return rng.choice([*pool, *others, rng.choice(words_of(criterion)).upper()])


def value(rng, criterion, others, depth=0):
    kind = rng.random()
    if kind < 0.55:
        return single(rng, criterion, others)
    if kind < 0.8:
        ends = [single(rng, criterion, others) for _ in range(rng.choice([2, 2, 2, 2, 0, 1, 3]))]
        return [ends] if rng.random() < 0.02 else ends
    if depth == 1:
        return rng.choice([None, {}, single(rng, criterion, others)])
    answer = {"value": value(rng, criterion, others, 1)}
    for key, choices in (("evidence", ["seen", "", None, 3, ["a"]]), ("x_note", [1, {"a": []}]),
                         ("evidense", ["typo"]), ("$schema", ["no"])):
        if rng.random() < (0.4 if key == "evidence" else 0.07):
            answer[key] = rng.choice(choices)
    if rng.random() < 0.05:
        del answer["value"]
    return answer


def task(rng, model):
    others = [word for criterion in model["criteria"] for word in words_of(criterion)]
    result = {}
    for key, choices in (("id", ["a", "", None, 7]), ("name", ["n", None, ["n"]]),
                         ("$schema", ["task.schema.json", 3, None]), ("x_any", [1, {"b": 2}]),
                         ("activity", ["payroll", "pay", None, ""]), ("judgement", [3]), ("X_a", [1])):
        if rng.random() < 0.12:
            result[key] = rng.choice(choices)
    for criterion in rng.sample(model["criteria"], rng.choice([0, 1, 1, 1, 2, 3])):
        result[criterion["id"]] = value(rng, criterion, others)
    return result


def run(command, codes):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in codes:
        raise RuntimeError(f"{command}: exit {done.returncode}: {done.stderr[:2000]}")
    return done


def schema_rejects(options, schema, files):
    """The places, `FILE` or `FILE:LINE`, that the validator complains of."""
    done = run([*options.validate, schema, *files], (0, 1))
    return {re.match(r"[^:]+(?::\d+)?(?=: )", line)[0] for line in done.stderr.splitlines()}


def program_rejects(options, path):
    """The lines with problems, and of these the ones with none that a schema can tell."""
    done = run([options.binary, "classify", path, "--brief", "--error-format", "json",
                "--model", options.model], (0, 3))
    codes = {}
    for line in done.stderr.splitlines():
        problem = json.loads(line)
        if problem.get("line"):
            codes.setdefault(problem["line"], set()).add(problem["code"])
    return set(codes), {line for line, found in codes.items() if found <= BEYOND}


def compare_tasks(options, rng, folder):
    model = json.loads(Path(options.model).read_bytes())
    schema, path = folder / "schema.json", folder / "tasks.ndjson"
    schema.write_text(run([options.binary, "schema", "task", "--model", options.model], (0,)).stdout)
    tasks = [task(rng, model) for _ in range(TASKS)]
    whole = folder / "all.ndjson"
    whole.write_text("".join(json.dumps(each) + "\n" for each in tasks))
    told = schema_rejects(options, schema, [whole])
    by_schema = {number for number in range(TASKS) if f"{whole}:{number + 1}" in told}
    by_program, only_program = set(), set()
    # In parts, since the program tells of a number of problems only.
    for first in range(0, TASKS, 10):
        path.write_text("".join(json.dumps(each) + "\n" for each in tasks[first:first + 10]))
        lines, alone = program_rejects(options, path)
        by_program |= {first + line - 1 for line in lines}
        only_program |= {first + line - 1 for line in alone}
    wrong = by_schema ^ (by_program - only_program)
    for number in sorted(wrong):
        who = "the schema alone" if number in by_schema else "the program alone"
        print(f"rejected by {who}: {json.dumps(tasks[number])}")
    rejected, beyond = len(by_program), len(only_program)
    print(f"{TASKS} tasks, {rejected} rejected by both; {beyond} of these only for what a schema "
          "cannot tell")
    return not wrong and rejected > TASKS / 5 and TASKS - rejected > TASKS / 5


def places(node, path=()):
    yield path
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in members:
        yield from places(child, (*path, key))


def damaged(rng, model, paths):
    """A model with one value changed, moved or gone."""
    result = copy.deepcopy(model)
    path = rng.choice(paths)
    parent = result
    for key in path[:-1]:
        parent = parent[key]
    kind = rng.random()
    if kind < 0.25:
        del parent[path[-1]]
    elif kind < 0.35 and isinstance(parent, dict):
        parent[rng.choice(["x_note", "colour", "weight", "levels"])] = 1
    else:
        parent[path[-1]] = rng.choice([None, True, "", "text", 0, -1, 1, 3, 2.5, 1e9, [], {}, ["a"]])
    return path, result


def compare_models(options, rng, folder):
    model = json.loads(Path(options.model).read_bytes())
    paths = [path for path in places(model) if path]
    files, rejected = {}, set()
    for number in range(MODELS):
        path, changed = damaged(rng, model, paths)
        file = folder / f"model{number}.json"
        file.write_text(json.dumps(changed))
        files[str(file)] = "/".join(map(str, path))
        done = subprocess.run([options.binary, "classify", "-", "--model", file], input="{}",
                              capture_output=True, text=True, check=False)
        if done.returncode == 4:
            rejected.add(str(file))
    alone = schema_rejects(options, options.model_schema, files) - rejected
    for file in sorted(alone):
        print(f"model with another {files[file]}: rejected by the schema alone")
    print(f"{MODELS} damaged models, {len(rejected)} rejected by the program")
    return not alone and len(rejected) > MODELS / 4


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--model-schema", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("validate", nargs="+")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="sourcing-schemas-") as folder:
        same = compare_tasks(options, rng, Path(folder))
        return 0 if compare_models(options, rng, Path(folder)) and same else 1


if __name__ == "__main__":
    sys.exit(main())
