# SPDX-License-Identifier: Apache-2.0
"""C: CSV files polluted by others. Never judged from swallowed, shifted or guessed text: a bad row is
an error of its own (exit 6), a bad file or header is refused (exit 3), and every row is accounted for.
"""
import csv
import io
import json

import models
from lib import Failed, Skipped, case, check, cpu_seconds, says

HEADER = "id,name,judgment,volume,language"
GOOD = "a,Payroll,2,high,global\nb,Research,5,low,local\n"


def batch(box, content, *options, codes=(0,), **more):
    if not box.has_command("batch"):
        raise Skipped("there is no command `batch` yet")
    path = box.file("in.csv", content)
    return box.run("batch", path, "--format", "csv", *options, codes=codes, **more)


def rows(result):
    return list(csv.DictReader(io.StringIO(result.out.decode("utf-8"), newline=""), strict=True))


def judged(result):
    return [row for row in rows(result) if row["status"] != "error"]


def jobs_option(box):
    text = box.run("batch", "--help").text
    for name in ("--jobs", "--threads"):
        if name in text:
            return name
    raise Failed("batch has neither --jobs nor --threads")


@case("C00", "a good file is judged, row by row")
def _(box):
    result = batch(box, f"{HEADER}\n{GOOD}")
    check([row["id"] for row in rows(result)] == ["a", "b"], repr(result))
    check(len(judged(result)) == 2, repr(result))


@case("C01", "a quote that is never closed swallows nothing in silence")
def _(box):
    lines = [f"t{i},n,3,high,global" for i in range(2_000)]
    lines[0] = 't0,"n,3,high,global'
    result = batch(box, HEADER + "\n" + "\n".join(lines) + "\n", codes=(3, 6))
    says(result, "in.csv:2")
    check(not any(row["id"] == "t0" for row in judged(result)), "judged from swallowed text")


@case("C02", "NUL and control characters in cells")
def _(box):
    for bad in (b"\0", b"\x01", b"\x1b[2J", b"\x7f"):
        result = batch(box, HEADER.encode() + b"\nx,n" + bad + b",3,high,global\n" + GOOD.encode(),
                       codes=(3, 6))
        check(all(row["id"] != "x" for row in judged(result)), repr(result))


@case("C03", "line ends: LF, CRLF, both, and none at the end")
def _(box):
    clean = batch(box, f"{HEADER}\n{GOOD}").out
    text = f"{HEADER}\n{GOOD}"
    for other in (text.replace("\n", "\r\n"), text.replace("\n", "\r\n", 1), text[:-1],
                  text.replace("\n", "\r\n")[:-2]):
        check(batch(box, other).out == clean, repr(other))


@case("C04", "rows with too few or too many cells")
def _(box):
    for row in ("x,n,3", "x,n,3,high,global,more", "x"):
        result = batch(box, f"{HEADER}\n{row}\n{GOOD}", codes=(3, 6))
        says(result, "2")
        check(all(r["id"] != "x" for r in judged(result)), f"{row!r} was judged")
        check(result.code == 3 or len(judged(result)) == 2, "the others are lost")


@case("C05", "blank lines are no rows")
def _(box):
    clean = batch(box, f"{HEADER}\n{GOOD}").out
    check(batch(box, f"{HEADER}\n{GOOD}\n\n").out == clean, "a row out of nothing")


@case("C06", "a column twice, or without a name")
def _(box):
    result = batch(box, "id,judgment,judgment\na,1,5\n", codes=(3,))
    says(result, "columns 2 and 3 are both `judgment`")
    check(result.out == b"" and "no criteria" not in result.message, repr(result))
    says(batch(box, "id,,judgment,x,x\na,1,3,4,5\n"), "without a name are passed over: 2", "columns 4 and 5")


@case("C07", "a byte order mark changes nothing")
def _(box):
    clean = batch(box, f"{HEADER}\n{GOOD}").out
    check(batch(box, b"\xef\xbb\xbf" + f"{HEADER}\n{GOOD}".encode()).out == clean, "other bytes")


@case("C08", "UTF-16 is converted, with a byte order mark or without, and it is said")
def _(box):
    text = f"{HEADER}\n{GOOD}"
    clean = batch(box, text).out
    for encoding in ("utf-16-le", "utf-16-be"):
        check(batch(box, f"\ufeff{text}".encode(encoding)).out == clean, "other bytes")
        guessed = batch(box, text.encode(encoding))
        check(guessed.out == clean, "other bytes without a mark")
        says(guessed, "utf-16")


@case("C09", "Latin-1 is read as what Excel writes, and it is said")
def _(box):
    result = batch(box, f"{HEADER}\nx,Café,3,high,global\n{GOOD}".encode("latin-1"))
    says(result, "windows-1252")
    check("Café" in result.out.decode("utf-8"), repr(result))


@case("C10", "a field of 64 MB ends soon and in little memory")
def _(box):
    begin = cpu_seconds()
    result = batch(box, HEADER + '\nx,"' + "a" * 64_000_000 + '",3,high,global\n', codes=(3, 6),
                   memory=600_000_000)
    check(result.err, "no message")
    check(box.sanitized or cpu_seconds() - begin < 4, "slow")


@case("C11", "an empty file, a header alone")
def _(box):
    for content in ("", "\n", "\ufeff"):
        batch(box, content, codes=(3,))
    result = batch(box, HEADER + "\n")
    check(rows(result) == [], repr(result))


@case("C12", "text after a closing quote")
def _(box):
    result = batch(box, f'{HEADER}\nx,"n"x,3,high,global\n{GOOD}', codes=(3, 6))
    check(all(row["id"] != "x" for row in judged(result)), repr(result))


