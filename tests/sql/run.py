#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the exported SQL on real engines and compares every verdict column of every row.

usage: run.py --binary build/dev/bin/sourcing [--rows N] [--seed S] [--model FILE] [ENGINE...]

ENGINE: duckdb sqlite postgres ansi (the standard's spelling, on PostgreSQL) mariadb chdb (ClickHouse);
without one, those of the short run. An engine that is missing is told and counted, and never passes.
Exit code: 0 all agree, 1 some row differs, 77 nothing differs but an engine was missing.
"""
import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import compare
from engines import ENGINES

SHORT = ("duckdb", "sqlite", "postgres", "ansi", "mariadb")
SKIPPED = 77


def sourcing(options, *arguments):
    model = ["--model", str(options.model)] if options.model else []
    done = subprocess.run([options.binary, *arguments, *model], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"sourcing {' '.join(arguments)}: {done.stderr}")
    return done.stdout


def names_of(select):
    """Names of the result of an exported SELECT, the last one, one a line: `… AS "name"`."""
    names = []
    for line in select[select.rindex("\nSELECT\n"):].splitlines()[2:]:
        if line.startswith("FROM"):
            break
        names.append(line.rsplit(" AS ", 1)[1].rstrip(",").strip('"`'))
    return names


def run_engine(name, options, path, log):
    engine_class = ENGINES[name]
    missing = engine_class.available()
    if missing:
        print(f"SKIPPED {name}: {missing}. Nothing was tested with it.", file=log)
        return None
    dialect = getattr(engine_class, "dialect", name)
    export = ["model", "export", "sql", "--dialect", dialect, "--table", "conformance",
              "--map", "activity=activity", "--reasons", "wide"]
    sql = select = sourcing(options, *export, "--as", "select")
    names = names_of(select)
    with engine_class() as engine:
        started = time.monotonic()
        engine.load("conformance", path)
        loaded = time.monotonic()
        engine.execute(sourcing(options, *export, "--as", "view", "--name", "verdicts"))
        rows = engine.rows("SELECT * FROM verdicts")
        count, cells, differences = compare.compare(
            path, names, rows, too_many_cells="'not_computed'" in sql)
        ended = time.monotonic()
        version = engine.version()
    for line in differences[:20]:
        print(f"  {name}: {line[:1000]}", file=log)
    print(f"{'DIFFERS' if differences else 'agrees '} {name} ({version}): {count} rows, {cells} "
          f"cells; loaded in {loaded - started:.1f} s, computed and compared in "
          f"{ended - loaded:.1f} s", file=log)
    return not differences


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--rows", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--keep", type=Path, help="keep the conformance file here")
    parser.add_argument("engines", nargs="*", metavar="ENGINE")
    options = parser.parse_args()
    for name in options.engines:
        if name not in ENGINES:
            parser.error(f"no engine {name}; there are {', '.join(ENGINES)}")
    results = {}
    with tempfile.TemporaryDirectory(prefix="sourcing-sql-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / "conformance.csv"
        started = time.monotonic()
        sourcing(options, "conformance", "--rows", str(options.rows), "--seed", str(options.seed),
                 "--points", "-o", str(path))
        print(f"native: {options.rows} rows made and decided in {time.monotonic() - started:.1f} s")
        path.chmod(0o644)
        if options.keep:
            shutil.copy(path, options.keep)
        for name in options.engines or SHORT:
            results[name] = run_engine(name, options, path, sys.stdout)
            sys.stdout.flush()
    if False in results.values():
        return 1
    return SKIPPED if None in results.values() else 0


if __name__ == "__main__":
    sys.exit(main())
