#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The data in the report's page: the verdicts are those of `batch --format ndjson`, the sums those of SQLite.

usage: run.py --binary B [--seed S]
"""
import argparse
import csv
import io
import json
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

DATA = Path(__file__).resolve().parents[2] / "data"
LEFT_OUT = ("reasons", "possible", "possible_complete", "next_questions")
ROWS_REJECTED = 6
MOST_ROWS = 5000
MOST_BYTES = 2_000_000
FUNCTIONS = ("Finance", "People & pay", 'Customers "care"', "", "Technology; data")


def demand(condition, text):
    if not condition:
        raise AssertionError(text)


def run(options, *arguments, codes=(0, ROWS_REJECTED)):
    done = subprocess.run([options.binary, *map(str, arguments)], capture_output=True, text=True, check=False)
    demand(done.returncode in codes, f"sourcing {arguments}: {done.returncode}\n{done.stderr}")
    return done


def report(options, *arguments):
    run(options, "report", *arguments[1:], arguments[0], "-o", options.folder / "page.html")
    page = (options.folder / "page.html").read_text(encoding="utf-8")
    (options.folder / "page.html").unlink()
    return page


def embedded(page, name):
    return json.loads(re.search(f'<script type="application/json" id="{name}">(.*?)</script>', page, re.S).group(1),
                      parse_float=str)


def inventory(rng, count):
    """Rows with people, cost, gaps, currencies and what cannot be judged."""
    with open(DATA / "processes.csv", newline="", encoding="utf-8") as file:
        samples = list(csv.DictReader(file))
    rows = []
    for number in range(count):
        row = dict(rng.choice(samples))
        row["id"], row["name"] = f"R{number}", f"Name {number}\nsecond, line" if number % 50 == 7 else f"Name {number}"
        row["judgment"] = rng.choice(["1", "2", "3", "4", "5", "", "2..4", "6"])
        row["function"] = rng.choice(FUNCTIONS)
        row["fte"] = rng.choice(["", "n/a", *(f"{rng.randrange(1, 4000) / 100:g}" for _ in range(20))])
        row["cost_per_fte"] = rng.choice(["", *(str(rng.randrange(20_000, 90_000)) for _ in range(20))])
        row["currency"] = rng.choice(["EUR", "EUR", "USD", ""])
        rows.append(row)
    return rows


def written(path, rows, delimiter=",", line_end="\n", header=True):
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), delimiter=delimiter, lineterminator=line_end)
    if header:
        writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode())
    return path


def same_verdicts(options, path, *reading):
    """Every object of the page is the one of the batch, less what is left out, and has the task's answers."""
    page = report(options, path, *reading)
    ours = embedded(page, "verdicts")
    lines = run(options, "batch", path, "--format", "ndjson", *reading).stdout.splitlines()
    demand(len(ours) == len(lines) > 0, f"{path.name}: {len(ours)} verdicts, the batch has {len(lines)}")
    for ours_one, line in zip(ours, lines):
        theirs = json.loads(line, parse_float=str)
        for key in LEFT_OUT:
            theirs.pop(key, None)
        task = ours_one.pop("task")
        demand(ours_one == theirs, f"{path.name}: page {ours_one}\nbatch {theirs}")
        demand((theirs["verdict"]["status"] == "error") == (task == {}), f"the task of {theirs}: {task}")
    return len(ours)


def forms(options, rows):
    """The same whatever the input is written like, and with what it takes to read it."""
    folder = options.folder
    count = same_verdicts(options, written(folder / "plain.csv", rows))
    same_verdicts(options, written(folder / "crlf.csv", rows, ";", "\r\n"))
    comma = [{**row, "judgment": row["judgment"].replace("3", "3,5")} for row in rows[:60]]
    same_verdicts(options, written(folder / "comma.csv", comma, ";"), "--decimal", ",")
    own = [{**row, "judgment": row["judgment"].replace("5", "lots")} for row in rows[:60]]
    same_verdicts(options, written(folder / "words.csv", own), "--value", "judgment:lots=5")
    renamed = [{("Juicio" if key == "judgment" else key): value for key, value in row.items()} for row in rows[:60]]
    same_verdicts(options, written(folder / "renamed.csv", renamed), "--map", "Juicio=judgment",
                  "--skip-where", "currency=USD", "--assume", "judgment=4")
    plain = [{key: value for key, value in row.items() if key not in ("function", "fte", "cost_per_fte", "currency")}
             for row in rows[:60]]
    same_verdicts(options, written(folder / "bare.csv", plain, header=False), "--no-header")
    lines = [json.dumps({**{key: value for key, value in row.items() if key in ("id", "name", "function")},
                         "fte": 2.5, "judgment": 2 if index % 3 else 9, "volume": {"value": 900, "evidence": "log"}})
             for index, row in enumerate(rows[:60])]
    (folder / "tasks.ndjson").write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    same_verdicts(options, folder / "tasks.ndjson")
    print(f"{count} rows, and seven other ways to write them: the verdicts of the batch")


