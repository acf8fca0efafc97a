#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `sourcing case` says beside its numbers: every warning, what is missing, rows that cannot be
read, own rates, groups, pages and pictures, in three languages.

usage: commands.py PROGRAM
"""
import csv
import gzip
import io
import json
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

FULL = {"id": "a", "name": "Payroll", "fte": 40, "cost_per_fte": 45000, "currency": "EUR", "cost_pressure": 5}
ROWS = """id,fte,cost_per_fte,currency,function,cost_pressure
a,40,45000,EUR,HR,5
b,120,38000,EUR,CS,4
c,10,30000,EUR,CS,9
d,,30000,EUR,HR,3
e,12,30000,USD,CS,3
f,30,abc,EUR,HR,3
"""
BY_ROW = ("one_off", "running", "saving", "npv")


class Trial:
    def __init__(self, program, folder):
        self.program, self.folder, self.wrong = program, Path(folder), []

    def run(self, *arguments, given=None):
        done = subprocess.run([self.program, "case", *arguments], input=given, capture_output=True, text=True,
                              check=False, cwd=self.folder)
        return done.returncode, done.stdout

    def json(self, *arguments, given=None):
        return json.loads(self.run(*arguments, "--format", "json", given=given)[1])

    def check(self, holds, what):
        if not holds:
            self.wrong.append(what)

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")


def warnings(trial):
    """Each warning where it belongs, and not where it does not."""
    own = json.dumps({"assumptions": [{"id": "transition_months", "value": 0}, {"id": "transition_team", "value": 0}]})
    trial.write("at_once.json", own)
    trial.write("all.json", json.dumps({"assumptions": [{"id": "share_moved", "value": 1}]}))
    trial.write("rates.csv", "place,rate\nPL,20000\n")
    cases = {
        "currency_missing": ({"currency": None}, []),
        "transition_left_out": ({}, ["--assumptions", "at_once.json"]),
        "all_moved": ({}, ["--assumptions", "all.json"]),
        "small_team": ({"fte": 24.5}, []),
        "savings_twice": ({"automation_readiness": 5, "judgment": 1, "volume": "high", "strategic_value": 1,
                           "ip_risk": 1, "criticality": 1}, []),
        "ratio_of_a_price": ({"present": "provider"}, []),
        "contract_unread": ({"contract_end": "2027-13"}, []),
        "present_unread": ({"present": "somebody"}, []),
        "exit_unread": ({"exit_cost": "much"}, []),
        "rates_without_home": ({}, ["--rates", "rates.csv"]),
        "automation_unsure": ({"automation_readiness": 1, "judgment": 5, "present": "in_house"}, []),
    }
    usual = set(trial.json("-", given=json.dumps(FULL))["warnings"])
    trial.check(usual <= {"automation_unsure"}, f"warnings of a usual case: {usual}")
    for code, (more, options) in cases.items():
        task = {key: value for key, value in {**FULL, **more}.items() if value is not None}
        status, out = trial.run("-", *options, "--format", "json", given=json.dumps(task))
        # A task in JSON is typed: what its field cannot hold is refused before there is a case.
        if status != 0:
            trial.write("one.csv", ",".join(task) + "\n" + ",".join(str(v) for v in task.values()) + "\n")
            status, out = trial.run("one.csv", *options, "--format", "ndjson")
        said = json.loads(out)["warnings"]
        trial.check(code in said, f"{code}: exit {status}, {said}")
        for language in ("en", "ca", "es"):
            status, text = trial.run("-", *options, "--lang", language, given=json.dumps(task))
            trial.check(status != 0 or "\n- " in text, f"{code} is not told in {language}")


def missing(trial):
    for field in ("fte", "cost_per_fte"):
        task = {key: value for key, value in FULL.items() if key != field}
        said = trial.json("-", given=json.dumps(task))
        trial.check(said["missing"] == [field], f"missing {field}: {said['missing']}")
        trial.check(said["base"] is None and all(o[k] is None for o in said["options"] for k in BY_ROW),
                    f"without {field} an amount is not null")


def tables(trial):
    """Bad rows stand in their place; gaps are counted; a summary adds up what it says."""
    trial.write("rows.csv", ROWS)
    status, out = trial.run("rows.csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    trial.check(status == 6 and [r["id"] for r in rows] == list("abcdef"), f"rows {[r['id'] for r in rows]}, exit {status}")
    trial.check([r["id"] for r in rows if r["error"]] == ["c"], "the row that cannot be read is not the one told")
    trial.check(rows[2]["error"].startswith("E0203") and rows[2]["base"] == "", f"row c: {rows[2]['error']}")
    trial.check((rows[3]["missing"], rows[5]["missing"]) == ("fte", "cost_per_fte"), "gaps of rows d and f")
    lines = [json.loads(line) for line in trial.run("rows.csv", "--format", "ndjson")[1].splitlines()]
    trial.check([l["id"] for l in lines] == list("abcdef") and lines[2]["error"]["code"] == "E0203", "NDJSON of a bad row")
    said = trial.json("rows.csv", "--summary", "--by", "function")
    trial.check((said["rows"], said["errors"], said["missing"]) == (6, 1, {"fte": 1, "cost_per_fte": 1}),
                f"counts {said['rows'], said['errors'], said['missing']}")
    trial.check(said["total"] is None, "unlike currencies have been added up")
    by_key = {(g["key"].get("function"), g["currency"]): g for g in said["groups"]}
    trial.check({("HR", "EUR"), ("CS", "EUR"), ("CS", "USD")} <= set(by_key), f"groups {list(by_key)}")
    apart = {line["id"]: line for line in lines if "options" in line}
    for option in said["groups"][0]["options"]:
        row = next(o for o in apart["b"]["options"] if o["id"] == option["id"])
        group = next(o for o in by_key["CS", "EUR"]["options"] if o["id"] == option["id"])
        trial.check(all(row[k] == group[k] for k in BY_ROW), f"{option['id']}: a group of one row is not that row")
    sums = list(csv.DictReader(io.StringIO(trial.run("rows.csv", "--summary", "--by", "function", "--format", "csv")[1])))
    trial.check({(r["function"], r["currency"]) for r in sums} == {("HR", "EUR"), ("CS", "EUR"), ("CS", "USD")}, "groups as CSV")
    for language, word in (("en", "1 row could not be read"), ("ca", "1 fila no s'ha pogut llegir"), ("es", "1 fila no se ha podido leer")):
        for form in ("text", "markdown"):
            trial.check(word in trial.run("rows.csv", "--summary", "--lang", language, "--format", form)[1].replace("\\", ""),
                        f"errors are not told in {language}, {form}")
    one, each = trial.run("rows.csv", "--summary")[1], trial.run("rows.csv", "--summary", "--independent")[1]
    trial.check("one unknown" in one and "one unknown" not in each, "common or independent is not said")


def rates(trial):
    trial.write("rates.csv", "place,activity,rate,currency,source\nPL,,21000,EUR,offer of May\nIN,,9000,EUR,contract\n")
    own = {**FULL, "home": "DE"}
    said = trial.json("-", "--rates", "rates.csv", given=json.dumps(own))
    ids = {a["id"]: a for a in said["assumptions"]}
    trial.check(ids["rates_nearshore"]["low"] == 21000 and "offer of May" in ids["rates_nearshore"]["source"],
                "the rate of a place is not among the assumptions")
    trial.write("rows.csv", ROWS)
    for form in ("text", "markdown"):
        text = trial.run("rows.csv", "--summary", "--rates", "rates.csv", "--home", "DE", "--detail", "full", "--format", form)[1]
        trial.check("offer of May" in text and "contract" in text, f"rates are not in the summary's list, {form}")
    said = trial.json("rows.csv", "--summary", "--rates", "rates.csv", "--home", "DE")
    trial.check({"rates_nearshore", "rates_offshore", "rates_captive"} <= {a["id"] for a in said["assumptions"]},
                "rates are not in the summary's assumptions")
    if not Path(trial.program).with_name("sourcing-xlsx").exists():
        print("no workbooks here: the rates of one are not looked at")
        return
    status, _ = trial.run("rows.csv", "--rates", "rates.csv", "--home", "DE", "-o", "case.xlsx")
    with zipfile.ZipFile(trial.folder / "case.xlsx") as book:
        said = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
    trial.check(status == 6 and "Assumptions" in names, f"a workbook with rates: exit {status}, {names}")
    for words in ("rates_nearshore", "rates_offshore", "rates_captive", "offer of May", "contract"):
        trial.check(words in said, f"{words} is not in the workbook")


def pages(trial):
    for language, word in (("en", "Business case"), ("ca", "Cas de negoci"), ("es", "Caso de negocio")):
        page = trial.run("-", "--format", "html", "--lang", language, given=json.dumps(FULL))[1]
        trial.check(page.startswith("<!DOCTYPE html>") and f'<html lang="{language}">' in page and word in page, f"page, {language}")
        trial.check(page.count("<svg") == 2 and not re.search(r"(?:src|href)=", page), f"pictures of a page, {language}")
    named = {**FULL, "name": "<script>alert(1)</script>"}
    trial.check("<script" not in trial.run("-", "--format", "html", given=json.dumps(named))[1], "a name is not neutralised")
    trial.write("rows.csv", ROWS)
    page = trial.run("rows.csv", "--summary", "--format", "html")[1]
    trial.check(page.rstrip().endswith("</html>") and page.count("<svg") == 2, "page of a summary")
    trial.run("-", "--charts", "pictures", given=json.dumps(FULL))
    drawn = sorted(p.name for p in (trial.folder / "pictures").glob("*.svg"))
    trial.check(drawn == ["tornado-1.svg", "waterfall-1.svg"], f"--charts drew {drawn}")


def rows_as_tasks(trial):
    """Rows of a table go through the column kernel, lines of JSON through the slow reading: the same cases."""
    rng = random.Random(20261128)
    words = {"data_residency": ["none", "region", "country"], "language": ["global", "regional", "local"],
             "volume": ["low", "high"], "regulated": [True, False]}
    tasks = []
    for number in range(400):
        task = {"id": f"t{number}", "fte": rng.choice([3, 40.5, 900]), "cost_per_fte": rng.choice([31000, 84305.84])}
        for name in ("judgment", "strategic_value", "cost_pressure", "ip_risk", "automation_readiness"):
            if rng.random() < 0.8:
                task[name] = rng.choice([1, 2, 3, 4, 5])
        if rng.random() < 0.3:
            task["data_sensitivity"] = [2, 4]
        task |= {name: rng.choice(values) for name, values in words.items() if rng.random() < 0.7}
        task |= {"currency": "EUR"} if rng.random() < 0.8 else {}
        task |= {"activity": "payroll"} if rng.random() < 0.3 else {}
        task |= {"exit_cost": 15000.5, "present": "provider"} if rng.random() < 0.2 else {}
        tasks.append(task)
    names = sorted({name for task in tasks for name in task})

    def cell(value):
        if isinstance(value, list):
            return "..".join(map(str, value))
        return str(value).lower() if isinstance(value, bool) else str(value)

    table = [",".join(names), *(",".join(cell(task.get(name, "")) for name in names) for task in tasks)]
    trial.write("many.csv", "\n".join(table) + "\n")
    trial.write("many.ndjson", "".join(json.dumps(task) + "\n" for task in tasks))
    for name in ("many.csv", "many.ndjson"):
        (trial.folder / (name + ".gz")).write_bytes(gzip.compress((trial.folder / name).read_bytes()))
    for options in (["--format", "csv"], ["--summary", "--by", "activity", "--format", "json"]):
        rows = trial.run("many.csv", *options)[1]
        trial.check(len(rows) > 1000, f"rows: {options}")
        for name in ("many.ndjson", "many.csv.gz", "many.ndjson.gz"):
            trial.check(trial.run(name, *options)[1] == rows, f"rows and {name} differ: {options}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(sys.argv[1], folder)
        for part in (warnings, missing, tables, rates, pages, rows_as_tasks):
            part(trial)
    for each in trial.wrong:
        print(each)
    print(f"{len(trial.wrong)} wrong")
    return 1 if trial.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
