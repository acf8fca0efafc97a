# SPDX-License-Identifier: Apache-2.0
"""What LibreOffice makes of our workbooks, and we of its own.

Left out, loudly, where there is no LibreOffice (Debian: libreoffice-calc-nogui).
"""
import csv
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

from __main__ import expect, run

# Comma, double quotes, UTF-8; every sheet to a file of its own.
ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def convert(office, folder, to, *books):
    """One run for all of them: most of it is the start of the program."""
    return subprocess.run(
        [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to, "--outdir", folder,
         *books], capture_output=True, timeout=120, check=False)


def without_values(book, to):
    """A copy whose formulas have no value, so that LibreOffice has to work them out."""
    count = 0
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text, here = re.subn(rb"(</f>)<v>[^<]*</v>", rb"\1", text)
                count += here
            new.writestr(name, text)
    return count


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file) if any(row)]


def check(folder):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        print("SKIPPED: no LibreOffice, so that no workbook was opened by it")
        return
    functions = ("Finance", "finance", "HR", "IT*", "", "Legal \"EU\"", "007")
    lines = ["id,name,function,judgment,volume,complexity,data_residency"] + [
        f"P-{i},\"Task, {i}\",\"{functions[i % 7].replace(chr(34), 2 * chr(34))}\",{1 + i % 9 / 2},{10 ** (i % 6)},"
        f"{5 - i % 5},{'country' if i % 4 else 'none'}" for i in range(120)] + ["bad,x,HR,9,1,1,"]
    rows = folder / "inventory.csv"
    rows.write_text("\n".join(lines) + "\n", encoding="utf-8")
    book, bare = folder / "judged.xlsx", folder / "bare.xlsx"
    result = run("batch", rows, "--append", "-o", book)
    expect("a workbook for LibreOffice", book.exists(), result)
    formulas = without_values(book, bare)
    expect("the summary has formulas", formulas >= 14)
    made = convert(office, folder, "xlsx:Calc MS Excel 2007 XML", rows)
    theirs = folder / "inventory.xlsx"
    expect("LibreOffice writes a workbook", made.returncode == 0 and theirs.exists(), made)
    money, tasks = folder / "money.csv", folder / "cases.xlsx"
    money.write_text("id,name,function,fte,cost_per_fte,currency,judgment\n" + "".join(
        f"P-{i},=1+{i},F{i % 3},{i + 1},{50000 + i}.5,EUR,{1 + i % 5}\n" for i in range(40)), encoding="utf-8")
    result = run("case", money, "--by", "function", "-o", tasks)
    expect("a workbook of cases for LibreOffice", result.returncode == 0 and tasks.exists(), result)
    made = convert(office, folder, ALL_SHEETS, book, bare, tasks)
    said = [line for line in made.stderr.decode().splitlines() if "javaldx" not in line]
    expect("LibreOffice opens ours without a message", made.returncode == 0 and not said, made)
    for sheet in ("Verdicts", "Reasons", "Summary", "Problems", "Model"):
        expect(f"the sheet {sheet}", table(folder / f"judged-{sheet}.csv"))
    for sheet in ("Case", "Summary", "Assumptions", "Model"):
        expect(f"the sheet {sheet} of cases", table(folder / f"cases-{sheet}.csv"))
    shown = table(folder / "cases-Case.csv")
    expect("texts of cases stay texts", len(shown) == 41 and shown[1][1] == "=1+0")
    expect("formulas come to the values that they carry",
           table(folder / "judged-Summary.csv") == table(folder / "bare-Summary.csv"))
    # The same rows, by whoever they were written, come to the same bytes. Ours has its own columns behind.
    plain = run("batch", rows).stdout
    expect("the same verdicts from LibreOffice", run("batch", theirs).stdout == plain and len(plain) > 1000)
    copied = run("batch", book)
    expect("the same verdicts from ours", copied.stdout == plain, copied)
    wanted = list(csv.reader(io.StringIO(plain.decode())))
    shown = table(Path(folder) / "judged-Verdicts.csv")
    at = shown[0].index("disposition")
    expect("and the same in the sheet", [row[at] for row in shown[1:]] == [row[1] for row in wanted[1:]])
