#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a verdict promises, held against the program from outside: random tasks go in, and what
comes out must add up, agree with itself, and be reproduced by every witness it gives.

usage: run.py --binary build/dev/bin/sourcing --model data/model.json [--make-model M] CHECK...

CHECK is one of points, witnesses, changes, smallest, columns, firm, clear. With --make-model the same is done
with random models besides (not `smallest`, `columns`, `clear`). --seed and --scale (default 1) change what is drawn.
"""
import argparse
import csv
import io
import json
import random
import re
import subprocess
import sys
import tempfile
from decimal import Decimal
from itertools import combinations, product
from pathlib import Path

import tasks as t
from firmness import clear, firm
from program import AXES, LOCATIONS, Failed, Program, as_json, check, draw, verdict_of


def agrees(given, verdict):
    """Whether every part that was given is the verdict's."""
    return all(a in (None, b) for a, b in zip(given, verdict))


NUMBERS = re.compile(r'"(?:score|margin|points|threshold|band|onshore|nearshore|offshore)":'
                     r'(-?[0-9.]+)|"bounds":\[([-0-9.]+),([-0-9.]+)\]')


def check_decision(program, task, raw, out):
    """One decision agrees with itself and with the model's plain numbers."""
    for found in NUMBERS.findall(raw):
        for number in filter(None, found):
            check(re.fullmatch(r"-?[0-9]+\.[0-9]{2}", number), "two decimals:", number)
    check(out["schema"] == "sourcing.verdict/1" and out["id"] == task["id"], "schema, id")
    check(re.fullmatch(r"[0-9a-f]{64}", out["model"]["sha256"]), "sha256")
    check({"id", "version"} <= set(out["model"]), "model")

    engagement, location = out["engagement"], out["location"]
    scores = {"engagement": engagement["score"]} | location["scores"]
    for axis in AXES:
        points = [r["points"] for r in out["reasons"] if r["axis"] == axis]
        bases = [r for r in out["reasons"] if r["axis"] == axis and r["code"] == "base"]
        check(len(bases) == 1, axis, "has", len(bases), "bases")
        check(sum(points) == scores[axis], axis, sum(points), "is not", scores[axis])
        bounds = engagement["bounds"] if axis == "engagement" else location["bounds"][axis]
        check(bounds[0] <= scores[axis] <= bounds[1], axis, "lies outside its bounds")
        check(0 <= bounds[0] and bounds[1] <= 100, axis, "leaves 0..100")
    for reason in out["reasons"]:
        check({"code", "axis", "criterion", "value", "text"} <= set(reason), "members of a reason")
        check(("points" in reason) == (reason["axis"] in AXES), "points of", reason["code"])
        check(reason["axis"] in (*AXES, "gate", "disposition"), reason["axis"])
    for axis in AXES:
        sizes = [-abs(r["points"]) for r in out["reasons"]
                 if r["axis"] == axis and r["code"] != "base"]
        check(t.is_sorted(sizes), axis, "is not ranked")

    verdict = out["verdict"]
    check(engagement["margin"] == engagement["score"] - engagement["threshold"], "margin")
    check(engagement["threshold"] == Decimal(str(program.engagement["threshold"])), "threshold")
    if verdict["engagement"]:
        check((verdict["engagement"] == "KPO") == (engagement["margin"] >= 0), "the side")
        check(verdict["hybrid"] == (abs(engagement["margin"]) <= engagement["band"]), "hybrid")
    open_ones = [l for l in LOCATIONS if l not in location["excluded"]]
    # max() keeps the first of equals: onshore, then nearshore.
    best = max(open_ones, key=scores.get) if open_ones else None
    if location["status"] != "undetermined":
        check(verdict["location"] == best, verdict["location"], "is not", best)
    if not open_ones and out["disposition_status"] != "undetermined":
        check(verdict["disposition"] == "retain", "nowhere to outsource to")
    rest = [l for l in open_ones if l != best]
    second = max(rest, key=scores.get) if rest and location["status"] != "undetermined" else None
    check(location["runner_up"] == second, "runner-up")
    if second:
        check(location["margin"] == scores[best] - scores[second], "location margin")

    parts = {"engagement": engagement["status"], "location": location["status"],
             "disposition": out["disposition_status"]}
    for part, status in parts.items():
        check((verdict[part] is None) >= (status == "undetermined"), part, "of", status)
        check(status in ("decided", "tentative", "undetermined"), status)
    overall = ("undetermined" if parts["engagement"] == "undetermined" else
               "decided" if set(parts.values()) == {"decided"} else "tentative")
    check(verdict["status"] == overall, verdict["status"], "is not", overall)

    check(out["possible_complete"] and out["proven"], "a budget ran out")
    possible = [verdict_of(each) for each in out["possible"]]
    check(len(set(possible)) == len(possible) >= 1, "possible twice, or nothing")
    check(any(agrees(verdict_of(verdict), each) for each in possible), "the estimate is impossible")
    for index, part in enumerate(("disposition", "engagement", "location")):
        if parts[part] != "undetermined":
            check((len({each[index] for each in possible}) == 1) == (parts[part] == "decided"),
                  part, "is", parts[part], "but possible says", possible)
    answered = {k for k in task if k in program.criteria and t.plain(task[k]) is not None}
    check(set(out["unknown"]) | set(out["assumed"]) | answered == set(program.criteria), "unknown")
    check(not (set(out["unknown"]) | set(out["assumed"])) & answered, "answered and unknown")
    check(("given_profile" in out and out["given_profile"] is not None) == ("activity" in task),
          "given_profile")


