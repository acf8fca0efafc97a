#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes cmake/start_order.ld: what usual commands run and read, side by side in the executable.

usage: scripts/start-order.py BUILD > cmake/start_order.ld

BUILD is a folder in which a static release was built (its linker leaves bin/sourcing.map). Each
command below runs under valgrind; the map tells which piece of the program each instruction and
each constant belongs to. A piece that a later build has not is passed over by the linker, so the
list is written anew only when a start has become slower (bench/bench_start).
"""
import bisect
import collections
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TASK = str(ROOT / "data/tasks/business_research.json")
TASKS = [str(path) for path in sorted((ROOT / "data/tasks").glob("*.json"))]
RUNS = {
    "one decision": ["classify", TASK],
    "one decision as JSON": ["classify", "--format", "json", TASK],
    "decisions": ["classify", *TASKS],
    "places": ["locate", "--home", "ES", TASK],
    "a table": ["batch", str(ROOT / "data/processes.csv"), "--jobs", "1"],
}
# Valgrind gives no vDSO, so what the C library looks it up with is not seen.
UNSEEN = ["dl-load.o", "dl-lookup.o", "dl-lookup-direct.o", "dl-object.o", "dl-setup_hash.o"]

TEXTS = ".rodata*.str1.1 .rodata*.str1.8 .rodata.cst*"

Piece = collections.namedtuple("Piece", "address size section file")


def pieces_of(map_file, kind):
    """The pieces of a kind (`.text`, `.rodata`), in the order of their addresses."""
    found, section = [], None
    with open(map_file, errors="replace") as lines:
        for line in lines:
            if line.startswith("Linker script and memory map"):
                break
        for line in lines:
            start = re.match(rf" (\{kind}\S*)(.*)$", line.rstrip("\n"))
            rest = start.group(2) if start else line if section else ""
            section = start.group(1) if start else section
            place = re.match(r"\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)\s+(\S.*)$", rest.rstrip("\n"))
            if place:
                address, size = int(place.group(1), 16), int(place.group(2), 16)
                if address and size:
                    found.append(Piece(address, size, section, place.group(3)))
            if place or not start:
                section = None
    return sorted(found)


def under_valgrind(tool, command):
    """What a tool of valgrind writes, line by line."""
    with tempfile.NamedTemporaryFile(mode="r") as out:
        subprocess.run(["valgrind", *[option.format(out.name) for option in tool], *command],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        yield from out


def addresses_run(command):
    """Every instruction that ran, by callgrind's own format: absolute, or relative to the last."""
    address = 0
    tool = ["--tool=callgrind", "--dump-instr=yes", "--callgrind-out-file={}"]
    for line in under_valgrind(tool, command):
        word = line.split(" ", 1)[0]
        if word.startswith("0x"):
            address = int(word, 16)
        elif re.fullmatch(r"[+-]\d+", word):
            address += int(word)
        elif word != "*":
            continue
        yield address


def addresses_read(command):
    """Every address that was read: ` L 1ffeffe7a8,8`."""
    for line in under_valgrind(["--tool=lackey", "--trace-mem=yes", "--log-file={}"], command):
        if line.startswith(" L "):
            yield int(line[3:].split(",")[0], 16)


def pattern(piece, files_of):
    """As the linker names it: by section where one file has it, else by archive and file."""
    if piece.section != ".text" and len(files_of[piece.section]) == 1:
        return f"*({piece.section})"
    inside = re.search(r"([^/]+\.a)\((.+)\)$", piece.file)
    file = f"*{inside.group(1)}:{inside.group(2)}" if inside else "*" + Path(piece.file).name
    return f"{file}({piece.section})"


def touched(pieces, addresses):
    """Those pieces in which an address lies, in their order."""
    starts = [piece.address for piece in pieces]
    seen = set()
    for address in set(addresses):
        at = bisect.bisect_right(starts, address) - 1
        if at >= 0 and address < starts[at] + pieces[at].size:
            seen.add(at)
    return [pieces[at] for at in sorted(seen)]


class Block:
    """A section of the output: patterns, each once, under the first command that needs it."""

    def __init__(self, name, before, pieces):
        self.files_of = collections.defaultdict(set)
        for piece in pieces:
            self.files_of[piece.section].add(piece.file)
        self.pieces, self.before, self.written = pieces, before, set()
        self.lines = ["SECTIONS", "{", f"  {name} :", "  {"]

    def add(self, name, addresses, more=()):
        self.lines.append(f"    /* {name} */")
        lines = [pattern(piece, self.files_of) for piece in touched(self.pieces, addresses)]
        for line in dict.fromkeys([*lines, *more]):
            if line not in self.written:
                self.lines.append(f"    {line}")
        self.written.update(lines)

    def text(self):
        return "\n".join([*self.lines, "  }", "}", f"INSERT BEFORE {self.before};"])


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__.split("\n\n")[1])
    program = Path(sys.argv[1]) / "bin/sourcing"
    code = Block(".text_start", ".text", pieces_of(f"{program}.map", ".text"))
    # Where texts are merged the map does not say whose is where, but all that are no data are few.
    texts = re.compile(r"\.(str|cst)\d")
    constants = Block(".rodata_start", ".rodata",
                      [piece for piece in pieces_of(f"{program}.map", ".rodata")
                       if not texts.search(piece.section)])
    for name, arguments in RUNS.items():
        command = [str(program), *arguments]
        first = name == "one decision"
        code.add(name, addresses_run(command),
                 [f"*libc.a:{file}(.text)" for file in UNSEEN] if first else ())
        if first:
            constants.add(name, addresses_read(command), [
                f"EXCLUDE_FILE(*embedded_*.o) *libsourcing*.a:*({TEXTS})"])
    print("/* SPDX-License-Identifier: Apache-2.0")
    print("   Written by scripts/start-order.py: pieces that a start needs, side by side, so that")
    print("   few pages are read for it. */")
    print(code.text())
    print(constants.text())


if __name__ == "__main__":
    main()
