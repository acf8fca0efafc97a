# SPDX-License-Identifier: Apache-2.0
"""S: other people's test suites, given to us as tasks. See the README of the corpora folder."""
import json

from lib import Skipped, case, check

GOOD = b'{"id":"a","judgment":4}'
# By our promise: what RFC 8259 allows and we refuse, because it would be settled silently.
REFUSED = {"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"}


def files(box, folder):
    path = box.corpora / folder
    if not path.is_dir():
        raise Skipped(f"{path} is not there; set SOURCING_CORPORA")
    found = sorted(path.iterdir())
    check(found, f"{path} is empty")
    return found


@case("S01", "the JSON parsing suite, whole documents: never judged, never a crash")
def _(box):
    for path in files(box, "json-nst/test_parsing"):
        text = path.read_bytes()
        result = box.classify(text, codes=(0, 3))
        if result.code == 0:
            check(path.name.startswith(("y_", "i_")) and text.strip() in (b"{}", b"\xef\xbb\xbf{}"), f"{path.name} was judged")


@case("S02", "the JSON parsing suite inside a task: y is read, n is refused")
def _(box):
    for path in files(box, "json-nst/test_parsing"):
        task = b'{"judgment":4,"x_a":' + path.read_bytes() + b"}"
        result = box.classify(task, "--brief", codes=(0, 3))
        if path.name.startswith("n_") or path.name in REFUSED:
            check(result.code == 3, f"{path.name} was accepted")
        elif path.name.startswith("y_"):
            check(result.code == 0, f"{path.name} was refused: {result.message}")


@case("S03", "the JSON transform suite: nothing is changed silently")
def _(box):
    for path in files(box, "json-nst/test_transform"):
        value = path.read_bytes()
        result = box.classify(b'{"judgment":4,"x_a":' + value + b"}", codes=(0, 3))
        if b"object_same_key" in path.name.encode():
            check(result.code == 3, f"{path.name}: a duplicate key was accepted")
        result = box.classify(b'{"judgment":4,"name":' + value + b"}", "--format", "json",
                              codes=(0, 3))
        if result.code == 0 and value.strip().startswith(b'"'):
            check(json.loads(result.out)["name"] == json.loads(value), f"{path.name}: another name")


@case("S04", "the JSON parsing suite as the lines of NDJSON: the good line after each is judged")
def _(box):
    for path in files(box, "json-nst/test_parsing"):
        text = path.read_bytes()
        if b"\n" in text or b"\0" in text or text[:2] in (b"\xff\xfe", b"\xfe\xff"):
            continue
        result = box.classify(GOOD + b"\n" + text + b"\n" + GOOD + b"\n", "--brief", codes=(0, 3))
        check(result.out.count(b"a\t") >= 2, f"{path.name} took a neighbour with it: {result!r}")
