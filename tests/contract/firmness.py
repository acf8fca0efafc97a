# SPDX-License-Identifier: Apache-2.0
"""How firm a verdict is and why it is outsourced at all, from the answers and the model alone."""
import csv
import io
import json
from decimal import Decimal
from itertools import combinations, product
from math import prod

import tasks as t
from program import LOCATIONS, as_json, check, draw, verdict_of


def single_steps(criterion, at):
    """The positions one step away: a level, an hour, a word, a band, a truth value."""
    last = len(t.scale_of(criterion)) - 1
    step = 1
    if criterion["scale"] in ("level", "number"):
        unit = Decimal(str(criterion.get("step", "0.01"))) if criterion["scale"] == "number" else Decimal("0.01")
        step = max(1, min(last, int(1 / unit)))
    return [to for to in (max(0, at - step), min(last, at + step)) if to != at]


def holds(program, condition, values):
    """A condition of the model on grid positions; True, False, or None where it is open."""
    for key, decides in (("all", False), ("any", True)):
        if key in condition:
            parts = [holds(program, each, values) for each in condition[key]]
            return decides if decides in parts else None if None in parts else not decides
    if "not" in condition:
        inner = holds(program, condition["not"], values)
        return None if inner is None else not inner
    criterion = program.criteria[condition["criterion"]]
    low, high = values[condition["criterion"]]
    at = lambda value: t.grid_index(criterion, value)
    (op, operand), = ((k, v) for k, v in condition.items() if k != "criterion")
    test = {"is": lambda k: k == at(operand), "is_not": lambda k: k != at(operand),
            "one_of": lambda k: k in [at(each) for each in operand],
            "between": lambda k: at(operand[0]) <= k <= at(operand[1]),
            "at_least": lambda k: k >= at(operand), "at_most": lambda k: k <= at(operand),
            "above": lambda k: k > at(operand), "below": lambda k: k < at(operand)}[op]
    found = {test(k) for k in range(low, high + 1)}
    return found.pop() if len(found) == 1 else None


def open_values(program, task):
    values = {}
    for name, criterion in program.criteria.items():
        given = t.plain(task.get(name))
        ends = given if isinstance(given, list) else [given, given]
        last = len(t.scale_of(criterion)) - 1
        values[name] = (0, last) if given is None else tuple(t.grid_index(criterion, e) for e in ends)
    return values


def value_at(criterion, at):
    return as_json(t.scale_of(criterion)[at])


class Rule:
    """A rule on classes of positions that no test in its condition tells apart."""

    def __init__(self, program, rule):
        self.id, self.disposition = rule["id"], rule["then"]["disposition"]
        tests = list(leaves(rule["when"]))
        self.names = sorted({test["criterion"] for test in tests}, key=list(program.criteria).index)
        self.class_of, sizes = {}, []
        for name in self.names:
            mine = [test for test in tests if test["criterion"] == name]
            seen = {}
            grid = range(len(t.scale_of(program.criteria[name])))
            self.class_of[name] = [
                seen.setdefault(tuple(holds(program, test, {name: (k, k)}) for test in mine), len(seen))
                for k in grid]
            sizes.append(len(seen))
        first = {name: [places.index(k) for k in range(size)]
                 for (name, places), size in zip(self.class_of.items(), sizes)}
        self.table = {} if prod(sizes) <= 2_000 else None
        if self.table is None:
            return
        for at in product(*map(range, sizes)):
            spots = {n: (first[n][k],) * 2 for n, k in zip(self.names, at)}
            self.table[at] = holds(program, rule["when"], spots)
        self.sizes = sizes

    def reached(self, values):
        """Of each criterion, the classes that its answer leaves."""
        return [sorted(set(self.class_of[name][values[name][0]:values[name][1] + 1]))
                for name in self.names]

    def fires(self, left):
        found = {self.table[at] for at in product(*left)}
        return "maybe" if len(found) > 1 else "yes" if found.pop() else "no"

    def fewest(self, left):
        """The first of the smallest sets of criteria whose answers can make it fire, or None."""
        for size in range(len(self.names) + 1):
            for chosen in combinations(range(len(self.names)), size):
                for at in product(*(range(self.sizes[i]) for i in chosen)):
                    fixed = list(left)
                    for i, k in zip(chosen, at):
                        fixed[i] = [k]
                    if self.fires(fixed) == "yes":
                        return [self.names[i] for i in chosen]
        return None


