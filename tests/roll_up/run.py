#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`batch --summary --by --sum` is what SQLite's GROUP BY says, and fields travel whole.

usage: run.py BINARY DATA
"""
import csv
import io
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

BINARY, DATA = sys.argv[1], Path(sys.argv[2])
ENV = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
failures = []


def check(what, holds, shown=""):
    if not holds:
        failures.append(what)
        print(f"FAILED: {what}\n{shown}")


def run(*arguments, code=0):
    done = subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True, env=ENV,
                          timeout=120)
    check(f"exit {code}: {arguments}", done.returncode == code, done.stderr)
    return done


def inventory(folder, rows):
    """Many rows out of the shipped ones, some of them bad, with columns that travel."""
    with open(DATA / "processes.csv", encoding="utf-8", newline="") as file:
        shipped = list(csv.DictReader(file))
    chance = random.Random(17)
    out = []
    for i in range(rows):
        row = dict(chance.choice(shipped))
        row["id"] = f"R-{i}"
        row["function"] = chance.choice(["Finance", "HR", "IT, support", "", 'Say "x"'])
        row["entity"] = chance.choice(["ES", "DE"])
        row["fte"] = chance.choice(["1", "2.5", "0.1", "0.25", "12", "", "n/a"])
        row["hierarchy"] = chance.choice(["9", "9.2", "9.2.1", "9.10", "10.1"])
        row["x_room"] = str(i % 3)
        if chance.random() < 0.05:
            row["judgment"] = "nine"
        out.append(row)
    path = Path(folder) / "in.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, out[0])
        writer.writeheader()
        writer.writerows(out)
    return path, out


def by_sqlite(rows, verdicts, by):
    """{key: (rows, errors, sum of fte in thousandths or None)}"""
    base = sqlite3.connect(":memory:")
    base.execute("create table t(function, entity, hierarchy, fte, error)")
    for row in rows:
        try:
            fte = int(Decimal(row["fte"]) * 1000)
        except ArithmeticError:
            fte = None
        base.execute("insert into t values (?,?,?,?,?)",
                     (row["function"], row["entity"], row["hierarchy"], fte,
                      verdicts[row["id"]] == "error"))
    columns = ", ".join(by)
    return {tuple(line[:len(by)]): line[len(by):] for line in base.execute(
        f"select {columns}, count(*), sum(error), sum(fte) from t group by {columns}")}


def thousandths(number):
    return None if number is None else int(Decimal(str(number)) * 1000)


with tempfile.TemporaryDirectory() as name:
    path, rows = inventory(name, 1500)
    summary = Path(name) / "summary.json"
    scored = run("batch", path, "--by", "function", "--by", "Entity", "--sum", "fte",
                 "--summary-format", "json", "--summary-file", summary, "--columns",
                 "id,status,disposition,function,fte,x_room", "--quiet", code=6).stdout
    lines = list(csv.DictReader(io.StringIO(scored)))
    verdicts = {line["id"]: line["status"] for line in lines}
    said = json.loads(summary.read_text())
    wanted = by_sqlite(rows, verdicts, ["function", "entity"])
    found = {tuple(group["key"].values()):
             (group["rows"], group["errors"], thousandths(group["sums"]["fte"]))
             for group in said["groups"]}
    check("the groups are SQLite's", found == wanted, (found, wanted))
    check("keys have the names that were asked for",
          list(said["groups"][0]["key"]) == ["function", "Entity"])
    total = said["total"]
    check("the total is that of all rows",
          total["rows"] == len(rows) and
          thousandths(total["sums"]["fte"]) == sum(group[2] or 0 for group in wanted.values()))
    for group in [*said["groups"], total]:
        check("the verdicts and the errors are the rows",
              sum(each["rows"] for each in group["by_verdict"]) + group["errors"] == group["rows"])
    check("what travels comes out as it went in",
          [(line["function"], line["fte"].strip(), line["x_room"]) for line in lines] ==
          [(row["function"], row["fte"], row["x_room"]) for row in rows])

    run("batch", path, "--by", "hierarchy", "--sum", "fte", "--summary-format", "json",
        "--summary-file", summary, "-o", Path(name) / "out.csv", "--quiet", code=6)
    said = json.loads(summary.read_text())
    first = {group["key"]["hierarchy"]: group["rows"]
             for level in said["levels"] if level["level"] == 1 for group in level["groups"]}
    for top in ("9", "10"):
        mine = [row for row in rows if row["hierarchy"].split(".")[0] == top]
        check(f"{top} holds all below it", first[top] == len(mine), first)
    check("9.10 comes after 9.2", [group["key"]["hierarchy"] for group in said["groups"]] ==
          ["9", "9.2", "9.2.1", "9.10", "10.1"], said["groups"])

    # The same as NDJSON, through another reader.
    objects = run("batch", path, "--format", "ndjson", "--quiet", code=6).stdout.splitlines()
    for row, line in zip(rows, map(json.loads, objects)):
        fields = line.get("fields", {})
        if fields.get("function", "") != row["function"] or fields["x_room"] != row["x_room"]:
            check("fields stand in the objects", False, line)
            break
    lines_in = Path(name) / "in.ndjson"
    keep = ("id", "function", "entity", "fte", "hierarchy", "x_room")
    lines_in.write_text("".join(
        json.dumps({key: row[key] for key in keep} | {"judgment": 2}) + "\n" for row in rows))
    run("batch", lines_in, "--by", "hierarchy", "--sum", "fte", "--summary-format", "json",
        "--summary-file", summary, "-o", Path(name) / "out.csv", "--quiet")
    other = json.loads(summary.read_text())
    strip = lambda document: [(group["key"], group["rows"], group["sums"])
                              for group in document["groups"]]
    check("CSV and NDJSON add up alike", strip(other) == strip(said), (strip(other), strip(said)))

    for form in ("text", "markdown", "csv"):
        for language in ("en", "ca", "es"):
            shown = run("batch", path, "--by", "hierarchy", "--by", "entity", "--sum", "fte",
                        "--summary-format", form, "--lang", language, "--quiet", "-o",
                        Path(name) / "out.csv", code=6).stderr
            check(f"{form} in {language} has the groups", "9.2.1" in shown, shown)
    wrong = run("batch", path, "--by", "functoin", "-o", Path(name) / "out.csv", code=3).stderr
    check("a column that is not there is told", "did you mean `function`?" in wrong, wrong)
    silent = run("batch", path, "--ignore", "function", "--format", "ndjson", "--quiet", code=6)
    check("--ignore drops a field", '"function"' not in silent.stdout)

print(f"{len(failures)} failures")
sys.exit(1 if failures else 0)
