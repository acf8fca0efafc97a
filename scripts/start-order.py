#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes cmake/start_order.ld: what usual commands run and read, side by side in the executable.

usage: scripts/start-order.py BUILD > cmake/start_order.ld

BUILD is a folder in which a static release was built (its linker leaves bin/sourcing.map). Each
command below runs under valgrind; the map tells which piece of the program each instruction,
constant and variable belongs to. A piece that a later build has not is passed over, so the
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
FIRST = "one decision"  # of any of the tasks
LATER = {
    "one decision as JSON": ["classify", "--format", "json", TASK],
    "decisions": ["classify", *TASKS],
    "places": ["locate", "--home", "ES", TASK],
    "a table": ["batch", str(ROOT / "data/processes.csv"), "--jobs", "1"],
}
# Valgrind gives no vDSO, so what the C library looks it up with is not seen.
UNSEEN = [*(f"*libc.a:{name}.o(.text)" for name in (
    "dl-load", "dl-lookup", "dl-lookup-direct", "dl-object", "dl-setup_hash")),
    "*libc.a:strcmp-avx2.o(.text.avx)"]
UNSEEN_TABLES = ["*libc.a:dl-support.o(.data.rel.ro.local)"]

# What kinds of pieces there are, as their sections are called.
CODE, CONSTANTS = r"\.text\S*", r"\.rodata\S*"
TABLES, DATA, ZEROS = r"\.data\.rel\.ro\S*", r"\.data(?!\.rel\.ro)\S*", r"\.bss\S*"

Piece = collections.namedtuple("Piece", "address size section file")


def sections_of(map_file, kind):
    """Every piece of a kind that the map names, with those that were merged into others."""
    section = None
    with open(map_file, errors="replace") as lines:
        for line in lines:
            if line.startswith("Linker script and memory map"):
                break
        for line in lines:
            start = re.match(rf" ({kind})(.*)$", line.rstrip("\n"))
            rest = start.group(2) if start else line if section else ""
            section = start.group(1) if start else section
            place = re.match(r"\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)\s+(\S.*)$", rest.rstrip("\n"))
            if place:
                address, size = int(place.group(1), 16), int(place.group(2), 16)
                yield Piece(address, size, section, place.group(3))
            if place or not start:
                section = None


def pieces_of(map_file, kind):
    """Those that lie somewhere, in the order of their addresses."""
    return sorted(each for each in sections_of(map_file, kind) if each.address and each.size)


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


def addresses_used(command):
    """The addresses that were read, and those that were written: ` L 1ffeffe7a8,8`, S or M."""
    read, written = set(), set()
    for line in under_valgrind(["--tool=lackey", "--trace-mem=yes", "--log-file={}"], command):
        if line[:3] in (" L ", " S ", " M "):
            (read if line[1] == "L" else written).add(int(line[3:].split(",")[0], 16))
    return read, written


def named(file):
    """A file as the linker's patterns name it: `*libc.a:malloc.o`."""
    inside = re.search(r"([^/]+\.a)\((.+)\)$", file)
    return f"*{inside.group(1)}:{inside.group(2)}" if inside else "*" + Path(file).name


def pattern(piece, files_of):
    """By section where one file has it, else by archive and file."""
    plain = piece.section in (".text", ".data", ".bss", ".rodata")
    if not plain and len(files_of[piece.section]) == 1:
        return f"*({piece.section})"
    return f"{named(piece.file)}({piece.section})"


def touched(pieces, addresses):
    """Those pieces in which an address lies, in their order."""
    starts = [piece.address for piece in pieces]
    seen = set()
    for address in set(addresses):
        at = bisect.bisect_right(starts, address) - 1
        if at >= 0 and address < starts[at] + pieces[at].size:
            seen.add(at)
    return [pieces[at] for at in sorted(seen)]


def for_other_processors(functions, pieces):
    """Valgrind's processor knows no AVX-512, for which the C library has string functions of their
    own: `strlen-evex.o` beside the `strlen-avx2.o` that ran."""
    ran = {match.group(1) for piece in functions
           if (match := re.search(r"libc\.a\((\w+)-(?:avx|sse)\S*\.o\)$", piece.file))}
    for piece in pieces:
        match = re.search(r"libc\.a\((\w+)-(?:evex|avx512)\S*\.o\)$", piece.file)
        if match and match.group(1) in ran:
            yield f"{named(piece.file)}({piece.section})"


