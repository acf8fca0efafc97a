# SPDX-License-Identifier: Apache-2.0
"""Workbooks made after public reports about readers that shifted, lost or changed cells.

Each case names what went wrong elsewhere. The right answer is a table; where there is none, it is a
message with the place.
"""
import csv
import io
import os

from __main__ import HEADER, R, batch, expect, parts, relations, run, workbook

STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def row(number, *cells):
    return f"<row r='{number}'>" + "".join(cells) + "</row>"


def value(place, text, kind="", style=""):
    more = (f" t='{kind}'" if kind else "") + (f" s='{style}'" if style else "")
    return f"<c r='{place}'{more}><v>{text}</v></c>"


def inline(place, text):
    return f"<c r='{place}' t='inlineStr'><is>{text}</is></c>"


def table(name, contents, wanted, *more, words=""):
    """The input columns, as the program read them."""
    path = workbook("report.xlsx", contents)
    result = run("batch", path, "--append", "--columns", "status", *more)
    shown = [line[:-1] for line in csv.reader(io.StringIO(result.stdout.decode()))][1:]
    expect(name, shown == [[str(cell) for cell in line] for line in wanted], result)
    expect(name, words in result.stderr.decode(), result)


def texts():
    """readxl#467, PhpSpreadsheet#1560, spreadsheet-parser#46, hucre#528: texts under the wrong index."""
    shared = ("<si/><si><t></t></si><si><r><rPr><b/></rPr><t>Pay</t></r><r><t xml:space='preserve'> roll</t></r>"
              "<rPh sb='0' eb='1'><t>ペイ</t></rPh><phoneticPr fontId='1'/></si><si><t>last</t></si>")
    table("empty shared texts keep their place", parts(
        HEADER + row(2, value("A2", 2, "s"), value("B2", 3)) + row(3, value("A3", 0, "s"), value("B3", 4))
        + row(4, value("A4", 3, "s"), value("B4", 1, "s"), value("C4", 5)), shared),
        [["Pay roll", 3, ""], ["", 4, ""], ["last", "", 5]])
    table("texts where numbers are expected, and the other way round", parts(
        HEADER + row(2, value("A2", "in a value", "inlineStr"), value("B2", " 3 "))
        + row(3, "<c r='A3' t='str'><is><t>in a text</t></is></c>", "<c r='B3'><is><t>4</t></is></c>")),
        [["in a value", 3, ""], ["in a text", 4, ""]])
    table("escapes, blanks and CDATA", parts(
        HEADER + row(2, inline("A2", "<t>a_x000D__x000A_b</t>"), value("B2", 3))
        + row(3, inline("A3", "<t>_x005F_x0041_ _x0041_ _x00zz_</t>"), value("B3", 3))
        + row(4, inline("A4", "<t xml:space='preserve'>  two  blanks </t>"), inline("B4", "<t> 3 </t>"))
        + row(5, inline("A5", "<t><![CDATA[a<b&c]]></t>"), value("B5", 3))),
        [["a\nb", 3, ""], ["_x0041_ A _x00zz_", 3, ""], ["  two  blanks ", " 3 ", ""], ["a<b&c", 3, ""]])


