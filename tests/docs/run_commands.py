#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs every ```sh block of a document, in order, in one empty folder; each command must succeed.

usage: run_commands.py PROGRAM DOCUMENT...
       run_commands.py --self-test
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(text):
    """(line, commands) of every block."""
    return [(text.count("\n", 0, match.start()) + 2, match.group(1)) for match in BLOCK.finditer(text)]


def run(program, document):
    found = blocks(document.read_text(encoding="utf-8"))
    assert found, f"{document.name} has no ```sh block"
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "bin").mkdir()
        (folder / "work").mkdir()
        (folder / "bin/sourcing").symlink_to(Path(program).resolve())
        environment = {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder), "LC_ALL": "C.UTF-8"}
        for line, commands in found:
            done = subprocess.run(["bash", "-euo", "pipefail", "-c", commands], cwd=folder / "work", env=environment,
                                  stdin=subprocess.DEVNULL, capture_output=True, text=True)
            if done.returncode != 0:
                print(f"{document.name}:{line}: exit code {done.returncode}\n{commands}\n{done.stdout}{done.stderr}")
                return 1
    print(f"{document.name}: {len(found)} blocks run")
    return 0


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "x.md"
        for body, expected in (("sourcing a\n", 0), ("touch kept\n```\n\n```sh\ntest -e kept\n", 0), ("false\ntrue\n", 1)):
            document.write_text(f"# X\n\n```sh\n{body}```\n", encoding="utf-8")
            assert run("/bin/true", document) == expected, body
    return 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        sys.exit(self_test())
    sys.exit(max(run(sys.argv[1], Path(name)) for name in sys.argv[2:]))
