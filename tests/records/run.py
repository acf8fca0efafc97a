#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes decision records from many processes, breaks logs in every way, and verifies them.

usage: run.py PROGRAM DATA
"""
import fcntl
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM, DATA = sys.argv[1], Path(sys.argv[2])
PAYROLL, HIRING = str(DATA / "tasks/payroll.json"), str(DATA / "tasks/hiring.json")
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "HOME": "/nonexistent", "SOURCE_DATE_EPOCH": "1767225600"}


def run(*arguments, code=0, **more):
    words = [word if isinstance(word, bytes) else str(word) for word in arguments]
    done = subprocess.run([PROGRAM, *words], env=ENVIRONMENT, capture_output=True, text=True, **more)
    assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done


def record(log, *arguments, **more):
    return run("classify", PAYROLL, "--record", log, *arguments, **more)


def verify(log, code=0, *arguments):
    done = run("verify", log, "--format", "json", *arguments, code=code)
    return json.loads(done.stdout)["logs"][0]


def kinds(log):
    return [(entry["line"], entry["kind"]) for entry in log["differences"] if not entry["note"]]


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def reseal(entry):
    bare = {key: value for key, value in entry.items() if key != "hash"}
    return dict(bare, hash=hashlib.sha256(canonical(bare).encode()).hexdigest())


def sample(folder, lines=4):
    log = folder / "sample.jsonl"
    for index in range(lines):
        run("classify", (PAYROLL, HIRING)[index % 2], "--record", log)
    return log


def form(folder):
    log = folder / "form.jsonl"
    done = record(log, "--assume", "ip_risk=2", "--override", "location=onshore", "--because", "the works council asked for it")
    line = log.read_text(encoding="utf-8")
    entry = json.loads(line)
    assert line == canonical(entry) + "\n", "a line is canonical JSON"
    assert reseal(entry) == entry and entry["hash"] in done.stderr
    assert entry["schema"] == "sourcing.record/1" and entry["previous"] == "0" * 64
    assert entry["time"] == "2026-01-01T00:00:00Z"
    assert entry["task"]["json"] == Path(PAYROLL).read_text(encoding="utf-8").strip()
    assert entry["task"]["sha256"] == hashlib.sha256(entry["task"]["json"].encode()).hexdigest()
    assert entry["override"] == {"values": {"location": "onshore"}, "because": "the works council asked for it"}
    shown = json.loads(run("classify", PAYROLL, "--assume", "ip_risk=2", "--format", "json").stdout)
    assert entry["verdict"] == shown, "the computed verdict is kept beside the override"
    assert verify(log)["overridden"] == 1
    # The same record again, byte for byte.
    again = folder / "again.jsonl"
    record(again, "--assume", "ip_risk=2", "--override", "location=onshore", "--because", "the works council asked for it")
    assert again.read_bytes() == log.read_bytes()


def refusals(folder):
    log = folder / "refused.jsonl"
    record(log, "--override", "location=onshore", code=2)
    record(log, "--because", "no override", code=2)
    record(log, "--override", "location=mars", "--because", "no such place", code=2)
    run("classify", PAYROLL, "--override", "location=onshore", "--because", "no record", code=2)
    run("classify", PAYROLL, HIRING, "--record", log, "--override", "location=onshore", "--because", "two tasks", code=2)
    assert not log.exists() or log.stat().st_size == 0
    other = folder / "notes.txt"
    other.write_text("not a log\n", encoding="utf-8")
    done = record(other, code=5)
    assert other.read_text(encoding="utf-8") == "not a log\n" and done.stdout == ""
    # What stands after a record and is no rest of one was written by somebody else.
    record(log)
    log.write_bytes(log.read_bytes() + b"a note")
    before = log.read_bytes()
    assert "its last line is no record" in record(log, code=5).stderr and log.read_bytes() == before
    other.write_text("\n", encoding="utf-8")
    assert "not a record log" in record(other, code=5).stderr and other.read_text(encoding="utf-8") == "\n"
    other.write_text("not a log\n", encoding="utf-8")
    fifo = folder / "fifo"
    os.mkfifo(fifo)
    assert "not a regular file: a record log is one" in record(fifo, code=5).stderr
    record(folder / "no such folder" / "log.jsonl", code=5)
    run("verify", other, code=3)
    run("verify", folder / "absent.jsonl", code=5)


def changes(folder):
    log = sample(folder)
    lines = log.read_text(encoding="utf-8").splitlines()
    head = json.loads(lines[-1])["hash"]
    assert verify(log)["same"] and verify(log, 0, "--head", head)["head"] == head

    def broken(name, changed, code=1, *arguments):
        path = folder / f"{name}.jsonl"
        path.write_text("".join(line + "\n" for line in changed), encoding="utf-8")
        return kinds(verify(path, code, *arguments))

    assert broken("removed", lines[:1] + lines[2:]) == [(2, "chain")]
    assert broken("first", lines[1:]) == [(1, "chain")]
    assert broken("swapped", [lines[0], lines[2], lines[1], lines[3]]) == [(2, "chain"), (3, "chain"), (4, "chain")]
    assert broken("twice", lines[:2] + lines[1:]) == [(3, "chain")]
    assert broken("tail", lines[:3], 0) == []
    assert broken("tail", lines[:3], 1, "--head", head) == [(0, "head")]

    def edited(change, sealed):
        entry = json.loads(lines[1])
        change(entry)
        entry = reseal(entry) if sealed else entry
        return broken("edited", [lines[0], canonical(entry), lines[2], lines[3]])

    def verdict(entry):
        entry["verdict"]["verdict"]["location"] = "offshore"

    def task(entry):
        entry["task"]["json"] = entry["task"]["json"].replace('"judgment"', '"complexity_"', 1)

    def because(entry):
        entry["override"] = {"values": {"location": "onshore"}, "because": "I say so"}

    assert set(edited(verdict, False)) == {(2, "edited"), (2, "verdict_differs")}
    assert set(edited(verdict, True)) == {(3, "chain"), (2, "verdict_differs")}
    assert {(2, "edited"), (2, "task_edited")} <= set(edited(task, False))
    assert set(edited(because, False)) == {(2, "edited")}
    assert set(edited(because, True)) == {(3, "chain")}

    model = json.loads((DATA / "model.json").read_text(encoding="utf-8"))
    model["axes"]["engagement"]["weights"][0]["weight"] = 40
    other = folder / "model.json"
    other.write_text(json.dumps(model), encoding="utf-8")
    # What the shipped model decided stands, whichever is given beside it.
    assert verify(log, 0, "--model", other)["same"]
    later = folder / "later.jsonl"
    record(later, "--model", other)
    record(later)
    found = kinds(verify(later, 1))
    assert {kind for _, kind in found} == {"model_changed", "verdict_differs"}, found
    assert len([1 for _, kind in found if kind == "model_changed"]) == 1
    assert verify(later, 0, "--model", other)["same"], "a log over two models stands with both"
    # The chain is one thing, what comes out another.
    told = verify(later, 1)
    assert told["chain_intact"] and not told["comes_out_the_same"]
    assert verify(later, 0, "--chain-only")["comes_out_the_same"] is None


def upgraded(folder):
    """A log of an older version, with other words and without members that came later, stands."""
    log = sample(folder, 2)
    entries, previous = [], "0" * 64
    for line in log.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        entry["tool"]["version"] = entry["verdict"]["tool"] = "0.0.9"
        entry["verdict"].pop("considered", None)
        for reason in entry["verdict"]["reasons"]:
            reason["text"] = "said in other words"
        entry["previous"] = previous
        entry = reseal(entry)
        previous = entry["hash"]
        entries.append(canonical(entry) + "\n")
    log.write_text("".join(entries), encoding="utf-8")
    found = verify(log)
    assert found["same"] and {e["kind"] for e in found["differences"]} == {"tool_changed", "words_differ"}


def heads(folder):
    log = sample(folder, 4)
    hashes = [json.loads(line)["hash"] for line in log.read_text(encoding="utf-8").splitlines()]
    assert verify(log, 0, "--head", hashes[1])["after_head"] == 2
    assert kinds(verify(log, 1, "--head", hashes[1], "--last")) == [(0, "head")]
    assert verify(log, 0, "--head", hashes[3], "--last")["after_head"] == 0
    assert kinds(verify(log, 1, "--head", "ab" * 32)) == [(0, "head")]


def forms(folder):
    """What can be done to a line without changing what it says, and to a log without adding one."""
    log = sample(folder, 2)
    lines = log.read_text(encoding="utf-8").splitlines()
    for name, line in (("spaces", lines[1].replace(",", ", ", 1)), ("escape", lines[1].replace('"a', '"\\u0061', 1))):
        path = folder / f"{name}.jsonl"
        path.write_text(lines[0] + "\n" + line + "\n", encoding="utf-8")
        assert (2, "form") in kinds(verify(path, 1)), name
    entry = json.loads(lines[1])
    for change in ({"signed_by": "me"}, {"time": "not a time"},
                   {"override": {"values": {"engagement": "MAYBE"}, "because": ""}}):
        path = folder / "change.jsonl"
        path.write_text(lines[0] + "\n" + canonical(reseal(dict(entry, **change))) + "\n", encoding="utf-8")
        assert set(kinds(verify(path, 1))) == {(2, "form")}, change
    empty = folder / "empty.jsonl"
    empty.write_bytes(b"")
    assert kinds(verify(empty, 1)) == [(0, "empty")]
    assert kinds(verify(Path("/dev/null"), 1)) == [(0, "empty")]
    zeros = folder / "zeros.jsonl"
    zeros.write_bytes(log.read_bytes() + b"\0" * 4096)
    assert verify(zeros)["same"]
    record(zeros)
    assert verify(zeros)["records"] == 3
    assert log.stat().st_mode & 0o777 == 0o600
    # One that is not text gets in nowhere.
    record(log, "--override", "engagement=KPO", "--because", b"acord\xf3", code=2)
    # Nothing is chained to a line that was edited.
    log.write_text(lines[0].replace("HR-01", "HR-02") + "\n", encoding="utf-8")
    record(log, code=5)


def overrides(folder):
    log = folder / "overrides.jsonl"
    record(log, "--override", "engagement=BPO", "--because", "as computed", code=2)
    record(log, "--override", "location=offshore", "--because", "cheap", code=2)
    record(log, "--override", "location=onshore", "--because", "near", "--against-gate", code=2)
    assert not log.exists() or log.stat().st_size == 0
    record(log, "--override", "location=offshore", "--because", "cheap", "--against-gate", "--by", "Ann")
    entry = json.loads(log.read_text(encoding="utf-8"))
    assert entry["override"]["by"] == "Ann" and entry["override"]["against_gates"] == ["region_residency"]
    text = run("verify", log).stdout
    assert "overridden by Ann: location=offshore against region_residency, because: cheap" in text, text


def signatures(folder):
    if shutil.which("ssh-keygen") is None:
        print("signatures: SKIPPED, ssh-keygen is not installed")
        return
    for name in ("mine", "other"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", folder / name], check=True)
    allowed = folder / "allowed"
    allowed.write_text("me " + (folder / "mine.pub").read_text(encoding="utf-8"), encoding="utf-8")
    log = folder / "signed.jsonl"
    environment = dict(ENVIRONMENT, PATH=os.environ["PATH"])
    def sign(key, code=0):
        done = subprocess.run([PROGRAM, "classify", PAYROLL, "--record", log, "--sign-with", folder / key],
                              env=environment, capture_output=True, text=True)
        assert done.returncode == code, done.stderr
    def check(code):
        done = subprocess.run([PROGRAM, "verify", log, "--signed-by", allowed, "--format", "json"],
                              env=environment, capture_output=True, text=True)
        assert done.returncode == code, done.stdout + done.stderr
        return kinds(json.loads(done.stdout)["logs"][0])
    sign("mine")
    sign("mine")
    assert check(0) == []
    sign("absent", code=5)
    sign("other")
    assert check(1) == [(3, "unsigned")]
    # All hashes computed anew: the chain stands, the signatures do not.
    entries, previous = [], "0" * 64
    for line in log.read_text(encoding="utf-8").splitlines()[:2]:
        entry = json.loads(line)
        entry["time"] = "2025-01-01T00:00:00Z"
        signature = entry.pop("signature")
        entry = dict(reseal(dict(entry, previous=previous)), signature=signature)
        previous = entry["hash"]
        entries.append(canonical(entry) + "\n")
    log.write_text("".join(entries), encoding="utf-8")
    assert verify(log)["chain_intact"]
    assert check(1) == [(1, "unsigned"), (2, "unsigned")]


def torn(folder):
    log = sample(folder, 2)
    whole = log.read_bytes()
    second = whole.index(b"\n") + 1
    random.seed(1)
    cuts = {1, 5, second - 1, second, second + 1, second + 9, second + 10, len(whole) - 1, len(whole)}
    cuts |= {random.randrange(1, len(whole)) for _ in range(25)}
    for cut in sorted(cuts):
        path = folder / "torn.jsonl"
        path.write_bytes(whole[:cut])
        begun = cut >= second - 1
        before = verify(path, 0 if begun else 1)["records"]
        assert before == whole[:cut].count(b"\n") + (1 if cut in (second - 1, len(whole) - 1) else 0), cut
        record(path)
        after = verify(path, 0)
        # No whole line is lost, and every line is one again.
        assert after["records"] == before + 1 and after["same"], (cut, before, after)
        lines = path.read_bytes().split(b"\n")
        assert lines[-1] == b"" and all(json.loads(line) for line in lines[:-1])
        assert path.read_bytes().startswith(whole[:second] if cut >= second else b"{")
        left = cut - (second if cut > second else 0)
        repaired = cut not in (second - 1, second, len(whole) - 1, len(whole))
        assert (json.loads(lines[-2]).get("repaired", {}).get("bytes") == left) == repaired, cut


def parallel(folder):
    log = folder / "parallel.jsonl"
    writers = [subprocess.Popen([PROGRAM, "classify", PAYROLL, HIRING, "--record", str(log)], env=ENVIRONMENT,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(24)]
    assert all(writer.wait() == 0 for writer in writers)
    found = verify(log)
    assert found["records"] == 48 and found["same"], found


def rotated(folder):
    """A log that is moved away while a writer waits for it: the record goes to the one of its name."""
    log, old = sample(folder, 1), folder / "old.jsonl"
    before = log.read_bytes()
    with log.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        writer = subprocess.Popen([PROGRAM, "classify", PAYROLL, "--record", str(log)], env=ENVIRONMENT,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 20
        while str(log) not in opened(writer.pid) and time.monotonic() < end:
            time.sleep(0.01)
        assert writer.poll() is None, "it waits"
        log.rename(old)
    assert writer.wait(20) == 0
    assert old.read_bytes() == before, "nothing goes to the log that was moved away"
    assert verify(log)["records"] == 1


def opened(process):
    """Paths of the files that a process has open; empty where the system does not tell."""
    paths = []
    for entry in Path(f"/proc/{process}/fd").glob("*"):
        try:
            paths.append(os.readlink(entry))
        except OSError:
            continue
    return paths


def killed(folder):
    log = folder / "killed.jsonl"
    tasks = folder / "many.ndjson"
    task = json.dumps(json.loads(Path(PAYROLL).read_text(encoding="utf-8")))
    tasks.write_text("".join(task + "\n" for _ in range(400)), encoding="utf-8")
    for delay in (0.0, 0.01, 0.03, 0.06, 0.1, 0.2):
        writer = subprocess.Popen([PROGRAM, "classify", str(tasks), "--record", str(log), "--format", "ndjson"],
                                  env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        if log.exists() and log.stat().st_size > 0:
            assert verify(log)["same"]
    before = verify(log)["records"] if log.exists() and log.stat().st_size > 0 else 0
    record(log)
    assert verify(log)["records"] == before + 1


def main():
    for test in (form, refusals, changes, upgraded, heads, forms, overrides, signatures, torn, parallel, rotated, killed):
        with tempfile.TemporaryDirectory() as folder:
            test(Path(folder))
        print(f"{test.__name__}: as it should be")
    return 0


if __name__ == "__main__":
    sys.exit(main())