@case("C13", "a quote inside an unquoted cell")
def _(box):
    result = batch(box, f'{HEADER}\nx,5" pipe,3,high,global\n{GOOD}', codes=(0, 3, 6))
    if result.code == 0:
        check(rows(result)[0]["name"] == '5" pipe', repr(result))


@case("C14", "quotes, commas and line feeds inside quotes are text")
def _(box):
    result = batch(box, f'{HEADER}\nx,"a ""b"", c\nd",3,high,global\n{GOOD}')
    check(rows(result)[0]["name"] == 'a "b", c\nd' or "\\n" in rows(result)[0]["name"], repr(result))
    check(len(judged(result)) == 3, repr(result))


@case("C15", "a misspelt header is an error, a foreign column is not")
def _(box):
    says(batch(box, "id,judgement\na,3\n", codes=(3,)), "judgement", "judgment")
    says(batch(box, "id,judgment,Department\na,3,x\n"), "Department")


@case("C16", "semicolons and tabs are found out, and named")
def _(box):
    clean = rows(batch(box, f"{HEADER}\n{GOOD}"))
    for delimiter in (";", "\t"):
        result = batch(box, f"{HEADER}\n{GOOD}".replace(",", delimiter))
        check(rows(result) == clean, repr(result))
        check(result.err, "the delimiter is not named")


@case("C17", "carriage returns alone are never one giant row")
def _(box):
    result = batch(box, f"{HEADER}\n{GOOD}".replace("\n", "\r"), codes=(0, 3))
    check(result.code == 3 or len(judged(result)) == 2, repr(result))


@case("C18", "quoted line feeds wherever the file is cut for the workers")
def _(box):
    text = HEADER + "\n" + "".join(
        f't{i},"n{"x" * (i % 50)}{chr(10) if i % 7 == 0 else ""}y",{1 + i % 5},high,global\n'
        for i in range(50_000))
    if not box.has_command("batch"):
        raise Skipped("there is no command `batch` yet")
    option = jobs_option(box)
    one = batch(box, text, option, "1", seconds=60)
    check(len(rows(one)) == 50_000, "rows are lost")
    check(batch(box, text, option, "8", seconds=60).out == one.out, "the jobs matter")


@case("C19", "numbers that are none")
def _(box):
    for cell in ('"5,5"', '"1,000"', "NaN", "inf", "0x10", "1e400", "1_000", "٣", "--5", "+3", "5.",
                 "3 4", "1e0", "0.0001", "6", "0", "-1", "four", "2..", "..4", "4..2", "1..2..3"):
        result = batch(box, f"{HEADER}\nx,n,{cell},high,global\n{GOOD}", codes=(6,))
        bad = [row for row in rows(result) if row["status"] == "error"]
        check(len(judged(result)) == 2 and all(r["id"] != "x" for r in judged(result)),
              f"{cell} was judged")
        check(len(bad) == 1 and "judgment" in bad[0]["error"], f"{cell}: {bad!r}")


@case("C20", "values that are fine in a cell")
def _(box):
    for cell in ("4", " 4 ", "4.0", "4.25", "high", "VERY_HIGH", "2..4", "low..high", ""):
        check(len(judged(batch(box, f"{HEADER}\nx,n,{cell},high,global\n"))) == 1, cell)


@case("C21", "values of a batch stay out of messages unless asked for")
def _(box):
    text = f"{HEADER}\nx,n,secretword,high,global\n{GOOD}"
    check("secretword" not in batch(box, text, codes=(6,)).message, "told")


@case("C22", "every row comes out, as a verdict or as an error")
def _(box):
    lines = [f"t{i},n,{[3, 9, 'x', '', '2..4'][i % 5]},high,global" for i in range(5_000)]
    result = batch(box, HEADER + "\n" + "\n".join(lines) + "\n", codes=(6,))
    check([row["id"] for row in rows(result)] == [f"t{i}" for i in range(5_000)], "rows are lost")
    check(len(judged(result)) == 3_000, f"{len(judged(result))} judged")


@case("C23", "no cell that comes out is a formula")
def _(box):
    result = batch(box, f'{HEADER}\n=1+1,"@SUM(A1)",3,high,global\n')
    check(rows(result)[0]["id"] == "'=1+1" and rows(result)[0]["name"] == "'@SUM(A1)", repr(result))


@case("C24", "a row is judged as the task is")
def _(box):
    row = rows(batch(box, f"{HEADER}\n{GOOD}"))[0]
    task = box.classify('{"id":"a","name":"Payroll","judgment":2,"volume":"high",'
                        '"language":"global"}', "--format", "csv")
    check(rows(task)[0] == row, f"{rows(task)[0]} and {row}")


@case("C40", "a range that ends in a tie is not decided: the nearer location has the tie")
def _(box):
    place = {"onshore": "high", "nearshore": "low", "offshore": "high"}
    made = models.model(
        criteria=[models.level("skill"), models.level("depth"), models.choice("own", ["no", "yes"])],
        weights=[models.weight("depth")],
        rules=[models.rule("keep", {"criterion": "own", "is": "yes"}, {"disposition": "retain"})])
    for name, toward in place.items():
        made["axes"][name] = models.axis(name, [models.weight("skill", toward=toward)])
    box.file("tie.json", json.dumps(made))
    rows = "id,skill,depth,own\ntie,1..3,5,no\nahead,1..2.99,5,no\nat,3,5,no\nbehind,3..5,5,no\n"
    out = box.run("batch", "-", "--model", "tie.json", "--columns", "id,status,possible", "-q",
                  stdin=rows).text
    check(out.splitlines()[1:] == [
        'tie,tentative,"outsource/KPO/onshore;outsource/KPO/nearshore"',
        "ahead,decided,outsource/KPO/nearshore", "at,decided,outsource/KPO/onshore",
        "behind,decided,outsource/KPO/onshore"], out)