def leaves(condition):
    if "criterion" in condition:
        yield condition
    for key in ("all", "any"):
        for part in condition.get(key, []):
            yield from leaves(part)
    if "not" in condition:
        yield from leaves(condition["not"])


def rules_of(program):
    if not hasattr(program, "rules"):
        program.rules = [Rule(program, rule) for rule in program.model.get("rules", [])
                         if "disposition" in rule["then"]]
    return program.rules


def check_considered(program, task, out):
    rules = rules_of(program)
    check([c["code"] for c in out["considered"]] == [r.id for r in rules], "considered")
    values = open_values(program, task)
    for told, rule in zip(out["considered"], rules):
        check(told["disposition"] == rule.disposition, "disposition of", told["code"])
        if rule.table is None:
            continue
        left = rule.reached(values)
        check(told["fires"] == rule.fires(left), told, "but it is", rule.fires(left))
        if told["fires"] == "yes":
            check(not told["lacking"], "lacking though it fires", told)
            continue
        least, names = rule.fewest(left), [need["criterion"] for need in told["lacking"]]
        check(names == (least or []), told, "but the fewest are", least)
        for need in told["lacking"]:
            name, wanted = need["criterion"], need["wanted"]
            wanted = ({"not": {"criterion": name} | wanted["not"]} if "not" in wanted else
                      {"criterion": name} | wanted)
            good = sorted({k for at, k in enumerate(rule.class_of[name])
                           if holds(program, wanted, {name: (at, at)})})
            check(good, "nothing is", wanted)
            left[rule.names.index(name)] = good
        check(not names or rule.fires(left) == "yes", told, "would not fire so")


def firm(program, rng, count):
    """`close`, `robust`, `flip_step` and `considered`, from the answers and the model alone."""
    tasks = [{k: v for k, v in task.items() if k != "activity"} for task in draw(program, rng, count)]
    outs = program.lines("classify", tasks)[1]
    band = Decimal(str(program.model.get("location_band", 0)))
    fragile = 0
    for task, out in zip(tasks, outs):
        told = json.dumps(task)
        location, chosen = out["location"], out["verdict"]["location"]
        check((location["close"] is None) == (chosen is None), "close", told)
        rest = [location["scores"][l] for l in LOCATIONS if l not in (chosen, *location["excluded"])]
        if chosen:
            near = bool(rest) and location["scores"][chosen] - max(rest) <= band
            check(location["close"] == near, "close is", location["close"], told)
        check_considered(program, task, out)
        start = open_values(program, task)
        changed, steps = [], []
        for name, criterion in program.criteria.items():
            if criterion.get("immutable") or t.plain(task.get(name)) is None:
                continue
            at = sum(start[name]) // 2
            for to in single_steps(criterion, at):
                changed.append({k: v for k, v in task.items()} | {name: value_at(criterion, to)})
                steps.append((name, at, to))
        # A part that is given only before the step, or only after it, is another.
        given = verdict_of(out["verdict"])
        flip = None
        for step, verdict in zip(steps, program.verdicts(changed) if changed else []):
            if given != verdict:
                flip = step, verdict
                break
        check(out["robust"] == (flip is None), "robust is", out["robust"], flip, told)
        if flip:
            fragile += 1
            (name, at, to), verdict = flip
            criterion, said = program.criteria[name], out["flip_step"]
            check(said["criterion"] == name, said, "is not", flip, told)
            check(t.grid_index(criterion, said["from"]) == at, said, "from", at, told)
            check(t.grid_index(criterion, said["to"]) == to, said, "to", to, told)
            check(verdict_of(said) == verdict, said, "gives", verdict, told)
        else:
            check(out["flip_step"] is None, "a flip step, though robust", told)
    check(fragile > 0 or count < 20, "nothing is fragile")
    return f"{count} tasks, {fragile} of which one step changes"