def places():
    """duckdb-excel#49, duckdb-python#64: cells at the wrong place, rows and columns cut off."""
    table("addresses decide, also in no order", parts(
        HEADER + "<row r='4'><c r='C4'><v>40</v></c><c r='A4'><v>9</v></c></row>"
        "<row><c><v>8</v></c><c r='C5'><v>50</v></c></row><row r='1000000'><c r='B1000000'><v>2</v></c></row>"),
        [[9, "", 40], [8, "", 50], ["", 2, ""]])
    table("a used range that is larger than the data", parts(
        HEADER + row(2, value("A2", 1), value("B2", 3), "<c r='XFD2' s='1'/>")
        + row(1048576, "<c r='A1048576' s='1'/>")), [[1, 3, ""]])
    result = batch(workbook("Last.xlsx", parts(HEADER + row(1048576, value("B1048576", 9)))))
    expect("the last row of a sheet", "Last.xlsx!Inventory!B1048576: row 1: " in result.stderr.decode(), result)
    gap = "<row r='1'>" + inline("A1", "<t>id</t>") + inline("C1", "<t>judgment</t>") + "</row>"
    table("a column without a name", parts(gap + row(2, value("A2", 1), value("B2", 7), value("C2", 4), value("D2", 5))),
          [[1, 7, 4]], words="1 cell beside the columns of the header was passed over, the first is D2")
    table("merged cells below the header are said", parts(
        HEADER + row(2, value("A2", 1), value("B2", 3)) + row(3, value("A3", 2)),
        after="<mergeCells><mergeCell ref='B2:B3'/></mergeCells>"), [[1, 3, ""], [2, "", ""]],
        words="1 range of merged cells below the header, the first is B2:B3")
    title = row(1, inline("A1", "<t>Inventory\nof 2026</t>")) + HEADER.replace("1'", "4'")
    contents = parts(title + row(6, value("A6", 7), value("B6", 3)))
    table("a title above the header", contents, [[7, 3, ""]], "--header-row", 4)
    told = batch(workbook("Title.xlsx", contents))
    expect("the row that looks like the header is named", told.returncode == 3
           and "row 4 looks like the header: say --header-row 4" in told.stderr.decode(), told)
    found = os.path.join(os.path.dirname(workbook("x.xlsx", {})), "found.json")
    merged = parts(title + row(5, inline("B5", "<t>1-5</t>"), inline("C5", "<t>no. a month</t>"))
                   + row(6, value("A6", 7), value("B6", 3)) + row(7, inline("A7", "<t>TOTAL</t>"), value("C7", 90)),
                   after="<mergeCells><mergeCell ref='A1:C1'/></mergeCells>")
    path = workbook("report.xlsx", merged)
    result = run("batch", path, "--dry-run", "--save-mapping", found)
    expect("a merged title, units and a total: all found", result.returncode == 0, result)
    table("and read so from then on", merged, [[7, 3, ""]], "--mapping", found)
    with open(found, encoding="utf-8") as file:
        expect("a workbook has no delimiter", "delimiter" not in file.read())
    own = (row(1, inline("A1", "<t>Inventario</t>"))
           + row(3, *(inline(f"{column}3", f"<t>{text}</t>") for column, text in zip(
               "ABCD", ("C\u00f3d.", "Complejidad (1-5)", "Casos al a\u00f1o", "Idioma"))))
           + row(4, value("A4", 7), value("B4", 3), value("C4", 14400), inline("D4", "<t>Catal\u00e1n</t>")))
    path = workbook("own.xlsx", parts(own))
    told = run("batch", path, "--dry-run", "--save-mapping", found)
    expect("other words for columns: all found", told.returncode == 0, told)
    result = run("batch", path, "--mapping", found, "--columns", "id,engagement_score,derived")
    expect("and read so", b"volume=medium<Casos al" in result.stdout, result)
    mapping = os.path.join(os.path.dirname(workbook("x.xlsx", {})), "mapping.json")
    with open(mapping, "w", encoding="utf-8") as file:
        file.write('{"schema": "sourcing.mapping/1", "header_row": 4, "sheet": "Inventory"}')
    table("and one that a mapping names", contents, [[7, 3, ""]], "--mapping", mapping)


