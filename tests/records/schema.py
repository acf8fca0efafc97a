#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The published schema of a record accepts what `verify` accepts, and no more.

usage: schema.py PROGRAM DATA VALIDATE...

Records of every kept log, and a thousand that were changed and sealed again: an independent
validator (VALIDATE... SCHEMA FILE) and the program must agree on each whether it is a record.
"""
import copy
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM, SCHEMA, VALIDATE = os.path.abspath(sys.argv[1]), Path(sys.argv[2]) / "record.schema.json", sys.argv[3:]
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "HOME": "/nonexistent", "PATH": os.environ["PATH"]}
LOGS = Path(__file__).resolve().parent / "logs"
ZEROS = "0" * 64
VALUES = [None, True, False, 0, 1, 4096, -1, 1.5, "", " ", "\t", "x", "MAYBE", "KPO", "offshore", "retain", ZEROS, "A" * 64, ZEROS[1:], [], ["x"], [1], {},
          {"x": 1}, {"location": "onshore"}, {"location": "mars"}, {"json": "{}", "sha256": ZEROS}, {"bytes": 1, "sha256": ZEROS}, {"bytes": 0, "sha256": ZEROS},
          "2026-02-31T23:59:60Z", "2026-00-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01 00:00:00Z", "sourcing.record/1", "sourcing.record/2",
          "SOURCE_DATE_EPOCH", "-----BEGIN SSH SIGNATURE-----\n", {"values": {"engagement": "BPO"}, "because": "x"},
          {"values": {"engagement": "BPO", "x": 1}, "because": "x"}, {"values": {"engagement": "BPO"}, "because": "x", "by": "Ann", "against_gates": ["g"]},
          {"values": {"engagement": "BPO"}, "because": "x", "against_gates": []}, {"values": {}, "because": "x"}, {"values": {"engagement": "BPO"}}]
# Of these, anything else is no record of ours at all, whatever its schema: told by another name.
KEYS = ["schema", "time", "time_source", "tool", "model", "task", "options", "verdict", "override", "repaired", "previous", "signature", "more"]
INNER = {"tool": ["name", "version", "more"], "model": ["id", "version", "sha256", "more"], "task": ["json", "sha256", "more"],
         "options": ["assume", "language", "cells", "nodes", "more"], "override": ["values", "because", "by", "against_gates", "more"],
         "repaired": ["bytes", "sha256", "more"]}


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def changed(rng, record):
    record = copy.deepcopy(record)
    for _ in range(rng.choice([0, 1, 1, 1, 2])):
        place, key = record, rng.choice(KEYS)
        if key in INNER and isinstance(record.get(key), dict) and rng.random() < 0.7:
            place, key = record[key], rng.choice(INNER[key])
        if rng.random() < 0.2:
            place.pop(key, None)
        else:
            place[key] = rng.choice(VALUES)
    bare = {key: value for key, value in record.items() if key not in ("hash", "signature")}
    return dict(record, hash=hashlib.sha256(canonical(bare).encode()).hexdigest())


def refused_by_program(path):
    done = subprocess.run([PROGRAM, "verify", path, "--chain-only", "--format", "json"], env=ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr[-2000:]
    return {entry["line"] for entry in json.loads(done.stdout)["logs"][0]["differences"] if entry["kind"] in ("form", "not_a_record")}


def refused_by_schema(path):
    done = subprocess.run([*VALIDATE, SCHEMA, path], capture_output=True, text=True)
    return {int(line.split(":")[1]) for line in done.stderr.splitlines() if line.startswith(str(path) + ":")}


def main():
    rng = random.Random(15)
    records = [json.loads(line) for log in sorted(LOGS.glob("*.jsonl")) for line in log.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "log.jsonl"
        path.write_text("".join(canonical(record) + "\n" for record in records), encoding="utf-8")
        assert refused_by_schema(path) == set() == refused_by_program(path)
        for record in records:  # their verdicts are long, and nothing is said of them here
            record["verdict"] = {"id": "a"}
        lines = [canonical(changed(rng, rng.choice(records))) for _ in range(1_000)]
        path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        ours, theirs = refused_by_program(path), refused_by_schema(path)
        for line in sorted(ours ^ theirs)[:5]:
            print(f"only {'the program' if line in ours else 'the schema'} refuses: {lines[line - 1][:1500]}")
        assert ours == theirs
        assert 100 < len(ours) < 900, len(ours)
        print(f"{len(lines)} records, {len(ours)} refused by both")


if __name__ == "__main__":
    main()
