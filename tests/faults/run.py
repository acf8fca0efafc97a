#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails the n-th call of one kind, for every n of a few small runs, and looks at what is left.

usage: run.py --binary build/dev/.../sourcing-faulty --data data [--all] KIND...

KIND is new (memory), read, write, open, close, fsync or rename. What must hold every time:
  - no death by signal, no hang;
  - the exit code is 5, or what the run without the fault returns, with exactly its output (the
    call did not matter, such as the fsync of a folder);
  - with code 5 there is a message on standard error, which is UTF-8 without control bytes;
  - a file under its final name is the old one, byte by byte, or the new one, whole;
  - no temporary file stays behind.
"""
import argparse
import errno
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

OLD = b"what was there before\n"
TIMEOUT = 30

# name, arguments, the files it makes or changes, its exit code. $DATA and $WORK are filled in.
RUNS = [
    ("classify", ["classify", "$DATA/tasks/payroll.json"], [], 0),
    ("classify-json", ["classify", "--format", "json", "$WORK/tasks.ndjson"], [], 0),
    ("classify-file", ["classify", "--format", "ndjson", "-o", "$WORK/out", "$WORK/tasks.ndjson"],
     ["out"], 0),
    ("classify-model", ["classify", "--model", "$DATA/model.json", "--brief", "$WORK/one.json"],
     [], 0),
    ("batch-csv", ["batch", "--jobs", "1", "$WORK/good.csv"], [], 0),
    ("batch-ndjson", ["batch", "--jobs", "2", "--format", "ndjson", "$WORK/good.csv"], [], 0),
    ("batch-files", ["batch", "--jobs", "1", "$WORK/rows.csv", "-o", "$WORK/out", "--rejects",
                     "$WORK/rejects"], ["out", "rejects"], 6),
    ("batch-json", ["batch", "$WORK/tasks.ndjson", "-o", "$WORK/out", "--format", "markdown"],
     ["out"], 0),
    ("whatif", ["whatif", "--format", "json", "$WORK/one.json"], [], 0),
    ("export", ["model", "export", "sql", "--dialect", "duckdb", "-o", "$WORK/out"], ["out"], 0),
    ("model-check", ["model", "check", "$DATA/model.json"], [], 0),
    ("new-file", ["new", "payroll", "-o", "$WORK/out", "--force"], ["out"], 0),
    ("activities", ["activities"], [], 0),
    ("record", ["classify", "--brief", "--record", "$WORK/log", "$WORK/tasks.ndjson"], ["log"], 0),
    ("verify", ["verify", "$WORK/log"], ["log"], 0),
]
TASKS = """{"id":"a","judgment":5,"volume":"low"}
{"id":"b","activity":"payroll"}
{"id":"c","judgment":[1,3],"data_residency":"country"}
"""
GOOD = "id,name,judgment,volume\na,A,5,low\nb,\"B, \"\"b\"\"\",2..4,\nc,,1,100\n"
INPUTS = {"tasks.ndjson": TASKS, "one.json": '{"judgment":4}', "good.csv": GOOD,
          "rows.csv": GOOD + "d,D,9,x\ne,E,3,7,more\n"}
# A run allocates thousands of times: every n takes many minutes (--all), a sample does here.
MOST_STEPS = 150


class Failed(Exception):
    pass


def check(holds, what):
    if not holds:
        raise Failed(what)


def record_log(binary, data):
    """A log with one record, to be appended to."""
    with tempfile.TemporaryDirectory(prefix="faults-") as work:
        Path(work, "one.json").write_text('{"judgment":4}', encoding="utf-8")
        subprocess.run([binary, "classify", "--record", f"{work}/log", f"{work}/one.json"],
                       check=True, capture_output=True, cwd=work,
                       env={"HOME": work, "SOURCE_DATE_EPOCH": "0"})
        return Path(work, "log").read_bytes()


def run(binary, data, arguments, outputs, environment, old=OLD):
    """Returns (code, stdout, stderr, the bytes of each output file, how many calls failed)."""
    with tempfile.TemporaryDirectory(prefix="faults-") as work:
        for name, text in INPUTS.items():
            Path(work, name).write_text(text, encoding="utf-8")
        for name in outputs:
            Path(work, name).write_bytes(old)
        told, tell = os.pipe()
        try:
            done = subprocess.run(
                [binary, *(a.replace("$DATA", data).replace("$WORK", work) for a in arguments)],
                cwd=work, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT,
                pass_fds=[tell],
                env={"LC_ALL": "C.UTF-8", "HOME": work, "SOURCE_DATE_EPOCH": "0",
                     "SOURCING_FAULT_TELL": str(tell),
                     **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")},
                     **environment})
        finally:
            os.close(tell)
            count = 0
            while (chunk := os.read(told, 65536)):
                count += len(chunk)
            os.close(told)
        left = sorted(p.name for p in Path(work).iterdir())
        expected = sorted({*INPUTS, *outputs})
        check(left == expected, f"files left behind: {sorted(set(left) - set(expected))}")
        files = [Path(work, name).read_bytes() for name in outputs]
        place = work.encode()
        return (done.returncode, done.stdout.replace(place, b"$WORK"),
                done.stderr.replace(place, b"$WORK"), files, count)


def check_message(err):
    check(err, "no message")
    text = err.decode("utf-8")  # throws
    check(all(c == "\n" or (ord(c) >= 32 and not 127 <= ord(c) < 160) for c in text),
          "control bytes in the message")


def compare(good, got, old):
    code, out, err, files, failed = got
    check(code >= 0, f"died by signal {-code}")
    check(all(file in (old, new) for file, new in zip(files, good[3])),
          "half a file under its final name")
    if not failed:
        check(got[:4] == good[:4], "different without a fault")
        return
    if code == good[0]:
        check(out == good[1], "success with other output")
        check(files == good[3], "success without the new file")
        return
    check(code == 5, f"exit code {code}, message {err!r}")
    check_message(err)


def steps(total, every):
    if every or total <= MOST_STEPS:
        return range(1, total + 1)
    stride = total / MOST_STEPS
    return sorted({int(1 + i * stride) for i in range(MOST_STEPS)} | set(range(1, 40)) | {total})


def fault_runs(kind):
    """The environments to try; the call number is added."""
    if kind == "new":
        return [{}, {"SOURCING_FAULT_STICKY": "1"}]
    disk_full = {"SOURCING_FAULT_ERRNO": str(errno.ENOSPC)}
    return [{}, {"SOURCING_FAULT_STICKY": "1", **disk_full}]


def count_calls(binary, data, kind, arguments, outputs, old):
    # Sticky from a call that never comes counts nothing; so the last call is searched for.
    def reached(n):
        return run(binary, data, arguments, outputs,
                   {"SOURCING_FAULT": kind, "SOURCING_FAULT_AT": str(n)}, old)[4] > 0
    if not reached(1):
        return 0
    low, high = 1, 2
    while reached(high):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if reached(middle) else (low, middle)
    return low


def try_kind(binary, data, kind, every):
    tried = problems = 0
    for name, arguments, outputs, code in RUNS:
        old = record_log(binary, data) if outputs == ["log"] else OLD
        good = run(binary, data, arguments, outputs, {}, old)
        check(good[0] == code, f"{name} fails without a fault: {good[2]!r}")
        total = count_calls(binary, data, kind, arguments, outputs, old)
        jobs = [{"SOURCING_FAULT": kind, "SOURCING_FAULT_AT": str(n), **more}
                for more in fault_runs(kind) for n in steps(total, every)]
        if kind in ("read", "write"):
            # Interrupted and short calls are no faults: the result must be the same.
            jobs += [{"SOURCING_FAULT": kind, "SOURCING_FAULT_AT": "1", "SOURCING_FAULT_STICKY": "1",
                      "SOURCING_FAULT_SHORT": "1"}]
            jobs += [{"SOURCING_FAULT": kind, "SOURCING_FAULT_AT": str(n),
                      "SOURCING_FAULT_ERRNO": str(errno.EINTR)} for n in range(1, total + 1)]

        def attempt(environment, old=old, good=good, arguments=arguments, outputs=outputs, name=name,
                    code=code):
            try:
                got = run(binary, data, arguments, outputs, environment, old)
                compare(good, got, old)
                harmless = ("SOURCING_FAULT_SHORT" in environment or
                            environment.get("SOURCING_FAULT_ERRNO") == str(errno.EINTR))
                check(not harmless or got[0] == code, "an interrupted call is not an error")
                return None
            except subprocess.TimeoutExpired:
                return f"{name}: {environment}: no end after {TIMEOUT} s"
            except (Failed, UnicodeDecodeError) as failed:
                return f"{name}: {environment}: {failed}"

        with ThreadPoolExecutor(max_workers=2) as workers:
            for problem in workers.map(attempt, jobs):
                tried += 1
                if problem:
                    problems += 1
                    if problems <= 25:
                        print(problem)
        print(f"{kind}: {name}: {total} calls")
    print(f"{kind}: {tried} runs with a fault, {problems} problems")
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--all", action="store_true", help="every allocation, not a sample")
    parser.add_argument("kinds", nargs="+")
    options = parser.parse_args()
    binary, data = str(Path(options.binary).resolve()), str(Path(options.data).resolve())
    assert shutil.which(binary), "--binary must be a program"
    return 1 if sum(try_kind(binary, data, kind, options.all) for kind in options.kinds) else 0


if __name__ == "__main__":
    sys.exit(main())
