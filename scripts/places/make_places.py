#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes data/places.json from locations.csv (the facts) and frame.json (limits, weights, reasons), and
the table of weights in docs/places.md.

usage: make_places.py [-o FILE]          write it (default: data/places.json of this tree)
       make_places.py --check            exit 1 where data/places.json is not what would be written
       make_places.py --offsets          compare the offsets of the table with this machine's zones

A cell that is empty becomes no fact at all: it is unknown, never 0. What is known only
from general knowledge carries the status `verify`. GDP per head is published as a band only.
"""
import argparse
import csv
import datetime
import json
import re
import sys
import zoneinfo
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "data" / "places.json"
DOCS = HERE.parent.parent / "docs" / "places.md"
YEAR = 2027  # the year of the offsets

# Upper ends, in current dollars per head. The first two are the World Bank's for lower-middle and
# upper-middle incomes, rounded; each of the next is twice the one before.
BANDS = [("very_low", 4_500), ("low", 14_000), ("medium", 28_000), ("high", 56_000)]

PERCENT = {  # column: column of its year
    "unemployment_pct": "unemployment_year", "literacy_pct": "literacy_year",
    "internet_users_pct": "internet_year", "broadband_per100": "broadband_year",
    "population": "population_year", "labour_force": "labour_force_year"}
SPOKEN = "en es fr de pt ca it nl ar zh ja ru".split()


def number(text):
    value = float(text)
    return int(value) if value == int(value) else value


def year(text):
    """The year of a figure: `2021±3` is 2021, with what it leaves open said in the source."""
    found = re.match(r"\d{4}", text)
    return int(found[0]) if found else None


def band(row):
    per_head = int(row["gdp_nominal_pc"])
    return next((word for word, end in BANDS if per_head < end), "very_high")


def languages(text, regional):
    """Official ones of the whole place, or of a region of it: without scripts, each once."""
    found = []
    for tag in text.split():
        if tag.endswith("(reg)") != regional:
            continue
        code = tag.removesuffix("(reg)").split("_")[0]
        for name in (code, "tl") if code == "fil" else (code,):
            if name not in found:
                found.append(name)
    return found


def alert(note):
    if "sanctions" in note:
        return "sanctions"
    return "war" if note.startswith("war") else "none_noted"


def facts_of(row):
    facts = {}

    def add(name, value, source, when, **more):
        facts[name] = {"value": value, "source": source, "year": when, **more}

    add("official_languages", languages(row["official_languages"], False), "CLDR", 2026)
    add("regional_languages", languages(row["official_languages"], True), "CLDR", 2026)
    for language in SPOKEN:
        if row[f"lang_{language}"]:
            add(f"lang_{language}", number(row[f"lang_{language}"]), "CLDR", 2026)
    add("land_borders", row["land_borders"].split(), "FB", 2026)
    for column, when in PERCENT.items():
        if row[column]:
            source = {"WDI(QoG)": "WDI", "CLDR": "CLDR"}.get(row["literacy_src"], "FB") \
                if column == "literacy_pct" else "FB"
            add(column, number(row[column]), source, year(row[when]))
    if row["gdp_nominal_pc"]:
        add("cost_band", band(row), "FB", year(row["gdp_nominal_year"]),
            note="weak: a band of GDP per head, for want of wages that can be compared")
    if row["tertiary_ger_pct"]:
        add("tertiary_ger_pct", number(row["tertiary_ger_pct"]), "WDI", 2021)
    if row["ict_exports_musd"]:
        add("ict_exports_musd", number(row["ict_exports_musd"]), "WDI-ICT", year(row["ict_exports_year"]))
    for column in ("wgi_rl_pct", "wgi_pv_pct", "wgi_rq_pct", "wgi_cc_pct"):
        if row[column]:
            add(column, number(row[column]), "WGI", year(row["wgi_year"]))
    add("eu", row["eu"] == "1", "CLDR", 2026)
    for column in ("eea", "oecd", "coe108"):
        add(column, row[column] == "1", "K", 2026, status="verify")
    note = {"note": row["gdpr_note"]} if row["gdpr_note"] else {}
    add("gdpr_status", row["gdpr_status"], "K", 2026, status="verify", **note)
    if row["trade_blocs"]:
        add("trade_blocs", row["trade_blocs"].split(), "K", 2026, status="verify")
    add("legal_family", row["legal_family"], "FB", 2026)
    note = {"note": row["note"]} if alert(row["note"]) != "none_noted" else {}
    add("alert", alert(row["note"]), "K", 2026, status="verify", **note)
    return facts


def place_of(row):
    place = {"iso2": row["iso2"], "iso3": row["iso3"],
             "names": {"en": row["name"], "ca": row["name_ca"], "es": row["name_es"]},
             "city": row["main_city"], "region": row["region"], "subregion": row["subregion"]}
    if row["onshore_with"]:
        place["territory_of"] = row["onshore_with"]
    if row["note"]:
        place["note"] = row["note"]
    place["tz"] = row["tz"]
    place["utc"] = {"january": number(row["utc_jan"]), "july": number(row["utc_jul"])}
    place["lat"], place["lon"] = number(row["lat"]), number(row["lon"])
    place["facts"] = facts_of(row)
    return place


def compact(value):
    return json.dumps(value, ensure_ascii=False)


def text_of(rows, frame):
    """The frame as it is written there, then one fact a line, so that a change shows as one."""
    out = [frame.rstrip().removesuffix("}").rstrip() + ",", '  "places": [']
    for index, row in enumerate(rows):
        place = place_of(row)
        facts = place.pop("facts")
        out.append("    {" + ", ".join(f"{compact(k)}: {compact(v)}" for k, v in place.items()) + ",")
        out.append('     "facts": {')
        lines = [f"       {compact(name)}: {compact(fact)}" for name, fact in facts.items()]
        out.append(",\n".join(lines))
        out.append("     }}" + ("," if index + 1 < len(rows) else ""))
    return "\n".join([*out, "  ]", "}", ""])


def docs_of(frame, text):
    """docs/places.md with the table of components that the frame gives."""
    lines = ["", "| component | by | base, and what answers add | worth | why |", "|---|---|---|---|---|"]
    for part in frame["components"]:
        adds = [str(part["base"])]
        for term in part["terms"]:
            weights = [w for _, w in term["at"]] if "at" in term else list(term["words"].values())
            adds.append(f"{term['criterion']} {'/'.join(map(str, weights))}")
        worth = part.get("line") or [[w, v] for w, v in part["words"].items()]
        worth = ", ".join(f"{x}: {y}" for x, y in worth)
        by = f"`{part['fact']}`" if "fact" in part else f"computed `{part['computed']}`"
        lines.append(f"| {part['label']['en']} | {by} | {'; '.join(adds)} | {worth} | {part['because']} |")
    begin, end = "make_places.py -->\n", "<!-- end of components"
    return text[:text.index(begin) + len(begin)] + "\n".join(lines) + "\n\n" + text[text.index(end):]


def offsets(rows):
    """Rows whose offsets this machine's zones give otherwise."""
    bad = 0
    for row in rows:
        zone = zoneinfo.ZoneInfo(row["tz"])
        for month, column in ((1, "utc_jan"), (7, "utc_jul")):
            at = datetime.datetime(YEAR, month, 15, 12)
            hours = zone.utcoffset(at).total_seconds() / 3600
            if hours != float(row[column]):
                bad += 1
                print(f"{row['iso2']} {row['tz']} {column}: table {row[column]}, here {hours:g}")
    return bad


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("-o", "--output", type=Path, default=DATA)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--offsets", action="store_true")
    options = parser.parse_args()
    with (HERE / "locations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if options.offsets:
        return 1 if offsets(rows) else 0
    frame = (HERE / "frame.json").read_text(encoding="utf-8")
    text = text_of(rows, frame)
    docs = docs_of(json.loads(frame), DOCS.read_text(encoding="utf-8"))
    if options.check:
        same = {options.output: text, DOCS: docs}
        stale = [path for path, wanted in same.items() if path.read_text(encoding="utf-8") != wanted]
        for path in stale:
            print(f"{path} is not what {Path(__file__).name} writes")
        return 1 if stale else 0
    options.output.write_text(text, encoding="utf-8")
    DOCS.write_text(docs, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
