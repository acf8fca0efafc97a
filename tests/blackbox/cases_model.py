# SPDX-License-Identifier: Apache-2.0
"""M: models from strangers. Each is refused with a reason, or works, within seconds."""
import csv
import io
import json
import os

import models as m
from lib import case, check, cpu_seconds, says


def refuses(box, model, *parts, codes=(4,), seconds=3):
    text = model if isinstance(model, (str, bytes)) else json.dumps(model)
    path = box.file("model.json", text)
    begin = cpu_seconds()
    result = box.run("model", "check", path, codes=codes)
    check(box.sanitized or cpu_seconds() - begin < seconds,
          f"took {cpu_seconds() - begin:.1f} s")
    says(result, *parts)
    check(len(result.message) < 40_000, f"{len(result.message)} bytes of message")
    return result


def works(box, model, task='{"skill":4}', seconds=3, check_seconds=3):
    """The model is sound (findings do not matter here), and a task can be judged by it."""
    path = box.file("model.json", json.dumps(model))
    begin = cpu_seconds()
    box.run("model", "check", path, codes=(0, 1))
    checked = cpu_seconds() - begin
    check(box.sanitized or checked < check_seconds, f"model check took {checked:.1f} s")
    for text in (task, "{}"):
        begin = cpu_seconds()
        result = box.run("classify", "--model", path, "--format", "json", "-", stdin=text)
        took = cpu_seconds() - begin
        check(box.sanitized or took < seconds, f"classify {text} took {took:.1f} s")
        check(json.loads(result.out)["verdict"]["status"], "no verdict")


@case("M01", "the small model of these cases is sound")
def _(box):
    works(box, m.model())


@case("M02", "a million rules")
def _(box):
    refuses(box, '{"schema":"sourcing.model/1","id":"a","version":"1","languages":["en"],"rules":['
            + ",".join(["{}"] * 900_000) + "]}", "900000 gates and rules", "at most 10000")
    refuses(box, '{"schema":"sourcing.model/1","rules":[' + ",".join(["{}"] * 1_200_000) + "]}",
            "values")


@case("M03", "weights of 1e308, NaN, below zero, all zero")
def _(box):
    for number in ("1e308", "1000001", "99999999999999999999"):
        refuses(box, json.dumps(m.model()).replace('"weight": 1', f'"weight": {number}', 1),
                "/axes/engagement/weights/0/weight", "outside 0 to 1000000")
    refuses(box, json.dumps(m.model()).replace('"weight": 1', '"weight": 1e309', 1), "too large")
    refuses(box, json.dumps(m.model()).replace('"weight": 1', '"weight": NaN', 1), "not a number")
    refuses(box, m.model(weights=[m.weight("skill", -1)]), "not negative")
    refuses(box, m.model(weights=[m.weight("skill", 0)]), "every weight of `engagement` is zero")
    refuses(box, m.model(weights=[m.weight("skill", 0.00001)]), "at most 4 decimals")
    refuses(box, m.model(weights=[m.weight("skill", "1")]), "must be a number")


@case("M04", "unknown criteria and ids that are taken")
def _(box):
    refuses(box, m.model(weights=[m.weight("skil")]), "there is no criterion `skil`",
            "did you mean `skill`?")
    refuses(box, m.model(criteria=[m.level("skill"), m.level("skill")]), "the id `skill` is taken")
    keep = m.rule("keep", {"criterion": "skill", "is": 5}, {"disposition": "retain"})
    refuses(box, m.model(rules=[keep, keep]), "the id `keep` is taken")
    refuses(box, m.model(rules=[m.rule("skill", keep["when"], keep["then"])]), "is taken")
    refuses(box, m.model(weights=[m.weight("skill"), m.weight("skill")]), "has a weight on this axis")


@case("M05", "a model cannot name files, and unknown keys are errors")
def _(box):
    for key in ("include", "$ref", "extends", "import", "script"):
        refuses(box, m.model(**{key: "../../etc/passwd"}), f"unknown key `{key}`")


@case("M06", "another version of the format")
def _(box):
    for version in ("sourcing.model/2", "sourcing.model/0", "x"):
        refuses(box, m.model(schema=version), "not a model format that this version reads")
    refuses(box, m.model(schema=1), "`schema` must be a string")


@case("M07", "conditions nested deeper than the reader goes")
def _(box):
    deep = '{"not":' * 100_000 + '{"criterion":"skill","is":1}' + "}" * 100_000
    text = json.dumps(m.model(rules=[m.rule("deep", 7, {"disposition": "retain"})]))
    refuses(box, text.replace('"when": 7', f'"when": {deep}'), "nested deeper than 64")
    fits = '{"not":' * 58 + '{"criterion":"skill","is":1}' + "}" * 58
    model = json.loads(text.replace('"when": 7', f'"when": {fits}'))
    works(box, model)


