#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tampers with a record log in every way there is, some hundreds, and has `verify` tell each.

usage: tamper.py PROGRAM DATA

Edits of every member, cuts, splices, swaps, other forms of the same, lines sealed again, and whole
chains that were computed anew with signatures in use. Each way is one file; `verify` must not end
with 0 for any, and with 0 for the log that nobody touched.
"""
import copy
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM, DATA = os.path.abspath(sys.argv[1]), Path(sys.argv[2]).resolve()
TASKS = [str(DATA / f"tasks/{name}.json") for name in ("payroll", "hiring", "market_research", "payroll")]
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "HOME": "/nonexistent", "PATH": os.environ["PATH"]}
LEAST = 100


def run(*words):
    return subprocess.run([PROGRAM, *map(str, words)], env=ENVIRONMENT, capture_output=True, text=True)


def record(log, tasks, *words):
    for task in tasks:
        done = run("classify", task, "--record", log, *words)
        assert done.returncode == 0, done.stderr


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sealed(entry):
    bare = {key: value for key, value in entry.items() if key not in ("hash", "signature")}
    return dict(entry, hash=hashlib.sha256(canonical(bare).encode()).hexdigest())


def leaves(value, pointer=()):
    if isinstance(value, (dict, list)) and value:
        for key, inner in (value.items() if isinstance(value, dict) else enumerate(value)):
            yield from leaves(inner, (*pointer, key))
    else:
        yield pointer, value


def other(value):
    if isinstance(value, bool) or value is None:
        return value is not True
    if isinstance(value, (int, float)):
        return value + 1
    return (value + "x") if isinstance(value, str) else ["x"] if isinstance(value, list) else {"x": 1}


def put(entry, pointer, value):
    entry = copy.deepcopy(entry)
    place = entry
    for key in pointer[:-1]:
        place = place[key]
    if value is KeyError:
        del place[pointer[-1]]
    else:
        place[pointer[-1]] = value
    return entry


def chained(entries):
    """The chain computed anew, as somebody would who can write to the log."""
    done, previous = [], "0" * 64
    for entry in entries:
        done.append(sealed(dict(entry, previous=previous)))
        previous = done[-1]["hash"]
    return done


def text(entries):
    return "".join(canonical(entry) + "\n" for entry in entries)


def edits(lines, entries):
    """One value of one line, its hash left: every member of the second line."""
    for pointer, value in leaves(entries[1]):
        entry = put(entries[1], pointer, other(value))
        yield f"edit /{'/'.join(map(str, pointer))}", "".join([lines[0], canonical(entry) + "\n", *lines[2:]]), []
    for key in entries[1]:
        yield f"remove /{key}", "".join([lines[0], canonical(put(entries[1], (key,), KeyError)) + "\n", *lines[2:]]), []
    yield "add a member", "".join([lines[0], canonical(dict(entries[1], note="x")) + "\n", *lines[2:]]), []


def orders(lines, entries, strange):
    count = len(lines)
    head = ["--head", entries[-1]["hash"]]
    for i in range(count):
        without = lines[:i] + lines[i + 1:]
        yield f"line {i + 1} removed", "".join(without), head
        yield f"line {i + 1} twice", "".join(lines[:i + 1] + lines[i:]), []
        yield f"line {i + 1} of another log", "".join(lines[:i] + strange[:1] + lines[i + 1:]), head
        yield f"a line of another log after {i + 1}", "".join(lines[:i + 1] + strange[1:2] + lines[i + 1:]), []
        for j in range(i + 1, count):
            swapped = list(lines)
            swapped[i], swapped[j] = swapped[j], swapped[i]
            yield f"lines {i + 1} and {j + 1} swapped", "".join(swapped), []
    for kept in range(1, count):
        yield f"cut behind line {kept}", "".join(lines[:kept]), head
        yield f"cut before line {kept + 1}", "".join(lines[kept:]), []
        yield f"the end of another log behind line {kept}", "".join(lines[:kept] + strange[1:]), []
    yield "backwards", "".join(reversed(lines)), []
    yield "two logs, one behind the other", "".join(lines + strange), []
    yield "nothing left", "", []
    yield "another log", "".join(strange), head
    yield "more lines than the last", "".join(lines), ["--head", entries[1]["hash"], "--last"]


def forms(lines):
    """The same, said otherwise, and bytes that do not belong there."""
    first, second, rest = lines[0], lines[1], "".join(lines[2:])
    ways = {
        "a blank": second.replace(":", ": ", 1), "a blank at the end": second[:-1] + " \n", "a blank in front": " " + second,
        "a tab": second.replace(",", ",\t", 1), "CRLF": second[:-1] + "\r\n", "a mark of UTF-8": "\ufeff" + second,
        "an escape": second.replace('"a', '"\\u0061', 1), "a solidus escaped": second.replace("/", "\\/", 1),
        "an exponent": second.replace('"cells":4096', '"cells":4.096e3'), "a fraction": second.replace('"cells":4096', '"cells":4096.0'),
        "a member twice": second.replace('{"hash"', '{"hash":"' + "0" * 64 + '","hash"', 1),
        "another order": json.dumps(dict(reversed(json.loads(second).items())), separators=(",", ":"), ensure_ascii=False) + "\n",
        "a NUL": second.replace('"hash"', '"ha\0sh"', 1), "NULs before it": "\0" * 100 + second, "a comment": "// mine\n" + second,
        "a blank line before it": "\n" + second, "in a list": "[" + second[:-1] + "]\n", "two on a line": second[:-1] + second,
        "no line feed between": second[:-1], "capitals in the hash": second.replace(json.loads(second)["hash"], json.loads(second)["hash"].upper(), 1),
        "broken off": second[:len(second) // 2] + "\n", "broken off, and joined": second[:len(second) // 2],
        "not UTF-8": second.replace('"hash"', '"ha\udcf3sh"', 1), "overlong": second.replace('"hash"', '"\udcc1\udca8ash"', 1),
        "half a surrogate": second.replace('"a', '"\\ud800a', 1), "a letter of another script": second.replace('"hash"', '"h\u0430sh"', 1),
        "full-width digits": second.replace('"cells":4096', '"cells":\uff14096'), "nothing seen": second.replace('"hash"', '"ha\u200bsh"', 1),
        "a no-break space": second.replace(":", ":\u00a0", 1), "a line separator": second.replace(",", ",\u2028", 1),
        "a vertical tab": second.replace(",", ",\v", 1), "a form feed behind": second[:-1] + "\f\n", "a CR alone": second[:-1] + "\r",
        "a comma too many": second[:-2] + ",}\n", "a plus sign": second.replace('"cells":4096', '"cells":+4096'),
        "a zero in front": second.replace('"cells":4096', '"cells":04096'), "a zero behind": second.replace('"cells":4096', '"cells":4096.'),
        "minus nothing": second.replace('"cells":4096', '"cells":4096-0'), "a null more": second[:-2] + ',"x":null}\n',
        "a signature of null": second.replace('"task"', '"signature":null,"task"', 1),
        "a member twice inside": second.replace('"cells":4096', '"cells":4096,"cells":4096'), "in quotes": json.dumps(second[:-1]) + "\n",
        "half of it twice": second[:len(second) // 2] + second, "the next one's hash": second.replace(hash_of(second), hash_of(lines[2]), 1),
        "the hash before as its own": second.replace(hash_of(second), hash_of(first), 1), "a line that is no record": '{"schema":"sourcing.record/1"}\n' + second,
    }
    for name, line in ways.items():
        assert line != second, name
        yield f"form: {name}", first + line + rest, []
    whole = "".join(lines)
    files = {"a mark of UTF-8": "\ufeff" + whole, "CR alone": whole.replace("\n", "\r"), "CRLF": whole.replace("\n", "\r\n"), "LF twice": whole.replace("\n", "\n\n"),
             "a blank line at the end": whole + "\n", "a blank at the end": whole + " \n", "in a list": "[" + ",".join(lines) + "]",
             "words at the end": whole + "the end\n", "an empty object at the end": whole + "{}\n", "null at the end": whole + "null\n",
             "NULs between": whole.replace("\n", "\0\n"), "NULs and a line": whole + "\0" * 512 + lines[-1]}
    for name, content in files.items():
        yield f"form of the file: {name}", content, []
    for name, content in (("UTF-16", whole.encode("utf-16")), ("gzip", gzip.compress(whole.encode())), ("Latin-1", whole.replace('"hash"', '"h\u00e4sh"').encode("latin-1"))):
        yield f"form of the file: {name}", content, []


def hash_of(line):
    return json.loads(line)["hash"]


def of_two_models(folder):
    """One log, two models: which model a line names decides what it is held to."""
    own = json.loads((DATA / "model.json").read_text())
    own["id"] = "own"
    own["axes"]["engagement"]["threshold"] = 30
    model, log = folder / "own.json", folder / "of-two"
    model.write_text(json.dumps(own))
    record(log, TASKS[:2])
    record(log, TASKS[:2], "--model", model)
    entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    both = ["--model", model]  # the built-in one is always there
    assert run("verify", log, *both).returncode == 0
    for i in range(4):
        other_one = entries[(i + 2) % 4]
        yield f"models: line {i + 1} names the other", text(chained([*entries[:i], dict(entries[i], model=other_one["model"]), *entries[i + 1:]])), both
        yield f"models: line {i + 1} has the other's verdict", text(chained([*entries[:i], dict(entries[i], verdict=other_one["verdict"]), *entries[i + 1:]])), both
        yield f"models: line {i + 1} names none that there is", \
            text(chained([*entries[:i], put(entries[i], ("model", "sha256"), "0" * 64), *entries[i + 1:]])), both
        for key in ("id", "version"):
            yield f"models: line {i + 1} with another {key} of its model", \
                text(chained([*entries[:i], put(entries[i], ("model", key), "x9"), *entries[i + 1:]])), both
    yield "models: only one is given", text(entries), []


def sealed_again(lines, entries):
    """One line changed and its hash computed anew: the next line knows the old one."""
    for i in range(len(lines) - 1):
        for pointer, value in ((("time",), "2020-01-01T00:00:00Z"), (("verdict", "name"), "another"), (("tool", "version"), "9.9.9"),
                               (("options", "nodes"), 1), (("previous",), "1" * 64)):
            entry = sealed(put(entries[i], pointer, value))
            yield f"line {i + 1} sealed again with another {pointer[-1]}", "".join([*lines[:i], canonical(entry) + "\n", *lines[i + 1:]]), []


def decided(entries):
    """What is decided changed everywhere it stands, and the whole chain computed anew: it comes out differently."""
    for pointer, value in leaves(entries[1]["verdict"]):
        part = pointer[0]
        decides = part in ("id", "verdict", "disposition_status", "proven", "engagement", "location") or \
            (part == "reasons" and pointer[-1] in ("code", "axis", "points")) or (part == "possible" and "witness" not in pointer)
        if decides:
            changed = put(entries[1], ("verdict", *pointer), other(value))
            yield f"decided otherwise: /{'/'.join(map(str, pointer))}", text(chained([entries[0], changed, *entries[2:]])), []
    for key in ("verdict", "reasons", "possible", "engagement", "location", "proven"):
        yield f"decided, /{key} removed", text(chained([entries[0], put(entries[1], ("verdict", key), KeyError), *entries[2:]])), []
    for name, value in (("json", entries[0]["task"]["json"]), ("sha256", entries[0]["task"]["sha256"])):
        yield f"another task's {name}", text(chained([entries[0], put(entries[1], ("task", name), value), *entries[2:]])), []


def signed(folder):
    """Chains that were computed anew where each line is signed."""
    if shutil.which("ssh-keygen") is None:
        print("signed: SKIPPED, ssh-keygen is not installed")
        return
    for name in ("mine", "theirs"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", folder / name], check=True)
    allowed = folder / "allowed"
    allowed.write_text("me " + (folder / "mine.pub").read_text())
    by, log, foreign = ["--signed-by", allowed, "--chain-only"], folder / "signed", folder / "foreign"
    record(log, TASKS[:2], "--sign-with", folder / "mine")
    record(foreign, TASKS[:2], "--sign-with", folder / "theirs")
    entries = [json.loads(line) for line in log.read_text().splitlines()]
    theirs = [json.loads(line) for line in foreign.read_text().splitlines()]
    assert run("verify", log, *by).returncode == 0
    for pointer, value in (p for p in leaves(entries[0]) if p[0][0] not in ("hash", "previous", "signature", "schema", "verdict")):
        changed = sealed(put(entries[0], pointer, other(value)))
        yield f"signed, computed anew: /{'/'.join(map(str, pointer))}", text(chained([changed, entries[1]])), by
    for pointer in (("verdict", "engagement", "score"), ("verdict", "verdict", "location"), ("verdict", "name")):
        changed = put(entries[0], pointer, "x")
        yield f"signed, computed anew: /{'/'.join(pointer)}", text(chained([changed, entries[1]])), by
    bare = [{key: value for key, value in entry.items() if key != "signature"} for entry in entries]
    yield "signed: all signatures removed", text(bare), by
    yield "signed: one signature removed", text([entries[0], bare[1]]), by
    yield "signed: signatures swapped", text([dict(entries[0], signature=entries[1]["signature"]), entries[1]]), by
    yield "signed by somebody else", text(theirs), by
    yield "signed: a signature of another log", text([dict(entries[0], signature=theirs[0]["signature"]), entries[1]]), by
    yield "signed: a line before the first removed and the chain computed anew", text(chained(entries[1:])), by
    yield "signed: the lines in another order, computed anew", text(chained([entries[1], entries[0]])), by
    yield "signed: the signature cut", text([put(entries[0], ("signature",), entries[0]["signature"][:-60]), entries[1]]), by
    yield "signed: the signature no text", text([put(entries[0], ("signature",), "yes"), entries[1]]), by
    for space in ("file", "git"):
        done = subprocess.run(["ssh-keygen", "-Y", "sign", "-f", folder / "mine", "-n", space], input=entries[0]["hash"].encode(), capture_output=True, check=True)
        yield f"signed for {space}", text([dict(entries[0], signature=done.stdout.decode()), entries[1]]), by


def main():
    ways, missed = set(), []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        log, another = folder / "log", folder / "another"
        record(log, TASKS)
        record(another, TASKS[1:4])
        lines, strange = (path.read_text(encoding="utf-8").splitlines(keepends=True) for path in (log, another))
        entries = [json.loads(line) for line in lines]
        assert [canonical(entry) + "\n" for entry in entries] == lines and chained(entries) == entries
        untouched = run("verify", log, "--head", entries[-1]["hash"], "--last")
        assert untouched.returncode == 0, untouched.stdout + untouched.stderr
        path = folder / "changed"
        chain = ("edit", "remove /", "line", "form", "signed", "cut", "add a")
        for way, changed, words in (*edits(lines, entries), *orders(lines, entries, strange), *forms(lines), *sealed_again(lines, entries),
                                    *decided(entries), *of_two_models(folder), *signed(folder)):
            assert way not in ways, way
            ways.add(way)
            path.write_bytes(changed if isinstance(changed, bytes) else changed.encode(errors="surrogateescape"))
            if way.startswith(chain) and "--chain-only" not in words:
                words = [*words, "--chain-only"]
            done = run("verify", path, *words)
            if done.returncode not in (1, 3):
                missed.append((way, done.returncode))
    assert not missed, missed
    assert len(ways) >= LEAST, len(ways)
    print(f"{len(ways)} ways to tamper, each told")


if __name__ == "__main__":
    main()
