#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The offsets in data/places.json are those of the IANA zones, as this machine has them.

usage: offsets.py data/places.json

Zones change. Where this machine's data are older than a change that ours know, that zone is left
out and named; so is everything where there are no zones at all.
"""
import datetime
import json
import sys
import zoneinfo
from pathlib import Path

YEAR = 2027
# zone: the release since which it is as we have it
CHANGED = {"Africa/Casablanca": "2026c"}


def release():
    """`2025b`, or the empty text where it cannot be found: older than everything."""
    for folder in zoneinfo.TZPATH:
        listing = Path(folder) / "tzdata.zi"
        if listing.is_file():
            with listing.open(encoding="utf-8") as file:
                return file.readline().removeprefix("# version ").strip()
    return ""


def main():
    places = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["places"]
    here = release()
    if not zoneinfo.available_timezones():
        print("this machine has no zones: nothing was compared")
        return 0
    compared = bad = 0
    for place in places:
        if here < CHANGED.get(place["tz"], ""):
            print(f"{place['tz']} is left out: this machine has {here}, it changed in {CHANGED[place['tz']]}")
            continue
        zone = zoneinfo.ZoneInfo(place["tz"])
        for month, season in ((1, "january"), (7, "july")):
            hours = zone.utcoffset(datetime.datetime(YEAR, month, 15, 12)).total_seconds() / 3600
            compared += 1
            if hours != place["utc"][season]:
                bad += 1
                print(f"{place['iso2']} {place['tz']} in {season}: {place['utc'][season]} in the data, {hours:g} here")
    print(f"{compared} offsets compared with {here}, {bad} differ")
    return 1 if bad or compared < 2 * (len(places) - len(CHANGED)) else 0


if __name__ == "__main__":
    sys.exit(main())
