#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How `sourcing batch` behaves as a process: killed, interrupted, out of space, read by nobody.

usage: run.py --binary PROGRAM [CASE …]
"""
import argparse
import gzip
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HEADER = "id,name,judgment,complexity,volume,language,regulated\n"
CASES = []


def case(function):
    CASES.append(function)
    return function


def table(rows, seed=1):
    pick = random.Random(seed)
    return HEADER + "".join(
        f'P{i},"Task {i}, of many",{pick.randint(1, 5)},{pick.randint(1, 5)},{pick.randint(0, 99999)},'
        f'{pick.choice(["global", "regional", "local"])},{pick.choice(["true", "false", ""])}\n'
        for i in range(rows))


class Box:
    def __init__(self, binary, folder):
        self.binary, self.folder = binary, Path(folder)
        self.small, self.large = self.folder / "small.csv", self.folder / "large.csv"
        self.small.write_text(table(200))
        self.large.write_text(table(1_000) + table(1_000).split("\n", 1)[1] * 400)

    def run(self, *arguments, **more):
        return subprocess.run([self.binary, "batch", *map(str, arguments)], capture_output=True,
                              timeout=120, check=False, **more)

    def start(self, *arguments, **more):
        return subprocess.Popen([self.binary, "batch", *map(str, arguments)], **more)

    def litter(self):
        return [p.name for p in self.folder.iterdir() if p.name.startswith(".")]


@case
def output_is_whole_or_absent_when_killed(box):
    out = box.folder / "out.csv"
    whole = box.run(box.large, "-j", 2).stdout
    pick = random.Random(2)
    for _ in range(12):
        process = box.start(box.large, "-o", out, "-j", 2, stderr=subprocess.DEVNULL)
        time.sleep(pick.random() * 0.25)
        process.kill()
        process.wait()
        assert not out.exists() or out.read_bytes() == whole, "a partial file has the final name"
        for name in box.litter():
            (box.folder / name).unlink()  # SIGKILL may leave the temporary file
    assert box.run(box.large, "-o", out).returncode == 0 and out.read_bytes() == whole


def interrupted(box, number, code):
    out = box.folder / "old.csv"
    out.write_text("old\n")
    read, write = os.pipe()
    process = box.start("-", "-o", out, stdin=read, stderr=subprocess.PIPE)
    os.write(write, table(50).encode())
    time.sleep(0.4)
    process.send_signal(number)
    error = process.communicate(timeout=10)[1]
    assert process.returncode == -number, f"{process.returncode}, not by signal {number} ({code})"
    assert out.read_text() == "old\n" and not box.litter(), "the old file is gone, or litter is left"
    assert b"rows in" not in error
    os.close(write), os.close(read)


@case
def interrupt_keeps_the_old_file(box):
    interrupted(box, signal.SIGINT, 130)
    interrupted(box, signal.SIGTERM, 143)


@case
def interrupt_ends_standard_output_at_a_row(box):
    whole = box.run(box.large).stdout
    for delay in (0.02, 0.05, 0.1):
        with open(box.folder / "cut.csv", "wb") as out:
            process = box.start(box.large, "-j", 2, stdout=out, stderr=subprocess.DEVNULL)
            time.sleep(delay)
            process.send_signal(signal.SIGINT)
            process.wait()
        cut = (box.folder / "cut.csv").read_bytes()
        assert process.returncode in (0, -signal.SIGINT)
        assert whole.startswith(cut) and (not cut or cut.endswith(b"\n")), "half a row"


@case
def interrupt_while_the_reader_stands_still(box):
    read, write = os.pipe()
    process = box.start(box.large, stdout=write, stderr=subprocess.DEVNULL)
    os.close(write)
    time.sleep(0.3)
    begin = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.wait(timeout=10)
    assert process.returncode == -signal.SIGINT and time.monotonic() - begin < 5
    os.close(read)


@case
def a_closed_pipe_ends_quietly(box):
    begin = time.monotonic()
    # Its ids repeat, which is told whoever reads.
    result = subprocess.run(f'"{box.binary}" batch "{box.large}" | head -1', shell=True,
                            capture_output=True, timeout=60, check=False)
    assert result.stdout.startswith(b"id,") and result.stdout.count(b"\n") == 1
    told = [line for line in result.stderr.splitlines() if b"ids are not unique" not in line]
    assert not told, told
    assert time.monotonic() - begin < 10


@case
def a_full_disk_is_an_error(box):
    with open("/dev/full", "wb") as full:
        result = subprocess.run([box.binary, "batch", box.large], stdout=full,
                                stderr=subprocess.PIPE, timeout=60, check=False)
    assert result.returncode == 5 and b"No space left" in result.stderr, result
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    for jobs in (1, 2):
        out = box.folder / "limited.csv"
        result = box.run(box.large, "-o", out, "-j", jobs, preexec_fn=limit)
        assert result.returncode == 5 and result.stderr, result
        assert not out.exists() and not box.litter(), "half a file is left"


@case
def the_input_is_never_overwritten(box):
    link, hard = box.folder / "link.csv", box.folder / "hard.csv"
    link.symlink_to(box.small)
    os.link(box.small, hard)
    before = box.small.read_bytes()
    for option in ("-o", "--rejects", "--summary-file"):
        for target in (box.small, link, hard):
            result = box.run(box.small, option, target)
            assert result.returncode == 2 and b"overwrite" in result.stderr, (option, result)
    assert box.small.read_bytes() == before


@case
def a_slow_pipe_is_served_within_a_second(box):
    read, write = os.pipe()
    process = box.start("-", "-j", 2, stdin=read, stdout=subprocess.PIPE,
                        stderr=subprocess.DEVNULL)
    os.close(read)
    os.write(write, HEADER.encode())
    os.set_blocking(process.stdout.fileno(), False)

    def arrived(wanted, text=b""):
        begin = time.monotonic()
        while wanted not in text:
            assert time.monotonic() - begin < 1.5, f"{wanted} is late: {text}"
            text += process.stdout.read() or b""
            time.sleep(0.01)

    for i in range(3):
        os.write(write, f"x{i},N,3,3,100,global,true\ny{i},half a".encode())
        arrived(f"x{i},".encode())
        os.write(write, b" row,3,3,100,global,true\n")
        arrived(f"y{i},".encode())
    os.close(write)
    assert process.wait(timeout=10) == 0


@case
def packed_input_is_read(box):
    plain = box.run(box.small).stdout
    packed = box.folder / "small.csv.gz"
    text = box.small.read_bytes()
    middle = text.index(b"\n", len(text) // 2) + 1
    packed.write_bytes(gzip.compress(text[:middle]) + gzip.compress(text[middle:]))
    result = box.run(packed)
    if b"this build has no" in result.stderr:
        print("skipped: no zlib", file=sys.stderr)
        return
    assert result.stdout == plain and result.returncode == 0, result
    whole = packed.read_bytes()
    packed.write_bytes(whole[:-200])
    result = box.run(packed)
    assert result.returncode == 3 and b"gzip" in result.stderr, result
    assert plain.startswith(result.stdout), "a row out of half the data"


@case
def utf16_is_converted(box):
    plain = box.run(box.small).stdout
    for encoding in ("utf-16-le", "utf-16-be"):
        path = box.folder / f"{encoding}.csv"
        path.write_bytes(("\ufeff" + box.small.read_text()).encode(encoding))
        assert box.run(path).stdout == plain


@case
def memory_does_not_grow(box):
    # The parent's peak is inherited until exec: measured by a shell in between.
    def peak(path):
        script = ('import os,resource,subprocess,sys;'
                  'subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL);'
                  'print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)')
        out = subprocess.run([sys.executable, "-c", script, box.binary, "batch", str(path), "-j", "2"],
                             capture_output=True, timeout=120, check=True).stdout
        return int(out)

    few, many = peak(box.small), peak(box.large)
    print(f"peak memory: {few} KiB for 200 rows, {many} KiB for 401,000", file=sys.stderr)
    if not os.environ.get("SOURCING_SANITIZED"):
        assert many < 16_384, f"{many} KiB"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("cases", nargs="*")
    options = parser.parse_args()
    failed = 0
    for function in CASES:
        if options.cases and function.__name__ not in options.cases:
            continue
        with tempfile.TemporaryDirectory(prefix="batch-process-") as folder:
            try:
                function(Box(os.path.abspath(options.binary), folder))
                print(f"ok      {function.__name__}")
            except (AssertionError, subprocess.SubprocessError, OSError) as problem:
                failed += 1
                print(f"FAILED  {function.__name__}: {problem}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