def texts_of(functions, tables, names):
    """Texts and numbers of functions and tables, which the map has under their names alone: where
    equal ones are merged it does not say whose is where."""
    for piece in functions:
        function = piece.section.removeprefix(".text").removeprefix(".startup")
        for ending in (".str1.1", ".str1.8"):
            if function and f".rodata{function}{ending}" in names[piece.file]:
                yield f"*(.rodata{function}{ending})"
    for file in dict.fromkeys(piece.file for piece in (*functions, *tables)):
        for section in (".rodata.str1.1", ".rodata.str1.8"):
            if section in names[file]:
                yield f"{named(file)}({section})"
    yield "*(.rodata.cst*)"


class Block:
    """A section of the output: patterns, each once, under the first command that needs it."""

    def __init__(self, name, place, pieces, written=()):
        self.files_of = collections.defaultdict(set)
        for piece in pieces:
            self.files_of[piece.section].add(piece.file)
        self.pieces, self.place, self.written = pieces, place, set(written)
        self.lines = ["SECTIONS", "{", f"  {name} :", "  {"]

    def add(self, name, addresses, more=()):
        """Returns what was used."""
        self.lines.append(f"    /* {name} */")
        used = touched(self.pieces, addresses)
        lines = [pattern(piece, self.files_of) for piece in used]
        lines += [*more, *for_other_processors(used, self.pieces)]
        for line in dict.fromkeys(lines):
            if line not in self.written:
                self.lines.append(f"    {line}")
        self.written.update(lines)
        return used

    def text(self):
        return "\n".join([*self.lines, "  }", "}", f"INSERT {self.place};"])


def names_in(map_file):
    """The names of all sections of constants, file by file."""
    names = collections.defaultdict(set)
    for piece in sections_of(map_file, CONSTANTS):
        names[piece.file].add(piece.section)
    return names


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__.split("\n\n")[1])
    program = Path(sys.argv[1]) / "bin/sourcing"
    map_file = f"{program}.map"
    code = pieces_of(map_file, CODE)
    constants = [piece for piece in pieces_of(map_file, CONSTANTS)
                 if not re.search(r"\.(str|cst)\d", piece.section)]
    run, read, written = set(), set(), set()
    for task in TASKS:
        command = [str(program), "classify", task]
        run.update(addresses_run(command))
        for seen, addresses in zip((read, written), addresses_used(command)):
            seen.update(addresses)

    start = Block(".text_start", "BEFORE .text", code)
    functions = start.add(FIRST, run, UNSEEN)
    # What is written before it is locked lies where the other written data begin.
    relocated = pieces_of(map_file, TABLES)
    locked = Block(".locked_start", "AFTER .data.rel.ro", relocated)
    locked.add(FIRST, written)
    tables = Block(".tables_start", "BEFORE .data.rel.ro", relocated, locked.written)
    used_tables = tables.add(FIRST, read, UNSEEN_TABLES)
    texts = Block(".rodata_start", "BEFORE .text", constants)
    texts.add(FIRST, read, texts_of(functions, used_tables, names_in(map_file)))
    later = Block(".text_later", "BEFORE .text", code, start.written)
    for name, arguments in LATER.items():
        later.add(name, addresses_run([str(program), *arguments]))
    data = Block(".data_start", "BEFORE .data", pieces_of(map_file, DATA))
    data.add(FIRST, read | written)
    zeros = Block(".bss_start", "BEFORE .bss", pieces_of(map_file, ZEROS))
    zeros.add(FIRST, read | written)
    print("/* SPDX-License-Identifier: Apache-2.0")
    print("   Written by scripts/start-order.py: pieces that a start needs, side by side, so that")
    print("   few pages are read for it. */")
    for block in (start, texts, later, tables, locked, data, zeros):
        print(block.text())


if __name__ == "__main__":
    main()
