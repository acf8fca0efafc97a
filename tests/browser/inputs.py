# SPDX-License-Identifier: Apache-2.0
"""What the browser tests are fed with."""
import csv
import json
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"
ATTACK = "<img src=x onerror=\"attacked=1\"></script><script>attacked=1</script>'\"&amp;\u2028]]>-->"
FUNCTIONS = ("Finance", "People", "Customers", "Technology & data")


def inventory(folder):
    """The sample inventory with what a company's own has besides: functions, people, cost, gaps, a bad row."""
    path = folder / "inventory.csv"
    if path.exists():
        return path
    with open(DATA / "processes.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        row["function"] = FUNCTIONS[number % len(FUNCTIONS)]
        row["fte"] = "" if number % 11 == 5 else f"{number % 7 * 3.25 + 1:g}"
        row["cost_per_fte"] = str(38_000 + 1_000 * (number % 9))
        row["currency"] = "USD" if number % 8 == 3 else "EUR"
    rows.append({**rows[0], "id": "P-900", "name": "A bad row", "judgment": "17"})
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def short(folder):
    """The first rows of it, and the bad one: checking a page takes long where it is long."""
    path = folder / "short.csv"
    lines = inventory(folder).read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:9] + lines[-1:]), encoding="utf-8")
    return path


def changes(verdicts, criteria, rng, count):
    """Changes `{id, criterion, value}` for the page, some to a process one after the other, and the task that each
    gives."""
    asked, tasks = [], []
    while len(asked) < count:
        index = rng.randrange(len(verdicts))
        task = {**verdicts[index]["task"], **verdicts[index].get("fields", {})}
        for _ in range(min(10, count - len(asked))):
            criterion = rng.choice(criteria)
            value = value_for(criterion, rng)
            task = {**task, criterion["id"]: value}
            if value is None:
                del task[criterion["id"]]
            asked.append({"id": verdicts[index]["task"]["id"], "criterion": criterion["id"], "value": value})
            tasks.append(task)
    return asked, tasks


def value_for(criterion, rng):
    """An answer as the form of the page gives it: nothing, a word, a number; some numbers are no answer."""
    words = [level["word"] for level in criterion["levels"] if "word" in level]
    if rng.random() < 0.15:
        return None
    if criterion["scale"] == "boolean":
        return rng.random() < 0.5
    if criterion["scale"] == "choice" or (words and rng.random() < 0.3):
        return rng.choice(words)
    if rng.random() < 0.05:
        return rng.choice([0, 12.345, 1_000_000_000_000])
    return rng.choice([1, 2, 3, 4, 5, 2.5] if criterion["scale"] == "level" else [0, 1, 2, 3, 4, 5])


def hostile(options, folder, sourcing):
    rows, model, logo = folder / "hostile.ndjson", folder / "hostile.json", folder / "hostile.svg"
    tasks = [{"id": ATTACK, "name": ATTACK, "function": ATTACK, "judgment": {"value": 4, "evidence": ATTACK}},
             {"id": "javascript:attacked=1", "name": "\u202e\u0000</title>", "function": "x", "volume": 6000},
             {"id": ATTACK, "name": ATTACK, "judgment": 99}]
    rows.write_text("".join(json.dumps(task) + "\n" for task in tasks))
    text = json.loads(sourcing(options, "model", "show", "--format", "json").stdout)

    # A model may hold no control characters: that is refused long before a page.
    attack = ATTACK.replace("\u2028", "")

    def poison(value):
        """Every text of the model that a person reads, in each language; words are what answers are compared with."""
        if isinstance(value, dict):
            return {key: each if key == "words" else
                    f"{each} {attack}" if key in ("en", "ca", "es") and isinstance(each, str) else poison(each)
                    for key, each in value.items()}
        return [poison(each) for each in value] if isinstance(value, list) else value

    model.write_text(json.dumps(poison(text)))
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" onload="parent.attacked=1">'
                    '<script>parent.attacked=1</script><image href="http://127.0.0.1:9/x.png"/></svg>')
    return {"rows": rows, "model": model, "logo": logo}


def two_models(options, folder, sourcing):
    """An inventory with a hostile id, and a model by which some of it comes out otherwise."""
    rows, model = folder / "two.csv", folder / "other.json"
    rows.write_text(inventory(folder).read_text(encoding="utf-8").replace("P-002", "<img src=x onerror=attacked=1>"),
                    encoding="utf-8")
    text = json.loads(sourcing(options, "model", "show", "--format", "json").stdout)
    text["version"] = "1.1.0"
    for axis, criterion, weight in (("engagement", "insight", 60), ("offshore", "cost_pressure", 90)):
        for each in text["axes"][axis]["weights"]:
            if each["criterion"] == criterion:
                each["weight"] = weight
    model.write_text(json.dumps(text))
    return rows, model
