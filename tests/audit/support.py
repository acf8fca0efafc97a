# SPDX-License-Identifier: Apache-2.0
"""What the cases share: the program, and a run of it that ends as it should."""
import os
import subprocess
import sys
from pathlib import Path

PROGRAM, DATA = os.path.abspath(sys.argv[1]), Path(sys.argv[2]).resolve()
PAYROLL, ROWS = str(DATA / "tasks/payroll.json"), str(DATA / "processes.csv")
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
MEGABYTE = 1 << 20


def run(*arguments, code=0, **more):
    done = subprocess.run([PROGRAM, *map(str, arguments)], env=ENVIRONMENT, capture_output=True, text=True, timeout=100, **more)
    assert code is None or done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout[:400]}{done.stderr[:400]}"
    return done
