# SPDX-License-Identifier: Apache-2.0
"""What is written: whole, in the format that its name says, and over nothing that was read."""
from lib import case, check

COMMANDS = {
    ("batch", "in.csv"): {"csv", "tsv", "json", "ndjson", "md", "xlsx"},
    ("report", "in.csv"): {"html"},
    ("classify", "t.json"): {"csv", "tsv", "json", "ndjson", "md", "html"},
    ("whatif", "t.json"): {"json", "ndjson", "md"},
    ("case", "t.json"): {"csv", "tsv", "json", "ndjson", "md", "html", "xlsx"},
    ("locate", "t.json", "--home", "ES"): {"csv", "tsv", "json", "ndjson", "md"},
    ("model", "check", "m.json"): {"json", "sarif"},
    ("model", "diff", "m.json", "m.json"): {"json", "md"},
    ("model", "export", "sql", "--dialect", "duckdb"): {"sql"},
    ("model", "export", "js"): {"js", "mjs"},
    ("conformance", "--rows", "1"): {"csv"},
    ("new",): {"json", "xlsx"},
}
ENDINGS = ("csv", "tsv", "json", "ndjson", "md", "html", "xlsx", "sarif", "sql", "js", "mjs", "pdf", "xls", "ods", "docx")


def prepare(box):
    box.file("in.csv", "id,judgment\na,4\nb,1\n")
    box.file("t.json", '{"id":"a","judgment":4}')
    box.file("m.json", box.run("model", "show", "--format", "json").out)


@case
def the_ending_says_what_is_written(box):
    prepare(box)
    for command, has in COMMANDS.items():
        for ending in ENDINGS:
            ending = ending if len(command) % 2 else ending.upper()  # in capitals too
            name = f"out.{ending}"
            told = box.run(*command, "-o", name)
            there = (box.folder / name).exists()
            check(told.code == (0 if ending.lower() in has else 2) and there == (ending.lower() in has),
                  f"{name}: {told!r}")
            (box.folder / name).unlink(missing_ok=True)
    box.run("batch", "in.csv", "--summary-file", "sum.json").is_(0)
    check((box.folder / "sum.json").read_text().startswith("{"), "summary")
    box.run("batch", "in.csv", "--summary-file", "sum.xlsx").is_(2)
    box.run("batch", "in.csv", "--rejects", "bad.json").is_(2)
    box.run("report", "in.csv", "-o", "p.html", "--data", "rows.json").is_(2)
    box.run("conformance", "-o", "a.json").is_(2).says("writes no json")


@case
def files_are_what_standard_output_is(box):
    prepare(box)
    for command in (("case", "in.csv"), ("case", "in.csv", "--summary"), ("case", "in.csv", "--format", "ndjson"),
                    ("case", "t.json", "--format", "csv"), ("batch", "in.csv"), ("batch", "in.csv", "--format", "json"),
                    ("conformance", "--rows", "5"), ("locate", "t.json", "--home", "ES", "--format", "csv")):
        shown = box.run(*command).is_(0).out
        box.run(*command, "-o", "out.txt").is_(0)
        check((box.folder / "out.txt").read_text() == shown, command)


@case
def no_output_replaces_what_is_read(box):
    prepare(box)
    before = {path.name: path.read_bytes() for path in box.folder.iterdir() if path.is_file()}
    box.file("map.json", '{"schema":"sourcing.mapping/1"}')
    for command in (("report", "in.csv", "-o", "in.csv"), ("report", "in.csv", "--mapping", "map.json", "-o", "map.json"),
                    ("report", "in.csv", "-o", "x.html", "--data", "in.csv"), ("report", "in.csv", "--model", "m.json", "--data", "m.json"),
                    ("case", "in.csv", "-o", "in.csv"), ("case", "t.json", "-o", "t.json"),
                    ("locate", "t.json", "--home", "ES", "-o", "t.json"), ("batch", "in.csv", "-o", "in.csv"),
                    ("batch", "in.csv", "--dry-run", "--mapping", "map.json", "--save-mapping", "map.json"),
                    ("model", "check", "m.json", "-o", "m.json"), ("new", "--model", "m.json", "-o", "m.json")):
        box.run(*command).is_(2)
    for name, content in before.items():
        check((box.folder / name).read_bytes() == content, name)


@case
def a_wrong_weight_is_told_by_its_option(box):
    prepare(box)
    box.run("report", "in.csv", "--weight", "cost", "-o", "p.html").says("--weight: the input has no column `cost`")
    box.run("batch", "in.csv", "--limit", "9" * 30).is_(2).says("too large")
    box.run("batch", "in.csv", "--limit", "x").is_(2).says("is not a whole number")
