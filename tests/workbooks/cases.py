# SPDX-License-Identifier: Apache-2.0
"""Business cases and places as workbooks: openpyxl reads in them what the CSV says."""
import csv
import io
import json

from __main__ import expect, rows_of, run


def places_of(folder, read):
    """The best places of each task, one a row: what the columns say."""
    rows, book = folder / "homes.csv", folder / "homes.xlsx"
    rows.write_text("id,judgment,cost_pressure,language,home,work_languages\n" + "".join(
        f"P-{i},{1 + i % 5},{1 + i % 3},{('local', 'global')[i % 2]},{('ES', 'GB', '')[i % 3]},{('ca', 'en')[i % 2]}\n"
        for i in range(30)) + "bad,9,1,local,ES,ca\n")
    columns = "id,place,place_score,places,place_scores"
    for options in (("--home", "ES"), ("--columns", columns), ("--home", "ES", "--append"),
                    ("--columns", "id,place", "--lang", "es")):
        result = run("batch", rows, *options, "-o", book)
        expect(f"places {options}", result.returncode == 6, result)
        sheets = read(book)
        home = options[:2] if options[0] == "--home" else ()
        wanted = [["id", "rank", "iso2", "name", "score"]]
        for row in rows_of(run("batch", rows, "--columns", columns, *home)):
            pairs = zip(row["places"].split(";"), row["place_scores"].split(";"))
            wanted += [[row["id"], rank, code, float(score)] for rank, (code, score) in enumerate(pairs, 1) if code]
            expect("the first is the place", row["place_scores"].split(";")[0] == row["place_score"]
                   and row["places"].split(";")[0] == row["place"])
        shown = sheets["Places"]
        expect(f"the sheet of places {options}", len(wanted) > 60 and [
            [row[0], row[1], row[2], row[4]] for row in shown[1:]] == wanted[1:] and shown[0] == wanted[0])
        names = {row[2]: row[3] for row in shown[1:]}
        expect("names of places", names["ES"] == ("España" if "es" in options else "Spain"))
        expect("columns of places in the sheet", "place" in sheets["Verdicts"][0]
               and ("place_scores" in sheets["Verdicts"][0]) == (options[1] == columns))
        plain = [row[1:] for row in csv.reader(io.StringIO(run("batch", rows, *options, "-q").stdout.decode()))]
        verdicts = [[str(v).lower() if isinstance(v, bool) else v for v in row[1:1 + len(plain[0])]]
                    for row in sheets["Verdicts"]]
        same_cells(f"verdicts with places {options}", verdicts, plain)
    run("batch", rows, "-o", book)
    expect("no places where none are asked for", "Places" not in read(book))


def same_cells(name, shown, wanted):
    """Cells as those of CSV: numbers are equal, nothing is a text that is a number."""
    expect(f"{name}: as many rows", len(shown) == len(wanted))
    for row, other in zip(shown, wanted):
        for value, text in zip(row, other):
            same = value == float(text or "nan") if isinstance(value, (int, float)) else (value or "") == text
            if not same:
                expect(f"{name}: the cell {text!r} came back as {value!r}", False)
                return


def cases_of(folder, read):
    """Business cases: the sheets say what the CSV says, of a table and of tasks of JSON."""
    rows, book, again = folder / "money.csv", folder / "money.xlsx", folder / "money2.xlsx"
    with open(rows, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "name", "Function", "fte", "cost_per_fte", "currency", "judgment"]] + [
            [f"P-{i}" if i else "007", f"=1+{i}", ("HR", "IT")[i % 2], i % 40 + 1 if i % 7 else "", 50000 + i * 7.25,
             "USD" if i % 5 == 0 else "EUR", 9 if i == 13 else 1 + i % 5] for i in range(120)])
    result = run("case", rows, "--by", "Function", "-o", book)
    expect("a workbook of cases", result.returncode == 6 and book.exists(), result)
    run("case", rows, "--by", "Function", "-o", again, "--jobs", "1")
    expect("cases: equal bytes", book.read_bytes() == again.read_bytes())
    expect("cases on standard output",
           run("case", rows, "--by", "Function", "--format", "xlsx").stdout == book.read_bytes())
    expect("cases: a full disk", run("case", rows, "--format", "xlsx", "-o", "/dev/full").returncode == 5)
    sheets = read(book)
    expect("the sheets of cases", list(sheets) == ["Case", "Summary", "Assumptions", "Model"])
    wanted = list(csv.reader(io.StringIO(run("case", rows, "-f", "csv").stdout.decode())))
    for row in wanted:
        row[1] = row[1].removeprefix("'")  # of text only: a cell is never run
    same_cells("cases", sheets["Case"], wanted)
    expect("amounts are numbers", isinstance(sheets["Case"][2][wanted[0].index("offshore_npv_low")], (int, float)))
    at = [i for i, row in enumerate(sheets["Summary"]) if "npv_low" in row]
    expect("sums and groups", len(at) == 2)
    for start, more in ((at[0], ()), (at[1], ("--by", "Function"))):
        text = run("case", rows, "--summary", *more, "-f", "csv").stdout.decode()
        wanted = list(csv.reader(io.StringIO(text)))
        same_cells(f"sums {more}", sheets["Summary"][start:start + len(wanted)], wanted)
    data = json.loads(run("case", rows, "--summary", "-f", "json").stdout)
    fields = ("id", "low", "high", "unit", "source", "year", "weak")
    names = sheets["Assumptions"][0]
    shown = [[row[names.index(name)] for name in fields] for row in sheets["Assumptions"][1:]]
    expect("the assumptions", shown == [[each[name] for name in fields] for each in data["assumptions"]])
    facts = {row[0]: row[1] for row in sheets["Summary"][:at[0]]}
    expect("what is in no sum", facts["problems"] == data["errors"] == 1
           and facts["rows without fte"] == data["missing"]["fte"] and facts["discount rate"] == 0.08)
    run("case", rows, "--summary", "-o", book)
    expect("a summary has no rows", list(read(book)) == ["Summary", "Assumptions", "Model"])
    tasks = folder / "tasks.ndjson"
    tasks.write_text("".join(json.dumps({"id": f"T-{i}", "fte": i + 1, "cost_per_fte": 40000.5, "currency": "EUR",
                                         "judgment": 2}) + "\n" for i in range(20)))
    result = run("case", tasks, "-o", book)
    expect("tasks of JSON as a workbook", result.returncode == 0, result)
    same_cells("tasks", read(book)["Case"], list(csv.reader(io.StringIO(run("case", tasks, "-f", "csv").stdout.decode()))))


def check(folder, read):
    cases_of(folder, read)
    places_of(folder, read)