def numbers():
    """qsv PR#897, csv2xlsx#2, opendidac#681: 22.5 became a date, digits were lost."""
    table("digits as a spreadsheet shows them", parts(
        HEADER + row(2, value("A2", "0.1"), value("B2", "3.2999999999999998"), value("C2", "1.2E+3"))
        + row(3, value("A3", "12345678901234567890"), value("B3", "35E-1"), value("C3", "1E-3"))
        + row(4, value("A4", "22.5"), value("B4", "2.0000000000000004"), value("C4", "-0"))),
        [["0.1", "3.3", 1200], ["12345678901234600000", "3.5", "0.001"], ["22.5", 2, 0]])
    table("a decimal comma is for texts", parts(
        HEADER + row(2, value("B2", "1.25"), value("C2", "1234.5")) + row(3, value("B3", "1,25", "str"),
                                                                             value("C3", "1.234,5", "str"))),
        [["", "1,25", "1234,5"], ["", "1,25", "1.234,5"]], "--decimal", ",", "--thousands", ".")
    verdicts = run("batch", workbook("comma.xlsx", parts(
        HEADER + row(2, value("B2", "2.5"), value("C2", "1234.5")) + row(3, value("B3", "2,5", "str"), value(
            "C3", "1.234,5", "str")))), "--decimal", ",", "--thousands", ".", "--columns", "engagement_score,status")
    lines = verdicts.stdout.decode().splitlines()
    expect("number and text of one value judge alike", len(lines) == 3 and lines[1] == lines[2], verdicts)
    table("truth values", parts(HEADER + row(2, value("A2", " 0 ", "b"), value("B2", 3))
                                + row(3, value("A3", "true", "b"), value("B3", 3))),
          [["false", 3, ""], ["true", 3, ""]])


def dates():
    """csvkit#605: days of the other calendar, hours past a day."""
    contents = parts(HEADER + row(2, value("A2", "44621", "", 1), value("B2", 3))
                     + row(3, value("A3", "2026-03-01", "d"), value("B3", 3))
                     + row(4, value("A4", "1.5", "", 2), value("B4", 3)) + row(5, value("A5", "60", "", 1), value("B5", 3)))
    contents["xl/styles.xml"] = ("<styleSheet><numFmts><numFmt numFmtId='170' formatCode='[h]:mm'/></numFmts><cellXfs>"
                                 "<xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='170'/></cellXfs></styleSheet>")
    table("dates and durations", contents,
          [["2022-03-01", 3, ""], ["2026-03-01", 3, ""], ["36:00:00", 3, ""], ["1900-02-29", 3, ""]])
    contents["xl/workbook.xml"] = contents["xl/workbook.xml"].replace("<sheets>", "<workbookPr date1904='1'/><sheets>")
    table("the calendar of 1904", contents,
          [["2026-03-02", 3, ""], ["2026-03-01", 3, ""], ["36:00:00", 3, ""], ["1904-03-01", 3, ""]])


def formulas():
    """qsv PR#1274, qsv#1682: formulas that read as empty."""
    table("values of formulas", parts(
        HEADER + row(2, "<c r='A2' t='str'><f>B2</f><v>text</v></c>", "<c r='B2'><f t='shared' si='0'/><v>3</v></c>")
        + row(3, "<c r='A3' t='str'><f>\"\"</f><v></v></c>", "<c r='B3' t='b'><f>TRUE()</f><v>1</v></c>")),
        [["text", 3, ""], ["", "true", ""]])
    for cell, words in (("<c r='C2'><f>1+1</f></c>", "!Inventory!C2: row 1: the cell holds a formula whose value"),
                        ("<c r='C2' t='inlineStr'><f>1+1</f></c>", "!Inventory!C2: row 1: the cell holds a formula whose value"),
                        ("<c r='C2' t='s'><f>1+1</f><v/></c>", "!Inventory!C2: row 1: the cell holds a formula whose value"),
                        ("<c r='C2'><f>1+1</f><v/></c>", "!Inventory!C2: row 1: the cell holds a formula whose value"),
                        ("<c r='C2' t='e'><f>1/0</f><v>#DIV/0!</v></c>", "!Inventory!C2: row 1: the cell holds the error #DIV/0!"),
                        ("<c r='C2' t='e'><v> #N/A </v></c>", "!Inventory!C2: row 1: the cell holds the error #N/A")):
        result = batch(workbook("formula.xlsx", parts(HEADER + row(2, cell))))
        expect(cell, result.returncode == 6 and words in result.stderr.decode(), result)


    head = row(1, inline("A1", "<t>id</t>"), "<c r='B1' t='str'><f>Lists!A1</f></c>")
    result = batch(workbook("formula.xlsx", parts(head + row(2, value("A2", 1), value("B2", 3)))))
    expect("a name that was never calculated", result.returncode == 3 and
           "!Inventory!B1: the header has a cell with a formula" in result.stderr.decode(), result)
    contents = parts(HEADER + row(2, value("A2", 1), "<c r='B2'><f>1+1</f><v>2</v></c>"))
    contents["xl/workbook.xml"] = contents["xl/workbook.xml"].replace(
        "</workbook>", "<calcPr calcId='1' fullCalcOnLoad='1'/></workbook>")
    table("values that may be out of date", contents, [[1, 2, ""]],
          words="1 cell is the value of a formula, and the workbook asks to be calculated")


