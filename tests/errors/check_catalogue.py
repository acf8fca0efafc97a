#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every error code of the sources is in data/errors.json, and the other way round.

usage: check_catalogue.py [ROOT]
       check_catalogue.py --self-test
"""
import json
import re
import sys
import tempfile
from pathlib import Path

LANGUAGES = ["en", "ca", "es"]
PARTS = ["title", "cause", "mend"]
CODE = re.compile(r"\bE[0-9]{4}\b")
EXIT = re.compile(r"exit-[0-9]{1,3}")
# Signals and a closed pipe end the program without a name in ExitCode, or with one of their own.
SIGNALS = {130}


LITERAL = re.compile(r'//[^\n]*|/\*.*?\*/|\'(?:\\.|[^\'\\\n])+\'|R"(\w*)\((.*?)\)\1"|"((?:\\.|[^"\\\n])*)"', re.DOTALL)


def string_literals(text):
    """The C++ string literals of a source, comments and characters left out."""
    for match in LITERAL.finditer(text):
        yield match.group(2) or match.group(3) or ""


def codes_in_sources(root):
    found = {}
    for path in sorted((root / "src").rglob("*.[ch]pp")):
        for literal in string_literals(path.read_text(encoding="utf-8")):
            for code in CODE.findall(literal):
                found.setdefault(code, path.relative_to(root))
    return found


def exit_codes(root):
    text = (root / "src/cli/shell/exit_code.hpp").read_text(encoding="utf-8")
    body = re.search(r"enum class ExitCode[^{]*\{(.*?)\};", text, re.DOTALL).group(1)
    return {int(number) for number in re.findall(r"= (\d+)", body)} | SIGNALS


def check_texts(code, entry):
    problems = []
    if list(entry) != PARTS:
        problems.append(f"{code}: has {', '.join(entry)}; an entry has {', '.join(PARTS)}")
    for part, texts in entry.items():
        if list(texts) != LANGUAGES:
            problems.append(f"{code}/{part}: languages {list(texts)}, not {LANGUAGES}")
        for language, text in texts.items():
            where = f"{code}/{part}/{language}"
            if not text.strip() or text != text.strip():
                problems.append(f"{where}: empty, or with spaces round it")
            elif part == "title" and (text.endswith(".") or text[0].isupper()):
                problems.append(f"{where}: a title has a small letter first and no final stop")
            elif part != "title" and text[-1] not in ".:":
                problems.append(f"{where}: not a sentence")
            if text.count("`") % 2:
                problems.append(f"{where}: an odd number of backticks")
    return problems


def check(root):
    catalogue = json.loads((root / "data/errors.json").read_text(encoding="utf-8"))
    problems = []
    used = codes_in_sources(root)
    listed = {code for code in catalogue if CODE.fullmatch(code)}
    for code in sorted(set(used) - listed):
        problems.append(f"{code} ({used[code]}) is not in data/errors.json")
    for code in sorted(listed - set(used)):
        problems.append(f"{code} is in data/errors.json, and nothing in src/ says it")
    exits = {int(code[5:]) for code in catalogue if EXIT.fullmatch(code)}
    wanted = exit_codes(root)
    for number in sorted(wanted ^ exits):
        problems.append(f"exit code {number} is in {'the sources' if number in wanted else 'data/errors.json'} only")
    for code in catalogue:
        if not CODE.fullmatch(code) and not EXIT.fullmatch(code):
            problems.append(f"{code}: neither an error code nor an exit code")
        problems += check_texts(code, catalogue[code])
    return problems, len(listed), len(exits)


def self_test():
    text = {"title": {"en": "a", "ca": "a", "es": "a"},
            "cause": {"en": "A.", "ca": "A.", "es": "A."}, "mend": {"en": "A.", "ca": "A.", "es": "A."}}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("src/cli/shell", "data"):
            (root / name).mkdir(parents=True)
        (root / "src/cli/shell/exit_code.hpp").write_text("enum class ExitCode : int {\n  done = 0,\n};\n")
        source = root / "src/a.cpp"

        def problems(entries, code):
            (root / "data/errors.json").write_text(json.dumps(entries))
            source.write_text(code)
            return check(root)[0]

        good = {"E0001": text, "exit-0": text, "exit-130": text}
        assert problems(good, 'f("E0001"); // E0009 in a comment') == []
        assert "E0002 (src/a.cpp)" in problems(good, 'f("E0001"); g("[E0002]");')[0]
        assert "nothing in src/" in problems(good, "")[0]
        assert "exit code 5" in problems({**good, "exit-5": text}, '"E0001"')[0]
        bad = {**text, "cause": {"en": "A.", "es": "A."}}
        assert "languages" in problems({**good, "E0001": bad}, '"E0001"')[0]
        stop = {**text, "title": {"en": "a.", "ca": "a", "es": "a"}}
        assert "final stop" in problems({**good, "E0001": stop}, '"E0001"')[0]
    print("self-test: every kind of mistake is found")


def main():
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        return 0
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    problems, errors, exits = check(root)
    for problem in problems:
        print(problem)
    print(f"{errors} error codes, {exits} exit codes, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
