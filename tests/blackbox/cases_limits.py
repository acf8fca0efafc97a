# SPDX-License-Identifier: Apache-2.0
"""L: at a limit an input is accepted, one past it refused, in the words of docs/limits.md."""
import json
from pathlib import Path

import models as m
from lib import Skipped, case, check, cpu_seconds, says

WORDS = (Path(__file__).resolve().parents[2] / "docs/limits.md").read_text(encoding="utf-8")


def documented(message):
    check(f"`{message}`" in WORDS, f"docs/limits.md does not say `{message}`")
    return message


def task(box, accepted, refused, message):
    box.classify(accepted, "--brief", "--nodes", "1")
    box.refuses(refused, documented(message))


def model(box, accepted, refused, *messages):
    if accepted is not None:
        path = box.file("accepted.json", accepted if isinstance(accepted, str) else json.dumps(accepted))
        box.run("model", "check", path, codes=(0, 1))
    path = box.file("refused.json", refused if isinstance(refused, str) else json.dumps(refused))
    says(box.run("model", "check", path, codes=(4,)), *map(documented, messages))


def filled(size, text='{"judgment":4}'):
    return text + " " * (size - len(text))


@case("L01", "bytes of a document")
def _(box):
    task(box, filled(16 << 20), filled((16 << 20) + 1), "a task may have at most 16 MiB")
    small = json.dumps(m.model())
    model(box, filled(16 << 20, small), filled((16 << 20) + 1, small), "larger than 16777216 bytes")


@case("L02", "nesting")
def _(box):
    task(box, '{"x_a":' + "[" * 63 + "]" * 63 + "}", '{"x_a":' + "[" * 64 + "]" * 64 + "}",
         "nested deeper than 64 levels")


@case("L03", "strings and keys")
def _(box):
    most = 1 << 20
    task(box, json.dumps({"name": "a" * most}), json.dumps({"name": "a" * (most + 1)}),
         "this string is longer than 1 MiB")
    task(box, json.dumps({"x_" + "a" * (most - 2): 1}), json.dumps({"x_" + "a" * (most - 1): 1}),
         "this key is longer than 1 MiB")


@case("L04", "values")
def _(box):
    task(box, '{"x_a":[' + "0," * 999_997 + "0]}", '{"x_a":[' + "0," * 999_998 + "0]}",
         "the input holds more than 1000000 values")


@case("L05", "numbers, duplicate keys, ranges and grids of a task")
def _(box):
    task(box, '{"x_a":1e308}', '{"x_a":1e309}', "is too large")
    task(box, '{"x_a":1,"x_b":1}', '{"x_a":1,"x_a":1}', "duplicate key")
    task(box, '{"judgment":5}', '{"judgment":5.01}', "is outside the range of")
    task(box, '{"judgment":4.99}', '{"judgment":4.991}', "is finer than the grid of")
    task(box, '{"volume":1000000000000}', '{"volume":1000000000000.01}', "is outside the range of")


@case("L06", "criteria of a model")
def _(box):
    def many(count):
        return m.model(criteria=[m.level("skill"), *(m.level(f"c{i}") for i in range(count - 1))])
    model(box, many(256), many(257), "criteria; a model may have at most 256")


@case("L07", "levels and positions of a scale")
def _(box):
    def words(count):
        return m.model(criteria=[m.level("skill"), m.choice("kind", [f"w{i}" for i in range(count)])])

    def fine(greatest):
        scale = m.level("hours", (0, greatest)) | {"scale": "number", "min": 0, "max": greatest,
                                                   "step": 0.01}
        return m.model(criteria=[m.level("skill"), scale])
    model(box, words(256), words(257), "levels; a scale may have at most 256")
    model(box, fine(100), fine(100.01), "a scale may have at most 10001 positions")


@case("L08", "rules and their conditions")
def _(box):
    part = {"criterion": "skill", "is": 5}

    def rules(count):
        return m.model(rules=[m.rule(f"r{i}", part, {"disposition": "retain"}) for i in range(count)])

    def parts(count):
        return m.model(rules=[m.rule("r", {"any": [part] * (count - 1)}, {"disposition": "retain"})])
    model(box, rules(10_000), rules(10_001), "gates and rules; a model may have at most 10000")
    model(box, parts(200_000), parts(200_001), "the conditions have more than 200000 parts")