@case("M08", "conditions of more than 200,000 parts")
def _(box):
    part = {"criterion": "skill", "is": 5}
    refuses(box, m.model(rules=[m.rule("wide", {"any": [part] * 250_000}, {"disposition": "retain"})]),
            "more than 200000 parts")
    refuses(box, m.model(rules=[m.rule("wide", {"criterion": "skill", "one_of": [5] * 300_000},
                                       {"disposition": "retain"})]), "more than 200000 parts")
    works(box, m.model(rules=[m.rule("wide", {"any": [part] * 150_000},
                                     {"disposition": "retain"})]))


@case("M09", "ten thousand rules work")
def _(box):
    rules = [m.rule(f"r{i}", {"all": [{"criterion": "skill", "at_least": round(1 + i % 400 / 100, 2)},
                                      {"criterion": "care", "at_most": round(1 + i % 399 / 100, 2)}]},
                    {"disposition": "retain"} if i % 2 else {"exclude": ["offshore"]})
             for i in range(10_000)]
    works(box, m.model(criteria=[m.level("skill"), m.level("care")], rules=rules), seconds=5,
          check_seconds=10)
    refuses(box, m.model(rules=[m.rule(f"r{i}", {"criterion": "skill", "is": 5},
                                       {"disposition": "retain"}) for i in range(10_001)]),
            "10001 gates and rules", "at most 10000")


@case("M10", "rules of points that only a search could bound")
def _(box):
    names = [f"c{i}" for i in range(60)]
    criteria = [m.level("skill"), *(m.level(name) for name in names)]
    rules = [m.rule(f"r{i}", {"any": [{"all": [{"criterion": a, "at_least": round(1.5 + i % 300 / 100, 2)},
                                               {"criterion": b, "below": round(1.7 + i % 290 / 100, 2)}]},
                                      {"criterion": c, "is": 3.33}]},
                    {"points": {"engagement": (-1) ** i * 0.01, "onshore": 0.01 * (-1) ** i}})
             for i, (a, b, c) in enumerate(zip(names * 20, names[7:] * 22, names[23:] * 30))]
    path = box.file("model.json", json.dumps(m.model(criteria=criteria, rules=rules, weights=[
        m.weight(name) for name in ["skill", *names]])))
    begin = cpu_seconds()
    code = box.run("model", "check", path, codes=(0, 1, 4)).code
    check(box.sanitized or cpu_seconds() - begin < 10, f"{cpu_seconds() - begin:.1f} s")
    begin = cpu_seconds()
    box.run("classify", "--model", path, "-", stdin="{}", codes=(4,) if code == 4 else (0,))
    check(box.sanitized or cpu_seconds() - begin < 10, f"{cpu_seconds() - begin:.1f} s")


@case("M11", "256 criteria with the finest grids work, 257 do not")
def _(box):
    def fine(name):
        return {"id": name, "label": m.text(name), "question": m.text("How much?"),
                "scale": "number", "min": 0, "max": 100, "step": 0.01, "neutral": 50,
                "levels": [{"at": 0, "text": m.text("None.")}, {"at": 100, "text": m.text("All.")}]}
    criteria = [m.level("skill"), *(fine(f"c{i}") for i in range(255))]
    weights = [m.weight(c["id"], i + 1) for i, c in enumerate(criteria)]
    works(box, m.model(criteria=criteria, weights=weights), seconds=10)
    refuses(box, m.model(criteria=[*criteria, fine("one_more")]), "257 criteria", "at most 256")
    refuses(box, m.model(criteria=[m.level("skill"), fine("x") | {"max": 100.01}]),
            "at most 10001 positions")
    refuses(box, m.model(criteria=[m.level("skill"), fine("x") | {"max": 1e12}]),
            "at most 10001 positions")


@case("M12", "huge bands and gaps between them")
def _(box):
    def bands(*edges):
        return {"id": "items", "label": m.text("Items"), "question": m.text("How many?"),
                "scale": "bands", "neutral": "w0",
                "levels": [{"from": a, "word": f"w{i}", "text": m.text("Some.")} |
                           ({} if b is None else {"to": b})
                           for i, (a, b) in enumerate(zip(edges, [*edges[1:], None]))]}
    works(box, m.model(criteria=[m.level("skill"), bands(0, 0.01, 999_999_999_999.99)]),
          '{"items":1000000000000}')
    refuses(box, m.model(criteria=[m.level("skill"), bands(0, 1e300)]), "outside 0 to 1000000000000")
    gap = bands(0, 10, 20)
    gap["levels"][1]["from"] = 11
    refuses(box, m.model(criteria=[m.level("skill"), gap]), "a gap between 10 and 11")