def an_array(options):
    """One task over many lines, and an array of tasks."""
    task = DATA / "tasks" / "payroll.json"
    one = embedded(report(options, task), "verdicts")
    both = options.folder / "both.json"
    both.write_text(json.dumps([json.loads(task.read_text()), {"id": "B", "fte": 3}], indent=2))
    several = embedded(report(options, both), "verdicts")
    demand(len(one) == 1 and len(several) == 2 and several[0] == one[0], "an array of tasks is read as its tasks")
    done = run(options, "report", both, "--by", "no_such", "-o", options.folder / "x.html")
    demand("no_such" in done.stderr, f"a field that no task has is told: {done.stderr}")
    done = run(options, "report", options.folder / "plain.csv", "--by", "functoin", codes=(2, 3))
    demand("did you mean `function`" in done.stderr, f"a column that is not there is told: {done.stderr}")


def sums(options, rows):
    """What the page adds up is what SQLite adds up, gaps counted."""
    page = report(options, written(options.folder / "plain.csv", rows), "--by", "function", "--weight", "fte")
    verdicts, summary = embedded(page, "verdicts"), embedded(page, "summary")
    database = sqlite3.connect(":memory:")
    database.execute("create table t (f text, fte real, cost real, currency text, d text, e text, l text, failed int)")
    for row, verdict in zip(rows, verdicts):
        made = verdict["verdict"]
        number = [float(row[key]) if re.fullmatch(r"[\d.]+", row[key]) else None for key in ("fte", "cost_per_fte")]
        database.execute("insert into t values (?,?,?,?,?,?,?,?)",
                         (row["function"], *number, row["currency"], made["disposition"], made["engagement"],
                          made["location"], made["status"] == "error"))
    theirs = {tuple(line[:1]): line[1:] for line in database.execute(
        "select f, count(*), sum(failed), round(total(fte), 4), count(*) - count(fte) from t group by f")}
    ours = {tuple(group["key"].values()):
            (group["rows"], group["errors"], float(group["sums"]["fte"]), group["gaps"]["fte"])
            for group in summary["groups"]}
    demand(ours == theirs, f"groups: page {ours}\nSQLite {theirs}")
    by_verdict = {line[:3]: line[3:] for line in database.execute(
        "select d, e, l, count(*), round(total(fte), 4) from t where not failed group by d, e, l")}
    ours = {tuple(each[key] for key in ("disposition", "engagement", "location")):
            (each["rows"], float(each["sums"]["fte"] or 0)) for each in summary["total"]["by_verdict"]}
    demand(ours == by_verdict, f"verdicts: page {ours}\nSQLite {by_verdict}")
    costs(page, database)
    print(f"{len(theirs)} groups and {len(by_verdict)} verdicts add up as in SQLite")


class FirstTable(HTMLParser):
    """The cells of the first table."""

    def __init__(self):
        super().__init__()
        self.rows, self.inside, self.done = [], False, False

    def handle_starttag(self, tag, attrs):
        if tag == "tr" and not self.done:
            self.rows.append([])
        if tag in ("td", "th") and not self.done:
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag not in ("td", "th")
        self.done = self.done or tag == "table"

    def handle_data(self, data):
        if self.inside and not self.done:
            self.rows[-1][-1] += data


