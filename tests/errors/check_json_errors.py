#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""With --error-format json, whatever goes wrong, standard error is one strict JSON object a line.

usage: check_json_errors.py PROGRAM DATA
"""
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

KEYS = ["severity", "code", "message", "hint", "file", "line", "column", "pointer"]
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]")

# (what, arguments, exit code, codes that must be among the errors). FILES are written first.
FILES = {
    "empty.json": b"",
    "array.json": b"[1]",
    "syntax.json": b'{"id": }',
    "latin1.json": b'{"name": "caf\xe9"}',
    "nul.json": b'{"id": "a"}\0',
    "twice.json": b'{"id": "a", "id": "b"}',
    "wrong.json": b'{"judgmant": 9, "judgment": 9, "complexity": "huge", "expertise": [4, 2]}',
    "escape\x1b[31m\n.json": b'{"a\\u001b[2J\\u202e": 1, "\xc3\xa9t\xc3\xa9": 2}',
    "good.json": b'{"id": "good", "judgment": 5}',
    "model.json": b'{"schema": "sourcing.model/9"}',
    ".sourcing.json.bad": b'{"modle": "x", "color": "blue"}',
}
CASES = [
    ("unknown command", ["clasify"], 2, ["E0601"]),
    ("unknown group member", ["model", "chek"], 2, ["E0601"]),
    ("unknown option", ["classify", "good.json", "--fromat", "json"], 2, ["E0603"]),
    ("option without value", ["classify", "good.json", "--format"], 2, ["E0605"]),
    ("not a number", ["classify", "good.json", "--cells", "many"], 2, ["E0605"]),
    ("not a whole number", ["classify", "good.json", "--cells", "-1"], 2, ["E0605"]),
    ("options and no command", ["--lang", "ca"], 2, ["E0605"]),
    ("unknown value", ["classify", "good.json", "--format", "jsno"], 2, ["E0602"]),
    ("no argument", ["classify"], 2, ["E0605"]),
    ("one argument too many", ["activities", "one"], 2, ["E0604"]),
    ("unknown code", ["explain", "E9999"], 2, ["E0602"]),
    ("no file", ["classify", "nope.json"], 5, ["E0501"]),
    ("a folder", ["classify", "."], 5, ["E0501"]),
    ("a name that is not UTF-8", ["classify", b"\xff\x1b]0;x\x07.json"], 5, ["E0501"]),
    ("empty", ["classify", "empty.json"], 3, ["E0101"]),
    ("a list", ["classify", "array.json"], 3, ["E0209"]),
    ("syntax", ["classify", "syntax.json"], 3, ["E0106"]),
    ("Latin-1", ["classify", "latin1.json"], 3, ["E0104"]),
    ("NUL", ["classify", "nul.json"], 3, ["E0105"]),
    ("duplicate key", ["classify", "twice.json"], 3, ["E0108"]),
    ("many problems", ["classify", "wrong.json"], 3, ["E0201", "E0203", "E0204", "E0206"]),
    ("hostile names", ["classify", "escape\x1b[31m\n.json"], 3, ["E0201"]),
    ("good beside bad", ["classify", "good.json", "empty.json"], 3, ["E0101"]),
    ("a requirement", ["classify", "good.json", "--expect", "engagement=BPO"], 1, ["E0606"]),
    ("the model", ["classify", "good.json", "--model", "model.json"], 4, ["E0416"]),
    ("output is input", ["classify", "good.json", "-o", "good.json"], 2, ["E0504"]),
    ("no folder to write to", ["classify", "good.json", "-o", "no/where"], 5, ["E0502"]),
    ("configuration", ["classify", "good.json"], 2, ["E0607", "E0608"]),
    ("variable", ["classify", "good.json"], 2, ["E0608"]),
]


def strict(text):
    def refuse(constant):
        raise ValueError(f"{constant} is not JSON")

    def unique(pairs):
        keys = [key for key, _ in pairs]
        if len(set(keys)) != len(keys):
            raise ValueError("duplicate key")
        return dict(pairs)
    return json.loads(text, parse_constant=refuse, object_pairs_hook=unique)


def problems_of(done, code, codes, known):
    if done.returncode != code:
        yield f"exit code {done.returncode}, not {code}"
    try:
        text = done.stderr.decode("utf-8")
    except UnicodeDecodeError as error:
        yield f"standard error is not UTF-8: {error}"
        return
    if text and not text.endswith("\n"):
        yield "the last line does not end"
    said = []
    for line in text.split("\n")[:-1]:
        try:
            entry = strict(line)
        except ValueError as error:
            yield f"not a JSON object: {error}: {line!r}"
            continue
        if list(entry) != KEYS:
            yield f"keys {list(entry)}"
            continue
        if CONTROL.search(line):
            yield f"a control character: {line!r}"
        if CONTROL.search(entry["message"]) or CONTROL.search(entry["hint"] or ""):
            yield f"a control character in a sentence: {line!r}"
        if entry["severity"] not in ("error", "warning", "notice"):
            yield f"severity {entry['severity']}"
        if entry["severity"] == "error":
            said.append(entry["code"])
            if entry["code"] not in known:
                yield f"{entry['code']} is not in the catalogue"
        for key in ("line", "column"):
            if entry[key] is not None and not (isinstance(entry[key], int) and entry[key] > 0):
                yield f"{key} {entry[key]}"
    for wanted in codes:
        if wanted not in said:
            yield f"{wanted} was not said, but {said}"


def main():
    program, data = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    known = json.loads((data / "errors.json").read_text(encoding="utf-8"))
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, content in FILES.items():
            (Path(folder) / name).write_bytes(content)
        environment = {"PATH": os.environ.get("PATH", ""), "HOME": folder, "LC_ALL": "C.UTF-8"}
        environment.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        for what, arguments, code, codes in CASES:
            own = dict(environment)
            if what == "variable":
                own["SOURCING_COLOR"] = "blue\x1b[0m"
            if what == "configuration":
                os.rename(f"{folder}/.sourcing.json.bad", f"{folder}/.sourcing.json")
            done = subprocess.run([program, "--error-format", "json", *arguments], cwd=folder,
                                  env=own, capture_output=True, stdin=subprocess.DEVNULL,
                                  timeout=60, check=False)
            if what == "configuration":
                os.remove(f"{folder}/.sourcing.json")
            for problem in problems_of(done, code, codes, known):
                failed += 1
                print(f"{what}: {problem}")
    print(f"{len(CASES)} cases, {failed} problems")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
