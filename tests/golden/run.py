#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs command lines and compares what they print with what was approved. See README.md.

usage: run.py --binary build/bin/sourcing [--data data] [--update] [--filter TEXT] [COMMAND...]
       run.py --self-test
"""
import argparse
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
EXPECTED = ("expout", "experr", "exit")
TIMEOUT = 60

# What changes without meaning anything: a model's digest and the program's version.
MASKS = [
    (re.compile(r'("sha256": ?")[0-9a-f]{64}(")'), r"\1<sha256>\2"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "<sha256>"),
    (re.compile(r"\bsourcing \d+\.\d+\.\d+\b"), "sourcing <version>"),
    (re.compile(r'("tool": ?\{[^{}]*"version": ?")\d+\.\d+\.\d+(")'), r"\1<version>\2"),
]


def mask(text, folders):
    for folder, name in folders:
        text = text.replace(str(folder), name)
    for pattern, replacement in MASKS:
        text = pattern.sub(replacement, text)
    return text


def run_case(case, programs, data):
    """Returns {file name: actual text}; `exit` is the code and a newline."""
    # A fresh copy, so that a case may write files, and what it expects is out of its sight.
    with tempfile.TemporaryDirectory(prefix="golden-") as temporary:
        temporary = Path(temporary)
        work, home = temporary / "work", temporary / "home"
        home.mkdir()
        shutil.copytree(case, work, ignore=shutil.ignore_patterns("cmd", *EXPECTED))
        environment = {
            "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "HOME": str(home), "XDG_CONFIG_HOME": str(home), "TMPDIR": str(temporary),
            "LC_ALL": "C.UTF-8", "TZ": "UTC", "DATA": str(data),
        }
        # Sanitizer options are the caller's business, nothing else of the environment is.
        environment.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        command = (case / "cmd").read_text(encoding="utf-8")
        try:
            done = subprocess.run(["bash", "-c", command], cwd=work, env=environment,
                                  stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT)
            code, out, err = done.returncode, done.stdout, done.stderr
        except subprocess.TimeoutExpired as late:
            code, out = "timeout", late.stdout or b""
            err = (late.stderr or b"") + f"\nno end after {TIMEOUT} s\n".encode()
        folders = [(data, "$DATA"), (work, "$WORK"), (home, "$HOME"), (temporary, "$TMP")]
        return {
            "expout": mask(out.decode("utf-8", "backslashreplace"), folders),
            "experr": mask(err.decode("utf-8", "backslashreplace"), folders),
            "exit": f"{code}\n",
        }


def approved(case):
    def read(name, default):
        # newline="": a carriage return in the output is part of what was approved.
        path = case / name
        if not path.exists():
            return default
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    return {"expout": read("expout", ""), "experr": read("experr", ""), "exit": read("exit", "0\n")}


def write(case, actual):
    for name, default in (("expout", ""), ("experr", ""), ("exit", "0\n")):
        path = case / name
        if actual[name] == default:
            path.unlink(missing_ok=True)
        else:
            path.write_text(actual[name], encoding="utf-8", newline="")


def difference(case, expected, actual, root):
    lines = []
    for name in EXPECTED:
        if expected[name] != actual[name]:
            path = f"{case.relative_to(root)}/{name}"
            for line in difflib.unified_diff(expected[name].splitlines(True),
                                             actual[name].splitlines(True), path, "actual"):
                lines.append(line if line.endswith("\n") else line + "\n\\ no line break\n")
    return "".join(lines)


def run(root, binary, data, commands, text, update, out=sys.stdout):
    """Returns the number of cases that differ, or None where there was none to run."""
    folders = [root / command for command in commands] if commands else [root]
    cases = sorted({cmd.parent for folder in folders for cmd in folder.rglob("cmd")
                    if text in str(cmd.parent.relative_to(root))})
    if not cases:
        print("no case matches", file=out)
        return None
    failed = changed = 0
    with tempfile.TemporaryDirectory(prefix="golden-bin-") as programs:
        (Path(programs) / "sourcing").symlink_to(binary)
        with ThreadPoolExecutor(max_workers=2) as workers:
            results = workers.map(lambda case: (case, run_case(case, programs, data)), cases)
            for case, actual in results:
                expected = approved(case)
                if expected == actual:
                    continue
                if update:
                    changed += 1
                    write(case, actual)
                    print(f"updated {case.relative_to(root)}", file=out)
                else:
                    failed += 1
                    print(f"FAILED {case.relative_to(root)}", file=out)
                    print(difference(case, expected, actual, root), file=out)
    print(f"{len(cases)} cases, {failed} failed, {changed} updated", file=out)
    return failed


def self_test():
    """A stand-in program shows that a difference is found, approved, and then gone."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        binary, data, case = folder / "program", folder / "data", folder / "cases/echo/one"
        case.mkdir(parents=True)
        data.mkdir()
        binary.write_text('#!/bin/sh\necho "$1 $DATA sourcing 1.2.3"; echo oops >&2; exit 3\n')
        binary.chmod(0o755)
        (case / "cmd").write_text('echo stray >left-over; sourcing "$DATA/x"')
        (case / "expout").write_text("something else\n")
        arguments = (folder / "cases", binary, data, ["echo"], "")
        with open(os.devnull, "w", encoding="utf-8") as quiet:
            assert run(*arguments, update=False, out=quiet) == 1
            assert run(*arguments, update=True, out=quiet) == 0
            assert run(*arguments, update=False, out=quiet) == 0
            assert run(folder / "cases", binary, data, [], "absent", False, quiet) is None
        assert (case / "expout").read_text() == "$DATA/x $DATA sourcing <version>\n"
        assert (case / "experr").read_text() == "oops\n" and (case / "exit").read_text() == "3\n"
        assert sorted(p.name for p in case.iterdir()) == ["cmd", "exit", "experr", "expout"]
    print("self-test: a difference is found, and gone once approved")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=Path)
    parser.add_argument("--data", type=Path, default=HERE.parents[1] / "data")
    parser.add_argument("--update", action="store_true", help="approve what is printed now")
    parser.add_argument("--filter", default="", help="only cases whose path contains this")
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("commands", nargs="*", help="folders of tests/golden; all by default")
    options = parser.parse_args()
    if options.self_test:
        self_test()
        return 0
    if options.binary is None or not options.binary.is_file():
        parser.error("--binary must name the program to test")
    failed = run(HERE, options.binary.resolve(), options.data.resolve(), options.commands,
                 options.filter, options.update)
    return 0 if failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
