#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plants one defect after another in the default model; `model check` finds exactly that one.

usage: planted.py PROGRAM DATA
"""
import copy
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM, DATA = sys.argv[1], Path(sys.argv[2])
MODEL = json.loads((DATA / "model.json").read_text(encoding="utf-8"))
LANGUAGES = MODEL["languages"]
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "HOME": "/nonexistent", "PATH": os.environ.get("PATH", "")}


def text(sentence):
    return {language: f"{sentence} {language}" for language in LANGUAGES}


def rule(identifier, when, then):
    return {"id": identifier, "label": text("A rule"), "when": when, "then": then, "because": text("Because of this rule.")}


def gate(identifier, when, exclude):
    return {"id": identifier, "label": text("A gate"), "when": when, "exclude": exclude,
            "because": text("Because of this gate."), "lifted_by": text("Nothing lifts it.")}


def at(criterion, **test):
    return {"criterion": criterion, **test}


def never(model):
    model["rules"].append(rule("never", {"all": [at("judgment", above=4), at("judgment", below=3)]},
                               {"disposition": "retain"}))
    return {"rule_never_fires": "/rules/6/when"}


def never_by_not(model):
    model["gates"].append(gate("never", {"not": {"any": [at("judgment", at_most=3), at("judgment", above=3)]}}, ["offshore"]))
    return {"rule_never_fires": "/gates/3/when"}


def shadowed(model):
    model["rules"].append(rule("shadowed", {"all": [at("strategic_value", at_least=5), at("ip_risk", at_least=4.5),
                                                    at("knowledge_arbitrage", at_most=2)]}, {"disposition": "retain"}))
    return {"rule_shadowed": "/rules/6"}


def shadowed_by_several(model):
    model["gates"].append(gate("both", {"all": [at("data_residency", is_not="none"), at("physical_presence", **{"is": "occasional"})]},
                               ["offshore"]))
    return {"rule_shadowed": "/gates/3"}


def contradict(model):
    model["rules"].append(rule("contrary", {"all": [at("judgment", at_least=4), at("volume", at_least="very_high")]},
                               {"points": {"engagement": -2}}))
    return {"rules_contradict": "/rules/6"}


def gates_exclude_all(model):
    model["gates"].append(gate("no_home", at("regulated", **{"is": True}), ["onshore"]))
    return {"gates_exclude_all": "/gates/3"}


def threshold(model):
    model["axes"]["engagement"]["threshold"] = 0
    return {"threshold_out_of_reach": "/axes/engagement/threshold", "outcome_unreachable": "/axes/engagement"}


def band_empty(model):
    model["axes"]["engagement"]["hybrid_band"] = 0
    return {"hybrid_band_empty": "/axes/engagement/hybrid_band"}


def band_swallows(model):
    model["axes"]["engagement"]["hybrid_band"] = 50
    return {"hybrid_band_swallows": "/axes/engagement/hybrid_band"}


def unreachable(model):
    # Every weight that nearshore has is one that offshore has too, and ties go to the nearer one:
    # so offshore never wins once it scores the same.
    model["axes"]["offshore"]["weights"] = copy.deepcopy(model["axes"]["nearshore"]["weights"])
    model["rules"] = [r for r in model["rules"]
                      if "offshore" not in r["then"].get("points", {}) and "neutralise" not in r["then"]]
    return {"outcome_unreachable": "/axes/offshore"}


def rule_idle(model):
    # Points for a location that is excluded whenever the rule fires.
    model["rules"].append(rule("idle", {"all": [at("data_residency", **{"is": "country"}), at("cost_pressure", at_most=1)]},
                               {"points": {"offshore": 1}}))
    return {"rule_never_matters": "/rules/6"}


def criterion_idle(model):
    extra = copy.deepcopy(next(c for c in model["criteria"] if c["id"] == "judgment"))
    extra["id"] = "idle"
    extra["label"] = {language: "Idle" for language in extra["label"]}
    model["criteria"].append(extra)
    return {"criterion_never_matters": "/criteria/24"}


def level_idle(model):
    residency = next(i for i, c in enumerate(model["criteria"]) if c["id"] == "data_residency")
    level = copy.deepcopy(model["criteria"][residency]["levels"][0])
    level["word"] = "contract"
    level.pop("words", None)
    model["criteria"][residency]["levels"].insert(1, level)
    return {"level_never_matters": f"/criteria/{residency}/levels/1"}


def poles_of_catalogue(model):
    model["axes"]["engagement"]["weights"][0]["toward"] = "low"
    model["rules"] = []
    return {"weight_against_poles": "/axes/engagement/weights/0"}


def poles_of_location(model):
    weights = model["axes"]["offshore"]["weights"]
    index = next(i for i, w in enumerate(weights) if w["criterion"] == "communication")
    weights[index]["toward"] = "high"
    return {"weight_against_poles": f"/axes/offshore/weights/{index}"}


def sentence_unused(model):
    weights = model["axes"]["onshore"]["weights"]
    weights.append({"criterion": "automation_readiness", "weight": 0, "toward": "high", "for": text("For it."), "against": text("Against it.")})
    return {"sentence_unused": f"/axes/onshore/weights/{len(weights) - 1}"}


def sentence_missing(model):
    model["gates"][0]["lifted_by"]["es"] = "TODO"
    return {"sentence_missing": "/gates/0/lifted_by/es"}


def no_points(model):
    """A rule that does nothing is not done by others."""
    model["rules"].append(rule("nothing", at("judgment", at_least=4), {"points": {"engagement": 0}}))
    return {"sentence_unused": "/rules/6/because", "rule_never_matters": "/rules/6"}


def blank(model):
    model["rules"][0]["because"]["ca"] = "   "
    return {"sentence_missing": "/rules/0/because/ca"}


def shadowed_by_a_wider_number(model):
    """`> 3` does already what `> 4` would."""
    model["rules"] += [rule("wide", {"all": [at("ip_risk", above=3), at("data_residency", **{"is": "region"})]}, {"exclude": ["nearshore"]}),
                       rule("narrow", {"all": [at("ip_risk", above=4), at("data_residency", **{"is": "region"})]},
                            {"exclude": ["nearshore"]})]
    return {"rule_shadowed": "/rules/7"}


def suppression(model):
    model["suppress"] = [{"finding": "rule_never_fires", "at": "/rules/0", "because": "it was so once"}]
    return {"suppression_unused": "/suppress/0"}


PLANTED = [never, never_by_not, shadowed, contradict, gates_exclude_all, threshold, band_empty, band_swallows, unreachable,
           rule_idle, criterion_idle, level_idle, poles_of_catalogue, poles_of_location, sentence_unused,
           sentence_missing, no_points, blank, shadowed_by_a_wider_number, suppression]
# What follows from a defect and may be told beside it.
FOLLOWS = {"unreachable": {"weight_against_poles", "criterion_never_matters"}, "poles_of_catalogue": {"criterion_never_matters", "outcome_unreachable"}}


def check(path, *arguments):
    started = time.monotonic()
    done = subprocess.run([PROGRAM, "model", "check", str(path), "--format", "json", *arguments],
                          env=ENVIRONMENT, capture_output=True, text=True)
    return done, time.monotonic() - started


def classify(path, task):
    done = subprocess.run([PROGRAM, "classify", "-", "--model", str(path), "--format", "json"], env=ENVIRONMENT,
                          input=json.dumps(task), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def reproduce(path, finding):
    """The witness of a finding shows it when the task is decided."""
    verdict = classify(path, finding["witness"])
    if finding["id"] == "gates_exclude_all":
        assert verdict["verdict"]["location"] is None, verdict
    elif finding["id"] == "hybrid_band_empty":
        assert verdict["verdict"]["hybrid"] and verdict["engagement"]["margin"] == 0, verdict
    elif finding["id"] in ("rules_contradict", "rule_shadowed"):
        named = finding["message"].split("`")[1::2]
        codes = {reason["code"] for reason in verdict["reasons"]}
        assert set(named) <= codes, (named, codes)
    else:
        raise AssertionError(f"{finding['id']} has a witness that nothing checks")


def one(folder, plant):
    model = copy.deepcopy(MODEL)
    expected = plant(model)
    path = folder / f"{plant.__name__}.json"
    path.write_text(json.dumps(model, indent=1, ensure_ascii=False), encoding="utf-8")
    done, seconds = check(path)
    assert done.returncode in (0, 1), done.stderr
    found = json.loads(done.stdout)
    assert not found["unproven"], found["unproven"]
    ids = {(finding["id"], finding["pointer"]) for finding in found["findings"]}
    wanted = set(expected.items())
    extra = {item for item in ids - wanted if item[0] not in FOLLOWS.get(plant.__name__, set())}
    assert wanted <= ids and not extra, f"{plant.__name__}: wanted {wanted}, found {ids}"
    errors = any(finding["severity"] == "error" for finding in found["findings"])
    assert done.returncode == (1 if errors else 0), (plant.__name__, done.returncode)
    notes = all(finding["severity"] == "note" for finding in found["findings"])
    assert check(path, "--strict")[0].returncode == (0 if notes else 1), plant.__name__
    lines = path.read_text(encoding="utf-8").splitlines()
    for finding in found["findings"]:
        assert 1 <= finding["line"] <= len(lines), finding
        assert finding["witness"] or finding["proof"], finding
        if finding["witness"]:
            reproduce(path, finding)
    # What the model accepts does not fail it.
    model["suppress"] = [{"finding": finding["id"], "at": finding["pointer"], "because": "accepted here"}
                         for finding in found["findings"] if finding["id"] != "suppression_unused"]
    path.write_text(json.dumps(model, ensure_ascii=False), encoding="utf-8")
    done, _ = check(path, "--strict")
    assert done.returncode == 0, done.stdout
    assert all(finding["suppressed"] == "accepted here" for finding in json.loads(done.stdout)["findings"])
    return seconds


def hostile(folder):
    """Hundreds of criteria of ten thousand positions, and hundreds of gates: an answer within the budget, and not after minutes."""
    draws = random.Random(5)
    criteria = [{"id": f"c{i}", "label": text(f"Criterion {i}"), "question": text("How much is it?"), "scale": "number", "min": 0,
                 "max": 100, "neutral": 50, "levels": [{"at": 0, "text": text("None.")}, {"at": 100, "text": text("All.")}]}
                for i in range(256)]

    def weights():
        return [{"criterion": c["id"], "weight": draws.randint(1, 1000), "toward": draws.choice(["high", "low"]),
                 "for": text("For."), "against": text("Against.")} for c in criteria]

    def condition(depth):
        if depth == 0:
            return at(f"c{draws.randrange(256)}", **{draws.choice(["at_least", "at_most"]): draws.randint(10, 90)})
        return {draws.choice(["all", "any"]): [condition(depth - 1) for _ in range(3)]}

    model = {**copy.deepcopy(MODEL), "criteria": criteria, "rules": [], "activities": []}
    for axis in model["axes"].values():
        axis["weights"] = weights()
    model["gates"] = [gate(f"g{i}", condition(2), draws.sample(["onshore", "nearshore", "offshore"], 1)) for i in range(300)]
    before, after = folder / "before.json", folder / "after.json"
    before.write_text(json.dumps(model), encoding="utf-8")
    model["axes"]["offshore"]["weights"][0]["weight"] += 100
    after.write_text(json.dumps(model), encoding="utf-8")
    slowest = 0
    for arguments in (["check", before], ["diff", before, after], ["diff", before, before]):
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        done = subprocess.run([PROGRAM, "model", *map(str, arguments), "--format", "json"], env=ENVIRONMENT, capture_output=True, text=True)
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - used
        assert done.returncode in (0, 1), done.stderr
        slowest = max(slowest, used)
        # Sanitizers and debug builds are many times slower; without a bound it would be minutes in any.
        assert used < 60, (arguments, used)
    assert json.loads(done.stdout)["proven_equal"], "a model was not proven equal to itself"
    print(f"256 criteria, 300 gates: at most {slowest:.2f} s of the processor")


def main():
    done, seconds = check(DATA / "model.json", "--strict")
    assert done.returncode == 0 and not json.loads(done.stdout)["findings"], done.stdout
    slowest = seconds
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        hostile(Path(folder))
        for plant in PLANTED:
            try:
                slowest = max(slowest, one(Path(folder), plant))
            except AssertionError as problem:
                failed += 1
                print(f"FAILED {plant.__name__}: {problem}")
    print(f"{len(PLANTED)} defects planted, {failed} not found as planted; the slowest took {slowest:.2f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
