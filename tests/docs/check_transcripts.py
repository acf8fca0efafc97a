#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Replays every ```console block of a document: what stands below a `$ command` is what it prints.

Commands run in the root of the sources. A line `…` stands for any number of lines that are left
out. Digests and versions may differ.

usage: check_transcripts.py PROGRAM DOCUMENT...
       check_transcripts.py --self-test
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def masked(line):
    line = re.sub(r"\b[0-9a-f]{12,64}\b", "<digest>", line)
    return re.sub(r"\bsourcing \d+\.\d+\.\d+", "sourcing <version>", line).rstrip()


def commands(block):
    """(command, lines) of every `$ …` in a block."""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
        else:
            raise AssertionError(f"a block begins with `$ command`, not `{line}`")
    return found


def matches(expected, actual):
    """True when `actual` is `expected`, each `…` standing for any lines."""
    if not expected:
        return not actual
    if expected[0].strip() == "…":
        return any(matches(expected[1:], actual[i:]) for i in range(len(actual) + 1))
    return bool(actual) and masked(expected[0]) == masked(actual[0]) and matches(expected[1:], actual[1:])


def check(program, document):
    found = [pair for block in BLOCK.findall(document.read_text(encoding="utf-8")) for pair in commands(block)]
    assert found, f"{document.name} has no ```console block"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sourcing").symlink_to(Path(program).resolve())
        environment = {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "HOME": folder, "LC_ALL": "C.UTF-8"}
        for command, expected in found:
            done = subprocess.run(["bash", "-c", command], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if not matches(expected, done.stdout.splitlines()):
                print(f"{document.name}: `{command}` prints\n{done.stdout}\nnot\n" + "\n".join(expected))
                return 1
    print(f"{document.name}: {len(found)} commands print what is shown")
    return 0


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "x.md"
        for body, expected in (("$ printf 'a\\nb\\nc\\n'\na\n…\nc\n", 0), ("$ echo a\nb\n", 1), ("$ echo a\n", 1),
                               ("$ true\n$ echo x\nx\n", 0)):
            document.write_text(f"# X\n\n```console\n{body}```\n", encoding="utf-8")
            assert check("/bin/true", document) == expected, body
    return 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        sys.exit(self_test())
    sys.exit(max(check(sys.argv[1], Path(name)) for name in sys.argv[2:]))
