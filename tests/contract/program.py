# SPDX-License-Identifier: Apache-2.0
"""The program with one model, asked from outside, and what a check says of it."""
import json
import subprocess
from decimal import Decimal
from pathlib import Path

import tasks as t

AXES = ("engagement", "onshore", "nearshore", "offshore")
LOCATIONS = AXES[1:]


class Failed(Exception):
    """What was promised and does not hold."""


def check(holds, *told):
    if not holds:
        raise Failed(" ".join(map(str, told)))


class Program:
    """The program with one model."""

    def __init__(self, binary, model):
        self.binary, self.path = binary, model
        self.model = json.loads(Path(model).read_bytes())
        self.criteria = {c["id"]: c for c in self.model["criteria"]}
        self.engagement = self.model["axes"]["engagement"]

    def run(self, command, text, *options, codes=(0,)):
        done = subprocess.run([self.binary, command, "-", "--model", self.path, *options],
                              input=text, text=True, capture_output=True, check=False)
        check(done.returncode in codes, command, options, done.returncode, done.stderr[:2000])
        return done.stdout

    def lines(self, command, tasks, *options):
        """The raw lines and the objects that the tasks give, in order."""
        # A lone task is no NDJSON: the second one is dropped again.
        padded = tasks if len(tasks) != 1 else [*tasks, {}]
        text = "".join(json.dumps(task) + "\n" for task in padded)
        raw = self.run(command, text, "--format", "ndjson", *options).splitlines()[:len(tasks)]
        check(len(raw) == len(tasks), len(raw), "lines for", len(tasks), "tasks")
        return raw, [json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in raw]

    def verdicts(self, tasks):
        return [verdict_of(each["verdict"]) for each in self.lines("classify", tasks)[1]]


def verdict_of(part):
    return part["disposition"], part["engagement"], part["location"]


def draw(program, rng, count):
    return [t.random_task(rng, program.model, n) for n in range(count)]


def as_json(value):
    return float(value) if isinstance(value, Decimal) else value
