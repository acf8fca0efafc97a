# SPDX-License-Identifier: Apache-2.0
"""What a model says of itself, and how much work it may make."""
import csv
import io
import json
import resource
import sys
from pathlib import Path

from support import DATA, MEGABYTE, ROWS, run

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "blackbox"))
import models as m  # noqa: E402 (found only now)


def written(folder, model):
    path = folder / "model.json"
    path.write_text(json.dumps(model))
    return path


def a_rule_that_matters_is_not_said_never_to(folder):
    """Without `give`, nearshore would have -10 points where c0 is b, and lose; in 16 bits that was 655.26, and won."""
    criteria = [m.choice("c0", ["a", "b"]), m.level("c1")]
    is_b = {"criterion": "c0", "is": "b"}
    rules = [m.rule(name, is_b, {"points": {"nearshore": points}}) for name, points in (("take", -60), ("take_more", -50), ("give", 100))]
    model = m.model(criteria=criteria, weights=[m.weight("c1")], rules=rules)
    model["axes"]["nearshore"]["weights"] = [m.weight("c0")]
    for axis, toward in (("onshore", "high"), ("offshore", "low")):
        model["axes"][axis]["weights"] = [m.weight("c1", toward=toward), m.weight("c0", toward="low")]
    found = json.loads(run("model", "check", written(folder, model), "--format", "json", code=None).stdout)["findings"]
    never = [each["pointer"] for each in found if each["id"] == "rule_never_matters"]
    assert "/rules/2" not in never, found
    # Its sound twin: what is said of a rule that does nothing is still said.
    model["rules"] = [m.rule("idle", is_b, {"points": {"nearshore": -0.01}})]
    found = json.loads(run("model", "check", written(folder, model), "--format", "json", code=None).stdout)["findings"]
    assert [each["pointer"] for each in found if each["id"] == "rule_never_matters"] == ["/rules/0"], found


def large(rules, criteria, tests):
    """Gates and disposition rules over levels, a test each of several criteria."""
    levels = [m.level(f"c{n}") for n in range(criteria)]
    high, low = ([m.weight(f"c{n}", toward=toward) for n in range(criteria)] for toward in ("high", "low"))
    gates, dispositions = [], []
    for n in range(rules):
        tested = [(n * 7 + k * (k + n % 5 + 1)) % criteria for k in range(tests)]
        when = {"all": [{"criterion": f"c{c}", ("at_least", "below")[(n + k) % 2]: 2 + (n + k) % 4} for k, c in enumerate(dict.fromkeys(tested))]}
        if n % 2:
            gates.append(m.gate(f"g{n}", when, [("offshore", "nearshore")[n // 2 % 2]]))
        else:
            dispositions.append(m.rule(f"r{n}", when, {"disposition": ("retain", "automate_first")[n // 2 % 2]}))
    model = m.model(criteria=levels, weights=high, rules=dispositions, gates=gates)
    for axis, weights in (("onshore", high), ("nearshore", low), ("offshore", low)):
        model["axes"][axis]["weights"] = weights
    return model


def generated_cases_have_an_end(folder):
    cases = folder / "cases.json"
    for rules, criteria in ((120, 32), (200, 12)):
        model = written(folder, large(rules, criteria, 4))
        run("model", "test", model, "--generate", "-o", cases, preexec_fn=within(seconds=90, megabytes=1_000))
        assert 0 < cases.stat().st_size <= 64 * MEGABYTE
    # What is written is read again, and holds.
    model = written(folder, large(60, 24, 3))
    run("model", "test", model, "--generate", "-o", cases)
    run("model", "test", model, cases)


def within(seconds, megabytes):
    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))
    return limit


def a_row_names_the_rule_of_its_disposition(folder):
    table = csv.DictReader(io.StringIO(run("batch", ROWS, "-q", "--columns", "id,disposition,rule,reasons").stdout))
    documents = {}
    for line in run("batch", ROWS, "-q", "--format", "ndjson").stdout.splitlines():
        document = json.loads(line)
        documents[document["id"]] = document
    seen = set()
    for row in table:
        considered = documents[row["id"]]["considered"]
        fired = [each["code"] for each in considered if each["fires"] == "yes" and each["disposition"] == row["disposition"]]
        assert row["rule"] == (fired[0] if fired else ""), row
        seen.add(row["rule"])
    assert len(seen) >= 3, seen