def points(program, rng, count):
    tasks = draw(program, rng, count)
    raw, outs = program.lines("classify", tasks)
    for task, line, out in zip(tasks, raw, outs):
        try:
            check_decision(program, task, line, out)
        except Failed as why:
            raise Failed(f"{why}\ntask {json.dumps(task)}") from None
    return f"{count} tasks add up on {len(AXES)} axes"


def completions(rng, program, task, count):
    """Answers for everything that the task leaves open."""
    for _ in range(count):
        done = {"id": task["id"]}
        for name, criterion in program.criteria.items():
            given = t.plain(task.get(name))
            low, high = 0, len(t.scale_of(criterion)) - 1
            if isinstance(given, list):
                low, high = (t.grid_index(criterion, end) for end in given)
            elif given is not None:
                low = high = t.grid_index(criterion, given)
            at = rng.choice([low, high, rng.randint(low, high)])
            value = t.scale_of(criterion)[at]
            done[name] = float(value) if isinstance(value, Decimal) else value
        yield done


def witnesses(program, rng, count):
    """Every witness gives its verdict, and no completion gives one that is not possible."""
    tasks = draw(program, rng, count)
    outs = program.lines("classify", tasks)[1]
    replayed, expected, drawn, allowed = [], [], [], []
    for task, out in zip(tasks, outs):
        possible = {verdict_of(each) for each in out["possible"]}
        for each in out["possible"]:
            filled = {k: v for k, v in task.items() if k != "activity"}
            filled |= {k: as_json(v) for k, v in each["witness"].items()}
            replayed.append(filled)
            expected.append(verdict_of(each))
        for done in completions(rng, program, task, 4):
            drawn.append(done)
            allowed.append(possible)
    for task, verdict, out in zip(replayed, expected, program.lines("classify", replayed)[1]):
        check(not out["unknown"] and len(out["possible"]) == 1, "leaves answers open", task)
        check(verdict_of(out["possible"][0]) == verdict, verdict, "has the witness", task)
        check(agrees(verdict_of(out["verdict"]), verdict), out["verdict"], "not", verdict, task)
    for task, possible, out in zip(drawn, allowed, program.lines("classify", drawn)[1]):
        verdict = verdict_of(out["possible"][0])
        check(verdict in possible, verdict, "comes out and was called impossible:", task)
    return f"{len(replayed)} witnesses and {len(drawn)} completions of {count} tasks"


def neutralised(program, task):
    """What the estimate takes, where it does not depend on rounding: no ranges, no activity."""
    done = {"id": task["id"]}
    for name, criterion in program.criteria.items():
        given = t.plain(task.get(name))
        if isinstance(given, list):
            given = given[0]
        done[name] = criterion["neutral"] if given is None else given
    return done


