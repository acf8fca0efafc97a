# SPDX-License-Identifier: Apache-2.0
"""pandas and numpy, vectorised, for fully answered rows.

usage: pandas_peer.py PLAN.json IN.csv OUT.csv    (the plan is what plan.mjs prints)
"""
import json
import operator
import sys

import numpy as np
import pandas as pd

OPERATORS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt,
             "==": operator.eq}


def test(node, rows):
    if "all" in node:
        return np.logical_and.reduce([test(each, rows) for each in node["all"]])
    if "any" in node:
        return np.logical_or.reduce([test(each, rows) for each in node["any"]])
    if "not" in node:
        return ~test(node["not"], rows)
    return OPERATORS[node["op"]](rows[node["column"]], node["value"]).to_numpy(dtype=bool)


def points(term, rows, fired):
    if term["kind"] == "rule":
        return np.where(fired[term["id"]], term["points"], 0).astype(np.int32)
    column = rows[term["id"]]
    if term["kind"] == "linear":
        return ((column.to_numpy() - term["neutral"]) * term["per"]).astype(np.int32)
    values = np.array(term["values"], dtype=np.int32)
    if term["kind"] == "bands":
        return values[np.searchsorted(term["below"], column.to_numpy(), side="right")]
    return values[pd.Categorical(column, categories=term["words"]).codes]


def two_largest(parts):
    """Keys of the two greatest: size, then place in the model, then the sign."""
    keys = [np.where(p == 0, 0, np.abs(p) * 128 + (63 - i) * 2 + (p < 0))
            for i, p in enumerate(parts)]
    first = np.maximum.reduce(keys)
    return first, np.maximum.reduce([np.where(k == first, 0, k) for k in keys])


def texts(keys, ids):
    """Each different key is written once."""
    distinct, back = np.unique(keys, return_inverse=True)
    words = ["" if k == 0 else "%s=%s%d.%02d;" % (ids[63 - k // 2 % 64], "-" if k % 2 else "+",
                                                  k // 12800, k // 128 % 100) for k in distinct]
    return np.array(words, dtype=object)[back]


def main(plan_path, source, target):
    with open(plan_path, encoding="utf-8") as file:
        plan = json.load(file)
    dtypes = {name: "float64" if kind == "number" else "category"
              for name, kind in plan["types"].items()}
    rows = pd.read_csv(source, dtype={"id": str, "name": str, **dtypes}, keep_default_na=False)
    for name, kind in plan["types"].items():
        if kind == "word":
            rows[name] = rows[name].astype(str)
    fired = {rule["id"]: test(rule["when"], rows) for rule in plan["rules"]}
    parts = {axis: {t["id"]: points(t, rows, fired) for t in plan["scores"][axis]["terms"]}
             for axis in plan["axes"]}
    score = {axis: sum(parts[axis].values(), np.int32(plan["scores"][axis]["base"]))
             for axis in plan["axes"]}
    locations = plan["axes"][1:]
    excluded = {l: np.logical_or.reduce([fired[r["id"]] for r in plan["rules"] if l in r["exclude"]]
                                        + [np.zeros(len(rows), dtype=bool)]) for l in locations}
    ranked = np.stack([np.where(excluded[l], -1, score[l]) for l in locations])
    chosen = np.argmax(ranked, axis=0)  # the first of equals
    nowhere = np.all(ranked < 0, axis=0)
    # By how little the chosen one is before the best other one that is left.
    first, second = np.sort(ranked, axis=0)[:0:-1]
    close = np.where((second >= 0) & (first - second <= plan["lead"]), "true", "false")
    located = [i for i in plan["order"] if any(i in parts[l] for l in locations)]
    nothing = np.zeros(len(rows), dtype=np.int32)
    local = [np.where(nowhere, 0, np.choose(chosen, [parts[l].get(i, nothing) for l in locations]))
             for i in located]
    engagement = list(parts["engagement"])
    reasons = np.full(len(rows), "", dtype=object)
    for rule in plan["rules"]:
        if rule["exclude"]:
            reasons = reasons + np.where(fired[rule["id"]], rule["id"] + ";", "").astype(object)
    for ids, keys in ((engagement, two_largest(list(parts["engagement"].values()))),
                      (located, two_largest(local))):
        for each in keys:
            reasons = reasons + texts(each, ids)
    disposed = {d: np.logical_or.reduce([fired[r["id"]] for r in plan["rules"]
                                         if r.get("disposition") == d])
                for d in ("retain", "automate_first")}
    margin = score["engagement"] - np.int32(plan["threshold"])
    out = pd.DataFrame({
        "id": rows["id"],
        "disposition": np.select([disposed["retain"] | nowhere, disposed["automate_first"]],
                                 ["retain", "automate_first"], "outsource"),
        "engagement": np.where(margin >= 0, "KPO", "BPO"),
        "engagement_score": score["engagement"] / 100,
        "location": np.where(nowhere, "", np.array(locations)[chosen]),
        **{f"score_{l}": score[l] / 100 for l in locations},
        "status": "decided",
        "reasons": pd.Series(reasons).str.rstrip(";"),
        "error": "",
        "name": rows["name"],
        "hybrid": np.where(np.abs(margin) <= plan["band"], "true", "false"),
        "margin": margin / 100,
        "close": np.where(nowhere, "", close),
    })
    out[plan["columns"]].to_csv(target, index=False, float_format="%.2f", lineterminator="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
