#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a million rows cost on SQLite and PostgreSQL, in seconds of processor, beside the native
batch on the same rows. (checksum.py has DuckDB.) Of use on a machine that is busy with other things.

usage: cost.py --binary B [--rows N]
"""
import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from engines import ENGINES


def sqlite(engine, view):
    started = time.process_time()
    engine.execute(view + "CREATE TABLE done AS SELECT * FROM verdicts;")
    return time.process_time() - started


def postgres(engine, view):
    # The server's process tells its own times: fields 14 and 15 of its stat, in ticks of 10 ms.
    stat = ("SELECT split_part(pg_read_file('/proc/self/stat', 0, 1000), ' ', n) "
            "FROM (VALUES (14), (15)) AS f(n);\n")
    done = engine.client("-A", "-t", "-f", "-", input=(
        "SET max_parallel_workers_per_gather = 0;\n" + view + stat +
        "CREATE TABLE done AS SELECT * FROM verdicts;\n" + stat))
    ticks = [int(line) for line in done.stdout.split()]
    return (ticks[2] + ticks[3] - ticks[0] - ticks[1]) / 100


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sourcing-sql-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / "rows.csv"
        subprocess.run([options.binary, "conformance", "--rows", str(options.rows), "-o", path],
                       check=True)
        path.chmod(0o644)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([options.binary, "batch", path, "--raw", "-o", f"{folder}/out.csv"],
                       stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        native = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"native: {native * 1e6 / options.rows:.1f} s of processor for a million rows", flush=True)
        for name, measure in (("sqlite", sqlite), ("postgres", postgres)):
            if ENGINES[name].available():
                print(f"SKIPPED {name}: {ENGINES[name].available()}")
                continue
            view = subprocess.run(
                [options.binary, "model", "export", "sql", "--dialect", name, "--table",
                 "conformance", "--map", "activity=activity", "--name", "verdicts"],
                check=True, capture_output=True, text=True).stdout
            with ENGINES[name]() as engine:
                engine.load("conformance", path)
                cost = measure(engine, view) * 1e6 / options.rows
                print(f"{name}: {cost:.1f} s of processor for a million rows", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
