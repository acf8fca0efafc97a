# SPDX-License-Identifier: Apache-2.0
"""I: the questions that `new` asks on a terminal."""
import json
import os
import pty
import select

from lib import SECONDS, case, check


def interview(box, lines, *arguments):
    """Types `lines` into `sourcing new` on a terminal; returns what was shown and the exit code."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(box.path)
        os.execve(box.binary, [box.binary, "new", *arguments],
                  box.environment({"TERM": "xterm"}))
    shown, typed = b"", list(lines)
    while True:
        ready, _, _ = select.select([terminal], [], [], SECONDS)
        check(ready, f"no question and no end: {shown[-300:]!r}")
        try:
            got = os.read(terminal, 65536)
        except OSError:  # the end, on Linux
            got = b""
        if not got:
            break
        shown += got
        # Each prompt waits for its line.
        if shown.endswith((b"= ", b": ")) and typed:
            os.write(terminal, typed.pop(0).encode())
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    return shown.decode("utf-8"), os.waitstatus_to_exitcode(status)


@case("I30", "new asks one by one with the level words, says what is wrong, and keeps what it was told")
def _(box):
    answers = ["T-1\n", 'My "process"\n', "4\n", "hihg\n", "high\n", "2..4\n", "\n", ".\n"]
    shown, code = interview(box, answers, "-o", "task.json")
    check(code == 0, shown)
    for part in ("Who or what decides a case", "5  expert judgment: Expert judgment decides",
                 "`hihg` is no answer here", "So far: "):
        check(part in shown, f"no {part!r} in {shown!r}")
    task = json.loads((box.path / "task.json").read_bytes())
    told = {k: v for k, v in task.items() if not k.startswith("x_") and v is not None}
    # Which question comes after the first is the analysis's to say.
    check((told["id"], told["name"], told["judgment"]) == ("T-1", 'My "process"', 4), told)
    check("high" in told.values(), told)
    box.run("classify", "task.json")


@case("I31", "the questions end with the terminal's input, and an interrupt keeps what is answered")
def _(box):
    shown, code = interview(box, ["T-2\n", "\n", "2\n", "\x04"], "-o", "task.json")
    check(code == 0, shown)
    check(json.loads((box.path / "task.json").read_bytes())["judgment"] == 2, "lost")
    shown, code = interview(box, ["T-3\n", "\n", "2\n", "\x03"], "-o", "other.json")
    check(code in (130, -2), f"{code}: {shown!r}")
    check(json.loads((box.path / "other.json").read_bytes())["judgment"] == 2, "lost")


@case("I32", "new asks in the reader's language")
def _(box):
    shown, code = interview(box, ["\n", "\n", "regles\n", ".\n"], "--lang", "ca")
    check(code == 0 and "Què decideix cada cas" in shown, shown)
