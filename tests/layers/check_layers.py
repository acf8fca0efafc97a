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
    "model": ["base"],
    "engine": ["base", "model"],
    "embed": ["base", "model", "engine"],
    "input": ["base", "model", "engine/program.hpp"],
    "analysis": ["base", "model", "engine", "input"],
    "export": ["base", "model", "engine", "input"],
    "render": ["base", "engine"],
    "audit": ["base", "model", "engine", "analysis", "input", "render"],
    "batch": ["base", "model", "engine", "analysis", "input", "render"],
    "cli": ["base", "model", "engine", "analysis", "input", "export", "render", "audit", "batch"],
}

# Third-party headers: the files or folders of src/ that may name them. Anything else must be the
# standard library or the operating system's.
THIRD_PARTY = [
    (re.compile(r"nlohmann/"), ["base/json.cpp"]),
    (re.compile(r"CLI/"), ["cli/parse_options.cpp"]),
    (re.compile(r"fmt/"), [f"{layer}/" for layer in MAY_INCLUDE]),
    (re.compile(r"zlib\.h|zstd\.h"), ["base/", "input/"]),
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
            return None
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
    if page.is_file() and documented(page.read_text(encoding="utf-8")) != MAY_INCLUDE:
        problems.append("ARCHITECTURE.md: its table of layers is not MAY_INCLUDE of this check")
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
        "src/cli/parse_options.cpp": '#include <CLI/CLI.hpp>\n#include <fmt/format.h>\n',
    }
    planted = [
        ("src/base/bad.cpp", '#include "engine/program.hpp"\n', "base may not include"),
        ("src/input/bad.cpp", '#include "engine/kernel.hpp"\n', "input may not include"),
        ("src/model/bad.cpp", "#include <nlohmann/json.hpp>\n", "src/base/json.cpp only"),
        ("src/render/bad.cpp", " # include <CLI/CLI.hpp>\n", "src/cli/parse_options.cpp only"),
        ("include/sourcing/bad.hpp", "#include <fmt/format.h>\n", "standard library only"),
        ("include/sourcing/bad.hpp", '#include "base/text.hpp"\n', "a public header may not"),
        ("src/engine/bad.cpp", "#include <boost/any.hpp>\n", "neither ours"),
        ("src/extra/bad.cpp", '#include "base/text.hpp"\n', "unknown"),
        ("src/base/text.hpp", '#include "base/other.hpp"\n', "include each other"),
        ("ARCHITECTURE.md", "| `base` | text | `engine` |\n", "table of layers"),
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
