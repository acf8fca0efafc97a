# SPDX-License-Identifier: Apache-2.0
"""What a model of one's own may hold, and names that would turn a line round."""
import json

from lib import case


@case
def names_and_units_that_are_not_written_yet_are_found(box):
    model = json.loads(box.run("model", "show", "--format", "json").out)
    box.run("model", "check", box.file("own.json", json.dumps(model))).is_(0)
    model["activities"][2]["names"]["ca"] = "TODO"
    volume = next(each for each in model["criteria"] if each["id"] == "volume")
    volume["unit"]["es"] = "TBD"
    checked = box.run("model", "check", box.file("own.json", json.dumps(model)), "--format", "json")
    found = {each["pointer"] for each in json.loads(checked.out)["findings"] if "sentence_missing" in each.values()}
    place = model["criteria"].index(volume)
    assert found == {"/activities/2/names/ca", f"/criteria/{place}/unit/es"}, repr(checked)


@case
def no_control_of_direction_comes_out(box):
    for sign in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
        task = box.file("t.json", json.dumps({"id": "a", "name": f"x{sign}y", "judgment": 4}, ensure_ascii=False))
        for form in ("text", "markdown", "csv", "brief"):
            box.run("classify", task, "--format", form).is_(0).hides(sign)
        box.batch(f"id,name,judgment\na,x{sign}y,4\n", "--format", "markdown").is_(0).hides(sign)
        box.batch(f"id,name,judgment,un{sign}known\na,x,4,3\n").hides(sign)
