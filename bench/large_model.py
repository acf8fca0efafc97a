#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a seeded model that is larger than any we know of, or rows for it, to standard output.

  bench/large_model.py CRITERIA RULES              the model
  bench/large_model.py CRITERIA RULES --rows N     N fully answered rows, as CSV

Every criterion is a level of 1 to 5 and has a weight on each axis. One rule in twenty is a gate and
one sets a disposition, where four criteria are at an end. The others take points off the engagement
where a criterion has given at least as many; they test that one and the one beside it, so that the
model can be proven to keep its scores within 0 and 100.
"""
import argparse
import json
import random


def both(text):
    return {"en": text}


def condition(rng, first):
    """Of the criterion that gives the points, and at times of the one beside it."""
    atoms = [{"criterion": f"c{first}", "at_least": 4}]
    if rng.randint(0, 1):
        atoms.append({"criterion": f"c{first ^ 1}", rng.choice(["at_least", "below"]): 4})
    return {"all": atoms} if len(atoms) > 1 else atoms[0]


def make_model(criteria, rules):
    rng = random.Random(1)
    level = [{"at": at, "text": both(f"{at}")} for at in range(1, 6)]
    for at, word in ((0, "hardly"), (4, "fully")):
        level[at]["word"] = word
    one = lambda c: {"id": f"c{c}", "label": both(f"Criterion {c}"), "question": both(f"How much of {c}?"),
                     "scale": "level", "neutral": 3, "levels": level}
    weight = lambda c, toward: {"criterion": f"c{c}", "weight": rng.randint(1, 5) if toward else 1,
                                "toward": toward or "high", "for": both(f"Much of {c}."),
                                "against": both(f"Little of {c}.")}
    axis = lambda label, toward: {"label": both(label), "weights": [weight(c, toward and rng.choice(toward))
                                                                     for c in range(criteria)]}
    engagement = axis("Engagement", None)
    engagement |= {"threshold": 50, "hybrid_band": 8, "low": both("BPO"), "high": both("KPO")}
    # A criterion at 4 or 5 has given three quarters of its weight, which its rules share.
    share = int(100 * 100 / criteria * 0.75 / (rules // criteria + 1)) / 100
    gates, others = [], []
    for r in range(rules):
        said = {"id": f"r{r}", "label": both(f"Rule {r}"), "because": both(f"Rule {r} holds.")}
        first = r % criteria
        if r % 20 == 0:
            when = {"all": [{"criterion": f"c{c}", "at_least": 4.5} for c in rng.sample(range(criteria), 4)]}
            gates.append(said | {"when": when, "exclude": [rng.choice(["onshore", "nearshore", "offshore"])],
                                 "lifted_by": both("Another answer.")})
        elif r % 20 == 1:
            when = {"all": [{"criterion": f"c{c}", "below": 1.5} for c in rng.sample(range(criteria), 4)]}
            others.append(said | {"when": when,
                                  "then": {"disposition": rng.choice(["retain", "automate_first"])}})
        else:
            others.append(said | {"when": condition(rng, first),
                                  "then": {"points": {"engagement": -share}}})
    return {"schema": "sourcing.model/1", "id": f"large_{criteria}_{rules}", "version": "1",
            "title": both("Large"), "languages": ["en"], "criteria": [one(c) for c in range(criteria)],
            "axes": {"engagement": engagement,
                     **{name: axis(name.capitalize(), ["low", "high"])
                        for name in ("onshore", "nearshore", "offshore")}},
            "gates": gates, "rules": others,
            "dispositions": {name: both(name) for name in
                             ("retain", "automate_first", "outsource", "no_location")},
            "activities": []}


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("criteria", type=int)
    parser.add_argument("rules", type=int)
    parser.add_argument("--rows", type=int, default=0)
    options = parser.parse_args()
    if options.rows == 0:
        print(json.dumps(make_model(options.criteria, options.rules), indent=1))
        return
    rng = random.Random(2)
    print("id," + ",".join(f"c{c}" for c in range(options.criteria)))
    values = ["1", "2", "3", "4", "5", "2.5", "3.5"]
    for row in range(1, options.rows + 1):
        print(f"P{row}," + ",".join(rng.choices(values, k=options.criteria)))


if __name__ == "__main__":
    main()
