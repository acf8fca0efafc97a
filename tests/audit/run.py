#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs again what an audit of the program's edges had shown to go wrong; each case says what must hold.

usage: run.py PROGRAM DATA
"""
import csv
import fcntl
import io
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM, DATA = os.path.abspath(sys.argv[1]), Path(sys.argv[2]).resolve()
PAYROLL, ROWS = str(DATA / "tasks/payroll.json"), str(DATA / "processes.csv")
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
MEGABYTE = 1 << 20


def run(*arguments, code=0, **more):
    done = subprocess.run([PROGRAM, *map(str, arguments)], env=ENVIRONMENT, capture_output=True, text=True, timeout=100, **more)
    assert code is None or done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout[:400]}{done.stderr[:400]}"
    return done


def outputs_keep_what_is_read(folder):
    model, log = folder / "m.json", folder / "log.jsonl"
    model.write_bytes((DATA / "model.json").read_bytes())
    run("classify", PAYROLL, "--record", log)
    link = folder / "link"
    link.symlink_to(log)
    for target, reads in ((model, ["--model", model]), (log, []), (link, [])):
        before = target.read_bytes()
        for words in (["classify", PAYROLL], ["whatif", PAYROLL], ["case", PAYROLL], ["batch", ROWS], ["report", ROWS], ["conformance"],
                      ["locate", PAYROLL, "--home", "ES"], ["model", "export", "sql"], ["model", "export", "js"], ["new", "payroll", "--force"]):
            run(*words, *reads, "-o", target, code=2)
            assert target.read_bytes() == before, (words, target)
    before = log.read_bytes()
    run("model", "check", model, "-o", model, code=2)
    run("model", "test", model, "--generate", "-o", model, code=2)
    for option in ("--rejects", "--summary-file"):
        run("batch", ROWS, "--summary", "-o", folder / "v.csv", option, log, code=2)
    run("batch", ROWS, "--dry-run", "--save-mapping", log, code=2)
    assert log.read_bytes() == before and model.read_bytes() == (DATA / "model.json").read_bytes()
    run("classify", PAYROLL, "--record", log)
    assert json.loads(run("verify", log, "--format", "json").stdout)["logs"][0]["records"] == 2


def streams_are_written_through(folder):
    path = folder / "appended"
    path.write_text("before\n")
    with open(path, "a") as out:
        subprocess.run([PROGRAM, "classify", PAYROLL, "--brief", "-o", "/dev/stdout"], env=ENVIRONMENT, stdout=out, check=True)
    lines = path.read_text().splitlines()
    assert lines[0] == "before" and len(lines) == 2
    for name in ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"):
        assert len(run("classify", PAYROLL, "--brief", "-o", name).stdout.splitlines()) == 1
    read, write = os.pipe()
    fcntl.fcntl(write, fcntl.F_SETFL, os.O_NONBLOCK)
    child = subprocess.Popen([PROGRAM, "model", "show", "--format", "json"], env=ENVIRONMENT, stdout=write)
    os.close(write)
    time.sleep(0.3)
    with os.fdopen(read, "rb") as stream:
        text = stream.read()
    assert child.wait() == 0 and len(text) > 65536 and json.loads(text)


def a_dry_run_writes_nothing(folder):
    verdicts = folder / "verdicts.csv"
    verdicts.write_text("of last night\n")
    run("batch", ROWS, "--dry-run", "-o", verdicts, "--rejects", folder / "rejects.csv")
    assert verdicts.read_text() == "of last night\n" and not (folder / "rejects.csv").exists()


def a_folder_that_decides_says_so(folder):
    (folder / "m.json").write_bytes((DATA / "model.json").read_bytes())
    (folder / ".sourcing.json").write_text('{"model": "m.json"}')
    for words in (["classify", PAYROLL, "--brief"], ["batch", ROWS], ["whatif", PAYROLL], ["case", PAYROLL]):
        assert ".sourcing.json" in run(*words, "--quiet", cwd=folder).stderr, words
    assert ".sourcing.json" not in run("classify", PAYROLL, "--model", "m.json", "--quiet", cwd=folder).stderr
    (folder / "m.json").unlink()
    os.mkfifo(folder / "m.json")
    run("classify", PAYROLL, cwd=folder, code=5)
    (folder / ".sourcing.json").unlink()
    os.mkfifo(folder / ".sourcing.json")
    run("classify", PAYROLL, cwd=folder, code=2)
    run("classify", PAYROLL, "--model", folder / "m.json", code=5)


def no_spreadsheet_cuts_out_a_formula(folder):
    hostile = ["a;=1+1", "a;b", "=1;=2", 'q;"=1;"', "two\n=1", "a;@SUM(A1)", "a;+1+1", "t\t=1"]
    rows = folder / "hostile.csv"
    with open(rows, "w", newline="") as out:
        table = csv.writer(out)
        table.writerow(["name", "id", "judgment"])
        table.writerows([text, text, 3] for text in hostile)
    for words in (["batch", rows], ["batch", rows, "--columns", "name,id,possible,flip,reasons"]):
        written = run(*words, "--quiet").stdout
        for delimiter in ";\t":
            for line in csv.reader(io.StringIO(written), delimiter=delimiter):
                for cell in line:
                    assert not cell.startswith(("=", "@", "+1")), (delimiter, line)
    kept = list(csv.DictReader(io.StringIO(run("batch", rows, "--quiet", "--raw").stdout)))
    assert [row["id"] for row in kept] == hostile and [row["name"] for row in kept] == hostile
    assert '"a;b"' in run("batch", rows, "--quiet").stdout


def messages_have_an_end(folder):
    wide, bad = folder / "wide.csv", folder / "bad.ndjson"
    wide.write_text("id," + "x" * 1_000_000 + ",judgment\n1,a,3\n")
    assert len(run("batch", wide).stderr) < 1000
    bad.write_text('{"judgmen": 3}\n' * 1000)
    told = run("classify", bad, code=3).stderr
    assert len(told) < 4000 and "and 980 more tasks" in told


def records_are_written_as_they_come(folder):
    log = folder / "long.jsonl"
    task = b'{"id": "a", "judgment": {"value": 3, "evidence": "%s"}}\n' % (b"e" * 300_000)
    with subprocess.Popen([PROGRAM, "classify", "-", "--brief", "--record", str(log)], env=ENVIRONMENT, stdin=subprocess.PIPE,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        child.stdin.write(task * 6)
        child.stdin.flush()
        end = time.monotonic() + 60
        while not (log.exists() and log.stat().st_size > 0) and time.monotonic() < end:
            time.sleep(0.05)
        assert log.stat().st_size > 0, "a megabyte of tasks waits for no end of the input"
    assert child.returncode == 0 and len(log.read_bytes().splitlines()) == 6


def values_are_not_given_twice(folder):
    run("whatif", PAYROLL, "--to", "engagement=KPO,engagement=BPO", code=2)
    run("whatif", PAYROLL, "--set", "judgment=1", "--set", "judgment=2", code=2)
    run("batch", ROWS, "--delimiter", "", code=2)


def signals_and_threads(folder):
    for number in (signal.SIGINT, signal.SIGTERM):
        child = subprocess.Popen([PROGRAM, "batch", "-"], env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.5)
        child.send_signal(number)
        assert child.wait() == -number
        child.stdin.close()
    few = lambda: resource.setrlimit(resource.RLIMIT_AS, (400 * MEGABYTE, 400 * MEGABYTE))
    whole = run("batch", ROWS).stdout
    assert run("batch", ROWS, "-j", "200", preexec_fn=few).stdout == whole


CASES = [outputs_keep_what_is_read, streams_are_written_through, a_dry_run_writes_nothing, a_folder_that_decides_says_so,
         no_spreadsheet_cuts_out_a_formula, messages_have_an_end, records_are_written_as_they_come, values_are_not_given_twice,
         signals_and_threads]

for case in CASES:
    with tempfile.TemporaryDirectory() as name:
        case(Path(name))
    print(f"{case.__name__}: fine")