def newer():
    """openpyxl and others: elements of extensions taken for those that they are named like."""
    contents = parts(HEADER + "<mc:AlternateContent xmlns:mc='m'><mc:Choice Requires='x99'><row r='2'><c r='B2'>"
                     "<v>9</v></c></row></mc:Choice><mc:Fallback><row r='2'><c r='B2'><v>4</v><extLst><ext><x:v>8</x:v>"
                     "</ext></extLst></c></row></mc:Fallback></mc:AlternateContent>" + row(3, value("A3", "44621", "", 1),
                                                                                           value("B3", 3)),
                     after="<extLst><ext><x14:row><x14:c r='B9'><xm:v>5</xm:v></x14:c></x14:row></ext></extLst>")
    contents["xl/workbook.xml"] = contents["xl/workbook.xml"].replace(
        "<sheets>", "<workbookPr date1904='1'/><sheets>").replace(
        "</workbook>", "<extLst><ext><x15:workbookPr chartTrackingRefBase='1'/></ext></extLst></workbook>")
    table("choices and extensions of newer programs", contents, [["", 4, ""], ["2026-03-02", 3, ""]])


def rows_of_sheets():
    """DuckDB, readxl#648, calamine#261 and PR#285, js-xlsx#40, SDEverywhere#847."""
    table("addresses here and there", parts(
        HEADER + "<row><c><v>1</v></c><c r='C2'><v>10</v></c></row><row r='4'><c r='B4'><v>3</v></c><c><v>20</v></c></row>"
        "<row><c/><c><v>5</v></c></row>"), [[1, "", 10], ["", 3, 20], ["", 5, ""]])
    contents = parts(HEADER + row(2, "<c r='A2' t='s'/>", value("B2", 3))
                     + row(3, "<c r='A3' t='str'><f>x</f><v xml:space='preserve'> a </v></c>", value("B3", 4)))
    sheet = "xl/worksheets/sheet9.xml"
    contents[sheet] = contents[sheet].replace("<sheetData>", "<dimension ref='A0:AZ48943'/><sheetData>")
    table("a wrong range, a text without number, a value with attributes", contents, [["", 3, ""], [" a ", 4, ""]])
    for dimension in ("A1", "A1:B1", "A1:XFD1048576", "", "nonsense"):
        other = parts(HEADER + row(2, value("A2", 1), value("B2", 3), value("C2", 5)))
        other[sheet] = other[sheet].replace("<sheetData>", f"<dimension ref='{dimension}'/><sheetData>")
        table(f"the range {dimension}", other, [[1, 3, 5]])
    table("hidden rows are read, and that is said", parts(
        HEADER + "<row r='2' hidden='1'><c r='A2'><v>1</v></c><c r='B2'><v>3</v></c></row>" + row(3, value("A3", 2))
        + "<row r='5' hidden='true'><c r='A5'><v>4</v></c></row>", after="<autoFilter ref='A1:C5'/>"),
        [[1, 3, ""], [2, "", ""], [4, "", ""]], words="2 hidden rows were read like the others, the first is row 2")
    styles = parts(HEADER + row(2, value("A2", "0.35", "", 1), value("B2", "3", "", 2), value("C2", "12", "", 3)))
    styles["xl/styles.xml"] = (
        "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='[Red]#,##0.00\\ &quot;days&quot;'/>"
        "<numFmt numFmtId='171' formatCode='_-* #,##0\\ [$€-C0A]_-;\\-* d'/></numFmts><cellXfs><xf numFmtId='0'/>"
        "<xf numFmtId='9'/><xf numFmtId='170'/><xf numFmtId='171'/></cellXfs></styleSheet>")
    table("formats that are no dates", styles, [["0.35", 3, 12]])


