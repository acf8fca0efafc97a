# SPDX-License-Identifier: Apache-2.0
"""A: command lines and environments that nobody would write: random ones from the program's own command
tree, hostile values in every variable."""
import json
import random
import re
import shutil

from lib import case, check, cpu_seconds

SEED = 7
RUNS = 400
SECONDS_OF_ALL = 20
HUGE = ("999999999999999999999999", "18446744073709551616", "1e308", "9" * 400)
HOSTILE = ("", " ", "-", "--", "---", "=", "-=", "-1", "-0", "0", "00", "+1", "0x10", "1.5", "NaN", "1e3",
           *HUGE, "\t", "\n", "a\nb", "\x1b[2J", "\x7f", "\x01", "\u202e", "é", "\u0301", "x" * 5_000,
           b"\xff\xfe", b"a\xc3", b"\xed\xa0\x80", "%s%n", "$(id)", "';--", "*", "@task.json", "a=b=c", "=1",
           "judgment=", "judgment=9", "judgment=high", "engagement=", ",", ",,", "id,id", "nope", "task.json",
           "rows.csv", "home", "/dev/null", "/dev/full", "nowhere/out", "out")


def tree(box):
    """From what the completion script knows: command -> (words that may follow, option -> words)."""
    script = box.run("completions", "bash").text
    commands = {}
    for name, body in re.findall(r"^    '([a-z ]*)'\)\n(.*?)^      esac ;;$", script, re.S | re.M):
        words = {}
        for names, values in re.findall(r"^        (-[^)]*)\) printf '%s\\n' ?(.*?); return ;;$", body, re.M):
            for each in names.split("|"):
                words[each] = [] if values == "'<files>'" else values.split()
        flags = re.search(r"^        -\*\) printf '%s\\n' (.*) ;;$", body, re.M).group(1).split()
        places = re.search(r"^        \*\) printf '%s\\n' (.*) ;;$", body, re.M)
        commands[name] = ([] if not places or "<files>" in places.group(1) else places.group(1).split(),
                          {flag: words.get(flag) for flag in flags})
    return commands


def arguments(commands, chance):
    """One command line: options of its own or of another command, with fit and unfit values."""
    name = chance.choice(sorted(commands))
    places, options = commands[name]
    made = name.split()
    if chance.random() < 0.05:
        made = [chance.choice(("nope", "", "-", "clasify", "model", *HOSTILE))]
    for _ in range(chance.randrange(6)):
        kind = chance.random()
        if kind < 0.25:
            made.append(chance.choice(places or ["task.json", "rows.csv", "-", "model.json"]))
        elif kind < 0.4:
            made.append(chance.choice(HOSTILE))
        else:
            # Every third of another command's: most are refused, some mean something here too.
            of = options if kind < 0.8 else commands[chance.choice(sorted(commands))][1]
            flag = chance.choice(sorted(of))
            made.append(flag)
            words = of[flag]
            if words is not None and chance.random() < 0.95:
                value = chance.choice(words or HOSTILE) if chance.random() < 0.6 else chance.choice(HOSTILE)
                if isinstance(value, str) and chance.random() < 0.2:
                    made[-1] += "=" + value
                else:
                    made.append(value)
            if chance.random() < 0.1:
                made += made[-2:]  # the same once more
    return made


@case("A01", "random command lines from the command tree, with hostile values: an answer or a message")
def _(box):
    commands = tree(box)
    check(len(commands) > 20 and "--format" in commands["classify"][1], f"no command tree: {sorted(commands)}")
    files = {"task.json": '{"id":"a","judgment":4}', "rows.csv": "id,judgment\na,4\nb,9\n"}
    chance = random.Random(SEED)
    codes, begin = {}, cpu_seconds()
    for number in range(RUNS):
        # A run may write where an argument says, so the inputs are put back.
        for name, content in files.items():
            box.file(name, content)
        shutil.copy(box.data / "model.json", box.path / "model.json")
        made = arguments(commands, chance)
        result = box.run(*made, stdin=files["task.json"], codes=None)
        codes.setdefault(result.code, (number, made))
        if "--error-format" in made and result.code and made[made.index("--error-format") + 1:][:1] == ["json"]:
            for line in result.message.splitlines():
                check(not line.startswith("{") or "code" in json.loads(line), f"{made!r}: {result!r}")
    check({0, 2, 3, 5} <= codes.keys(), f"the trial reaches too little: {codes!r}")
    check(box.sanitized or cpu_seconds() - begin < SECONDS_OF_ALL, f"{cpu_seconds() - begin} s")


@case("A02", "hostile values in every variable that the program reads: an answer or a message that names it")
def _(box):
    told = {"SOURCING_LANG": "$SOURCING_LANG", "SOURCING_FORMAT": "$SOURCING_FORMAT",
            "SOURCING_COLOR": "$SOURCING_COLOR", "SOURCE_DATE_EPOCH": "SOURCE_DATE_EPOCH", "SOURCING_MODEL": "",
            "XDG_CONFIG_HOME": None, "HOME": None, "NO_COLOR": None, "FORCE_COLOR": None, "TERM": None,
            "CI": None, "LC_ALL": None, "TZ": None, "TMPDIR": None, "COLUMNS": None}
    path = box.file("task.json", '{"id":"a","judgment":4}')
    expected = box.run("classify", path, "--format", "brief").out
    chance = random.Random(SEED)
    for number in range(RUNS // 2):
        name = chance.choice(sorted(told))
        value = chance.choice(HOSTILE)
        result = box.run("classify", path, "--format", "brief", "--record", f"log{number}", env={name: value},
                         codes=(0,) if told[name] is None else (0, 2, 4, 5))
        if result.code == 0:
            check(result.out == expected, f"{name}={value!r} changes the result: {result!r}")
        else:
            check(result.out == b"" and told[name] in result.message, f"{name}={value!r}: {result!r}")
