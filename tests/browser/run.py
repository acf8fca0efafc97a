#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The report in Chromium, opened from disk with the network off, as a board member opens it.

usage: run.py --binary B [--changes N] [--seed S] [--keep DIR] [--chromium FILE]

page.mjs does what a person does and says what came of it; what the program says of the same is
compared here. Exit code: 0 all holds, 1 something does not, 77 there is no browser to try it in.
"""
import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import inputs

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "data"
# What the page's module leaves out of a decision (docs/export-js.md).
LEFT_OUT = ("possible", "possible_complete", "next_questions", "robust", "flip_step", "row")


class Failed(Exception):
    pass


def demand(condition, text):
    if not condition:
        raise Failed(text)


def sourcing(options, *arguments, codes=(0,)):
    done = subprocess.run([options.binary, *map(str, arguments)], capture_output=True, text=True, check=False)
    demand(done.returncode in codes, f"sourcing {arguments}: {done.returncode}\n{done.stderr}")
    return done


def in_page(options, what, file, *more):
    """Runs one account of page.mjs."""
    began = time.monotonic()
    done = subprocess.run(["node", HERE / "page.mjs", options.chromium, what, file, *map(str, more)],
                          capture_output=True, text=True, check=False, timeout=200)
    demand(done.returncode == 0, f"{what} {file}: {done.stderr}{done.stdout[-2000:]}")
    print(f"{what} {file.name}: {time.monotonic() - began:.1f} s")
    return json.loads(done.stdout)


def report(options, *arguments):
    """Some rows are bad, which is told, and the page is there all the same."""
    sourcing(options, "report", *arguments, codes=(0, 6))


def embedded(page, name):
    return json.loads(re.search(f'<script type="application/json" id="{name}">(.*?)</script>', page, re.S).group(1))


def quiet(said):
    demand(said["requests"] == [], f"the page asked for {said['requests']}")
    demand(said["complaints"] == [], f"the page complained: {said['complaints']}")


def accessible(options, folder):
    """Three languages, dark and light; 360 px; no request, no complaint."""
    for language in ("en", "ca", "es"):
        page = folder / f"short-{language}.html"
        report(options, inputs.short(folder), "--by", "function", "--home", "ES", "--lang", language, "-o", page)
        said = in_page(options, "axe", page, "both" if language == "en" else "light")
        quiet(said)
        for theme, violations in said["violations"].items():
            demand(not violations, f"axe, {language}, {theme}: {json.dumps(violations, indent=1)}")
        demand(said["narrow"] <= 360, f"at 360 px the page is {said['narrow']} px wide: {said.get('widest')}")


def listed(options, folder):
    """Search, filter, sort, by mouse and by keyboard; what is chosen stands in the link."""
    said = in_page(options, "list", folder / "en.html")
    quiet(said)
    for name, fine in said["checks"].items():
        demand(fine is True, f"the list: {name}: {fine}")


def what_if(options, folder):
    """Random changes of answers: what the page makes of them is what the program does, in its language."""
    what_if_in(options, folder, "en", options.changes)
    for language in ("ca", "es"):
        report(options, inputs.inventory(folder), "--by", "function", "--lang", language, "-o", folder / f"{language}.html")
        what_if_in(options, folder, language, options.changes // 5)


def what_if_in(options, folder, language, count):
    page = folder / f"{language}.html"
    verdicts = [each for each in embedded(page.read_text(), "verdicts") if each["verdict"]["status"] != "error"]
    criteria = json.loads(sourcing(options, "model", "show", "--format", "json").stdout)["criteria"]
    changes, tasks = inputs.changes(verdicts, criteria, random.Random(options.seed), count)
    asked = folder / "changes.json"
    asked.write_text(json.dumps(changes))
    said = in_page(options, "what_if", page, asked)
    quiet(said)
    demand(said["reset"] is True, f"reset: {said['reset']}")
    given = folder / "changed.ndjson"
    given.write_text("".join(json.dumps(task) + "\n" for task in tasks))
    expected = sourcing(options, "batch", given, "--format", "ndjson", "--lang", language,
                        codes=(0, 6)).stdout.splitlines()
    demand(len(expected) == len(said["decisions"]) == len(tasks), f"{len(expected)} verdicts for {len(tasks)} changes")
    moved = refused = 0
    for number, (decision, line) in enumerate(zip(said["decisions"], expected), 1):
        ours, theirs = json.loads(decision or "null"), json.loads(line)
        if theirs["verdict"]["status"] == "error":
            demand(ours is None, f"change {number} is refused by the program, not by the page")
            refused += 1
            continue
        for key in LEFT_OUT:
            theirs.pop(key, None)
            (ours or {}).pop(key, None)
        demand(ours == theirs, f"change {number} {changes[number - 1]}: page {str(ours)[:500]}\nprogram {str(theirs)[:500]}")
        moved += said["moved"][number - 1]
    demand(moved > len(tasks) // 10 and 0 < refused < len(tasks) // 4, "too few changes change anything")
    demand(said["copied"] == tasks[-1], f"copied {said['copied']}, not {tasks[-1]}")
    print(f"{language}: {len(tasks)} changes as the program says, {refused} refused by both, {moved} move the verdict")


def weights(options, folder):
    """Other weights: the rows that move are those that move in the program."""
    page = folder / "en.html"
    said = in_page(options, "weights", page, "insight", "60")
    quiet(said)
    model = json.loads(sourcing(options, "model", "show", "--format", "json").stdout)
    for weight in model["axes"]["engagement"]["weights"]:
        if weight["criterion"] == "insight":
            weight["weight"] = 60
    changed = folder / "changed.json"
    changed.write_text(json.dumps(model))
    lines = [sourcing(options, "batch", inputs.inventory(folder), "--format", "ndjson", *more, codes=(0, 6)).stdout
             for more in ([], ["--model", changed])]
    key = ("disposition", "engagement", "location")
    before, after = ([[json.loads(line)["verdict"][part] for part in key] for line in text.splitlines()]
                     for text in lines)
    moved = sum(one != other for one, other in zip(before, after))
    demand(moved > 0 and said["count"] == moved, f"{said['count']} rows move in the page, {moved} in the program")
    demand(said["after_reset"] == 0, "reset leaves rows that move")


def printed(options, folder):
    """A page for each process, whose heading it begins with."""
    if not shutil.which("pdftotext"):
        print("SKIPPED: there is no pdftotext (poppler-utils). The printed page was not looked at.")
        return
    pdf = folder / "report.pdf"
    said = in_page(options, "print", folder / "en.html", pdf)
    quiet(said)
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    pages = [" ".join(page.split()) for page in text.split("\f")]
    for heading in said["processes"]:
        found = [page for page in pages if page.startswith(" ".join(heading.split()))]
        demand(len(found) == 1, f"{len(found)} printed pages begin with {heading!r}")
        whole = "signature" in found[0] or "could not be judged" in found[0]
        demand(whole, f"the page of {heading!r} breaks before the line to sign on")
    demand(len(said["processes"]) > 10, "too few processes were printed")
    print(f"{len(pages) - 1} printed pages, one for each of {len(said['processes'])} processes")


def hostile(options, folder):
    """Names, evidence, groups, a title, a logo and a model that want to be markup or script."""
    files = inputs.hostile(options, folder, sourcing)
    page = folder / "hostile.html"
    report(options, files["rows"], "--model", files["model"], "--logo", files["logo"], "--by", "function",
           "--title", inputs.ATTACK, "-o", page)
    said = in_page(options, "hostile", page)
    quiet(said)
    demand(said["attacked"] is False, "something that came from outside was run")
    demand(said["strangers"] == [], f"elements from outside: {said['strangers']}")
    demand(said["shown"] is True, "what came from outside is not shown as it is")


def quick(options, folder):
    """A thousand rows can be worked with within a second, and stay under 2 MB."""
    page = folder / "thousand.html"
    rows = folder / "thousand.csv"
    head, *lines = inputs.inventory(folder).read_text(encoding="utf-8").splitlines(keepends=True)
    rows.write_text(head + "".join((lines * 25)[:1000]), encoding="utf-8")
    report(options, rows, "-o", page)
    demand(page.stat().st_size < 2_000_000, f"1,000 rows make {page.stat().st_size} bytes")
    said = in_page(options, "quick", page)
    quiet(said)
    print(f"1,000 rows: {page.stat().st_size} bytes, usable after {said['ready']} ms")
    # Thrice the second that is promised: the machine that tests does more than this at once.
    demand(said["ready"] < 3_000, f"usable after {said['ready']} ms")


def two_models(options, folder):
    """The page of two models shows what `model diff` says, to everyone, and runs nothing of what came from outside."""
    rows, model = inputs.two_models(options, folder, sourcing)
    page = folder / "moves.html"
    given = ("model", "diff", "default", model, "--on", rows, "--nodes", "1000")
    sourcing(options, *given, "--format", "html", "-o", page, codes=(0, 6))
    expected = json.loads(sourcing(options, *given, "--format", "json", "--rows", "5000", codes=(0, 6)).stdout)
    demand(embedded(page.read_text(encoding="utf-8"), "diff") == expected, "the page embeds another object than `model diff` writes")
    moved = expected["on"]["first_rows"]
    demand(len(moved) == expected["on"]["moved"] > 5, "too few rows move")
    said = in_page(options, "moves", page)
    quiet(said)
    demand(said["attacked"] is False, "something that came from outside was run")
    demand(len(said["all"]) == len(moved) and said["bars"] == len(expected["on"]["moves"]), "rows or bars are missing")
    demand(sum(map(len, said["filtered"])) == len(moved), "each row has one verdict after")
    demand(all(len({row[2] for row in rows}) == 1 for rows in said["filtered"]), "the filter lets others through")
    demand(said["all"][0] in said["searched"] and len(said["searched"]) < len(moved), "the search finds other rows")
    said = in_page(options, "axe", page, "both")
    quiet(said)
    demand(not any(said["violations"].values()), f"axe, two models: {json.dumps(said['violations'], indent=1)}")
    demand(said["narrow"] <= 360, f"at 360 px the page is {said['narrow']} px wide: {said.get('widest')}")


def missing(options):
    if not shutil.which("node"):
        return "there is no node"
    if not (HERE / "node_modules" / "playwright-core").is_dir():
        return "there is no playwright-core: npm --prefix tests/browser ci"
    if not options.chromium:
        return "there is no chromium: scripts/install-deps.sh --tests"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--changes", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder to leave the pages in")
    parser.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("chromium-browser"))
    options = parser.parse_args()
    if lacks := missing(options):
        print(f"SKIPPED: {lacks}. The report was not tried in a browser.")
        return 77
    with tempfile.TemporaryDirectory(prefix="sourcing-browser-") as name:
        folder = options.keep or Path(name)
        os.makedirs(folder, exist_ok=True)
        try:
            report(options, inputs.inventory(folder), "--by", "function", "-o", folder / "en.html")
            for check in (accessible, listed, what_if, weights, printed, hostile, quick, two_models):
                check(options, folder)
        except Failed as error:
            print(error)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
