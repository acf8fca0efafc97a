# SPDX-License-Identifier: Apache-2.0
"""Compares what an engine makes of the exported SQL with what the native program expects."""
import csv

VERDICT = ("disposition", "engagement", "engagement_score", "location", "score_onshore",
           "score_nearshore", "score_offshore", "status", "reasons", "error", "hybrid", "margin")
STATUSES = ("engagement_status", "location_status", "disposition_status")


def expected(path):
    """The rows of a conformance file: id, and what is expected of each column."""
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        header = next(reader)
        wanted = [(i, name[len("expected_"):]) for i, name in enumerate(header)
                  if name.startswith("expected_")]
        at = header.index("id")
        for row in reader:
            yield row[at], {name: row[i] for i, name in wanted}


def compare(path, names, rows, most=5):
    """`rows` come in any order. Returns (rows compared, lines that tell what differs)."""
    actual = {row[0]: row for row in rows}
    differences, count, cells = [], 0, 0
    for id, wanted in expected(path):
        row = actual.pop(id, None)
        count += 1
        if row is None:
            differences.append(f"{id}: no such row")
            continue
        for name, value in zip(names, row):
            if name not in wanted:
                continue
            cells += 1
            # An empty cell of a CSV file is NULL here. Points of a row in error are empty too.
            if (value or "") != wanted[name]:
                differences.append(f"{id}: {name}: expected {wanted[name]!r}, found {value!r}")
        if len(differences) > most:
            break
    if not differences and actual:
        differences.append(f"{len(actual)} rows too many")
    return count, cells, differences
