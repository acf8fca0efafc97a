# SPDX-License-Identifier: Apache-2.0
"""The record log, as an audit had broken it; tests/records has what holds of logs besides."""
import fcntl
import hashlib
import json
import os
import resource
import subprocess
import time

from support import ENVIRONMENT, MEGABYTE, PAYROLL, PROGRAM, run


def record(log, *arguments, code=0, **more):
    return run("classify", PAYROLL, "--brief", "--record", log, *arguments, code=code, **more)


def verified(log, code=0):
    return json.loads(run("verify", log, "--format", "json", code=code).stdout)["logs"][0]


def kinds(log, code=1):
    return {entry["kind"] for entry in verified(log, code)["differences"] if not entry["note"]}


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sealed(entry):
    bare = {key: value for key, value in entry.items() if key not in ("hash", "signature")}
    return dict(entry, hash=hashlib.sha256(canonical(bare).encode()).hexdigest())


def changed(path, log, change):
    """A log of one line whose record was changed, and its hash computed anew."""
    entry = json.loads(log.read_text())
    change(entry)
    path.write_text(canonical(sealed(entry)) + "\n")
    return path


def nothing_is_recorded_that_is_not_text(folder):
    log, latin = folder / "log", b"acord amb la direcci\xf3"
    for words in ((b"--override", b"engagement=KPO", b"--because", latin), (b"--lang", latin), (b"--assume", b"ip_risk=" + latin),
                  (b"--override", b"engagement=KPO", b"--because", b"x", b"--by", latin)):
        done = subprocess.run([PROGRAM, b"classify", PAYROLL, b"--record", log, *words], env=ENVIRONMENT, capture_output=True)
        assert done.returncode == 2 and not log.exists(), (words, done)
    done = subprocess.run([PROGRAM, "classify", PAYROLL, "--record", log], env={**ENVIRONMENT, b"SOURCING_LANG": latin}, capture_output=True)
    assert done.returncode == 2 and not log.exists(), done
    record(log, "--override", "engagement=KPO", "--because", "acord amb la direcció, «ç» \u0001 \U0001f600")
    record(log)
    assert verified(log)["records"] == 2


def no_escape_of_a_log_reaches_a_terminal(folder):
    log, escape = folder / "l\x1b[31mx", "\x1b]0;pwn\x07"
    for code, before in ((0, None), (0, '{"hash":"'), (5, "no log")):
        if before is not None:
            log.write_text(before)
        done = record(log, code=code)
        assert "\x1b" not in done.stderr + done.stdout
    record(folder / "log", "--override", "engagement=KPO", "--because", f"so {escape}", "--by", escape)

    def hostile(entry):
        entry["previous"] = entry["model"]["version"] = entry["tool"]["version"] = entry["verdict"]["id"] = escape
        entry["override"]["values"] = {escape: escape}
        entry["time"] = entry[escape] = escape

    path = changed(folder / "hostile", folder / "log", hostile)
    path.write_text(path.read_text().replace(json.loads(path.read_text())["hash"], "\\u001b]0;pwn\\u0007"))
    for file in (path, folder / "log"):
        for words in ((), ("--format", "json")):
            done = run("verify", file, *words, code=None)
            assert "\x1b" not in done.stdout + done.stderr and "\x07" not in done.stdout + done.stderr


def a_long_line_is_no_log(folder):
    """What is no log is known by its first bytes, and a line by its length: no quarter of an hour under the lock."""
    path = folder / "long"
    for begin, least in ((b"x", 5), (b'{"hash":"', 5), (b"\0", 5)):
        with path.open("wb") as out:
            out.write(begin)
            out.truncate(1 << 30)
        begun = time.process_time()
        done = record(path, code=least, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (700 * MEGABYTE, 700 * MEGABYTE)))
        assert "not a record log" in done.stderr and time.process_time() - begun < 5
        assert path.stat().st_size == 1 << 30


def zeros_at_the_end_are_a_torn_line(folder):
    log = folder / "log"
    record(log)
    whole = log.read_bytes()
    for behind in (b"\0" * 4096, whole[:100] + b"\0" * 4096, b"\0"):
        log.write_bytes(whole + behind)
        assert verified(log)["differences"][-1]["kind"] == "torn"
        record(log)
        found = verified(log)
        assert found["records"] == 2 and [e["kind"] for e in found["differences"]] == ["repaired"], found
        assert json.loads(log.read_bytes().splitlines()[1])["repaired"] == {"bytes": len(behind), "sha256": hashlib.sha256(behind).hexdigest()}


def a_line_has_one_form(folder):
    log, other = folder / "log", folder / "other"
    record(log)
    line = log.read_text()
    for form in (line.replace(":", ": ", 1), line.replace(",", ", ", 1), line[:-1] + "\r\n", "\ufeff" + line, line[:-1] + " \n",
                 line.replace('"assumed"', '"\\u0061ssumed"'), line.replace(":12,", ":1.2e1,", 1), line.replace(":12,", ":12.00,", 1),
                 json.dumps(json.loads(line), separators=(",", ":"), ensure_ascii=False, sort_keys=False)[:-1].replace('{"hash"', '{ "hash"') + "}\n",
                 canonical({"z": 1}) + "\n"):
        assert form != line
        other.write_text(form, newline="")
        assert run("verify", other, code=None).returncode in (1, 3), form[:80]


