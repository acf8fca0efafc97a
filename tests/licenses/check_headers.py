#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every file that can carry a comment names its licence in its first lines.

Data (JSON, CSV, expected output) is covered by .reuse/dep5, as `reuse lint` reads it.

usage: check_headers.py ROOT
"""
import subprocess
import sys
from pathlib import Path

LINE = "SPDX-License-" + "Identifier: Apache-2.0"  # in two, or `reuse` would take it for a header
SUFFIXES = {".cpp", ".hpp", ".py", ".sh", ".cmake", ".mjs", ".md", ".yml", ".in"}
NAMES = {"CMakeLists.txt"}
# Debian's own format says who wrote it where; the text of the licence is the licence; golden and
# fuzz inputs are what a user would type; docs/cli is generated.
EXEMPT = ("packaging/debian/changelog.in", "tests/golden/", "tests/fuzz/corpus/", "docs/cli/",
          "cmake/sourcing.pc.in", "README.md", "tests/unit/render/approved/")
FIRST_LINES = 5


def files(root):
    done = subprocess.run(["git", "-C", str(root), "ls-files", "-z"], capture_output=True, check=False)
    if done.returncode == 0:
        return [root / name for name in done.stdout.decode().split("\0") if name]
    return [path for path in root.rglob("*") if path.is_file() and "build" not in path.parts]


def main():
    root = Path(sys.argv[1]).resolve()
    missing = count = 0
    for path in sorted(files(root)):
        name = str(path.relative_to(root))
        if path.suffix not in SUFFIXES and path.name not in NAMES or not path.is_file():
            continue
        if name.startswith(EXEMPT) and not name.endswith(("run.py", "CMakeLists.txt")):
            continue
        count += 1
        head = path.read_text(encoding="utf-8", errors="replace").splitlines()[:FIRST_LINES]
        if not any(LINE in line for line in head):
            missing += 1
            print(f"{name}: no `{LINE}` in its first lines")
    print(f"{count} files, {missing} without a licence")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