def costs(page, database):
    """The cost columns of the first table: each currency on its own, to the unit."""
    table = FirstTable()
    table.feed(page)
    head, total = table.rows[0], table.rows[-1]
    shown = {re.search(r"\((.*)\)", name).group(1): total[index - len(head)]
             for index, name in enumerate(head) if name.startswith("Cost a year")}
    theirs = {currency or "no currency given": cents for currency, cents in database.execute(
        "select currency, sum(cast(round(fte * cost * 100) as int)) from t"
        " where not failed and fte is not null and cost is not null group by currency")}
    demand(set(shown) == set(theirs), f"currencies: {shown} {theirs}")
    for currency, cents in theirs.items():
        page_says = int(re.sub(r"\D", "", shown[currency]))
        demand(page_says == (cents + 50) // 100, f"{currency}: the page says {page_says}, SQLite {cents} cents")
    gaps = database.execute("select count(*) from t where not failed and (fte is null or cost is null)").fetchone()[0]
    demand(f"without cost per FTE: {gaps}." in page, f"{gaps} rows without FTE or cost are not told")


class Prose(HTMLParser):
    """What is read: all text but that of scripts and styles."""

    def __init__(self):
        super().__init__()
        self.texts, self.within = [], []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style", "code"):
            self.within.append(tag)

    def handle_endtag(self, tag):
        if self.within and self.within[-1] == tag:
            self.within.pop()

    def handle_data(self, data):
        if not self.within:
            self.texts.append(data)


def decimals(options):
    """Where people write 22,50 no number on the page has a point: not in tables, charts, sentences."""
    sources = (DATA / "money.json").read_text(encoding="utf-8")  # titles of what others wrote stay as they are
    for language, sign in (("ca", ","), ("es", ","), ("en", ".")):
        page = report(options, options.folder / "plain.csv", "--lang", language, "--home", "ES")
        prose = Prose()
        prose.feed(page)
        numbers = [(found, text) for text in prose.texts
                   for found in re.findall(r"\d[\d.,]*\d", text) if re.fullmatch(r"\d+[.,]\d\d?", found)]
        wrong = [text for found, text in numbers if sign not in found and text[:30] not in sources]
        demand(len(numbers) > 300 and not wrong, f"{language}: {len(numbers)} numbers, not written so: {wrong[:9]}")
        demand(f'"decimal":"{sign}"' in page, f"{language}: the script is not told of the decimal sign")
    print("numbers have the decimal sign of the page's language")


def files(options, rows):
    """Charts as files that stand alone; every row in --data."""
    path, charts, data = options.folder / "plain.csv", options.folder / "charts", options.folder / "all.csv"
    report(options, path, "--charts", charts, "--data", data)
    names = sorted(each.name for each in charts.iterdir())
    demand(names == ["heat.svg", "margins-engagement.svg", "margins-location.svg", "matrix.svg", "money-2.svg",
                     "money-3.svg", "money.svg"],
           f"charts: {names}")
    for each in charts.iterdir():
        root = ElementTree.parse(each).getroot()
        space = "{http://www.w3.org/2000/svg}"
        demand(root.tag == f"{space}svg" and root.find(f"{space}title") is not None, f"{each.name} has no title")
        demand(root.find(f"{space}style") is not None, f"{each.name} has no style of its own")
        demand(root.find(f".//{space}script") is None, f"{each.name} has a script")
    with open(data, newline="", encoding="utf-8") as file:
        listed = list(csv.DictReader(file))
    demand([each["name"] for each in listed] == [each["name"] for each in rows], "--data has not every row")


def many(options, rng):
    """More rows than are drawn: all are counted, the heaviest are drawn, and the page says so; a thousand stay
    small."""
    rows = [{"id": f"R{number}", "judgment": str(1 + number % 5), "fte": str(rng.randrange(1, 3000))}
            for number in range(5200)]
    page = report(options, written(options.folder / "many.csv", rows), "--data", options.folder / "many-all.csv")
    drawn = {each["id"] for each in embedded(page, "verdicts")}
    heaviest = {each["id"] for each in sorted(rows, key=lambda each: (-int(each["fte"]), int(each["id"][1:])))
                [:MOST_ROWS]}
    demand(drawn == heaviest, f"{len(drawn - heaviest)} of the rows drawn are not among the heaviest")
    summary = embedded(page, "summary")
    demand(summary["rows"] == 5200 and float(summary["total"]["sums"]["fte"]) == sum(int(each["fte"]) for each in rows),
           "not all rows are counted")
    demand("5000 of 5200 rows are listed here" in page and "many-all.csv" in page, "the page does not say what it lists")
    thousand = report(options, written(options.folder / "thousand.csv", inventory(rng, 1000)))
    demand(len(thousand.encode()) < MOST_BYTES, f"1,000 rows make {len(thousand.encode())} bytes")
    # There is no room for what rules considered, and none for numbers that are longer than they need to be.
    ours = json.loads(re.search('id="verdicts">(.*?)</script>', thousand, re.S).group(1))
    lines = run(options, "batch", options.folder / "thousand.csv", "--format", "ndjson").stdout.splitlines()
    for ours_one, line in zip(ours, lines, strict=True):
        theirs = json.loads(line)
        for key in (*LEFT_OUT, "considered"):
            theirs.pop(key, None)
        del ours_one["task"]
        demand(ours_one == theirs, f"of a thousand: page {ours_one}\nbatch {theirs}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="sourcing-report-") as name:
        options.folder = Path(name)
        rows = inventory(rng, 150)
        forms(options, rows)
        an_array(options)
        sums(options, rows)
        decimals(options)
        files(options, rows)
        many(options, rng)
    return 0


if __name__ == "__main__":
    sys.exit(main())
