#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The programs that docs/library.md shows are those of docs/examples, letter for letter.

usage: check_library.py DOCS
"""
import re
import sys
from pathlib import Path


def main():
    docs = Path(sys.argv[1])
    shown = re.findall(r"```cpp\n(.*?)```", (docs / "library.md").read_text(encoding="utf-8"), re.S)
    kept = {path: path.read_text(encoding="utf-8").split("\n", 1)[1]
            for path in sorted((docs / "examples").glob("*.cpp"))}
    missing = [path.name for path, text in kept.items() if text not in shown]
    unknown = len(shown) - sum(text in shown for text in kept.values())
    if missing or unknown or not kept:
        print(f"not shown as they are: {', '.join(missing) or '-'}; shown and not kept: {unknown}")
        return 1
    print(f"{len(kept)} programs are shown as they are")
    return 0


if __name__ == "__main__":
    sys.exit(main())
