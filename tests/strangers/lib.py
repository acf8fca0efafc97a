# SPDX-License-Identifier: Apache-2.0
"""A folder to work in, and the program seen from outside."""
import csv
import io
import os
import subprocess
from pathlib import Path

CASES = []


def case(function):
    CASES.append(function)
    return function


def check(holds, what):
    if not holds:
        raise AssertionError(what)


class Result:
    def __init__(self, arguments, done):
        self.code = done.returncode
        self.out, self.err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
        self.line = " ".join(map(str, arguments))

    def __repr__(self):
        return f"sourcing {self.line}: exit {self.code}\n{self.out[:600]}\n{self.err[:900]}"

    def is_(self, code):
        check(self.code == code, f"not {code}: {self!r}")
        return self

    def says(self, *texts):
        for text in texts:
            check(text in self.err, f"not told: {text!r}: {self!r}")
        return self

    def hides(self, *texts):
        for text in texts:
            check(text not in self.err + self.out, f"told: {text!r}: {self!r}")
        return self

    def shows(self, *texts):
        for text in texts:
            check(text in self.out, f"not shown: {text!r}: {self!r}")
        return self

    def rows(self):
        return list(csv.DictReader(io.StringIO(self.out, newline="")))


class Box:
    def __init__(self, binary, folder):
        self.binary, self.folder = str(Path(binary).resolve()), Path(folder)

    def file(self, name, content):
        data = content if isinstance(content, bytes) else content.encode()
        (self.folder / name).write_bytes(data)
        return name

    def run(self, *arguments, stdin=b""):
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}
        return Result(arguments, subprocess.run([self.binary, *map(str, arguments)], input=stdin, cwd=self.folder,
                                                env=environment, capture_output=True, timeout=120, check=False))

    def batch(self, content, *options):
        return self.run("batch", self.file("in.csv", content), *options)
