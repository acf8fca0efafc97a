#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tries the completions in a real shell: types, presses TAB, and sees what the shell makes of it.

usage: run.py PROGRAM bash|zsh|fish
Exits with 77 when the shell is not installed, which ctest reports as skipped.
"""
import os
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TIMEOUT = 60
SKIPPED = 77

# A line with TAB at its end becomes these words.
BECOMES = [
    ("sourcing cla", ["classify"]),
    ("sourcing model sh", ["model", "show"]),
    ("sourcing schema verd", ["schema", "verdict"]),
    ("sourcing help cla", ["help", "classify"]),
    ("sourcing classify --form", ["classify", "--format"]),
    ("sourcing classify --format markd", ["classify", "--format", "markdown"]),
    ("sourcing classify --color nev", ["classify", "--color", "never"]),
    ("sourcing classify --lang c", ["classify", "--lang", "ca"]),
    ("sourcing --lang ca cla", ["--lang", "ca", "classify"]),
    ("sourcing --color alw", ["--color", "always"]),
    ("sourcing classify --assume judgment=fix", ["classify", "--assume", "judgment=fixed_rules"]),
    ("sourcing classify --assume data_residency=reg",
     ["classify", "--assume", "data_residency=region"]),
    ("sourcing classify --expect location=near", ["classify", "--expect", "location=nearshore"]),
    ("sourcing classify --require engag", ["classify", "--require", "engagement=decided"]),
    ("sourcing classify --format=markd", ["classify", "--format=markdown"]),
    ("sourcing classify --model=my_mo", ["classify", "--model=my_model.json"]),
    ("sourcing classify --model my_mo", ["classify", "--model", "my_model.json"]),
    ("sourcing classify plain_ta", ["classify", "plain_task.json"]),
    ("sourcing classify one.json plain_ta", ["classify", "one.json", "plain_task.json"]),
    ("sourcing classify two_w", ["classify", "two_words and more.json"]),
    ("sourcing new payr", ["new", "payroll"]),
    ("sourcing explain data_resid", ["explain", "data_residency"]),
    ("sourcing explain exit-7", ["explain", "exit-70"]),
    ("sourcing completions fi", ["completions", "fish"]),
    ("sourcing reference man sourcing-class", ["reference", "man", "sourcing-classify"]),
]
# What is offered, and what is not, for a line that could go on in several ways.
OFFERS = [
    ("sourcing ", ["classify", "model", "schema", "explain", "help"], ["payroll", "plain_task"]),
    ("sourcing model ", ["check", "show"], ["classify", "plain_task"]),
    ("sourcing classify --format ", ["text", "ndjson", "csv"], ["always", "plain_task"]),
    ("sourcing classify --assume judgment=", ["fixed_rules", "very_high"], ["plain_task"]),
    ("sourcing new ", ["payroll", "legal_process"], ["classify", "plain_task"]),
    ("sourcing completions ", ["bash", "zsh", "fish"], ["plain_task"]),
]
PROMPT = "ready:"
FILES = ["plain_task.json", "my_model.json", "two_words and more.json"]

SETUP = {
    "bash": [
        "bind 'set show-all-if-ambiguous on'", "bind 'set completion-query-items 0'",
        "bind 'set page-completions off'", "bind 'set bell-style none'", "PS1=rea''dy:",
        "source ./completions",
    ],
    "zsh": [
        "unsetopt beep prompt_sp prompt_cr", "LISTMAX=10000", "PS1=rea''dy:", "stty columns 400",
        "mkdir -p site; cp completions site/_sourcing", "fpath=($PWD/site $fpath)",
        "autoload -U compinit; compinit -u -D",
    ],
}
START = {"bash": ["bash", "--noprofile", "--norc", "-i"], "zsh": ["zsh", "-f", "-i"]}


class Terminal:
    """A shell on a terminal of its own."""

    # A shell is busy starting until the first prompt of ours.
    def __init__(self, shell, folder):
        environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder),
                       "TERM": "dumb", "LC_ALL": "C.UTF-8", "COLUMNS": "400", "INPUTRC": "/dev/null"}
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(START[shell][0], START[shell], environment)
        self.count = 0
        for line in SETUP[shell][:-1]:
            self.send(f"{line}\n")
        self.run(SETUP[shell][-1])
        # In place of the program: what it would be called with, a line each.
        self.run("sourcing() { printf '%s\\n' \"$@\" >words.new; mv words.new words; }")

    def send(self, text):
        os.write(self.terminal, text.encode())

    def run(self, line):
        """Sends a line and reads until the shell has come past it."""
        self.count += 1
        # The marker is put together by the shell, so that its echo is not taken for it.
        self.send(f"{line}\n")
        self.send(f"echo do''ne-{self.count}-\n")
        return self.read_until(f"done-{self.count}-")

    def read_until(self, marker):
        output, end = b"", time.monotonic() + TIMEOUT
        # The prompt after it, too: before that the shell does not edit lines.
        while PROMPT.encode() not in output.partition(marker.encode())[2]:
            if time.monotonic() > end:
                raise TimeoutError(f"no {marker} after {TIMEOUT} s: {output[-2000:]!r}")
            if select.select([self.terminal], [], [], 1)[0]:
                output += os.read(self.terminal, 65536)
        return output.decode("utf-8", "replace")

    def words(self, typed, folder):
        path = folder / "words"
        path.unlink(missing_ok=True)
        self.run(f"{typed}\t")
        return path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else None

    def offered(self, typed):
        self.count += 1
        self.send(f"{typed}\t\t")
        self.send("\x15")  # takes the line back
        self.send(f"echo do''ne-{self.count}-\n")
        return self.read_until(f"done-{self.count}-")

    def close(self):
        self.send("\x15exit\n")
        os.close(self.terminal)
        os.waitpid(self.pid, 0)


def on_terminal(shell, folder):
    terminal = Terminal(shell, folder)
    try:
        for typed, wanted in BECOMES:
            got = terminal.words(typed, folder)
            if got != wanted:
                yield f"`{typed}` became {got}, not {wanted}"
        for typed, wanted, unwanted in OFFERS:
            output = terminal.offered(typed)
            for word in wanted:
                if word not in output:
                    yield f"`{typed}` did not offer {word}: {output[-600:]!r}"
            for word in unwanted:
                if word in output:
                    yield f"`{typed}` offered {word}"
    finally:
        terminal.close()


def in_fish(folder):
    def candidates(line):
        script = f"source ./completions; complete --do-complete={fish_quote(line)}"
        done = subprocess.run(["fish", "--no-config", "-c", script], cwd=folder, check=True,
                              capture_output=True, text=True, timeout=TIMEOUT,
                              env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder),
                                   "XDG_CONFIG_HOME": str(folder), "LC_ALL": "C.UTF-8"})
        if done.stderr:
            raise RuntimeError(done.stderr)
        return [entry.split("\t")[0].replace("\\ ", " ") for entry in done.stdout.splitlines()]

    for typed, wanted in BECOMES:
        got = candidates(typed)
        # fish goes on to look inside of words when nothing begins so; the first kind comes alone.
        if got != [wanted[-1]]:
            yield f"`{typed}` offered {got}, not {wanted[-1]}"
    for typed, wanted, unwanted in OFFERS:
        got = " ".join(candidates(typed))
        yield from (f"`{typed}` did not offer {word}" for word in wanted if word not in got)
        yield from (f"`{typed}` offered {word}" for word in unwanted if word in got)


def fish_quote(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def main():
    program, shell = Path(sys.argv[1]).resolve(), sys.argv[2]
    if shutil.which(shell) is None:
        print(f"SKIPPED: {shell} is not installed, its completions were not tried "
              "(scripts/install-deps.sh --tests installs it)")
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix="completions-") as folder:
        folder = Path(folder).resolve()
        made = subprocess.run([program, "completions", shell], capture_output=True, check=True,
                              cwd=folder, env={"HOME": str(folder), "LC_ALL": "C.UTF-8"})
        (folder / "completions").write_bytes(made.stdout)
        for name in FILES:
            (folder / name).write_text("{}\n", encoding="utf-8")
        problems = list(in_fish(folder) if shell == "fish" else on_terminal(shell, folder))
    for problem in problems:
        print(problem)
    print(f"{shell}: {len(BECOMES)} lines completed, {len(OFFERS)} lists, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
