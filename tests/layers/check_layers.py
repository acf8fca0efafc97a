#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads every #include of include/ and src/ and fails where an arrow points the wrong way.

usage: check_layers.py [ROOT]       check a source tree (default: the one this file is in)
       check_layers.py --self-test  plant each kind of mistake and see that it is found
"""
import re
import sys
import tempfile
from pathlib import Path

# layer: what it may include besides itself and the public headers. `engine/program.hpp` means
# that header alone. A layer may only name layers above it in this table, so there is no cycle.
MAY_INCLUDE = {
    "base": [],
    "sheet": ["base"],
    "model": ["base"],
    "engine": ["base", "model"],
    "input": ["base", "sheet", "model", "engine/program.hpp"],
    "analysis": ["base", "model", "engine", "input"],
    "money": ["base"],
    "export": ["base", "model", "engine", "input"],
    "render": ["base", "engine", "money"],
    "places": ["base", "model", "engine", "render"],
    "interview": ["base", "model", "engine", "analysis", "input", "render"],
    "embed": ["base", "model", "engine", "places"],
    "audit": ["base", "model", "engine", "analysis", "input", "render"],
    "batch": ["base", "model", "engine", "analysis", "input", "render", "places"],
    "report": ["base", "engine", "input", "money", "render", "batch"],
    "cli": ["base", "sheet", "model", "engine", "analysis", "input", "money", "export", "render",
            "interview", "places", "audit", "batch", "report"],
}

# Rooms inside a layer, lowest first: what a room may include besides itself, and why. "" is the
# hall, the files that lie in the layer's folder itself; nothing may include those but themselves.
# A room may only name rooms above it in this table, so there is no cycle here either.
ROOMS = {
    "batch": {
        "plan": {},
        "read": {"plan": "cells are read into what was planned for each column"},
        "judge": {"plan": "weights and thresholds are in the tables made for the run"},
        "write": {"plan": "the lines and their texts are laid out there",
                  "read": "a cell is repeated as it was read",
                  "judge": "a line tells what was judged"},
        "flow": {"plan": "a worker holds what is the same for all rows",
                 "read": "a worker reads its block",
                 "judge": "and judges it",
                 "write": "and writes it"},
        "moves": {"plan": "two plans side by side",
                  "read": "the rows come in as they do for one model",
                  "flow": "blocks, threads and their order are the same"},
        "tasks": {"plan": "what was asked",
                  "read": "a row is read as it is for a verdict",
                  "flow": "blocks, threads and their order are the same"},
        "": {"plan": "what was asked", "read": "opens the input",
             "flow": "starts the workers"},
    },
    "cli": {
        "shell": {},
        "arguments": {"shell": "an option's message, and the terminal it is for"},
        "reference": {"shell": "the commands and their options are what is described"},
        "commands": {"shell": "streams, settings and exit codes",
                     "arguments": "options that several commands have",
                     "reference": "some commands print parts of it"},
        "": {"shell": "sets up the session", "arguments": "reads the command line",
             "reference": "prints help"},
    },
}

# In this room a file stands for itself: it includes of its own room only what carries its name
# (`model_show.cpp`: `model_show_graph.hpp`), so that no command leans on another.
APART = "cli/commands"

# Third-party headers: the files or folders of src/ that may name them. Anything else must be the
# standard library or the operating system's.
THIRD_PARTY = [
    (re.compile(r"nlohmann/"), ["base/json.cpp"]),
    (re.compile(r"CLI/"), ["cli/arguments/parse_options.cpp"]),
    (re.compile(r"fmt/"), [f"{layer}/" for layer in MAY_INCLUDE]),
    (re.compile(r"zlib\.h|zstd\.h"), ["base/", "input/"]),
    (re.compile(r"minizip/"), ["sheet/read/package.cpp"]),
    (re.compile(r"expat\.h"), ["sheet/read/xml.cpp"]),
    (re.compile(r"xlsxwriter\.h"), ["sheet/write/workbook.cpp"]),
]
SYSTEM = re.compile(r"[a-z_0-9]+|(sys|linux|netinet|arpa)/[a-z_0-9]+\.h|[a-z_0-9]+\.h")
STANDARD = re.compile(r"[a-z_0-9]+")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)


def includes(path):
    text = path.read_text(encoding="utf-8")
    for match in INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match.group(2)


def resolve(root, source, name):
    """The file of this repository that `name` means, or None for a header from elsewhere."""
    for base in (source.parent, root / "src", root / "include"):
        candidate = (base / name).resolve()
        if candidate.is_file() and candidate.is_relative_to(root):
            return candidate
    return None


def room(path):
    """The folder of `path` inside its layer; "" for the hall."""
    return path.parts[2] if len(path.parts) > 3 else ""


def judge_rooms(layer, where, to):
    """What is wrong with an include inside one layer, or None."""
    rooms = ROOMS.get(layer)
    if rooms is None:
        return None
    here, there = room(where), room(to)
    inside = "/".join(to.parts[1:])
    if here == there:
        stems = [path.stem for path in (where, to)]
        own = stems[1] == stems[0] or stems[1].startswith(stems[0] + "_") or \
            stems[0].startswith(stems[1] + "_")
        if f"{layer}/{here}" == APART and not own:
            return f"one command may not include another's {inside}"
        return None
    if here not in rooms:
        return f"the room {layer}/{here} is unknown; add it to ROOMS"
    if there in rooms[here]:
        return None
    allowed = ", ".join(rooms[here]) or "no other room"
    return f"{layer}/{here} may not include {inside} (it may include: {allowed})"


def judge(root, source, name, target):
    """What is wrong with `source` including `name`, or None."""
    where = source.relative_to(root)
    public = where.parts[0] == "include"
    if target is not None:
        to = target.relative_to(root)
        if to.parts[0] == "include":
            return None
        if to.parts[0] != "src":
            return f"{to} belongs to {to.parts[0]}/, which nothing in {where.parts[0]}/ may include"
        if public:
            return f"a public header may not include {to}"
        layer, other = where.parts[1], to.parts[1]
        if layer == other:
            return judge_rooms(layer, where, to)
        inside = "/".join(to.parts[1:])
        if layer not in MAY_INCLUDE:
            return f"the layer {layer} is unknown; add it to MAY_INCLUDE"
        if other in MAY_INCLUDE[layer] or inside in MAY_INCLUDE[layer]:
            return None
        allowed = ", ".join(MAY_INCLUDE[layer]) or "no other layer"
        return f"{layer} may not include {inside} (it may include: {allowed})"
    if public:
        if STANDARD.fullmatch(name):
            return None
        return f"a public header may include the standard library only, not {name}"
    inside = "/".join(where.parts[1:])
    for pattern, allowed in THIRD_PARTY:
        if pattern.match(name):
            if any(inside == a or (a.endswith("/") and inside.startswith(a)) for a in allowed):
                return None
            return f"{name} may be included by {', '.join('src/' + a for a in allowed)} only"
    if SYSTEM.fullmatch(name):
        return None
    return f"{name} is neither ours, nor standard, nor listed in THIRD_PARTY"


def rooms_out_of_order():
    """Rooms that name one below them in the table."""
    for layer, rooms in ROOMS.items():
        names = list(rooms)
        for name, allowed in rooms.items():
            for other, reason in allowed.items():
                if names.index(other) >= names.index(name) or not reason:
                    yield f"ROOMS: {layer}/{name} may not name {other}, or names no reason"


def find_cycle(graph):
    state, stack = {}, []

    def visit(node):
        state[node] = "open"
        stack.append(node)
        for target in graph.get(node, ()):
            if state.get(target) == "open":
                return stack[stack.index(target):] + [target]
            if target not in state:
                cycle = visit(target)
                if cycle:
                    return cycle
        stack.pop()
        state[node] = "done"
        return None

    for node in sorted(graph):
        if node not in state:
            cycle = visit(node)
            if cycle:
                return cycle
    return None


def documented(page):
    """The same table as ARCHITECTURE.md has it: a row a layer, what it may include in the last cell."""
    rows = re.findall(r"^\| `(\w+)` \|.*\| ([^|]*) \|$", page, re.MULTILINE)
    return {layer: re.findall(r"`([\w./]+)`", cell) for layer, cell in rows}


def documented_rooms(page):
    """The rooms that ARCHITECTURE.md draws: a row a room, what it may include in the last cell."""
    found = {}
    for layer, name, cell in re.findall(r"^\| `(\w+)/(\w*)` \|.*\| ([^|]*) \|$", page, re.MULTILINE):
        found.setdefault(layer, {})[name] = re.findall(r"`(\w+)`", cell)
    return found


def unlisted_tests(root):
    """Folders of tests/ that its README does not name."""
    page = root / "tests/README.md"
    if not page.is_file():
        return []
    known = set(re.findall(r"`(\w+)/`", page.read_text(encoding="utf-8")))
    return sorted(p.name for p in (root / "tests").iterdir()
                  if p.is_dir() and p.name not in known and not p.name.startswith(("_", ".")))


def check(root):
    root = root.resolve()
    problems, graph, count = [], {}, 0
    problems += [f"tests/README.md does not name tests/{name}" for name in unlisted_tests(root)]
    page = root / "ARCHITECTURE.md"
    if page.is_file():
        text = page.read_text(encoding="utf-8")
        rooms = {layer: {name: list(allowed) for name, allowed in of_layer.items()}
                 for layer, of_layer in ROOMS.items()}
        if documented(text) != MAY_INCLUDE or documented_rooms(text) != rooms:
            problems.append("ARCHITECTURE.md: its tables are not MAY_INCLUDE and ROOMS of this check")
    problems += rooms_out_of_order()
    sources = sorted(p for top in ("include", "src") for p in (root / top).rglob("*")
                     if p.suffix in (".hpp", ".cpp", ".h", ".inl"))
    for source in sources:
        for line, name in includes(source):
            count += 1
            target = resolve(root, source, name)
            if target is not None:
                graph.setdefault(source, []).append(target)
            problem = judge(root, source, name, target)
            if problem:
                problems.append(f"{source.relative_to(root)}:{line}: {problem}")
    cycle = find_cycle(graph)
    if cycle:
        path = " -> ".join(str(p.relative_to(root)) for p in cycle)
        problems.append(f"these headers include each other: {path}")
    return problems, len(sources), count


def self_test():
    good = {
        "include/sourcing/a.hpp": "#include <string_view>\n",
        "src/base/text.hpp": "#include <string>\n",
        "src/base/json.cpp": "#include <nlohmann/json.hpp>\n#include <sys/stat.h>\n",
        "src/engine/program.hpp": '#include <sourcing/a.hpp>\n#include "base/text.hpp"\n',
        "src/engine/kernel.hpp": '#include "program.hpp"\n',
        "src/input/row.cpp": '#include "engine/program.hpp"\n#include <zlib.h>\n',
        "src/cli/arguments/parse_options.cpp": '#include <CLI/CLI.hpp>\n#include <fmt/format.h>\n',
        "src/batch/flow/worker.hpp": "#include <vector>\n",
        "src/batch/hall.hpp": "#include <vector>\n",
        "src/batch/moves/moves.cpp": '#include "batch/flow/worker.hpp"\n',
        "src/cli/commands/show_graph.hpp": "#include <vector>\n",
        "src/cli/commands/show.cpp": '#include "cli/commands/show_graph.hpp"\n',
    }
    planted = [
        ("src/base/bad.cpp", '#include "engine/program.hpp"\n', "base may not include"),
        ("src/input/bad.cpp", '#include "engine/kernel.hpp"\n', "input may not include"),
        ("src/model/bad.cpp", "#include <nlohmann/json.hpp>\n", "src/base/json.cpp only"),
        ("src/render/bad.cpp", " # include <CLI/CLI.hpp>\n", "src/cli/arguments/parse_options.cpp only"),
        ("include/sourcing/bad.hpp", "#include <fmt/format.h>\n", "standard library only"),
        ("include/sourcing/bad.hpp", '#include "base/text.hpp"\n', "a public header may not"),
        ("src/engine/bad.cpp", "#include <boost/any.hpp>\n", "neither ours"),
        ("src/extra/bad.cpp", '#include "base/text.hpp"\n', "unknown"),
        ("src/base/text.hpp", '#include "base/other.hpp"\n', "include each other"),
        ("ARCHITECTURE.md", "| `base` | text | `engine` |\n", "its tables are not"),
        ("src/batch/write/bad.cpp", '#include "batch/flow/worker.hpp"\n', "batch/write may not"),
        ("src/batch/write/bad.cpp", '#include "batch/hall.hpp"\n', "batch/write may not"),
        ("src/batch/plan/bad.cpp", '#include "batch/flow/worker.hpp"\n', "no other room"),
        ("src/batch/attic/bad.cpp", '#include "batch/flow/worker.hpp"\n', "the room batch/attic"),
        ("src/cli/commands/bad.cpp", '#include "cli/commands/show_graph.hpp"\n', "another's"),
    ]
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, (path, text, expected) in enumerate([("", "", "")] + planted):
            root = Path(folder) / str(number)
            tree = dict(good, **{"src/base/other.hpp": '#include "base/text.hpp"\n'})
            if path:
                tree[path] = text
            for name, content in tree.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(content, encoding="utf-8")
            problems = check(root)[0]
            fine = (len(problems) == 1 and expected in problems[0]) if path else not problems
            if not fine:
                failures += 1
                print(f"self-test: planted {path!r} {text!r}, wanted {expected!r}, found {problems}")
    print("self-test: every planted arrow was found" if not failures else "self-test failed")
    return failures


def main():
    arguments = sys.argv[1:]
    if arguments == ["--self-test"]:
        return 1 if self_test() else 0
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[2]
    problems, files, count = check(root)
    for problem in problems:
        print(problem)
    print(f"{count} includes in {files} files: {len(problems) or 'no'} wrong")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
