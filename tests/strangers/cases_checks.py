# SPDX-License-Identifier: Apache-2.0
"""Checks that pass on nothing, messages without end, files of another kind, hints."""
import gzip
import json
import lzma

from lib import case


def cases(*some):
    return json.dumps({"schema": "sourcing.cases/1", "cases": list(some)})


@case
def cases_that_prove_nothing_are_no_pass(box):
    box.run("model", "test", box.file("none.json", cases())).is_(1).says("there is no case")
    for expect in ({}, {"reasons": []}, {"not_reasons": []}, {"location_scores": {}}, {"x_note": 1}):
        empty = {"name": "a", "task": {"judgment": 4}, "expect": expect}
        box.run("model", "test", box.file("empty.json", cases(empty))).is_(1).shows("FAILED", "found nothing")
    box.run("model", "test", "none.json", "--format", "tap").is_(1).shows("not ok 1")
    box.run("model", "test", "none.json", "--format", "junit").is_(1).shows('failures="1"')
    gates = {"name": "a", "task": {"judgment": 4}, "expect": {"gates": []}}
    box.run("model", "test", box.file("gates.json", cases(gates))).is_(0)


@case
def messages_have_an_end(box):
    lines = "".join('{"judgement":4}\n' for _ in range(300))
    told = box.run("classify", box.file("many.ndjson", lines)).is_(3).says("and 280 more tasks")
    assert told.err.count("\n") == 21, repr(told)
    log = box.file("log", "".join(f'{{"a":{i}}}\n' for i in range(300)))
    shown = box.run("verify", log).is_(1).shows(" more; --format json has all")
    assert shown.out.count("\n") == 22, repr(shown)
    whole = json.loads(box.run("verify", log, "--format", "json").is_(1).out)
    assert len(whole["logs"][0]["differences"]) >= 300, repr(shown)


@case
def blank_lines_of_a_log_are_named(box):
    box.file("t.json", '{"id":"a","judgment":4}')
    box.run("classify", "t.json", "--record", "log").is_(0)
    with open(box.folder / "log", "ab") as log:
        log.write(b"\n")
    box.run("verify", "log").is_(1).shows("log:2: the line is blank", "1 record; NOT as recorded")


@case
def packed_files_are_named(box):
    kinds = {"t.gz": gzip.compress(b'{"judgment":4}'), "t.xz": lzma.compress(b"id,judgment\n"),
             "t.zip": b"PK\x03\x04....", "t.xls": b"\xd0\xcf\x11\xe0....", "t.pdf": b"%PDF-1.7\n"}
    names = {"t.gz": "gzip", "t.xz": "xz", "t.zip": "zip", "t.xls": "old Excel", "t.pdf": "PDF"}
    for name, content in kinds.items():
        box.file(name, content)
        for command, code in ((("classify", name), 3), (("whatif", name), 3), (("model", "check", name), 4),
                              (("classify", "-", "--model", name), 4), (("verify", name), 3),
                              (("locate", name, "--home", "ES"), 3)):
            told = box.run(*command).is_(code).says(names[name], "E0322")
            assert told.err.count("\n") <= 2, repr(told)
    tar = b"in.csv".ljust(257, b"\0") + b"ustar  ".ljust(255, b"\0") + b"id,judgment\na,4\n"
    more = {"t.tar": (tar, "tar"), "t.db": (b"SQLite format 3\0" + bytes(90), "SQLite"),
            "t.htm": (b"<html><table><tr><td>id", "HTML"), "t.xml": (b'<?xml version="1.0"?>\n<Workbook>', "XML"),
            "t.png": (b"\x89PNG\r\n\x1a\n", "picture")}
    for name, (content, told) in more.items():
        box.file(name, content)
        for command in ("batch", "classify", "case", "report"):
            box.run(command, name).is_(3).says(told, "E0322").hides("UTF-16")
    box.run("classify", box.file("in.csv", "id,judgment\na,4\n")).is_(3).says("`sourcing batch` reads tables")


@case
def codes_and_counts_say_what_they_count(box):
    model = json.loads(box.run("model", "show", "--format", "json").out)
    box.file("a.json", json.dumps(model))
    model["axes"]["engagement"]["threshold"] = 60
    box.file("b.json", json.dumps(model))
    rows = box.file("in.csv", "id,judgment,complexity\na,4,3\nb,9,9\n")
    box.run("model", "diff", "a.json", "b.json", "--on", rows, "--exit-code").is_(1).shows("1 of 2 rows move, 1 rejected")
    box.run("model", "diff", "a.json", "a.json", "--on", rows, "--exit-code").is_(6)
    told = json.loads(box.run("batch", rows, "--dry-run", "--dry-run-format", "json").is_(6).out)
    assert told["problems_by_code"] == [{"code": "E0203", "rows": 1}], told


@case
def hints_point_the_right_way(box):
    rows = box.file("in.csv", "id,judgment\na,4\n")
    box.run("batch", rows, "--col", "id").is_(2).says("`--columns` or `--color`")
    box.run("completions").is_(2).says("needs a shell")
    box.run("reference").is_(2).says("needs a form")
    box.run("explain", "E0204", "--lang", "es-MX").is_(0).shows("Por qué").hides("does not speak")
    for command in (("batch",), ("report", "-o", "r.html")):
        bare = box.run(*command, box.file("bare.csv", "a,4\n"), "--no-header")
        bare.is_(3).says("id, name and the criteria in model order").hides("say --no-header")
    box.run("explain", "E0204", "--lang", "ca@valencia").is_(0).hides("does not speak")
    task = box.file("t.json", '{"judgment":4}')
    box.run("whatif", task, "--to", "location=ofshore").is_(2).says("did you mean `offshore`?")
