#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""data/glossary.json is whole, and `sourcing explain` knows every word that verdicts use.

usage: check_glossary.py SOURCING GLOSSARY
"""
import json
import subprocess
import sys

LANGUAGES = ["en", "ca", "es"]
# What a verdict, its columns and its lines may say, from docs and schemas.
USED = ["BPO", "KPO", "hybrid", "onshore", "nearshore", "offshore", "decided", "tentative", "undetermined", "close",
        "robust", "clear", "flip", "stability", "score", "margin", "threshold", "neutral", "gate", "rule", "disposition",
        "outsource", "retain", "automate_first", "engagement", "location", "excluded", "possible", "witness", "considered",
        "lacking", "evidence", "activity", "verdict", "status", "reasons", "why", "firm", "fragile", "complete", "tie",
        "derived", "place", "captive", "npv", "payback", "driver", "assumption", "record", "reject", "level"]
# Phrases that stand in the output as a word, and so are what somebody asks about.
SAID = ["mark.assumed", "mark.excluded", "mark.maybe_excluded", "mark.profile", "mark.unknown", "disposition.retain",
        "disposition.automate_first", "disposition.outsource", "case.captive"]


def explain(program, *arguments):
    return subprocess.run([program, "explain", *arguments], capture_output=True, text=True, check=False)


def main():
    program, path = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        entries = json.load(file)
    problems, owner = [], {}
    for key, entry in entries.items():
        for language in LANGUAGES:
            if not entry["words"].get(language):
                problems.append(f"{key}: no word in {language}")
            text = entry["text"].get(language, "")
            if not text.endswith("."):
                problems.append(f"{key}: no sentence in {language}")
            for word in entry["words"].get(language, []):
                plain = word.lower().replace("_", " ").replace("-", " ")
                if owner.setdefault(plain, key) != key:
                    problems.append(f"`{word}` means both {owner[plain]} and {key}")
    texts = {(key, language): entry["text"][language] for key, entry in entries.items() for language in LANGUAGES}
    for word in USED:
        for language in LANGUAGES:
            done = explain(program, word, "--format", "json", "--lang", language)
            if done.returncode != 0:
                problems.append(f"explain {word} --lang {language}: exit {done.returncode}: {done.stderr.strip()}")
                continue
            said = json.loads(done.stdout)
            if said["text"] != texts[(said["code"], language)]:
                problems.append(f"explain {word} --lang {language}: {said['text']!r}")
    with open(f"{path.rsplit('/', 1)[0]}/phrases.json", encoding="utf-8") as file:
        phrases = json.load(file)
    for key in SAID:
        for language in LANGUAGES:
            done = explain(program, phrases[key][language], "--lang", language)
            if done.returncode != 0:
                problems.append(f"explain {phrases[key][language]!r}: {done.stderr.strip()}")
    if "did you mean `hybrid`" not in explain(program, "hybird").stderr:
        problems.append("a misspelt word has no suggestion")
    for problem in problems:
        print(problem)
    print(f"{len(entries)} words, {len(problems)} wrong")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