@case("M13", "more than 16 MiB, and files without an end")
def _(box):
    refuses(box, json.dumps(m.model()) + " " * (16 << 20), "larger than 16777216 bytes")
    result = box.run("model", "check", "/dev/zero", codes=(4,))
    says(result, "larger than 16777216 bytes")
    box.run("model", "check", "/", codes=(5,))
    box.run("model", "check", "/dev/null", codes=(4,))


@case("M14", "control characters in what a model says")
def _(box):
    for bad in ("\x1b[2J", "\u202e", "\x85", "\n"):
        refuses(box, m.model(title=m.text("a" + bad)), "control characters")
        refuses(box, m.model(version="1" + bad), "control characters")
        refuses(box, m.model(id="a" + bad), "/id")


@case("M15", "a score that could leave 0 to 100")
def _(box):
    rules = [m.rule("much", {"criterion": "skill", "is": 5}, {"points": {"engagement": 0.01}})]
    refuses(box, m.model(rules=rules), "the engagement score can reach 100.01")
    rules = [m.rule("less", {"criterion": "skill", "below": 1.5}, {"points": {"onshore": -50}})]
    refuses(box, m.model(rules=rules), "the onshore score can reach -50.00")


@case("M16", "floods: languages, activities, suppressions, levels, weights, phrases, mistakes")
def _(box):
    codes = [a + b + c for a in "abcdefghij" for b in "abcdefghij" for c in "abcdefghij"]
    refuses(box, m.model(languages=codes), "1000 languages", "at most 32")
    refuses(box, m.model(activities=[{}] * 200_000), "200000 activities", "at most 1000")
    refuses(box, m.model(suppress=[{}] * 200_000), "more problems")
    refuses(box, m.model(activities=[{"id": f"a{i}", "names": m.text("A"), "label": "BPO",
                                      "source": "us", "profile": {}} for i in range(2_000)]),
            "2000 activities", "at most 1000")
    refuses(box, m.model(criteria=[m.choice("skill", [f"w{i}" for i in range(1_001)])]),
            "1001 levels", "at most 256")
    refuses(box, m.model(weights=[m.weight("skill")] * 20_000), "has a weight on this axis")
    refuses(box, m.model(phrases={f"p{i}": {} for i in range(100_000)}), "more problems")
    refuses(box, m.model(**{f"k{i}": 0 for i in range(300_000)}), "more problems")
    refuses(box, m.model(title={f"k{i}": "x" for i in range(300_000)}), "more problems")
    steps = m.choice("kind", ["one", "two"])
    refuses(box, m.model(criteria=[m.level("skill"), steps], weights=[
        m.weight("skill"), {k: v for k, v in m.weight("kind").items() if k != "toward"} |
        {"steps": {f"s{i}": 1 for i in range(200_000)}}]), "more problems")


@case("M17", "256 words on every one of 255 scales work")
def _(box):
    criteria = [m.level("skill"), *(m.choice(f"c{i}", [f"w{j}" for j in range(256)])
                                    for i in range(255))]
    works(box, m.model(criteria=criteria), '{"c1":"w255"}')


@case("M18", "words that mean two things")
def _(box):
    refuses(box, m.model(criteria=[m.level("skill"), m.choice("kind", ["one", "one"])]),
            "names two levels")
    levels = m.level("skill")
    levels["levels"][0]["word"] = "very_high"
    refuses(box, m.model(criteria=[levels]), "names two levels")


@case("M19", "a model cut off at any byte is refused")
def _(box):
    text = json.dumps(m.model(), separators=(",", ":"))
    for end in range(0, len(text), 37):
        refuses(box, text[:end])


@case("M20", "model and task both on standard input")
def _(box):
    result = box.run("classify", "--model", "-", "-", stdin=json.dumps(m.model()), codes=(2, 3))
    check(result.out == b"", "a verdict out of nothing")
    path = box.file("task.json", '{"skill":4}')
    box.run("classify", "--model", "-", path, stdin=json.dumps(m.model()))


@case("M21", "a model without English, with wrong types everywhere")
def _(box):
    sound = m.model()
    for key in sound:
        if key == "activities":
            continue
        for value in (None, 7, [], {"a": 7}):
            result = refuses(box, sound | {key: value}, codes=(0, 1, 4))
            check(result.code == 4 or key in ("gates", "rules", "version", "id"), (key, value))
    for path in (("criteria", 0), ("axes", "engagement"), ("axes", "engagement", "weights", 0),
                 ("dispositions",)):
        part = sound
        for step in path:
            part = part[step]
        for key in list(part):
            for value in (None, "\x00", [7], -1e300):
                broken = json.loads(json.dumps(sound))
                inner = broken
                for step in path:
                    inner = inner[step]
                inner[key] = value
                refuses(box, broken, codes=(0, 1, 4))


