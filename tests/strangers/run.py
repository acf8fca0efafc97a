#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What strangers' files and habits do to the program, one case a kind: nothing is lost, nothing is silently wrong,
and what is refused is named for what it is.

usage: run.py --binary PROGRAM [CASE …]
"""
import argparse
import sys
import tempfile

from lib import CASES, Box

import cases_checks  # noqa: F401  each adds its cases
import cases_model  # noqa: F401
import cases_options  # noqa: F401
import cases_outputs  # noqa: F401
import cases_reading  # noqa: F401
import cases_rows  # noqa: F401


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    failed = 0
    chosen = [each for each in CASES if not options.names or each.__name__ in options.names]
    for each in chosen:
        with tempfile.TemporaryDirectory() as folder:
            try:
                each(Box(options.binary, folder))
            except AssertionError as error:
                failed += 1
                print(f"FAILED {each.__name__}: {error}")
    print(f"{len(chosen)} cases, {failed} failed")
    return 1 if failed or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
