#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Places worked out again from data/places.json, data/model.json and docs/places.md alone, and held
against what the program says: scores, points, classes, hours, kilometres, exclusions, ranks. Then
facts are taken away, one at a time, and no range of ranks may become narrower.

usage: recompute.py --binary B --data FOLDER [--tasks N] [--seed N]
"""
import argparse
import datetime
import json
import math
import random
import subprocess
import sys
import tempfile
import zoneinfo
from pathlib import Path

OTHER_ZONES = {"Africa/Casablanca"}  # changed in 2026: see offsets.py


class Places:
    def __init__(self, data, model):
        self.data, self.limits = data, data["limits"]
        self.criteria = {c["id"]: c for c in model["criteria"]}
        self.by_code = {p["iso2"]: p for p in data["places"]}

    def fact(self, place, name):
        return place["facts"].get(name, {}).get("value")

    # The answer that counts: a number, or a word.
    def estimate(self, task, name):
        criterion = self.criteria[name]
        value = task.get(name)
        words = [level.get("word") for level in criterion["levels"]]
        if value is None and name == "language" and task.get("work_languages"):
            levels = [w for w in words if w in self.derived(task["work_languages"])]
            value = [levels[0], levels[-1]]
        if value is None:
            value = criterion["neutral"]
        if isinstance(value, list):
            if criterion["scale"] in ("level", "number"):
                low, high = (round(v * 100) for v in value)
                return (low + high) // 2 / 100
            return words[(words.index(value[0]) + words.index(value[1])) // 2]
        if isinstance(value, bool):
            return "true" if value else "false"
        return value

    @staticmethod
    def on_line(line, x):
        """`x` and the line in hundredths; rounded down."""
        points = [(round(a * 100), b) for a, b in line]
        if x <= points[0][0]:
            return points[0][1]
        for (x0, y0), (x1, y1) in zip(points, points[1:]):
            if x <= x1:
                return y0 + (y1 - y0) * (x - x0) // (x1 - x0)
        return points[-1][1]

    def weights(self, task):
        raw = []
        for part in self.data["components"]:
            weight = part["base"] * 100
            for term in part["terms"]:
                answer = self.estimate(task, term["criterion"])
                if "at" in term:
                    line = [(x, y * 100) for x, y in term["at"]]
                    weight += self.on_line(line, round(answer * 100))
                else:
                    weight += term["words"][answer] * 100
            raw.append(weight)
        total = sum(raw)
        shares = [w * 10_000 // total for w in raw]
        rests = sorted(range(len(raw)), key=lambda i: (-(raw[i] * 10_000 % total), i))
        for i in rests[:10_000 - sum(shares)]:
            shares[i] += 1
        return shares

    def apart(self, a, b, season):
        minutes = abs(round(a["utc"][season] * 60) - round(b["utc"][season] * 60)) % 1440
        return min(minutes, 1440 - minutes)

    def shared(self, a, b, season, shift=0):
        apart = max(0, self.apart(a, b, season) - shift)
        return min(540, max(0, 540 - apart) + max(0, 540 - (1440 - apart)))

    def same_country(self, home, place):
        mother = home.get("territory_of", home["iso2"])
        return place["iso2"] in (home["iso2"], mother) or place.get("territory_of") == mother

    def kilometres(self, a, b):
        p, q = math.radians(a["lat"]), math.radians(b["lat"])
        d = math.radians(b["lon"] - a["lon"])
        h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(d / 2) ** 2
        return 2 * 6371 * math.asin(math.sqrt(min(1, h)))

    def kind(self, home, place):
        if self.same_country(home, place):
            return "onshore"
        hours = max(self.apart(home, place, s) for s in ("january", "july")) / 60
        border = place["iso2"] in (self.fact(home, "land_borders") or []) or \
            home["iso2"] in (self.fact(place, "land_borders") or [])
        near = border and hours <= self.limits["border_hours"] \
            or self.kilometres(home, place) <= self.limits["near_km"] and hours <= self.limits["near_hours"] \
            or home["region"] == place["region"] and hours <= self.limits["continent_hours"]
        return "nearshore" if near else "offshore"

    def speakers(self, place, language):
        """Per cent at least and at most, and whether that is enough: True, False or None."""
        lists = [self.fact(place, f) for f in ("official_languages", "regional_languages")]
        if any(language in each for each in lists if each is not None):
            return 100, 100, True
        share, known = self.fact(place, f"lang_{language}"), None not in lists
        if share is None:
            return 0, 100, None
        enough = True if share >= self.limits["language_percent"] else False if known else None
        return share, share if known else 100, enough

    def language(self, task, home, place):
        needed = task.get("work_languages") or []
        if needed:
            each = [self.speakers(place, code) for code in needed]
            return min(e[0] for e in each), min(e[1] for e in each)
        if task.get("language") == "global" or place is home:
            return 100, 100
        own = self.fact(home, "official_languages")
        if not own:
            return 0, 100
        each = [self.speakers(place, code) for code in own]
        return max(e[0] for e in each), max(e[1] for e in each)

    def law(self, home, place):
        if self.same_country(home, place):
            return "country"
        if not self.fact(home, "eea") and home["iso2"] not in self.limits["same_law_as_eea"]:
            return None
        status = self.fact(place, "gdpr_status")
        return "area" if status == "EU/EEA" else status

    def worth(self, task, home, place, part):
        values = [y for _, y in part.get("line", [])] + list(part.get("words", {}).values())
        if part.get("computed") == "overlap_hours":
            minutes = min(self.shared(home, place, s) for s in ("january", "july"))
            known = self.on_line(part["line"], minutes * 100 // 60)
        elif part.get("computed") == "distance_km":
            known = self.on_line(part["line"], round(self.kilometres(home, place)) * 100)
        elif part.get("computed") == "language":
            ends = [self.on_line(part["line"], round(p * 100)) for p in self.language(task, home, place)]
            return min(ends), max(ends)
        elif part.get("computed") == "law":
            law = self.law(home, place)
            if law is None:
                return min(values), min(max(values), part["words"]["area"])
            known = part["words"][law]
        else:
            value = self.fact(place, part["fact"])
            if value is None:
                return min(values), max(values)
            known = self.on_line(part["line"], round(value * 100)) if "line" in part else part["words"][value]
        return known, known

    def bars(self, task, home, place):
        found = []
        alert = self.fact(place, "alert")
        if alert in ("sanctions", "war") and place is not home:
            found.append(alert)
        residency = task.get("data_residency")
        if not self.same_country(home, place):
            if residency == "country" or residency == "region" and self.fact(home, "eea") and not self.fact(place, "eea"):
                found.append("residency")
        local = task.get("language") == "local" or "language" not in task and \
            self.derived(task.get("work_languages") or []) == {"local"}
        enough = [self.speakers(place, code)[2] for code in task.get("work_languages") or []]
        if False in enough:
            found.append("language")
        elif None in enough and local:
            found.append("language_unknown")
        hours = task.get("overlap_hours")
        low = hours[0] if isinstance(hours, list) else hours
        if low is not None and min(self.shared(home, place, s) for s in ("january", "july")) < low * 60:
            found.append("hours")
        return found

    def derived(self, languages):
        order = ["global", "regional", "local"]
        low = high = 0
        for code in languages:
            n = sum(self.speakers(p, code)[:2] == (100, 100) and code in
                    (self.fact(p, "official_languages") or []) + (self.fact(p, "regional_languages") or [])
                    for p in self.data["places"])
            can = [n >= self.limits["global_from"],
                   self.limits["regional_from"] <= n <= self.limits["regional_at_most"],
                   n <= self.limits["local_at_most"]]
            low, high = max(low, can.index(True)), max(high, 2 - can[::-1].index(True))
        return set(order[low:high + 1]) if languages else set()


def random_task(rng):
    task = {"id": f"t{rng.randrange(10**6)}"}
    for name in ("cost_pressure", "communication", "coordination", "cultural_context", "data_sensitivity",
                 "ip_risk", "knowledge_arbitrage", "criticality", "qualification", "judgment", "expertise"):
        kind = rng.random()
        if kind < 0.75:
            task[name] = rng.choice([1, 2, 3, 4, 5, 2.5, 3.75])
        elif kind < 0.85:
            task[name] = sorted(rng.sample([1, 2, 3, 4, 5], 2))
    for name, words in (("language", ["global", "regional", "local"]), ("data_residency", ["none", "region", "country"]),
                        ("physical_presence", ["none", "occasional"]), ("volume", ["very_low", "medium", "very_high"]),
                        ("regulated", [True, False])):
        if rng.random() < 0.6:
            task[name] = rng.choice(words if name != "data_residency" else ["none", "none", *words])
    if rng.random() < 0.5:
        task["overlap_hours"] = rng.choice([0, 1, 2.25, 4, 6, [0, 8]])
    if rng.random() < 0.5:
        task["work_languages"] = rng.choice([["en"], ["es"], ["ca"], ["fr", "en"], ["pl"]])
    return task


def locate(binary, task, home, *options):
    languages = task.get("work_languages")
    given = {k: v for k, v in task.items() if k != "work_languages"}
    command = [binary, "locate", "-", "--home", home, "--format", "json", *options]
    if languages:
        command += ["--work-languages", ",".join(languages)]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command} {given}: {done.stderr[:1000]}")
    return json.loads(done.stdout)


def hundredths(number):
    return round(number * 100)


def check(places, task, home_code, said):
    """Every place of one answer, as worked out here."""
    home = places.by_code[home_code]
    weights = places.weights(task)
    wrong = []

    def same(what, here, there):
        if here != there:
            wrong.append(f"{what}: {here} here, {there} there")

    same("weights", weights, [hundredths(w["weight"]) for w in said["weights"]])
    listed = {p["iso2"]: p for p in said["places"]}
    excluded = {p["iso2"]: p for p in said["excluded"]}
    same("places", set(places.by_code), set(listed) | set(excluded))
    order = []
    for place in places.data["places"]:
        code = place["iso2"]
        bars = places.bars(task, home, place)
        if bars:
            same(f"{code} codes", sorted(bars), sorted(excluded.get(code, {}).get("codes", [])))
            continue
        if code not in listed:
            wrong.append(f"{code} is shut out: {excluded[code]['codes']}")
            continue
        there = listed[code]
        worths = [places.worth(task, home, place, part) for part in places.data["components"]]
        points = [tuple((w * u + 50) // 100 for u in worth) for w, worth in zip(weights, worths)]
        same(f"{code} points", [p[0] for p in points], [hundredths(r["points"]) for r in there["reasons"]])
        score, best = sum(p[0] for p in points), sum(p[1] for p in points)
        same(f"{code} score", (score, best), (hundredths(there["score"]), hundredths(there["score_best"])))
        same(f"{code} class", places.kind(home, place), there["class"])
        same(f"{code} hours", [places.shared(home, place, s) / 60 for s in ("january", "july")],
             [there["overlap_hours"][s] for s in ("january", "july")])
        if abs(places.kilometres(home, place) - there["distance_km"]) > 1:
            wrong.append(f"{code}: {there['distance_km']} km")
        order.append((-score, -best, code))
    same("order", [code for *_, code in sorted(order)], [p["iso2"] for p in said["places"]])
    if not all(p["rank_best"] <= p["rank"] <= p["rank_worst"] for p in said["places"]):
        wrong.append("a rank outside its range")
    return wrong


def overlap_of_zones(places, home_code, said):
    """Hours from zoneinfo, with days laid beside each other on a line."""
    home = places.by_code[home_code]
    wrong = []
    for there in said["places"] + said["excluded"]:
        place = places.by_code[there["iso2"]]
        if {home["tz"], place["tz"]} & OTHER_ZONES:
            continue
        for month, season in ((1, "january"), (7, "july")):
            def day(zone, shift):
                start = datetime.datetime(2027, month, 15 + shift, 9, tzinfo=zoneinfo.ZoneInfo(zone))
                return start.timestamp() / 3600, start.timestamp() / 3600 + 9
            a0, a1 = day(home["tz"], 0)
            hours = sum(max(0, min(a1, b1) - max(a0, b0)) for b0, b1 in (day(place["tz"], s) for s in (-1, 0, 1)))
            if hours != there["overlap_hours"][season]:
                wrong.append(f"{home_code} {there['iso2']} {season}: {hours} of zoneinfo, {there['overlap_hours'][season]}")
    return wrong


def blank(places, rng, binary, task, home, said, folder):
    """The ranges with one fact less hold those with it."""
    victim = rng.choice(places.data["places"])
    fact = rng.choice(sorted(victim["facts"]))
    path = Path(folder) / "patch.json"
    path.write_text(json.dumps({"places": [{"iso2": victim["iso2"], "facts": {fact: None}}]}), encoding="utf-8")
    less = locate(binary, task, home, "--places", str(path))
    return narrower(said, less, f"{home}, {victim['iso2']} without {fact}")


def narrower(said, less, what):
    """Places whose range of ranks became narrower with less known."""
    after = {p["iso2"]: p for p in less["places"]}
    return [f"{what}: {p['iso2']} from {p['rank_best']}-{p['rank_worst']} to "
            f"{after[p['iso2']]['rank_best']}-{after[p['iso2']]['rank_worst']}"
            for p in said["places"] if p["iso2"] in after and
            (after[p["iso2"]]["rank_best"] > p["rank_best"] or after[p["iso2"]]["rank_worst"] < p["rank_worst"])]


def blank_everywhere(places, rng, binary, folder):
    """One fact of every place in turn: no range of ranks becomes narrower, no worst rank better."""
    task, home = {"cost_pressure": 4, "communication": [2, 4], "work_languages": ["en"]}, "ES"
    said = locate(binary, task, home)
    path, wrong = Path(folder) / "patch.json", []
    for victim in places.data["places"]:
        fact = rng.choice(sorted(victim["facts"]))
        path.write_text(json.dumps({"places": [{"iso2": victim["iso2"], "facts": {fact: None}}]}), encoding="utf-8")
        wrong += narrower(said, locate(binary, task, home, "--places", str(path)), f"{victim['iso2']} without {fact}")
    return wrong


def in_bulk(rng, binary, folder):
    """The place and its score in each row of `batch` are the first of `locate`."""
    tasks = [{"work_languages": ["en"], **random_task(rng), "id": f"t{i}"} for i in range(40)]
    names = sorted({name for task in tasks for name in task})

    def cell(value):
        if isinstance(value, list):
            return (";" if isinstance(value[0], str) else "..").join(map(str, value))
        return str(value).lower() if isinstance(value, bool) else str(value)

    path = Path(folder) / "rows.csv"
    path.write_text("\n".join([",".join(names), *(",".join(cell(t.get(n, "")) for n in names) for t in tasks)]) + "\n",
                    encoding="utf-8")
    done = subprocess.run([binary, "batch", str(path), "--home", "ES", "--columns", "id,place,place_score"],
                          capture_output=True, text=True, check=True)
    wrong = []
    for task, line in zip(tasks, done.stdout.splitlines()[1:], strict=True):
        first = (locate(binary, task, "ES")["places"] or [{"iso2": "", "score": ""}])[0]
        said = line.split(",")[1:]
        if said[0] != first["iso2"] or said[1] and hundredths(float(said[1])) != hundredths(first["score"]):
            wrong.append(f"batch {line}, locate {first['iso2']} {first['score']}: {json.dumps(task)}")
    return wrong


BACK_OFFICE = [  # in English, moved for cost: told with more or fewer answers
    {},
    {"communication": 2},
    {"cost_pressure": 4, "communication": 2, "overlap_hours": 0},
    {"communication": 2, "overlap_hours": 0, "language": "global", "volume": "very_high", "judgment": 1},
    {"communication": 1, "overlap_hours": 0},
    {"activity": "finance_accounting"},
    {"activity": "payroll", "overlap_hours": 0},
    {"communication": 2, "overlap_hours": 0, "cultural_context": 1, "language": "global"},
    {"cost_pressure": 4, "communication": 2, "language": "global", "volume": "very_high", "judgment": 2},
    {"cost_pressure": 4, "communication": 2, "coordination": 2, "cultural_context": 1, "volume": "high", "judgment": 2,
     "qualification": 2, "data_sensitivity": 2},
]


def priors(binary):
    """What people who do the job know beforehand."""
    def codes(task, home, kind=None):
        return [p["iso2"] for p in locate(binary, task, home)["places"] if kind in (None, p["class"])]

    wrong = []
    catalan = codes({"communication": 5, "work_languages": ["ca"]}, "ES")
    if catalan[:1] != ["ES"] or "AD" not in catalan or set(catalan) - {"ES", "AD", "FR", "IT"}:
        wrong.append(f"live support in Catalan from ES: {catalan}")
    for task in BACK_OFFICE:
        first = codes({"cost_pressure": 5, "work_languages": ["en"], **task}, "GB")[:10]
        wrong += [f"{code} not in {first} for {task} from GB" for code in ("IN", "PH") if code not in first]
    near = codes({"cost_pressure": 4}, "US", "nearshore")
    wrong += [f"{code} is not nearshore of US" for code in ("MX", "CO", "CR") if code not in near]
    region = codes({"data_residency": "region"}, "ES")
    wrong += [f"{code} for data of the region of ES" for code in ("GB", "CH", "IN", "US") if code in region]
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--tasks", type=int, default=24)
    parser.add_argument("--seed", type=int, default=20261127)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    places = Places(json.loads((options.data / "places.json").read_text(encoding="utf-8")),
                    json.loads((options.data / "model.json").read_text(encoding="utf-8")))
    zones = bool(zoneinfo.available_timezones())
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.tasks):
            task = random_task(rng)
            home = rng.choice(["ES", "GB", "US", "DE", "IN", "JP", "AD", "PR", "NZ"])
            said = locate(options.binary, task, home)
            found = check(places, task, home, said)
            if zones:
                found += overlap_of_zones(places, home, said)
            if number % 2 == 0:
                found += blank(places, rng, options.binary, task, home, said, folder)
            wrong += [f"{home} {json.dumps(task)}: {each}" for each in found]
        wrong += blank_everywhere(places, rng, options.binary, folder)
        wrong += in_bulk(rng, options.binary, folder)
    wrong += priors(options.binary)
    for each in wrong[:20]:
        print(each)
    print(f"{options.tasks} tasks, seed {options.seed}: {len(wrong)} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