@case("M22", "a pipe as the model: what a shell makes of one is read, a FIFO under a name is refused")
def _(box):
    for path in ("-", "/dev/stdin", "/dev/fd/0"):
        result = box.run("model", "check", path, stdin=json.dumps(m.model()), codes=(0, 1))
        check(result.out, f"{path} is as good as a file")
    # Nobody may ever write to it: it is not waited for.
    fifo = box.path / "fifo"
    os.mkfifo(fifo)
    says(box.run("model", "check", str(fifo), codes=(2, 5)), "FIFO")


@case("M23", "a language that is not whole is said in the first, is a finding, and goes to a translator and back")
def _(box):
    shipped = box.run("model", "show", "--format", "json").out
    path = box.file("shipped.json", shipped)
    sheet = box.run("model", "texts", path).out
    back = box.run("model", "texts", path, "--from", box.file("texts.csv", sheet))
    check(back.out == shipped, "the table that was written changes nothing")

    rows = list(csv.DictReader(io.StringIO(box.run("model", "texts", path, "--add", "fr").out.decode(), newline="")))
    check(len({row["place"] for row in rows}) == len(rows), "each place once")
    for row in rows:
        if row["place"] in ("criteria/judgment/label", "phrases/column.criterion", "rules/retain_advantage/because",
                            "criteria/judgment/levels/fixed_rules/words", "activities/payroll/synonyms"):
            row["fr"] = "Données; =1+1 " + row["place"].rsplit("/", 1)[1]
    # As a spreadsheet of another country saves it.
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0].keys(), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    french = box.run("model", "texts", path, "--from", box.file("fr.csv", out.getvalue().encode("cp1252", "replace"))).out
    old, new = json.loads(shipped), json.loads(french)
    check(new["languages"] == [*old["languages"], "fr"], new["languages"])
    check(new["criteria"][0]["label"]["fr"] == "Données; =1+1 label", new["criteria"][0]["label"])
    check(new["phrases"] == {"column.criterion": {"fr": "Données; =1+1 column.criterion"}}, new["phrases"])
    payroll = next(each for each in new["activities"] if each["id"] == "payroll")
    check(payroll["synonyms"]["fr"] == ["Données", "=1+1 synonyms"], payroll["synonyms"])
    added = [line for line in french.splitlines() if line not in set(shipped.splitlines())]
    check(len(added) < 20, f"{len(added)} lines differ: the rest of the file stays as it is")

    own = box.file("french.json", french)
    report = box.run("classify", "--model", own, "--lang", "fr", "-", stdin='{"judgment":5}').out.decode()
    check("Données; =1+1 label" in report and "Complexity" in report, report)
    box.run("model", "check", own)
    findings = json.loads(box.run("model", "check", own, "--strict", "--format", "json", codes=(1,)).out)["findings"]
    missing = [each for each in findings if each["pointer"] == "/languages/3"]
    check(len(missing) == 2 and "lacks" in missing[0]["message"], findings)
    differs = box.run("model", "diff", path, own).out.decode()
    check("proven" in differs, differs)
    says(box.run("model", "texts", path, "--from", box.file("bad.csv", "place,fr\ncriteria/judgement/label,x\n"), codes=(3,)),
         "did you mean `criteria/judgment/label`?")


@case("M23b", "the page of two models says what differs in the language of the page")
def _(box):
    model = json.loads(box.run("model", "show", "--format", "json").out)
    model["axes"]["engagement"]["threshold"] = 55
    other = box.file("other.json", json.dumps(model))
    rows = box.file("rows.csv", "id,judgment\na,2.5\nb,5\n")
    for language, told in (("ca", "<th scope=\"row\">llindar del tipus de servei<"), ("es", "<th scope=\"row\">umbral del tipo de servicio<"),
                           ("en", "<th scope=\"row\" lang=\"en\">engagement threshold<")):
        page = box.run("model", "diff", "default", other, "--on", rows, "--format", "html", "--lang", language).text
        check(told in page, page[page.find('id="changes"'):][:2000])


@case("M24", "the shipped phrases are printed, and one language of them is taken back")
def _(box):
    phrases = json.loads(box.run("model", "phrases").out)
    only = json.loads(box.run("model", "phrases", "--only", "ca").out)
    check(only == {key: {"ca": text["ca"]} for key, text in phrases.items()}, "--only")
    shipped = box.run("model", "show", "--format", "json").out
    path = box.file("shipped.json", shipped)
    same = box.run("model", "texts", path, "--from", box.file("ca.json", json.dumps(only))).out
    check(same == shipped, "phrases that are the program's own change nothing")
    reworded = {"column.criterion": {"ca": "Concepte"}}
    own = box.run("model", "texts", path, "--from", box.file("own.json", json.dumps(reworded))).out
    check(json.loads(own)["phrases"] == reworded, own[-300:])
    box.run("model", "check", box.file("mine.json", own), "--strict")
