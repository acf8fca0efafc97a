#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A changed model exports and agrees without any change in the program: random models, each
exported and run on its own conformance rows.

usage: random_models.py --binary B --make-model M [--models N] [--rows R] [--seed S] [ENGINE...]

Exit code as run.py's. A model that the program refuses (scores out of range) is not counted.
"""
import argparse
import io
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import run


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--make-model", required=True)
    parser.add_argument("--models", type=int, default=20)
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("engines", nargs="*", default=["sqlite", "duckdb"])
    options = parser.parse_args()
    agreed = rejected = 0
    missing = set()
    with tempfile.TemporaryDirectory(prefix="sourcing-sql-", dir="/tmp") as folder:
        model, path = Path(folder) / "model.json", Path(folder) / "conformance.csv"
        for number in range(options.models):
            seed = options.seed * 1_000_003 + number
            model.write_bytes(subprocess.run([options.make_model, str(seed)], check=True,
                                             capture_output=True).stdout)
            case = SimpleNamespace(binary=options.binary, model=model)
            try:
                run.sourcing(case, "conformance", "--rows", str(options.rows), "--seed", str(seed),
                             "--points", "-o", str(path))
            except RuntimeError as error:
                if "[E04" not in str(error):
                    raise
                rejected += 1
                continue
            for engine in options.engines:
                log = io.StringIO()
                same = run.run_engine(engine, case, path, log)
                if same is None:
                    missing.add(engine)
                elif not same:
                    print(f"model of seed {seed} (make_model {seed}):\n{log.getvalue()}")
                    return 1
            agreed += 1
    for engine in sorted(missing):
        print(f"SKIPPED {engine}: not installed. Nothing was tested with it.")
    print(f"{agreed} random models agree on {', '.join(options.engines)}, {options.rows} rows each; "
          f"{rejected} were refused by the program")
    return run.SKIPPED if missing else 0


if __name__ == "__main__":
    sys.exit(main())
