#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Shared hours of every pair of places, January and July, against zoneinfo: each day from 9 to 18
local time is laid on the line of time, and what two days have in common is measured there.

usage: overlap.py --binary B --data FOLDER

Zones that changed after this machine's data were made are left out and named: see offsets.py.
"""
import argparse
import csv
import datetime
import io
import json
import subprocess
import sys
import zoneinfo
from pathlib import Path

from offsets import CHANGED, YEAR, release


def days(zone):
    """Per season: the working days before, on and after the 15th, as (begin, end) in hours."""
    found = {}
    for month, season in ((1, "january"), (7, "july")):
        starts = [datetime.datetime(YEAR, month, 15 + shift, 9, tzinfo=zone).timestamp() / 3600
                  for shift in (-1, 0, 1)]
        found[season] = [(start, start + 9) for start in starts]
    return found


def shared(home, place):
    begin, end = home[1]
    return sum(max(0.0, min(end, e) - max(begin, b)) for b, e in place)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    places = json.loads((options.data / "places.json").read_text(encoding="utf-8"))["places"]
    if not zoneinfo.available_timezones():
        print("this machine has no zones: nothing was compared")
        return 0
    here = release()
    known = {p["iso2"]: days(zoneinfo.ZoneInfo(p["tz"])) for p in places if here >= CHANGED.get(p["tz"], "")}
    for place in places:
        if place["iso2"] not in known:
            print(f"{place['iso2']} is left out: this machine has {here}, {place['tz']} changed later")
    tasks = "\n".join(json.dumps({"id": p["iso2"], "home": p["iso2"]}) for p in places)
    done = subprocess.run([options.binary, "locate", "-", "--format", "csv"], input=tasks,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(done.stderr[:1000])
        return 1
    compared = wrong = 0
    for row in csv.DictReader(io.StringIO(done.stdout)):
        if row["home"] not in known or row["iso2"] not in known:
            continue
        for season in ("january", "july"):
            hours = shared(known[row["home"]][season], known[row["iso2"]][season])
            compared += 1
            if hours != float(row[f"overlap_{season}"]):
                wrong += 1
                if wrong <= 20:
                    print(f"{row['home']} {row['iso2']} {season}: {hours} of zoneinfo, {row[f'overlap_{season}']} said")
    print(f"{compared} hours compared, {wrong} differ")
    return 1 if wrong or compared != 2 * len(known) ** 2 else 0


if __name__ == "__main__":
    sys.exit(main())
