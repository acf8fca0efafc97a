# SPDX-License-Identifier: Apache-2.0
"""Random tasks for any model, and what a model's JSON says about them. Reads the model file only:
nothing here is the program's own idea of itself."""
from decimal import Decimal
from itertools import pairwise


def scale_of(criterion):
    """The grid as a list of values, in scale order: numbers, words, or false and true."""
    if "grid" not in criterion:  # it is asked for often; no key of a model has this name
        criterion["grid"] = grid_of(criterion)
    return criterion["grid"]


def grid_of(criterion):
    scale = criterion["scale"]
    if scale == "level":
        return [Decimal(k) / 100 for k in range(100, 501)]
    if scale == "number":
        step = Decimal(str(criterion.get("step", "0.01")))
        low, high = Decimal(str(criterion["min"])), Decimal(str(criterion["max"]))
        return [low + step * k for k in range(int((high - low) / step) + 1)]
    if scale == "boolean":
        return [False, True]
    return [level["word"] for level in criterion["levels"]]


def stops(criterion):
    """The values that a change moves to: whole levels and numbers, words, bands."""
    grid = scale_of(criterion)
    if criterion["scale"] in ("level", "number"):
        return [value for value in grid if value == int(value)]
    return grid


def grid_index(criterion, value):
    """Position of a value, in whatever form the program or a task gives it."""
    grid = scale_of(criterion)
    if criterion["scale"] == "boolean":
        return int(value in (True, "true"))
    if criterion["scale"] == "bands" and not isinstance(value, str):
        starts = [level.get("from", 0) for level in criterion["levels"]]
        order = sorted(range(len(starts)), key=lambda k: starts[k])
        return max((k for k in order if starts[k] <= value), key=lambda k: starts[k])
    if isinstance(value, str):
        words = {level["word"]: level.get("at", level["word"])
                 for level in criterion["levels"] if "word" in level}
        if criterion["scale"] == "level":
            words |= {word: at + 1 for at, word in
                      enumerate(["very_low", "low", "medium", "high", "very_high"])
                      if word not in words}
        value = words[value]
    return grid.index(Decimal(str(value)) if criterion["scale"] in ("level", "number") else value)


def form(random, criterion, index):
    """The value at a position, in one of the forms that a task may have it."""
    value = scale_of(criterion)[index]
    if isinstance(value, Decimal):
        named = [level["word"] for level in criterion["levels"]
                 if level.get("at") == value and "word" in level]
        return random.choice(named) if named and random.random() < 0.3 else float(value)
    return value


def random_answer(random, criterion, ranges):
    grid = scale_of(criterion)
    def draw():
        if len(grid) > 20 and random.random() < 0.7:
            return grid.index(random.choice(stops(criterion) or grid))
        return random.randrange(len(grid))
    low = high = draw()
    if random.random() < ranges:
        low, high = sorted((low, draw()))
    answer = form(random, criterion, low)
    if low != high:
        answer = [answer, form(random, criterion, high)]
    return {"value": answer, "evidence": "seen"} if random.random() < 0.1 else answer


def random_task(random, model, number):
    share = random.choice([0, 0.2, 0.5, 0.8, 0.95, 1, 1, 1])
    ranges = random.choice([0, 0, 0.2, 0.6])
    task = {"id": f"t{number}"}
    for criterion in model["criteria"]:
        if random.random() < share:
            task[criterion["id"]] = random_answer(random, criterion, ranges)
        elif random.random() < 0.1:
            task[criterion["id"]] = None
    if model.get("activities") and random.random() < 0.15:
        task["activity"] = random.choice(model["activities"])["id"]
    return task


def full_task(random, model, number):
    return {"id": f"t{number}"} | {c["id"]: random_answer(random, c, 0) for c in model["criteria"]}


def plain(answer):
    return answer["value"] if isinstance(answer, dict) else answer


def is_sorted(values):
    return all(a <= b for a, b in pairwise(values))
