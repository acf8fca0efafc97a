#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`sourcing new` from outside: over a pipe, on a terminal, interrupted, and rehearsed.

usage: run.py BINARY DATA [--all]
  --all   rehearse every shipped profile and print the mean number of questions (minutes)
"""
import csv
import json
import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BINARY, DATA = sys.argv[1], Path(sys.argv[2])
ENV = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
failures = []


def check(what, holds, shown=""):
    if not holds:
        failures.append(what)
        print(f"FAILED: {what}\n{shown}")


def run(*arguments, stdin="", cwd=None):
    return subprocess.run([BINARY, *map(str, arguments)], input=stdin, capture_output=True,
                          text=True, env=ENV, cwd=cwd, timeout=120)


def verdict_of(path):
    return json.loads(run("classify", path, "--format", "json").stdout)


def value(cell):
    if ".." in cell:
        return [value(end) for end in cell.split("..")]
    if cell in ("true", "false"):
        return cell == "true"
    try:
        return json.loads(cell)
    except ValueError:
        return cell


def profiles(folder):
    """The shipped profiles as task files."""
    with open(DATA / "processes.csv", encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            task = {key: value(cell) if key not in ("id", "name") else cell
                    for key, cell in row.items() if cell}
            path = Path(folder) / f"{row['id']}.json"
            path.write_text(json.dumps(task), encoding="utf-8")
            yield path
    yield from sorted((DATA / "tasks").glob("*.json"))


def rehearsals(folder, everything):
    paths = list(profiles(folder))
    counts = []
    for path in paths if everything else paths[::13]:
        said = json.loads(run("new", "--rehearse", path).stdout)
        full = verdict_of(path)
        check(f"{path.name}: the verdict is that of all answers",
              all(said["verdict"][part] == full["verdict"][part]
                  for part in ("disposition", "engagement", "location", "status")), said)
        check(f"{path.name}: nothing is asked twice",
              len(set(said["asked"])) == len(said["asked"]), said)
        check(f"{path.name}: no activity, no count for it", "asked_given_profile" not in said)
        if said["verdict"]["status"] == "decided":
            counts.append(len(said["asked"]))
            check(f"{path.name}: at least one question is spared", counts[-1] < 24, said)
    given = []
    tasks = sorted((DATA / "tasks").glob("*.json"))
    for path in tasks if everything else tasks[:2]:
        said = json.loads(run("new", "--rehearse", path, path.stem).stdout)
        if said["asked_given_profile"] is not None:
            given.append(said["asked_given_profile"])
            check(f"{path.name}: settled given the profile no later than for good",
                  given[-1] <= len(said["asked"]), said)
    mean, mean_given = sum(counts) / len(counts), sum(given) / len(given)
    print(f"{len(counts)} rehearsals: {mean:.2f} questions; "
          f"{len(given)} with their activity: {mean_given:.2f}")
    if everything:
        check("the mean is at most 15.0", mean <= 15.0)
        check("the mean with the right activity is at most 8", mean_given <= 8)


def pipe(folder):
    said = run("new", "--ask", "-o", "a.json", stdin="A-1\nAlpha\n2\n?\nbogus\n2-3\n.\n",
               cwd=folder)
    check("an interview over a pipe ends well", said.returncode == 0, said.stderr)
    check("what is no answer is said", "`bogus` is no answer here" in said.stderr, said.stderr)
    check("it says where the file is", "a.json" in said.stderr)
    task = json.loads((folder / "a.json").read_text())
    check("the answers are in the file", (task["id"], task["name"]) == ("A-1", "Alpha"))
    again = run("new", "-o", "a.json", cwd=folder)
    check("a file that is there is not overwritten", again.returncode == 2, again.stderr)
    check("and stays as it is", json.loads((folder / "a.json").read_text()) == task)
    check("but with --force",
          run("new", "--no-questions", "-o", "a.json", "--force", cwd=folder).returncode == 0)

    own = {"$schema": "task.schema.json", "id": "E", "name": "Edit me", "x_note": [1],
           "judgment": {"value": 2, "evidence": "SOP"}, "owner": "Ana", "complexity": None}
    (folder / "e.json").write_text(json.dumps(own))
    said = run("new", "--edit", "e.json", stdin="3\n.\n", cwd=folder)
    check("--edit ends well", said.returncode == 0, said.stderr)
    edited = json.loads((folder / "e.json").read_text())
    check("--edit keeps all else", all(edited[key] == own[key] for key in
                                       ("$schema", "id", "x_note", "judgment", "owner")), edited)
    check("--edit adds the answer", sum(edited.get(key) != own.get(key) for key in edited) == 1,
          edited)
    spanish = run("new", "--ask", "--lang", "es", stdin="E\nE\nvolver\n.\n")
    check("errors are in the language asked for", "no es una respuesta" in spanish.stderr,
          spanish.stderr)


def terminal(folder, signal_to_send):
    """Answers one question on a terminal, then the signal comes."""
    child, screen = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execve(BINARY, [BINARY, "new", "-o", "t.json"], {**ENV, "TERM": "xterm", "COLUMNS": "60"})
    shown = b""

    def until(mark):
        nonlocal shown
        end = time.monotonic() + 60
        while mark not in shown and time.monotonic() < end:
            if select.select([screen], [], [], 1)[0]:
                shown += os.read(screen, 4096)
        check(f"the terminal shows {mark!r}", mark in shown, shown.decode())
        shown = shown.split(mark, 1)[-1]

    for mark, line in ((b"task:", b"T-1\n"), (b"name:", b"Terminal\n"), (b": ", b"2\n"),
                       (b"So far:", b"")):
        until(mark)
        os.write(screen, line)
    os.kill(child, signal_to_send)
    # What the terminal still shows has to be taken, or the program waits for it.
    while True:
        try:
            if not os.read(screen, 4096):
                break
        except OSError:
            break
    status = os.waitpid(child, 0)[1]
    check("it ends as the signal ends programs",
          os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal_to_send, status)
    path = folder / "t.json"
    check("what was answered is kept", path.exists())
    if path.exists():
        task = json.loads(path.read_text())
        answers = [key for key in task if f"x_{key}" in task and task[key] is not None]
        check("all of it", task["id"] == "T-1" and len(answers) == 1, answers)
        path.unlink()


with tempfile.TemporaryDirectory() as name:
    rehearsals(name, "--all" in sys.argv)
    pipe(Path(name))
    terminal(Path(name), signal.SIGINT)
    terminal(Path(name), signal.SIGHUP)
print(f"{len(failures)} failures")
sys.exit(1 if failures else 0)
