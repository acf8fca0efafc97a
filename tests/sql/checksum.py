#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Many rows through DuckDB and through `sourcing batch`: the same bytes, and what each costs.

usage: checksum.py --binary B [--rows N] [--threads N] [--folder DIR] [--input FILE]

Both read the same CSV file and write the same columns to a CSV file; the sums of the SHA-256 of
every line are compared. Without --input the rows are those of `sourcing conformance`. Takes about 500 bytes of disk for
each row. Exit code as run.py's.
"""
import argparse
import hashlib
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from engines import Duckdb
import run

# `error` is left out: the program may suggest a name there, a query does not.
COLUMNS = ("id", "disposition", "engagement", "engagement_score", "location", "score_onshore",
           "score_nearshore", "score_offshore", "status", "reasons", "hybrid", "margin")


def timed(what, rows, action):
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    action()
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{what}: {ended - started:.1f} s, {cpu:.1f} s of processor; for a million rows "
          f"{(ended - started) * 1e6 / rows:.2f} s, {cpu * 1e6 / rows:.2f} s of processor", flush=True)


def digest(path):
    """Lines, and the sum of the SHA-256 of each: DuckDB's threads write them in any order."""
    total, count = 0, 0
    with open(path, "rb") as file:
        for line in file:
            total += int.from_bytes(hashlib.sha256(line).digest(), "big")
            count += 1
    return count, f"{total % 2**256:064x}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--folder", default="/tmp")
    parser.add_argument("--input", type=Path, help="a CSV file of so many rows")
    options = parser.parse_args()
    missing = Duckdb.available()
    if missing:
        print(f"SKIPPED duckdb: {missing}. Nothing was tested with it.")
        return run.SKIPPED
    with tempfile.TemporaryDirectory(prefix="sourcing-sum-", dir=options.folder) as folder:
        folder = Path(folder)
        path, rows = options.input, options.rows
        if path is None:
            path = folder / "rows.csv"
            timed("rows made", rows, lambda: subprocess.run(
                [options.binary, "conformance", "--rows", str(rows), "-o", path], check=True))
        native, from_sql = folder / "native.csv", folder / "sql.csv"

        def batch():
            done = subprocess.run(
                [options.binary, "batch", path, "--raw", "--jobs", str(options.threads), "--columns",
                 ",".join(COLUMNS), "-o", native], stderr=subprocess.PIPE, text=True)
            if done.returncode not in (0, 6):
                raise RuntimeError(done.stderr)
        timed("native batch", rows, batch)

        has_activity = "activity" in path.open(encoding="utf-8").readline().rstrip("\n").split(",")
        view = subprocess.run(
            [options.binary, "model", "export", "sql", "--dialect", "duckdb", "--name", "verdicts",
             *(["--map", "activity=activity"] if has_activity else [])],
            check=True, capture_output=True, text=True).stdout
        listed = ", ".join(f"NULLIF(CAST({name} AS VARCHAR), '') AS {name}" for name in COLUMNS)

        def duckdb():
            with Duckdb() as engine:
                engine.execute(f"SET threads = {options.threads}")
                engine.execute(f"CREATE VIEW processes AS SELECT * FROM read_csv('{path}', "
                               "header = true, all_varchar = true, delim = ',', quote = '\"', "
                               "escape = '\"', strict_mode = true, max_line_size = 4000000)")
                engine.execute(view)
                engine.execute(f"COPY (SELECT {listed} FROM verdicts) TO '{from_sql}' "
                               "(FORMAT csv, HEADER true)")
        timed("DuckDB", rows, duckdb)
        lines, sums = zip(digest(native), digest(from_sql))
    same = lines == (rows + 1, rows + 1) and sums[0] == sums[1]
    print(f"native {sums[0]}\nDuckDB {sums[1]}\n{'the same' if same else 'DIFFERENT'}: "
          f"{lines[0] - 1} and {lines[1] - 1} rows")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
