#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Black-box checks: what a hostile or unlucky user does, and what must come of it.

usage: run.py --binary build/dev/bin/sourcing [--sanitized] [--filter TEXT] [SERIES...]

A series is a letter: A (arguments), J (JSON), C (CSV), F (files of spreadsheets), N (what is printed), I (files,
processes, environment),
M (models), L (limits), S (other people's suites). SOURCING_CORPORA names the folder of those suites; by default
it is ../shared/corpora beside the repository.
"""
import argparse
import os
import sys
import time
import traceback
from pathlib import Path

import lib

REPOSITORY = Path(__file__).resolve().parents[2]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--data", default=REPOSITORY / "data")
    parser.add_argument("--sanitized", action="store_true", help="the program has a sanitizer")
    parser.add_argument("--filter", default="", help="only cases whose id begins so")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("series", nargs="*")
    options = parser.parse_args()
    for module in sorted(Path(__file__).parent.glob("cases_*.py")):
        __import__(module.stem)
    corpora = os.environ.get("SOURCING_CORPORA") or REPOSITORY / "../shared/corpora"
    binary = str(Path(options.binary).resolve())

    passed, failed, skipped = 0, [], []
    for identifier, what, function in sorted(lib.CASES, key=lambda c: c[0]):
        if options.series and identifier[0] not in options.series:
            continue
        if not identifier.startswith(options.filter):
            continue
        box = lib.Box(binary, Path(options.data).resolve(), corpora, options.sanitized)
        begin = time.monotonic()
        try:
            function(box)
            passed += 1
        except lib.Skipped as why:
            skipped.append(identifier)
            print(f"SKIPPED {identifier} {what}: {why}")
        except lib.Failed as why:
            failed.append(identifier)
            print(f"FAILED {identifier} {what}\n  {why}")
        except Exception:  # pylint: disable=broad-except
            failed.append(identifier)
            print(f"FAILED {identifier} {what}\n{traceback.format_exc()}")
        finally:
            box.close()
        if options.verbose:
            print(f"{identifier} {what}: {time.monotonic() - begin:.2f} s")
    print(f"{passed} passed, {len(failed)} failed {' '.join(failed)}, {len(skipped)} skipped; "
          f"peak memory of a run {lib.peak_memory() / 1e6:.0f} MB")
    return 1 if failed or not passed + len(skipped) else 0


if __name__ == "__main__":
    sys.exit(main())
