# SPDX-License-Identifier: Apache-2.0
"""`batch --columns` says the same in every format, and lines up on a terminal and only there.

    run.py PROGRAM processes.csv
"""
import csv
import fcntl
import io
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import unicodedata

PROGRAM, PROCESSES = sys.argv[1:3]
COLUMNS = ["id", "name", "disposition", "engagement", "engagement_score", "location", "hybrid",
           "margin", "close", "robust", "status", "reasons", "error", "why"]
NUMBERS = {"engagement_score", "margin"}
TRUTHS = {"hybrid", "close", "robust"}
WIDTHS = (40, 60, 80, 132)
failures = []


def check(holds, what):
    if not holds:
        failures.append(what)


def run(*arguments, text=None, code=(0, 6)):
    done = subprocess.run([PROGRAM, "batch", *arguments, "--quiet"], input=text,
                          capture_output=True, text=True)
    check(done.returncode in code, f"{arguments}: exit {done.returncode}: {done.stderr}")
    return done.stdout


def on_terminal(width, *arguments):
    """What the program writes to a terminal that is `width` columns wide."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    child = subprocess.Popen([PROGRAM, "batch", *arguments, "--quiet"], stdin=subprocess.DEVNULL,
                             stdout=slave, stderr=subprocess.PIPE)
    os.close(slave)
    out = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        out += piece
    child.stderr.close()
    child.wait()
    os.close(master)
    return out.decode().replace("\r\n", "\n")


def columns_of(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def value(column, cell):
    if cell == "":
        return None
    if column in NUMBERS:
        return float(cell)
    return cell == "true" if column in TRUTHS else cell


def same_in_every_format(path, columns):
    names = ",".join(columns)
    rows = list(csv.DictReader(io.StringIO(run(path, "--columns", names, "--raw"))))
    expected = [{c: value(c, row[c]) for c in columns} for row in rows]
    lines = run(path, "--columns", names, "--format", "ndjson").splitlines()
    check([json.loads(line) for line in lines] == expected, f"{path}: ndjson is not the csv")
    check(all(list(json.loads(line)) == columns for line in lines), "the order of the columns")
    check(json.loads(run(path, "--columns", names, "--format", "json")) == expected,
          f"{path}: json is not the csv")
    table = run(path, "--columns", names, "--format", "markdown").splitlines()
    check(len(table) == len(rows) + 2, f"{path}: markdown has {len(table)} lines")
    for line in table:
        check(len(re.findall(r"(?<!\\)\|", line)) == len(columns) + 1, f"cells of: {line}")
    check(run(path, "--columns", names, "--jobs", "3", "--format", "ndjson").splitlines() == lines,
          "threads change the result")


def terminal():
    piped = run(PROCESSES)
    check(piped.startswith("id,disposition,engagement,"), "a pipe has no csv")
    check(on_terminal(80, PROCESSES, "--format", "csv") == piped, "csv is not what was asked for")
    rows = list(csv.DictReader(io.StringIO(piped)))
    for width in WIDTHS:
        for language in ("en", "ca", "es"):
            lines = on_terminal(width, PROCESSES, "--lang", language).splitlines()
            check(len(lines) == len(rows) + 1, f"{width}: {len(lines)} lines")
            check(max(map(columns_of, lines)) <= width, f"{width}: too wide")
            for line, row in zip(lines[1:], rows):
                check(line.startswith(row["id"][:width]), f"{width}: {line} is not {row['id']}")
                if width >= 80:
                    check(row["location"] in line, f"{width}: {line} has no location")
        if width >= 80:
            begin = lines[0].index("Ubicación")
            for line, row in zip(lines[1:], rows):
                check(line[begin:].startswith(row["location"]), f"{line} is not aligned")
    some = on_terminal(40, PROCESSES, "--columns", "id,name,why").splitlines()
    check(len(some) >= len(rows) + 1 and max(map(columns_of, some[:-1])) <= 40, "chosen columns")


def sentences():
    """One sentence a row, in the language asked for; none where there is no verdict to explain."""
    seen = {}
    for language in ("en", "ca", "es"):
        rows = csv.DictReader(io.StringIO(
            run(PROCESSES, "--columns", "id,location,why", "--lang", language)))
        seen[language] = {row["id"]: row["why"] for row in rows if row["location"]}
        for why in seen[language].values():
            check(why.endswith(".") and "\n" not in why and "{" not in why, f"no sentence: {why}")
    check(all(seen["en"][i] != seen["ca"][i] != seen["es"][i] for i in seen["en"]), "one language")
    bad = run("-", "--columns", "status,why", text="id,judgment\na,99\n")
    check(bad == "status,why\nerror,\n", f"a bad row: {bad}")


def main():
    same_in_every_format(PROCESSES, COLUMNS)
    odd = 'id,name,judgment,Owner,x_note\n=1,"a|b ""c""\nd",4,Ana,\\x\n2,,9,,\n'
    path = f"/tmp/sourcing-columns-{os.getpid()}.csv"
    with open(path, "w", encoding="utf-8") as file:
        file.write(odd)
    try:
        same_in_every_format(path, ["id", "name", "status", "error", "owner", "x_note"])
    finally:
        os.unlink(path)
    terminal()
    sentences()
    for failure in failures[:20]:
        print(failure)
    print(f"{len(failures)} failures" if failures else "all the same")
    return 1 if failures else 0


sys.exit(main())
