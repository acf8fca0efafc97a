# SPDX-License-Identifier: Apache-2.0
"""Compares what an engine makes of the exported SQL with what the native program expects."""
import csv
import re
from decimal import Decimal

VERDICT = ("disposition", "engagement", "engagement_score", "location", "score_onshore",
           "score_nearshore", "score_offshore", "status", "reasons", "error", "hybrid", "margin", "close")
NUMBERS = ("engagement_score", "score_onshore", "score_nearshore", "score_offshore", "margin", "points")
TRUTHS = {"hybrid", "close"}
# What may stand between the ends of a range; to take a word for one does no harm.
RANGE = re.compile(r"\.\.|\u2026|\bto\b|\ba\b|[-\u2010-\u2015\u2212]", re.I)
STATUSES = ("engagement_status", "location_status", "disposition_status")


def same(name, value, wanted):
    """Whether an engine's value is the native text: numbers as numbers, truth values in whatever
    way the engine writes them, and NULL for what is empty in a CSV file."""
    if value is None or wanted == "":
        return (value or "") == wanted
    if name in NUMBERS:
        return Decimal(value) == Decimal(wanted)
    if name in TRUTHS:
        return {"t": "true", "1": "true", "f": "false", "0": "false"}.get(value, value) == wanted
    return value == wanted


def expected(path):
    """The rows of a conformance file: id, what is expected of each column, and whether some
    criterion is left open."""
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        header = next(reader)
        wanted = [(i, name[len("expected_"):]) for i, name in enumerate(header)
                  if name.startswith("expected_")]
        at = header.index("id")
        asked = [i for i, name in enumerate(header)
                 if name not in ("id", "name", "activity") and not name.startswith("expected_")]
        for row in reader:
            is_open = any(not row[i].strip() or RANGE.search(row[i]) for i in asked)
            yield row[at], {name: row[i] for i, name in wanted}, is_open


def compare(path, names, rows, most=5, too_many_cells=False):
    """`rows` come in any order. Returns (rows compared, cells, lines that tell what differs).
    `too_many_cells`: the model has rules for which rows that leave something open may say
    `not_computed`."""
    actual = {row[0]: row for row in rows}
    differences, count, cells = [], 0, 0
    for id, wanted, is_open in expected(path):
        row = actual.pop(id, None)
        count += 1
        if row is None:
            differences.append(f"{id}: no such row")
            continue
        for name, value in zip(names, row):
            if name not in wanted:
                continue
            if too_many_cells and is_open and name.endswith("status") and value == "not_computed":
                continue
            cells += 1
            if not same(name, value, wanted[name]):
                differences.append(f"{id}: {name}: expected {wanted[name]!r}, found {value!r}")
        if len(differences) > most:
            break
    if not differences and actual:
        differences.append(f"{len(actual)} rows too many")
    return count, cells, differences
