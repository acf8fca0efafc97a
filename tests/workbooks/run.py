#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads workbooks from outside: those of openpyxl, and those made by hand after reports about other readers.

usage: run.py PROGRAM

The cases by openpyxl are left out, loudly, where there is no openpyxl (Debian: python3-openpyxl).
"""
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADER = "<row r='1'>" + "".join(
    f"<c r='{c}1' t='inlineStr'><is><t>{t}</t></is></c>" for c, t in zip("ABC", ("id", "judgment", "volume"))
) + "</row>"
MAKER = """
import datetime, json, sys
import openpyxl
book = openpyxl.Workbook()
sheet = book.active
sheet.title = "Inventory"
for row in json.load(open(sys.argv[1], encoding="utf-8")):
    sheet.append(row)
book.create_sheet("Notes").append(["nothing"])
hidden = book.create_sheet("Old", 0)
hidden.append(["id"])
hidden.sheet_state = "hidden"
book.save(sys.argv[2])
"""

program, failures, folder = "", 0, Path()


def run(*arguments, stdin=None):
    return subprocess.run([program, *map(str, arguments)], input=stdin, capture_output=True,
                          timeout=60, check=False)


def expect(name, condition, result=None):
    global failures
    if condition:
        return
    failures += 1
    print(f"FAILED: {name}")
    if result is not None:
        print(f"  exit {result.returncode}\n  out: {result.stdout[:600]!r}\n  err: {result.stderr[:600]!r}")


def relations(*entries):
    return "<Relationships>" + "".join(
        f"<Relationship Id='{i}' Type='{R}/{t}' Target='{target}' {more}/>" for i, t, target, more in entries
    ) + "</Relationships>"


def parts(rows, shared="", after="", sheets=None, extra=()):
    return {
        "_rels/.rels": relations(("a", "officeDocument", "xl/workbook.xml", "")),
        "xl/workbook.xml": f"<workbook xmlns:r='{R}'><sheets>"
                           + (sheets or "<sheet name='Inventory' sheetId='3' r:id='r1'/>") + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            ("r1", "worksheet", "worksheets/sheet9.xml", ""), ("r2", "sharedStrings", "sharedStrings.xml", ""),
            ("r3", "styles", "styles.xml", ""), *extra),
        "xl/worksheets/sheet9.xml": f"<worksheet><sheetData>{rows}</sheetData>{after}</worksheet>",
        "xl/sharedStrings.xml": f"<sst>{shared}</sst>",
        "xl/styles.xml": "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>",
    }


def folder_of_cases():
    return folder


def workbook(name, contents, compression=zipfile.ZIP_DEFLATED):
    path = folder / name
    with zipfile.ZipFile(path, "w", compression) as archive:
        for part, text in (contents.items() if isinstance(contents, dict) else contents):
            archive.writestr(part, text)
    return path


def batch(path, *more):
    return run("batch", path, "--columns", "id,status,error", *more)


def rows_of(result):
    return list(csv.DictReader(io.StringIO(result.stdout.decode())))


def cell_case(name, row, message, code=6):
    """One bad row: the message has the place of its cell."""
    path = workbook("bad.xlsx", parts(HEADER + row))
    result = batch(path)
    expect(name, result.returncode == code and message in result.stderr.decode(), result)


def cells():
    cell_case("an Excel error", "<row r='4'><c r='A4'><v>1</v></c><c r='B4' t='e'><v>#DIV/0!</v></c></row>",
              "bad.xlsx!Inventory!B4: row 1: the cell holds the error #DIV/0!")
    cell_case("a formula that was never calculated", "<row r='2'><c r='C2'><f>1+1</f></c></row>",
              "bad.xlsx!Inventory!C2: row 1: the cell holds a formula")
    cell_case("a date in a criterion", "<row r='3'><c r='B3' s='1'><v>46082</v></c></row>",
              "bad.xlsx!Inventory!B3: row 1: the cell holds a date")
    cell_case("an error in the id", "<row r='2'><c r='A2' t='e'><v>#REF!</v></c><c r='B2'><v>3</v></c></row>",
              "bad.xlsx!Inventory!A2: row 1: the cell holds the error #REF!")
    cell_case("a value out of range, below a cell with line breaks",
              "<row r='2'><c r='A2' t='str'><v>a\nb\n\nc</v></c><c r='B2'><v>3</v></c></row>"
              "<row r='9'><c r='B9'><v>9</v></c></row>", "bad.xlsx!Inventory!B9: row 2: ")
    path = workbook("sparse.xlsx", parts(
        HEADER + "<row r='3'><c r='A3'><v>7</v></c><c r='C3'><v>3.2999999999999998</v></c></row>"
        "<row r='5' spans='1:9'><c r='B5'><v>3.2999999999999998</v></c></row>", after="<x/>"))
    result = run("batch", path, "--append", "--columns", "status")
    wanted = b"id,judgment,volume,status\n7,,3.3,"
    expect("sparse rows keep their columns", result.stdout.startswith(wanted) and b"\n,3.3,," in result.stdout, result)


def kinds():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    for name, content, words in (
            ("old.xlsx", ole + "Workbook".encode("utf-16le"), "a workbook of Excel 97 (.xls)"),
            ("locked.xlsx", ole + "EncryptedPackage".encode("utf-16le"), "a workbook with a password"),
            ("cut.xlsx", workbook("whole.xlsx", parts(HEADER)).read_bytes()[:900], "no list of its parts")):
        path = folder / name
        path.write_bytes(content)
        result = batch(path)
        expect(name, result.returncode == 3 and words in result.stderr.decode() and not result.stdout, result)
    for name, part, words in (("text.xlsx", "word/document.xml", "a Word document"),
                              ("binary.xlsx", "xl/workbook.bin", "a binary workbook (.xlsb)"),
                              ("any.xlsx", "readme.txt", "a zip archive, but no workbook")):
        result = batch(workbook(name, {part: "x"}))
        expect(name, result.returncode == 3 and words in result.stderr.decode(), result)
    path = folder / "really.xlsx"
    path.write_text("id,judgment\nA,3\n")
    result = batch(path)
    expect("CSV named .xlsx is read as what it is", result.returncode == 0 and b"is no workbook" in result.stderr
           and rows_of(result)[0]["id"] == "A", result)


def hostile():
    row = "<row r='2'><c r='A2'><v>1</v></c><c r='B2'><v>3</v></c></row>"
    good = parts(HEADER + row)
    sheet = "xl/worksheets/sheet9.xml"
    laughs = dict(good)
    laughs["xl/sharedStrings.xml"] = ("<!DOCTYPE s [<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 10}'>" for i in range(9)) + "]><sst>&j;</sst>")
    deep = dict(good)
    deep[sheet] = "<a>" * 200_000
    cases = [
        ("billion laughs", laughs, "has a document type (DTD)"),
        ("deep XML", deep, "nested deeper than 100 levels"),
        ("two parts of one name", list(good.items()) + [(sheet.upper(), "x")], "holds two parts"),
        ("a name that leads outside", {**good, "xl/../../../etc/x": "x"}, "points outside of it"),
        ("an absolute name", {**good, "/etc/x": "x"}, "with an absolute name"),
        ("20,000 parts", {**good, **{f"p/{i}": "" for i in range(20_000)}}, "more than 10000 parts"),
        ("a shared text that is not there", parts(HEADER + "<row r='2'><c r='B2' t='s'><v>5</v></c></row>"),
         "hostile.xlsx!Inventory!B2: the cell points at a shared text"),
        ("a sheet in another file", {**good, "xl/_rels/workbook.xml.rels": relations(
            ("r1", "worksheet", "file:///etc/passwd", "TargetMode='External'"))}, "no visible sheet with cells"),
        ("a sheet that is not there", {k: v for k, v in good.items() if k != sheet}, "lacks its part"),
        ("merged header", parts(HEADER + row, after="<mergeCells><mergeCell ref='B1:C1'/></mergeCells>"),
         "the header has merged cells"),
        ("rows in no order", parts(HEADER + row + row), "row 2 comes after row 2"),
    ]
    for name, contents, words in cases:
        result = batch(workbook("hostile.xlsx", contents))
        expect(name, result.returncode == 3 and words in result.stderr.decode(), result)
    bomb = workbook("bomb.xlsx", {k: v for k, v in good.items() if k != sheet})
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(sheet, "w") as part:
        part.write(f"<worksheet><sheetData>{HEADER}".encode())
        for _ in range(300):
            part.write(b" " * (1 << 20))
    result = batch(bomb)
    expect("a bomb", result.returncode == 3 and b"unpacks to more than 500 times its size" in result.stderr, result)


def sheets():
    two = ("<sheet name='Old' sheetId='1' state='hidden' r:id='r4'/><sheet name='Inventory' sheetId='9' r:id='r1'/>"
           "<sheet name='Chart' sheetId='4' r:id='r5'/>")
    contents = parts(HEADER + "<row r='2'><c r='A2'><v>1</v></c></row>", sheets=two,
                     extra=(("r4", "worksheet", "/xl/worksheets/sheet1.xml", ""),
                            ("r5", "chartsheet", "chartsheets/sheet1.xml", "")))
    contents["xl/worksheets/sheet1.xml"] = ("<worksheet><sheetData>" + HEADER + "<row><c><v>44</v></c></row>"
                                            "</sheetData></worksheet>")
    path = workbook("two.xlsm", contents)
    for option, wanted in (((), "1"), (("--sheet", "Old"), "44"), (("--sheet", "1"), "44"), (("--sheet", "inventory"), "1")):
        result = batch(path, *option)
        expect(f"sheet {option}", result.returncode == 0 and rows_of(result)[0]["id"] == wanted, result)
    for option, words in ((("--sheet", "Invntory"), "did you mean `Inventory`?"), (("--sheet", "Chart"), "has no cells")):
        result = batch(path, *option)
        expect(f"sheet {option}", result.returncode == 3 and words in result.stderr.decode(), result)
    piped = run("batch", "-", "--columns", "id,status,error", stdin=path.read_bytes())
    expect("from a pipe", piped.stdout == batch(path).stdout and piped.returncode == 0, piped)
    dry = run("batch", path, "--dry-run")
    expect("a dry run lists the sheets", all(w in dry.stdout.decode() for w in ("Old", "hidden", "Inventory")), dry)
    rejects = folder / "rejects.csv"
    bad = workbook("Book.xlsx", parts(HEADER + "<row r='7'><c r='B7'><v>9</v></c></row>"))
    run("batch", bad, "--rejects", rejects)
    expect("rejects have the place", f"1,{bad}!Inventory!B7,judgment,E0203," in rejects.read_text())
    diff = run("model", "diff", "default", "default", "--on", path)
    expect("model diff reads workbooks", diff.returncode == 0, diff)


def with_openpyxl():
    return next((p for p in (sys.executable, "/usr/bin/python3") if p and subprocess.run(
        [p, "-c", "import openpyxl"], capture_output=True, check=False).returncode == 0), None)


def openpyxl():
    python = with_openpyxl()
    if python is None:
        print("SKIPPED: no python3-openpyxl, so that no workbook of another program was read")
        return
    rows = [["id", "name", "judgment", "volume", "rules", "remark"],
            ["P-1", "Pay \"roll\", monthly", 3.3, 1200, "high", None], ["P-2", "Línea\nnova", 1, 40, 2, "x"],
            [10203040506070, "digits", 4.5, 1e6, 0.1 + 1.2, True], ["P-4", None, None, None, None, None]]
    table, book = folder / "rows.csv", folder / "rows.xlsx"
    with open(table, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(
            [[f"{v:.15g}" if isinstance(v, float) else v for v in row] for row in rows])
    (folder / "rows.json").write_text(json.dumps(rows))
    subprocess.run([python, "-c", MAKER, folder / "rows.json", book], check=True)
    for format_ in ("csv", "ndjson"):
        a, b = run("batch", table, "--format", format_), run("batch", book, "--format", format_)
        expect(f"{format_}: the same verdicts as from CSV", a.stdout == b.stdout and len(a.stdout) > 100, b)


def written():
    """What is written: read back by another program, and the same bytes each time."""
    if not (Path(program).parent / "sourcing-xlsx").exists():
        print("SKIPPED: no sourcing-xlsx beside the program, so that no workbook was written")
        return
    table = folder / "in.csv"
    lines = ["id,name,judgment,volume,rules"] + [
        f"P-{i},\"Task, {i}\",{1 + i % 5},{i * 10},{5 - i % 5}" for i in range(200)] + ["bad,x,9,1,1"]
    table.write_text("\n".join(lines) + "\n")
    first, second = folder / "out.xlsx", folder / "again.xlsx"
    result = run("batch", table, "--append", "-o", first)
    expect("a workbook is written", result.returncode == 6 and first.exists(), result)
    run("batch", table, "--append", "-o", second, "--jobs", "1")
    expect("equal bytes", first.read_bytes() == second.read_bytes())
    expect("a workbook on standard output",
           run("batch", table, "--append", "--format", "xlsx").stdout == first.read_bytes())
    result = run("batch", table, "--format", "xlsx", "-o", "/dev/full")
    expect("a full disk", result.returncode == 5, result)
    plain = run("batch", table, "--append").stdout.decode()
    result = run("case", table, "--by", "name", "-f", "csv")
    expect("groups of cases go with a sum", result.returncode == 2 and b"or a workbook" in result.stderr, result)
    result = run("case", table, "--detail", "full", "-o", folder / "none.xlsx")
    expect("a workbook of cases has one form", result.returncode == 2 and not (folder / "none.xlsx").exists(), result)
    questionnaire = folder / "ask.xlsx"
    result = run("new", "--format", "xlsx", "-o", questionnaire, "payroll")
    expect("a questionnaire is written", result.returncode == 0, result)
    back = run("batch", questionnaire, "--format", "csv")
    expect("and read back", back.returncode == 0 and len(rows_of(back)) == 1, back)
    comma = folder / "comma.csv"
    comma.write_text('id;name;judgment;volume;x\nA;"Pay; roll";2,0;1.200;1\nB;"x\ny";9;7;zzz\n007;9.10;2,5;1000;1;more\n')
    rejects, own = folder / "rejects.xlsx", folder / "own.xlsx"
    options = ("--decimal", ",", "--thousands", ".")
    result = run("batch", comma, *options, "--append", "-o", own, "--rejects", rejects)
    expect("rejects as a workbook", result.returncode == 6 and rejects.exists() and own.exists(), result)
    again = run("batch", rejects, "--append", "--columns", "status", "--rejects", folder / "again.csv")
    expect("which is judged as it is", again.returncode == 6 and b"\n007,9.10,2.5,1000,1," in again.stdout
           and f"rejects.xlsx!Rejects!C2,judgment,E0203," in (folder / "again.csv").read_text(), again)
    strange = folder / "strange.csv"
    strange.write_text('id,name,judgment,x\nA,_x0041_ a_x000D_b,3,"  two  \nlines "\nB,"=1+1",3,_x005F_\n')
    copy = folder / "strange.xlsx"
    result = run("batch", strange, "--append", "-o", copy)
    back = run("batch", copy, "--append", "--columns", "status")
    wanted = run("batch", strange, "--append", "--columns", "status")
    mine = [row[:4] for row in csv.reader(io.StringIO(back.stdout.decode()))]
    expect("texts that look like escapes come back", mine == [
        row[:4] for row in csv.reader(io.StringIO(wanted.stdout.decode()))] and len(mine) == 3, back)
    strange.write_text(f"id,name,judgment\nA,{'x' * 32767},3\nB,{'x' * 32768},3\n")
    result = run("batch", strange, "--append", "--format", "xlsx")
    expect("a text that no cell has room for", result.returncode == 5 and not result.stdout
           and b"Verdicts!B3: String exceeds Excel's limit" in result.stderr, result)
    result = run("batch", comma, *options, "--decimal-out", ",", "-o", own)
    expect("--decimal-out is for text", result.returncode == 2, result)
    python = with_openpyxl()
    if python is None:
        print("SKIPPED: no python3-openpyxl to read what was written")
        return
    reader = "import json,openpyxl,sys\nb=openpyxl.load_workbook(sys.argv[1],data_only=True)\n" \
             "print(json.dumps({s.title:[[c.value for c in r] for r in s] for s in b}))"
    def read(path):
        return json.loads(subprocess.run([python, "-c", reader, path], capture_output=True, check=True).stdout)
    rows = read(rejects)["Rejects"]
    expect("the rows that came back", [row[:5] for row in rows] == [
        ["id", "name", "judgment", "volume", "x"], ["B", "x\ny", 9, 7, "zzz"], ["007", "9.10", 2.5, 1000, 1]])
    expect("and why", rows[0][5] == "problem" and rows[1][5].startswith(f"{comma}:3: the value is outside the range")
           and rows[2][6] == "more")
    rows = read(own)["Verdicts"]
    expect("numbers with a decimal comma are numbers", rows[1][:5] == ["A", "Pay; roll", 2, 1200, 1]
           and isinstance(rows[1][rows[0].index("engagement_score")], (int, float)))
    sheets = read(first)
    expect("the sheets", list(sheets) == ["Verdicts", "Reasons", "Summary", "Problems", "Model"])
    wanted = list(csv.reader(io.StringIO(plain)))
    shown = [["" if v is None else str(v).lower() if isinstance(v, bool) else v for v in row]
             for row in sheets["Verdicts"]]
    expect("as many rows", len(shown) == len(wanted))
    for row, other in zip(shown, wanted):
        for value, text in zip(row, other):
            same = abs(value - float(text)) == 0 if isinstance(value, (int, float)) else value == text
            if not same:
                expect(f"the cell {text!r} came back as {value!r}", False)
                return
    table_of = {row[0]: row[1:5] for row in sheets["Summary"] if row[0] in ("retain", "automate_first", "outsource")}
    verdicts = [row["disposition"] for row in csv.DictReader(io.StringIO(plain))]
    for disposition, counts in table_of.items():
        expect(f"the cached count of {disposition}", sum(counts) == verdicts.count(disposition))
    expect("problems", [row[0] for row in sheets["Problems"]] == ["id", "bad"])
    summary_of(read)
    import cases
    cases.check(folder, read)


def summary_of(read):
    """What is counted, in three languages; functions as they are written, whatever is in them."""
    table, book = folder / "functions.csv", folder / "functions.xlsx"
    names = ["IT*", "it*", "", "Legal ""EU""", "IT*", "*", "007", 7]
    with open(table, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "Función", "judgment", "Volumen"]] + [
            [f"P-{i}", name, 1 + i % 5, ("high", 0, 10, 200)[i % 4]] for i, name in enumerate(names)])
    for language, title, none in (("en", "Summary", "(none)"), ("ca", "Resum", "(cap)"), ("es", "Resumen", "(ninguna)")):
        result = run("batch", table, "--append", "--lang", language, "-o", book)
        expect(f"a workbook in {language}", result.returncode == 0, result)
        sheets = read(book)
        rows = sheets["Summary"]
        expect(f"the title in {language}", rows[0][0] == title)
        counted = {str(row[0]): sum(row[1:4]) for row in rows if row[0] in (*names, "7", none)}
        expect(f"functions in {language}", counted == {"IT*": 2, "it*": 1, none: 1, "Legal EU": 1, "*": 1, "007": 1, "7": 1})
        verdicts = sheets["Verdicts"]
        head = verdicts[0]
        for row in verdicts[1:]:
            marked = row[head.index("hybrid")] or row[head.index("close")]
            expect("what is not firm is said in words", bool(row[-1]) == bool(marked))
        points = [row[:2] for row in rows[-4:]]
        expect("the points of the chart", [x for x, _ in points] == [10, 200, 10, 200])
    expect("questions in Spanish", any("¿" in str(row[2]) for row in sheets["Model"][5:]))


def main():
    global program, folder
    program = os.path.abspath(sys.argv[1])
    if "xlsx      yes" not in run("--version", "--verbose").stdout.decode():
        print("SKIPPED: this build reads no workbooks")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for case in (cells, kinds, hostile, sheets, openpyxl, written):
            case()
        import archives
        import office
        import reports
        archives.check()
        reports.check()
        office.check(folder)
    print("workbooks:", f"{failures} failed" if failures else "all fine")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