def changes(program, rng, count):
    """Every proposed change gives what it promises; an unreachable target stays out of reach."""
    tasks = [{k: (t.plain(v)[0] if isinstance(t.plain(v), list) else v)
              for k, v in task.items() if k != "activity"} for task in draw(program, rng, count)]
    replayed, expected, never = [], [], 0
    for fine in ((), ("--step", "0.01")):
        some = tasks if not fine else tasks[:max(1, count // 10)]
        outs = program.lines("whatif", some, "--samples", "0", *fine)[1]
        for task, out in zip(some, outs):
            start = neutralised(program, task)
            replayed.append(start)
            expected.append((out["before"]["verdict"], out["before"]["scores"]))
            for answer in out["targets"]:
                check(answer["proven"], "not proven", task)
                if answer["reach"] == "unreachable":
                    check(answer["obstacles"], "no obstacle", task)
                    never += 1
                if answer["reach"] != "change":
                    continue
                immutable = [c["criterion"] for c in answer["changes"]
                             if program.criteria[c["criterion"]].get("immutable")]
                check(not immutable, immutable, "may not change", task)
                check(sum(c["cost"] for c in answer["changes"]) - answer["cost"] < 1, "cost")
                replayed.append(start | {c["criterion"]: as_json(c["to"])
                                         for c in answer["changes"]})
                expected.append((answer["verdict"], answer["scores"]))
                for part, wanted in answer["target"].items():
                    check(answer["verdict"][part] == wanted, "target", task)
    for task, (verdict, scores), out in zip(replayed, expected,
                                            program.lines("classify", replayed)[1]):
        check(agrees(verdict_of(verdict), verdict_of(out["possible"][0])), verdict, task)
        found = {"engagement": out["engagement"]["score"]} | out["location"]["scores"]
        check(found == scores, scores, "are not", found, task)
    return f"{len(replayed)} changed tasks of {count} give what whatif said; {never} out of reach"


def as_value(text):
    """A word, true, false or a number, as JSON has it."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def smallest(program, rng, count):
    """Nothing smaller reaches a target: every change of one and of two criteria is tried."""
    tried = 0
    for number in range(count):
        task = t.full_task(rng, program.model, number)
        targets = program.lines("whatif", [task], "--samples", "0")[1][0]["targets"]
        moves = {}
        for name, criterion in program.criteria.items():
            here, last = t.grid_index(criterion, t.plain(task[name])), len(t.scale_of(criterion)) - 1
            moves[name] = [] if criterion.get("immutable") else [
                (as_json(value), Decimal(4 * abs(t.grid_index(criterion, value) - here)) / last)
                for value in t.stops(criterion) if t.grid_index(criterion, value) != here]
        changed, sizes = [], []
        for size in (1, 2):
            for names in combinations(moves, size):
                for choice in product(*(moves[name] for name in names)):
                    changed.append(task | {n: value for n, (value, _) in zip(names, choice)})
                    sizes.append((size, sum(cost for _, cost in choice)))
        tried += len(changed)
        least = {}
        for size, verdict in zip(sizes, program.verdicts(changed)):
            for part, wanted in zip(("disposition", "engagement", "location"), verdict):
                least[part, wanted] = min(size, least.get((part, wanted), (99, 0)))
        for answer in targets:
            (target,) = answer["target"].items()
            told = (len(answer["changes"]), answer.get("cost", 0))
            if answer["reach"] != "change":
                check(target not in least, target, "is reachable", task)
            elif told[0] <= 2:
                check(told == least[target], target, "takes", least[target], "not", told, task)
            else:
                check(target not in least, target, "takes", least.get(target), "not", told, task)
    return f"{tried} changes tried on {count} tasks: none is smaller than what whatif proposes"


def cell(answer):
    if isinstance(answer, list):
        return "..".join(cell(end) for end in answer)
    return "" if answer is None else str(answer).lower() if isinstance(answer, bool) else str(answer)


def columns(program, rng, count):
    """`batch --columns possible,flip,stability` says what classify and whatif say."""
    tasks = draw(program, rng, count)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = ["id", "activity", *program.criteria]
    writer.writerow(names)
    for task in tasks:
        writer.writerow([cell(t.plain(task.get(name))) for name in names])
    options = ("--columns", "id,status,possible,flip,stability")
    rows = list(csv.DictReader(io.StringIO(program.run("batch", out.getvalue(), *options))))
    same = program.run("batch", "".join(json.dumps(task) + "\n" for task in tasks + [{}]),
                       "--format", "csv", *options)
    check(rows == list(csv.DictReader(io.StringIO(same)))[:count], "CSV and NDJSON rows differ")
    decisions = program.lines("classify", tasks)[1]
    reports = program.lines("whatif", tasks)[1]
    flips = 0
    for task, row, decision, report in zip(tasks, rows, decisions, reports):
        told = json.dumps(task)
        possible = ["/".join(part or "none" for part in verdict_of(each))
                    for each in decision["possible"]]
        check(row["possible"].split(";") == possible, row["possible"], "is not", possible, told)
        check(row["status"] == decision["verdict"]["status"], "status", told)
        given = {part: decision["verdict"][part] for part in ("disposition", "engagement", "location")}
        single = [(answer["cost"], answer) for answer in report["targets"]
                  if answer["reach"] == "change" and len(answer["changes"]) == 1
                  and given[next(iter(answer["target"]))]]
        check(bool(single) <= bool(row["flip"]), "a single change, but no flip", told)
        # Where the estimate starts from is plain only without ranges and profiles.
        if row["flip"] and single and "activity" not in task and "[" not in told:
            flips += 1
            start = neutralised(program, task)
            name, value, parts = re.fullmatch("(.*)=(.*):(.*)", row["flip"]).groups()
            criterion = program.criteria[name]
            moved = abs(t.grid_index(criterion, as_value(value))
                        - t.grid_index(criterion, t.plain(start[name])))
            cost = Decimal(4 * moved) / (len(t.scale_of(criterion)) - 1)
            check(cost == min(each for each, _ in single), row["flip"], "costs", cost, told)
            (changed,) = program.verdicts([start | {name: as_value(value)}])
            check(set(parts.split("/")) <= set(changed), row["flip"], "gives", changed, told)
        shares = [report["stability"][part]["share"] for part in ("engagement", "location")
                  if given[part]]
        expected = 1 if shares else None
        for share in shares:
            expected *= float(share)
        if expected is None:
            check(row["stability"] == "", "stability of nothing", told)
        else:
            check(abs(float(row["stability"]) - 100 * expected) <= 0.01, row["stability"],
                  "is not", 100 * expected, told)
    check(flips > count / 20, "hardly a flip")
    return f"{count} rows agree with classify and whatif; {flips} flips"


CHECKS = {"points": (points, 10_000, 200), "witnesses": (witnesses, 600, 60),
          "changes": (changes, 300, 30), "smallest": (smallest, 3, 0),
          "columns": (columns, 150, 0), "firm": (firm, 300, 20), "clear": (clear, 4_000, 0)}
RANDOM_MODELS = 15


def random_models(options, folder):
    number = made = 0
    while made < RANDOM_MODELS:
        number += 1
        path = Path(folder) / f"model{number}.json"
        path.write_bytes(subprocess.run([options.make_model, str(options.seed * 1000 + number)],
                                        check=True, capture_output=True).stdout)
        refused = subprocess.run([options.binary, "classify", "-", "--model", path], input="{}",
                                 text=True, capture_output=True, check=False).returncode == 4
        if not refused:
            made += 1
            yield Program(options.binary, str(path))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--make-model")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("checks", nargs="*", choices=[*CHECKS, []])
    options = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="sourcing-contract-") as folder:
        for name in options.checks or CHECKS:
            run, count, of_random = CHECKS[name]
            cases = [(Program(options.binary, options.model), count)]
            if options.make_model and of_random:
                cases += [(each, of_random) for each in random_models(options, folder)]
            for program, many in cases:
                rng = random.Random(options.seed)
                try:
                    told = run(program, rng, max(1, int(many * options.scale)))
                    if program is cases[0][0]:
                        print(f"{name}: {told}")
                except Failed as why:
                    failed += 1
                    print(f"FAILED {name}, model {program.path}: {why}")
                    if program is not cases[0][0]:
                        print(Path(program.path).read_text(encoding="utf-8"))
            if len(cases) > 1:
                print(f"{name}: the same with {len(cases) - 1} random models")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
