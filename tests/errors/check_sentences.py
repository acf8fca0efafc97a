#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every sentence of data/sentences.json is one that the sources say, and its translations fill in the same.

usage: check_sentences.py [ROOT]
       check_sentences.py --self-test
"""
import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from check_catalogue import string_literals  # noqa: E402

PLACE = re.compile(r"\{([*#._]?)(\d)\}")
LANGUAGES = ["ca", "es"]
# What the system says.
SYSTEM = {"No such file or directory", "Permission denied", "Is a directory", "No space left on device"}


def pairs(text):
    """Words with the word that follows: a sentence is put together from pieces, which these survive."""
    words = re.findall(r"[A-Za-z'-]+", text)
    return list(zip(words, words[1:]))


def said(root):
    """The pairs of all literals, those that follow one another joined, with and without the s of a plural."""
    texts = []
    for path in sorted((root / "src").rglob("*.[ch]pp")):
        text = re.sub(r'"\s*\n\s*"', "", path.read_text(encoding="utf-8"))
        texts += [each.replace('\\"', '"') for each in string_literals(text)]
    both = "\n".join(texts).replace("\\n", " ")
    return set(pairs(re.sub(r"(\w)\{\}", r"\1", both) + "\n" + re.sub(r"(\w)\{\}", r"\1s", both)))


def check_sentence(english, texts, sources):
    problems = []
    places = sorted(PLACE.findall(english))
    if list(texts) != LANGUAGES:
        problems.append(f"{english!r}: languages {list(texts)}, not {LANGUAGES}")
    for language, text in texts.items():
        filled = PLACE.findall(text)
        if any(name not in {number for _, number in places} for _, name in filled):
            problems.append(f"{english!r}, {language}: fills in what the sentence does not have")
        if {name for _, name in places} != {name for _, name in filled} and "to the end of the input" not in english:
            problems.append(f"{english!r}, {language}: leaves out what the sentence has")
        if any(len(match.group(0)) != 3 + len(match.group(1)) for match in PLACE.finditer(text)):
            problems.append(f"{english!r}, {language}: a place that is none")
        if text.count("`") % 2 or text.endswith("."):
            problems.append(f"{english!r}, {language}: backticks, or a final stop")
    if english not in SYSTEM:
        for piece in PLACE.split(english)[::3]:
            for pair in pairs(piece):
                if pair not in sources:
                    problems.append(f"{english!r}: nothing in src/ says {' '.join(pair)!r}")
    return problems


def check(root):
    sentences = json.loads((root / "data/sentences.json").read_text(encoding="utf-8"))
    sources = said(root)
    problems = []
    for english, texts in sentences.items():
        problems += check_sentence(english, texts, sources)
    return problems


def self_test():
    sources = set(pairs("the row has fields"))
    good = {"ca": "la fila té {1}", "es": "la fila tiene {1}"}
    assert not check_sentence("the row has {1}", good, sources)
    assert check_sentence("the row lacks {1}", good, sources)
    assert check_sentence("the row has {1}", {"ca": "la fila", "es": "la fila {2}"}, sources)
    assert check_sentence("the row has {1}", {"es": "la fila {1}"}, sources)


def main():
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        return 0
    problems = check(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
