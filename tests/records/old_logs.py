#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Logs that earlier programs wrote stand today, and a decision that was changed in one does not.

usage: old_logs.py PROGRAM
"""
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM, LOGS = os.path.abspath(sys.argv[1]), Path(__file__).resolve().parent / "logs"
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "HOME": "/nonexistent", "PATH": os.environ["PATH"]}
NOTES = {"tool_changed", "words_differ", "overridden", "repaired", "time"}


def verify(log, model, *words):
    done = subprocess.run([PROGRAM, "verify", log, "--model", model, "--format", "json", *words], env=ENVIRONMENT, capture_output=True, text=True)
    return done.returncode, json.loads(done.stdout)["logs"][0]


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def main():
    first = [json.loads(line) for line in (LOGS / "0.1.0.jsonl").read_text(encoding="utf-8").splitlines()]
    assert first[1]["hash"].startswith("2444e57511fa"), "the hash that 0.1.0 printed"
    logs = sorted(LOGS.glob("*.jsonl"))
    assert len(logs) >= 2
    for log in logs:
        model, signers = log.with_suffix(".model.json"), log.with_suffix(".allowed")
        signed = ["--signed-by", signers] if signers.exists() and shutil.which("ssh-keygen") else []
        code, found = verify(log, model, *signed)
        assert code == 0, (log.name, found["differences"])
        assert found["same"] and found["records"] == len(log.read_bytes().splitlines()) >= 3
        assert {entry["kind"] for entry in found["differences"]} <= NOTES
        # What was decided is still looked at: an older record may not say something else.
        entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        for change in (lambda verdict: verdict["engagement"].update(score=99), lambda verdict: verdict["verdict"].pop("location"),
                       lambda verdict: verdict["reasons"].pop(), lambda verdict: verdict["possible"][0].update(location="onshore")):
            entry = json.loads(canonical(entries[0]))
            change(entry["verdict"])
            bare = {key: value for key, value in entry.items() if key not in ("hash", "signature")}
            entry["hash"] = hashlib.sha256(canonical(bare).encode()).hexdigest()
            with tempfile.NamedTemporaryFile("w", encoding="utf-8") as changed:
                changed.write(canonical(entry) + "\n")
                changed.flush()
                code, found = verify(changed.name, model)
                assert code == 1 and "verdict_differs" in {entry["kind"] for entry in found["differences"]}, found
        print(f"{log.name}: {len(entries)} records stand")


if __name__ == "__main__":
    main()
