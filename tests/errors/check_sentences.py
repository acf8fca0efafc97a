#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every sentence of data/sentences.json is one that the sources say, and its translations fill in the same;
what the sources say with an error code is there.

usage: check_sentences.py [ROOT]
       check_sentences.py --self-test
"""
import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from check_catalogue import LITERAL, string_literals  # noqa: E402

PLACE = re.compile(r"\{([*#._]?)(\d)\}")
LANGUAGES = ["ca", "es"]
# A JSON pointer, or the key of a phrase.
KEY = re.compile(r"/\w+|\w+(?:\.\w+)+")
# What is said to a person without a code beside it; the notes of an exported statement are its comments.
TELLS = re.compile(r"(?<!query\.)(?<!query_\.)\b(?:fail|warning|note|detail)\([^;]*$")
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


def with_codes(text):
    """The literals of one statement with an error code, or of what tells a person: what is wrong, and what to do."""
    text = re.sub(r'"\s*\n\s*"', "", text)
    coded, end = False, 0
    for match in LITERAL.finditer(text):
        between = text[end:match.start()]
        coded = coded and ";" not in between or bool(TELLS.search(between))
        end = match.end()
        literal = (match.group(3) or "").replace('\\"', '"').replace("\\\\", "\\")
        if re.fullmatch(r"E\d{4}", literal):
            coded = True
        elif coded and not text[:match.start()].endswith("find(") and not KEY.fullmatch(literal):
            yield literal


def patterns_of(sentences):
    """Those that have words: `{1}: {*2}` says nothing."""
    kinds = {"#": r"\d+", ".": r"\S+", "_": r"\S+"}
    for english in sentences:
        parts = PLACE.split(english)
        if re.search(r"[a-z]", "".join(parts[::3])):
            places = [kinds.get(kind, ".+") for kind in parts[1::3]] + [""]
            yield re.compile("".join(re.escape(piece) + place for piece, place in zip(parts[::3], places)))


def untranslated(texts, sentences):
    """Sentences with a code that no pattern has, neither whole nor in parts. What is put together from pieces
    has to have its pieces there."""
    pieces = "\n".join(piece for english in sentences for piece in PLACE.split(english)[::3])
    patterns = list(patterns_of(sentences))

    def told(text):
        if not pairs(re.sub(r"`[^`]*`", " ", text)) or any(pattern.fullmatch(text) for pattern in patterns):
            return True
        parts = [text.split(sign, 1) for sign in (": ", "; ") if sign in text]
        return any(all(told(part) for part in both) for both in parts)

    for literal in sorted({each for text in texts for each in with_codes(text)}):
        whole = literal.strip(" ,;:.") == literal and not re.search(r"\w\{\}|\}\{", literal)
        if any(told(re.sub(r"\{[^{}]*\}", word, literal)) for word in ("x", "7")):
            continue
        if whole or not all(piece.strip(" ,;:") in pieces for piece in re.split(r"\{[^{}]*\}", literal)):
            yield f"{literal!r}: is said with an error code, and data/sentences.json does not have it"


def check(root):
    sentences = json.loads((root / "data/sentences.json").read_text(encoding="utf-8"))
    sources = said(root)
    problems = []
    for english, texts in sentences.items():
        problems += check_sentence(english, texts, sources)
    files = [path.read_text(encoding="utf-8") for path in sorted((root / "src").rglob("*.cpp"))]
    return problems + list(untranslated(files, sentences))


def self_test():
    said_so = 'fail("E0101",\n     fmt::format("the row {} has no field {}", 1, 2), "write it down");\nprint("is not looked at");'
    assert list(with_codes(said_so)) == ["the row {} has no field {}", "write it down"]
    assert list(with_codes('messages.note("so it is");\nquery_.note("a comment");')) == ["so it is"]
    both = {"the row {#1} has no field {2}": {}, "write it down": {}}
    assert not list(untranslated([said_so], both))
    assert len(list(untranslated([said_so], {"the row {#1} has no field {2}": {}}))) == 1
    assert len(list(untranslated([said_so], {"the row lacks a field": {}, "write it up": {}}))) == 2
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