HELP_DESK = {
    "judgment": 2, "complexity": 3, "expertise": 3, "qualification": 3, "process_level": 2,
    "coordination": 2, "insight": 2, "knowledge_arbitrage": 2, "business_understanding": 2,
    "volume": 1800, "communication": 5, "cost_pressure": 4, "overlap_hours": 8, "language": "local",
    "cultural_context": 3, "measurability": 4, "criticality": 4, "data_sensitivity": 3,
    "data_residency": "none", "regulated": False, "physical_presence": "none", "ip_risk": 2,
    "strategic_value": 2, "automation_readiness": 2}


def whole_task(rng, program, number):
    """Levels, hours and words as people give them, and no gate: exact ties come up."""
    return {"id": f"t{number}"} | {
        name: as_json(rng.choice(t.stops(criterion))) for name, criterion in program.criteria.items()
        if name not in ("data_residency", "physical_presence") and rng.random() < 0.9}


def leads(program, tasks):
    """Of each task how far the best location is ahead, how far by its answers alone, and `close`."""
    text = "".join(json.dumps(task) + "\n" for task in tasks)
    rows = csv.DictReader(io.StringIO(program.run("batch", text, "--format", "csv")))
    (nothing,) = program.lines("classify", [{"id": "nothing"}])[1]
    start = {r["axis"]: r["points"] for r in nothing["reasons"] if r["code"] == "base"}
    for task, row in zip(tasks, rows, strict=True):
        scores = {l: Decimal(row["score_" + l]) for l in LOCATIONS}
        best, second = sorted(LOCATIONS, key=scores.get, reverse=True)[:2]  # stable: ties in order
        if not row["location"]:
            continue
        check(row["location"] == best, row, "is not", best)
        lead = scores[best] - scores[second]
        yield task, lead, lead - (start[best] - start[second]), row["close"] == "true"


def clear(program, rng, count):
    """A tie is close, and so is a lead that starting values give; `--require clear` says no."""
    (desk,) = program.lines("classify", [HELP_DESK])[1]
    check(desk["verdict"]["location"] == "onshore" and desk["location"]["margin"] > 0, "help desk")
    tasks = [whole_task(rng, program, n) for n in range(max(count, 400))]
    ties, given = [], 0
    for task, lead, by_answers, close in leads(program, tasks):
        if lead == 0:
            ties.append(task)
        given += by_answers == 0
        check(close or (lead > 0 and by_answers != 0), "not close:", lead, json.dumps(task))
    check(ties and given, len(ties), "ties and", given, "given leads")
    picked = ties[:5] + tasks[:10] + draw(program, rng, 10)
    answers = {}
    for task, out in zip(picked, program.lines("classify", picked)[1]):
        verdict = out["verdict"]
        firm_parts = {"engagement": bool(verdict["engagement"]) and not verdict["hybrid"],
                      "location": bool(verdict["location"]) and not out["location"]["close"]}
        firm_parts |= {"": all(firm_parts.values()) and out["robust"] and
                           verdict["disposition"] is not None}
        for part, holds_so in firm_parts.items():
            asked = f"{part}=clear" if part else "clear"
            program.run("classify", json.dumps(task), "--require", asked,
                        codes=(0 if holds_so else 1,))
            answers[asked, holds_so] = answers.get((asked, holds_so), 0) + 1
    check(len(answers) > 4, "hardly both answers:", answers)
    return f"{len(ties)} ties and {given} given leads of {len(tasks)} tasks are close, and said so"
