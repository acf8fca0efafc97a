#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Eight processes append to one log, are killed at random and meet a full disk; the log verifies.

usage: processes.py PROGRAM DATA [SECONDS]

What a process said it recorded is in the log. The full disk is a small tmpfs where one may be
mounted, and a limit of the file's size everywhere.
"""
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM, DATA = os.path.abspath(sys.argv[1]), Path(sys.argv[2]).resolve()
SECONDS = float(sys.argv[3]) if sys.argv[3:] else 4.0
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
WRITERS, FULL = 8, 512 << 10


def tasks(folder, count):
    path = folder / "tasks.ndjson"
    task = json.loads((DATA / "tasks/payroll.json").read_text())
    path.write_text("".join(json.dumps(dict(task, id=f"t{n}")) + "\n" for n in range(count)))
    return path


def writer(log, path, limit=None, ignore=True):
    def set_limit():
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN if ignore else signal.SIG_DFL)
    return subprocess.Popen([PROGRAM, "classify", str(path), "--record", str(log), "--brief"], env=ENVIRONMENT, stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE, text=True, preexec_fn=set_limit)


def verified(log):
    done = subprocess.run([PROGRAM, "verify", str(log), "--chain-only", "--format", "json"], env=ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    return json.loads(done.stdout)["logs"][0]


def ended(child, heads):
    """Takes note of what a process said; how it ended is 0, a full disk, or a signal."""
    told = child.communicate()[1]
    assert child.returncode in (0, 5, -signal.SIGKILL, -signal.SIGXFSZ), (child.returncode, told)
    heads.update(line.split()[-1] for line in told.splitlines() if "; head " in line)
    return child.returncode


def crowd(log, path, limits, seconds, kills):
    """Processes that come, write and go for some seconds; returns the heads that they told, and how they ended."""
    running, heads, ends = [], set(), []
    if not log.exists():  # on a slow machine, all that follow may be killed before they write
        ends.append(ended(writer(log, path), heads))
    end = time.monotonic() + seconds
    while time.monotonic() < end or running:
        while len(running) < WRITERS and time.monotonic() < end:
            limit = random.choice(limits)
            running.append(writer(log, path, limit, ignore=random.random() < 0.5))
        time.sleep(random.uniform(0, 0.03))
        if kills and running and random.random() < 0.5:
            random.choice(running).send_signal(signal.SIGKILL)
        for child in [child for child in running if child.poll() is not None]:
            running.remove(child)
            ends.append(ended(child, heads))
    return heads, ends


def holds(log, heads):
    hashes = {json.loads(line)["hash"] for line in log.read_bytes().split(b"\n") if line.endswith(b"}")}
    assert heads <= hashes, "what was said to be recorded is in the log"
    found = verified(log)
    assert found["records"] == len(hashes) and found["chain_intact"], found


def killed(folder):
    log = folder / "log"
    heads, ends = crowd(log, tasks(folder, 5), [None], SECONDS, kills=True)
    holds(log, heads)
    print(f"killed: {len(ends)} processes, {ends.count(-signal.SIGKILL)} killed, {verified(log)['records']} records")


def limited(folder):
    """Some may write no farther than a few kilobytes more than there is: a disk that is full for them."""
    log, path = folder / "log", tasks(folder, 3)
    heads, refused = set(), 0
    for _ in range(6):
        size = log.stat().st_size if log.exists() else 0
        some, ends = crowd(log, path, [None, size + 1, size + 3_000, size + 20_000, size + 60_000], SECONDS / 6, kills=True)
        heads |= some
        ends.append(ended(writer(log, path, log.stat().st_size + 1), heads))
        refused += sum(end in (5, -signal.SIGXFSZ) for end in ends)
    holds(log, heads)
    assert refused > 0
    print(f"limited: {refused} met the limit, {verified(log)['records']} records")


def full(folder):
    """A disk of half a megabyte, until it is full, and on when there is room again."""
    disk = folder / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={FULL}", "none", disk], capture_output=True).returncode != 0:
        return print("full: SKIPPED, no tmpfs may be mounted")
    try:
        log, path = disk / "log", tasks(folder, 3)
        heads, ends = set(), []
        end = time.monotonic() + 30
        while 5 not in ends and time.monotonic() < end:
            some, ends = crowd(log, path, [None], SECONDS / 4, kills=False)
            heads |= some
        assert 5 in ends, "the disk was full"
        holds(log, heads)
        subprocess.run(["mount", "-o", f"remount,size={4 * FULL}", disk], check=True)
        some, ends = crowd(log, path, [None], SECONDS / 8, kills=False)
        assert ends.count(0) > 0
        holds(log, heads | some)
        print(f"full: {verified(log)['records']} records")
    finally:
        subprocess.run(["umount", disk], check=True)


def main():
    random.seed(15)
    for test in (killed, limited, full):
        with tempfile.TemporaryDirectory() as name:
            test(Path(name))


if __name__ == "__main__":
    main()