def packages():
    """subtitleedit#14175 and others: parts where nobody looks for them, names with prefixes."""
    good = parts(HEADER + row(2, value("A2", 0, "s"), value("B2", 3)), "<si><t>x</t></si>")
    wanted = [["x", 3, ""]]
    table("backslashes for slashes", {name.replace("/", "\\"): text for name, text in good.items()}, wanted)
    other = dict(good)
    other["xl/worksheets/my sheet.xml"] = other.pop("xl/worksheets/sheet9.xml")
    other["xl/_rels/workbook.xml.rels"] = other["xl/_rels/workbook.xml.rels"].replace("sheet9.xml", "my%20sheet.xml")
    table("an address with an escape", other, wanted)
    strict = {name: text.replace(R, STRICT) for name, text in good.items()}
    table("strict", strict, wanted)
    prefixed = dict(good)
    for name in ("xl/workbook.xml", "xl/worksheets/sheet9.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        text = good[name].replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
        prefixed[name] = text.replace("<x:workbook ", "<x:workbook xmlns:x='s' ")
    table("names with a prefix", prefixed, wanted)
    moved = {name.replace("xl/", "Book/"): text.replace("xl/", "/Book/") for name, text in good.items()}
    table("another folder", moved, wanted)
    order = dict(good)
    order["xl/workbook.xml"] = (f"<workbook xmlns:r='{R}'><sheets><sheet name='Z' sheetId='9' state='veryHidden' r:id='r8'/>"
                                "<sheet name='Inventory' sheetId='1' r:id='r1'/><sheet name='A' sheetId='2' r:id='r7'/></sheets></workbook>")
    order["xl/_rels/workbook.xml.rels"] = relations(
        ("r7", "worksheet", "worksheets/sheet1.xml", ""), ("r1", "worksheet", "worksheets/sheet9.xml", ""),
        ("r2", "sharedStrings", "sharedStrings.xml", ""), ("r8", "worksheet", "worksheets/sheet2.xml", ""))
    for name in ("sheet1", "sheet2"):
        order[f"xl/worksheets/{name}.xml"] = f"<worksheet><sheetData>{HEADER}</sheetData></worksheet>"
    table("sheets in the order of the workbook", order, wanted, words="reading the sheet `Inventory`, the first of 2")
    wide = dict(good)
    wide["xl/worksheets/sheet9.xml"] = ("<?xml version='1.0' encoding='UTF-16'?>" + good["xl/worksheets/sheet9.xml"]).encode("utf-16")
    table("a part in UTF-16", wide, wanted)
    for name, rows, words in (
            ("a cell twice", row(2, value("B2", 3), value("B2", 4)), "!Inventory!B2: the cell is there twice"),
            ("a cell of another row", row(2, value("B3", 3)), "a cell of row 2 says that it is `B3`"),
            ("a column that no sheet has", row(2, value("XFE2", 3)), "a cell of row 2 says that it is `XFE2`"),
            ("a row that no sheet has", row(1048577, value("B1048577", 3)), "has a number that no sheet has"),
            ("a tag without an end", "<row r='2' spans='" + "1" * (5 << 20), "a tag or a comment longer than 4 MiB")):
        result = batch(workbook("odd.xlsx", parts(HEADER + rows)))
        expect(name, result.returncode == 3 and words in result.stderr.decode(), result)


def check():
    for case in (texts, places, numbers, dates, formulas, newer, rows_of_sheets, packages):
        case()