def an_empty_log_stands_for_nothing(folder):
    empty = folder / "empty"
    empty.touch()
    zeros = folder / "zeros"
    zeros.write_bytes(b"\0" * 100)
    for path in (empty, "/dev/null", zeros):
        assert kinds(path) == {"empty"}
        assert "stands" not in run("verify", path, code=1).stdout
    assert "stands" not in run("verify", folder / "absent", code=5).stdout


def a_record_is_held_to_its_schema(folder):
    log = folder / "log"
    record(log, "--override", "engagement=KPO", "--because", "so it was agreed", "--by", "Ann")
    told = run("verify", log).stdout
    assert "Ann" in told and "engagement=KPO" in told and "so it was agreed" in told

    def put(pointer, value):
        def change(entry):
            *inner, last = pointer.split("/")
            for key in inner:
                entry = entry[key]
            entry[last] = value
        return change

    for pointer, value in (("override/values", {"engagement": "MAYBE"}), ("override/values", {}), ("override/because", ""), ("override/because", " "),
                           ("override/by", 3), ("override/against_gates", []), ("time", "not a time"), ("time", "2026-13-01T00:00:00Z"), ("time", 5),
                           ("signed_by", "me"), ("tool", {}), ("tool/more", 1), ("model/sha256", "abc"), ("task/more", 1), ("options/cells", -1),
                           ("options/assume", [1]), ("time_source", "the sundial"), ("repaired", {"bytes": 0, "sha256": "0" * 64}), ("signature", "x"),
                           ("previous", "0" * 63), ("verdict", [])):
        path = changed(folder / "changed", log, put(pointer, value))
        assert kinds(path) & {"form", "not_a_record"}, (pointer, value)
    # By whom and why is said in the record; what was computed, or a gate forbids, is no override.
    run("classify", PAYROLL, "--record", log, "--override", "engagement=BPO", "--because", "x", code=2)
    run("classify", PAYROLL, "--record", log, "--override", "location=offshore", "--because", "x", code=2)
    run("classify", PAYROLL, "--record", log, "--override", "location=offshore", "--because", "x", "--against-gate")
    assert "region_residency" in run("verify", log).stdout


def a_time_that_was_given_says_so(folder):
    log = folder / "log"
    record(log)
    assert "time_source" not in json.loads(log.read_text())
    subprocess.run([PROGRAM, "classify", PAYROLL, "--record", log], env=dict(ENVIRONMENT, SOURCE_DATE_EPOCH="5"), check=True, capture_output=True)
    assert json.loads(log.read_text().splitlines()[1])["time_source"] == "SOURCE_DATE_EPOCH"
    told = [entry["kind"] for entry in verified(log)["differences"]]
    assert told == ["time"], told


def a_log_is_its_owners_and_waited_for(folder):
    log, link = folder / "log", folder / "link"
    link.symlink_to(log)
    record(link)
    assert log.stat().st_mode & 0o777 == 0o600
    with log.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with subprocess.Popen([PROGRAM, "classify", PAYROLL, "--record", log], env=ENVIRONMENT, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True) as child:
            told = child.stderr.readline()
            assert "waiting" in told, told
            fcntl.flock(held, fcntl.LOCK_UN)
    assert child.returncode == 0 and verified(log)["records"] == 2


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


def memory_is_a_few_times_the_line(folder):
    log, task = folder / "log", folder / "task.json"
    piece = "e" * 700_000
    task.write_text(json.dumps({"id": "a", "x_a": piece}))
    run("classify", task, "--brief", "--record", log)
    before, size = peak("verify", PAYROLL), log.stat().st_size
    used = peak("verify", log) - before
    assert size > MEGABYTE and used < 6 * size, (used / size)


def peak(*words):
    """Bytes that a run took at its most."""
    child = subprocess.Popen([PROGRAM, *map(str, words)], env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    return usage.ru_maxrss * 1024


def many_differences_are_counted(folder):
    log = folder / "log"
    record(log)

    def change(entry):
        entry["verdict"]["id"] = "i" * 900_000
        entry["verdict"]["reasons"] = [{"code": "x"} for _ in range(60_000)]

    path = changed(folder / "changed", log, change)
    for words in ((), ("--format", "json")):
        assert peak("verify", path, *words) < 300 * MEGABYTE
    done = run("verify", path, code=1)
    assert "more places differ" in done.stdout and len(done.stdout) < 10 * MEGABYTE


def nothing_is_chained_to_an_edited_line(folder):
    log = folder / "log"
    record(log)
    record(log)
    whole = log.read_text()
    edited = 0
    last = whole.splitlines()[-1]
    for old, new in (("HR-01", "HR-02"), ('"score":12', '"score":13'), ("payroll", "Payroll"), ('"hash":"', '"hash":"0'), ('"previous":"', '"previous":"0'),
                     ("nearshore", "offshore"), ("2026", "2025"), ('"cells":', '"cells":1'), ("sourcing.record/1", "sourcing.record/2"), ("{", "{ ")):
        line = last.replace(old, new, 1)
        if line == last:
            continue
        edited += 1
        log.write_text(whole[:-len(last) - 1] + line + "\n")
        before = log.read_bytes()
        record(log, code=5)
        assert log.read_bytes() == before, old
    assert edited >= 9
