#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How fast a workbook is read, beside openpyxl in read-only mode, and in how much memory.

  bench/workbook.py build/release/bin/sourcing [ROWS] [COLUMNS]      1,000,000 rows of 26 by default

Makes a workbook of numbers without shared texts, has each of both read every cell of it in turn (the
program also judges the rows), and prints times, peaks and the ratio. Ends with 1 when it is below
ten, or when `sourcing` took more than 64 MiB.
"""
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PEER = """
import sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True).worksheets[0]
print(sum(len(row) for row in sheet.iter_rows(values_only=True)))
"""
LEAST_RATIO, MOST_KIB = 10, 64 << 10


def letters(column):
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def make(path, rows, columns):
    names = [letters(c) for c in range(columns)]
    heads = ["id", "judgment", "volume"] + [f"x{c}" for c in range(3, columns)]
    values = random.Random(1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", f"""<Types xmlns="{PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="{KINDS}.sheet.main+xml"/>\
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KINDS}.worksheet+xml"/></Types>""")
        for part, kind, target in (("_rels/.rels", "officeDocument", "xl/workbook.xml"),
                                   ("xl/_rels/workbook.xml.rels", "worksheet", "worksheets/sheet1.xml")):
            archive.writestr(part, f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
                                   f'Type="{RELATIONS}/{kind}" Target="{target}"/></Relationships>')
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
                                            '<sheet name="Rows" sheetId="1" r:id="r1"/></sheets></workbook>')
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">'.encode() + "".join(
                f'<c r="{name}1" t="inlineStr"><is><t>{head}</t></is></c>' for name, head in zip(names, heads)
            ).encode() + b"</row>")
            for row in range(2, rows + 2):
                cells = [row - 1, 1 + row % 9 / 2, 10 ** (row % 6)]
                some = f"{values.random() * 1000:.2f}", f"{values.random():.4f}"
                part.write((f'<row r="{row}">' + "".join(
                    f'<c r="{name}{row}"><v>{cells[c] if c < 3 else some[c % 2]}</v></c>'
                    for c, name in enumerate(names)) + "</row>").encode())
            part.write(b"</sheetData></worksheet>")


def measure(*command):
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    if status != 0:
        sys.exit(f"{command[0]} failed: {said.decode()[-500:]}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def main():
    program = str(Path(sys.argv[1]).resolve())
    rows, columns = (int(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((2, 1_000_000), (3, 26)))
    python = next((p for p in (sys.executable, "/usr/bin/python3") if subprocess.run(
        [p, "-c", "import openpyxl"], capture_output=True, check=False).returncode == 0), None)
    with tempfile.TemporaryDirectory() as folder:
        book = str(Path(folder) / "rows.xlsx")
        make(book, rows, columns)
        print(f"{rows} rows x {columns} columns, {Path(book).stat().st_size >> 20} MiB; "
              f"{os.cpu_count()} processors")
        ours = measure(program, "batch", book, "-o", "/dev/null")
        print("sourcing  {:8.1f} s wall {:8.1f} s processor {:8d} KiB".format(*ours))
        if python is None:
            print("SKIPPED: no python3-openpyxl to compare with")
            return 0
        theirs = measure(python, "-c", PEER, book)
        print("openpyxl  {:8.1f} s wall {:8.1f} s processor {:8d} KiB".format(*theirs))
        ratio = theirs[0] / ours[0]
        print(f"{ratio:.1f} times as fast")
        return 0 if ratio >= LEAST_RATIO and ours[2] <= MOST_KIB else 1


if __name__ == "__main__":
    sys.exit(main())
