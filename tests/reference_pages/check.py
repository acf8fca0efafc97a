#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/cli is what the program prints; its man pages are sound; help fits into 80 columns.

usage: check.py PROGRAM DOCS_CLI
"""
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

WIDTH = 80
# mandoc's style advice that does not fit generated pages: they carry no date, so that they are
# reproducible.
QUIET = ("missing date", "no blank before trailing delimiter", "lower case character in document")


def call(program, *arguments):
    with tempfile.TemporaryDirectory() as home:
        return subprocess.run([program, *arguments], cwd=home, env={"HOME": home, "LC_ALL": "C.UTF-8"},
                              capture_output=True, text=True, check=True).stdout


def pages(program, form):
    with tempfile.TemporaryDirectory() as folder:
        call(program, "reference", form, "--folder", f"{folder}/pages")
        return {path.name: path.read_text(encoding="utf-8")
                for path in sorted(Path(folder, "pages").iterdir())}


def check_docs(program, docs):
    made = pages(program, "markdown")
    kept = {path.name: path.read_text(encoding="utf-8") for path in docs.glob("*.md")}
    for name in sorted(made.keys() | kept.keys()):
        if made.get(name) != kept.get(name):
            state = "is missing" if name not in kept else "is of no command" if name not in made \
                else "is not what the program prints"
            yield f"docs/cli/{name} {state}; run `sourcing reference markdown --folder docs/cli`"


def check_man(program):
    made = pages(program, "man")
    with tempfile.TemporaryDirectory() as folder:
        for name, text in made.items():
            path = Path(folder, name)
            path.write_text(text, encoding="utf-8")
            if shutil.which("groff"):
                done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-z", str(path)],
                                      capture_output=True, text=True, check=False)
                if done.returncode or done.stderr:
                    yield f"{name}: groff says {done.stderr.strip()}"
            if shutil.which("mandoc"):
                done = subprocess.run(["mandoc", "-T", "lint", str(path)], capture_output=True,
                                      text=True, check=False)
                for line in done.stdout.splitlines():
                    if not any(quiet in line for quiet in QUIET):
                        yield f"mandoc: {os.path.basename(line)}"
            for heading in (".SH NAME", ".SH SYNOPSIS", ".SH EXIT STATUS"):
                if heading not in text:
                    yield f"{name}: no {heading}"


def commands(program):
    return [name[len("sourcing-"):-len(".md")] for name in pages(program, "markdown")
            if name.startswith("sourcing-")]


def check_help(program):
    names = commands(program)
    groups = {name.split("-")[0] for name in names if "-" in name}
    calls = [["--help"]] + [[*name.split("-"), "--help"] for name in names]
    for arguments in calls + [[group, "--help"] for group in sorted(groups)]:
        text = call(program, *arguments)
        for line in text.splitlines():
            # A command to copy is not broken.
            if len(line) > WIDTH and not line.startswith("  sourcing ") and " | " not in line:
                yield f"`sourcing {' '.join(arguments)}`: {len(line)} columns: {line}"
        if arguments != ["--help"] and arguments[0] not in groups:
            if not text.split("\n\n")[1].startswith("Examples:"):
                yield f"`sourcing {' '.join(arguments)}` does not begin with examples"


def check_golden(program, golden):
    for name in commands(program):
        if not (golden / name / "cmd").exists():
            yield (f"tests/golden/help/{name}/cmd is missing: write "
                   f"`sourcing {name.replace('-', ' ')} --help` into it")


def main():
    program, docs = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    problems = [*check_docs(program, docs), *check_man(program), *check_help(program),
                *check_golden(program, docs.parents[1] / "tests/golden/help")]
    for problem in problems:
        print(problem)
    tools = [tool for tool in ("groff", "mandoc") if shutil.which(tool)]
    print(f"{len(commands(program))} commands, {len(problems)} problems; "
          f"man pages read by: {', '.join(tools) or 'NOTHING, install groff and mandoc'}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