@case("L09", "activities, languages, ids")
def _(box):
    def activities(count):
        return m.model(activities=[{"id": f"a{i}", "names": m.text("A"), "label": "BPO",
                                    "source": "us", "profile": {}} for i in range(count)])

    def spoken(count):
        codes = ["en", *(f"{a}{b}" for a in "qxz" for b in "abcdefghijklmnop")][:count]
        text = json.dumps(m.model(languages=["en"]))
        return text.replace('"languages": ["en"]', '"languages": ' + json.dumps(codes))
    model(box, activities(1_000), activities(1_001), "activities; a model may have at most 1000")
    model(box, None, spoken(33), "languages; a model may have at most 32")
    model(box, m.model(id="a" * 64), m.model(id="a" * 65), "is not an id")


@case("L10", "weights, thresholds, points, scores")
def _(box):
    def weighed(value):
        return m.model(weights=[m.weight("skill", value)])

    def at(**more):
        result = m.model()
        result["axes"]["engagement"].update(more)
        return result

    def pointing(value, when=5):
        return m.model(rules=[m.rule("r", {"criterion": "skill", "is": when},
                                     {"points": {"engagement": value}})])
    model(box, weighed(1_000_000), weighed(1_000_000.0001), "outside 0 to 1000000")
    model(box, weighed(0.0001), weighed(0.00011), "but may have at most 4 decimals")
    model(box, at(threshold=100), at(threshold=100.01), "outside 0 to 100")
    model(box, at(hybrid_band=100), at(hybrid_band=-0.01), "outside 0 to 100")
    model(box, pointing(-100), pointing(-100.01), "outside -100 to 100")
    model(box, pointing(100, when=1), pointing(0.01), "outside 0 to 100")


@case("L11", "problems told, and what a message quotes")
def _(box):
    result = box.refuses(json.dumps({f"k{i}": 1 for i in range(500)}), documented("more problems"))
    check(len(result.message.splitlines()) == 21, repr(result))
    result = box.refuses(json.dumps({"k" * 10_000: 1}), "…")
    check(len(result.message) < 500, repr(result))


@case("L12", "other files")
def _(box):
    box.file(".sourcing.json", filled(64 << 10, '{"lang":"en"}'))
    box.classify("{}")
    box.file(".sourcing.json", filled((64 << 10) + 1, '{"lang":"en"}'))
    says(box.classify("{}", codes=(2,)), documented("larger than 65536 bytes"))


def rows(box, accepted, refused, message, code=3):
    """Files of `batch`: in one the longest row is judged, in the other it is told."""
    if not box.has_command("batch"):
        raise Skipped("there is no command `batch` yet")
    for name, content, codes in (("accepted.csv", accepted, (0,)), ("refused.csv", refused, (code,))):
        path = box.file(name, content)
        # The outcome does not depend on how the file is cut.
        for block in ("64", "3000000"):
            result = box.run("batch", path, "--columns", "id,status,error", "--block-bytes", block, codes=codes)
            if name == "refused.csv":
                says(result, documented(message))


@case("L13", "a field, a record, a header and the columns of a batch")
def _(box):
    mebibyte = 1 << 20
    for quote in ("", '"'):
        field = "a" * (mebibyte - 2 * len(quote))
        rows(box, f"judgment,x\n3,{quote}{field}{quote}\n", f"judgment,x\n3,{quote}{field}a{quote}\n",
             "longer than 1 MiB; nothing was judged from here on")
    header = ",".join(["judgment"] + ["x"] * 8)
    seven = ("," + "a" * (mebibyte - 1)) * 7
    rows(box, f"{header}\n3{seven},{'a' * (mebibyte - 2)}\n", f"{header}\n3{seven},{'a' * (mebibyte - 1)}\n",
         "longer than 8 MiB; nothing was judged from here on")
    rows(box, "judgment," + "x" * (mebibyte - 9) + "\n3,\n", "judgment," + "x" * (mebibyte - 8) + "\n3,\n",
         "the first line is longer than 1 MiB")
    rows(box, "judgment" + ",x" * 59_999 + "\n3" + "," * 59_999 + "\n",
         "judgment" + ",x" * 60_000 + "\n3" + "," * 60_000 + "\n", "more than 60000 columns")
    # As many names of their own are looked through in no time either.
    names = ",".join(f"c{i}" for i in range(59_999))
    begin = cpu_seconds()
    box.run("batch", "-", stdin=f"judgment,{names}\n3{',' * 59_999}\n")
    check(box.sanitized or cpu_seconds() - begin < 3, f"{cpu_seconds() - begin} s for the header")


@case("L14", "a line of NDJSON in a batch")
def _(box):
    rows(box, filled(16 << 20) + "\n", filled((16 << 20) + 1) + "\n", "a task may have at most 16 MiB", code=6)
