#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures `sourcing` against what a user would otherwise pick and against what the machine allows,
and prints docs/performance.md's tables in Markdown.

  cmake --preset release && cmake --build --preset release      with SOURCING_BENCH=ON
  (cd bench/peers && npm install)                                    DuckDB, Polars, rule engines
  (cd bench/peers && npm install --no-save chdb)                     ClickHouse, 500 MB that come from
                                                                elsewhere than the registry
  apt-get install miller mawk python3-pandas                    the rest
  bench/run.py

A peer that is missing is named and left out. Rounds alternate: each task runs once a round, so that
a drift of the machine hits all alike; ratios are medians of the ratios round by round. An output
that can be the same must be the same, byte for byte; else this ends with 1.
"""
import argparse
import hashlib
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "bench" / "peers"
MODEL = ROOT / "data" / "model.json"
VARIANTS = ("plain", "quoted", "utf8", "wide", "unknowns", "mixed")


@dataclass
class Task:
    name: str
    command: list
    rows: int
    output: bool = True          # writes {out}, or standard output where the command does not name it
    same_as: str = ""            # the task whose output it must equal
    rival: str = ""              # a ratio to this task is shown: how many times its speed
    environment: dict = field(default_factory=dict)
    walls: list = field(default_factory=list)
    cpus: list = field(default_factory=list)
    peak: int = 0                # KiB
    same: str = ""


def median(values):
    return statistics.median(values)


class Bench:
    def __init__(self, options):
        self.options = options
        self.bin = options.build / "bin"
        self.bench = next((p.parent for p in options.build.rglob("make_csv") if p.is_file()), None)
        if self.bench is None or not (self.bin / "sourcing").exists():
            sys.exit(f"{options.build} has no benchmarks: build the preset `release` first")
        self.sourcing = str(self.bin / "sourcing")
        self.work = Path(tempfile.mkdtemp(prefix="sourcing-bench-", dir=options.work))
        self.failed = False

    def tool(self, name):
        return str(self.bench / name)

    # ---- what can run ------------------------------------------------------------------------
    def skip(self, what, why):
        print(f"run.py: without {what}: {why}", file=sys.stderr)

    def has(self, program, what, package):
        if shutil.which(program):
            return True
        self.skip(what, f"`{program}` is not installed (Debian package {package})")
        return False

    def has_npm(self, module, what):
        if shutil.which("node") and (PEERS / "node_modules" / module).exists():
            return True
        self.skip(what, f"{module} is not installed (npm install in bench/peers)")
        return False

    def wanted(self, name):
        return not self.options.only or re.search(self.options.only, name)

    # ---- data --------------------------------------------------------------------------------
    def data(self, variant, rows):
        path = self.work / f"{variant}-{rows}.csv"
        if not path.exists():
            with open(path, "wb") as file:
                subprocess.run([self.tool("make_csv"), str(rows), variant], stdout=file, check=True)
        return str(path)

    # ---- running -----------------------------------------------------------------------------
    def run(self, task):
        out = self.work / "out"
        out.unlink(missing_ok=True)
        report = self.work / "report"
        named = any("{out}" in word for word in task.command)
        command = [word.replace("{out}", str(out)) for word in task.command]
        done = subprocess.run(
            [self.tool("measure"), str(report), "/dev/null" if named or not task.output else str(out),
             *command], env={**os.environ, **task.environment}, stderr=subprocess.PIPE, check=False)
        if done.returncode != 0:
            sys.exit(f"{task.name} failed with {done.returncode}: "
                     f"{done.stderr.decode(errors='replace')[-400:]}")
        wall, cpu, peak = report.read_text().split()
        task.walls.append(float(wall))
        task.cpus.append(float(cpu))
        task.peak = max(task.peak, int(peak))
        return out

    @staticmethod
    def digest(path):
        digest = hashlib.sha256()
        with open(path, "rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
        return digest.hexdigest()

    def rounds(self, tasks):
        tasks = [task for task in tasks if self.wanted(task.name)]
        digests = {}
        for number in range(self.options.rounds):
            for task in tasks:
                print(f"run.py: round {number + 1}: {task.name}", file=sys.stderr)
                out = self.run(task)
                if number == 0 and task.output and (task.same_as or task.rows):
                    digests[task.name] = self.digest(out)
                out.unlink(missing_ok=True)
        for task in tasks:
            if task.same_as in digests:
                equal = digests[task.same_as] == digests[task.name]
                task.same = "yes" if equal else "**NO**"
                self.failed = self.failed or not equal
        return tasks

    # ---- tables ------------------------------------------------------------------------------
    def batch_tasks(self):
        rows, few = self.options.rows, min(self.options.rows, self.options.slow_rows)
        plain, small = self.data("plain", rows), self.data("plain", few)
        reference = self.work / "reference.csv"
        subprocess.run([self.sourcing, "batch", "-q", plain, "-o", str(reference)], check=True)
        batch = lambda jobs: [self.sourcing, "batch", "-q", "-j", str(jobs), plain]
        duck = lambda threads: ["node", str(PEERS / "duckdb.mjs"), str(MODEL), plain, "{out}",
                                str(threads)]
        polars = ["node", str(PEERS / "polars.mjs"), str(MODEL), plain, "{out}"]
        tasks = [Task("sourcing -j 1", batch(1), rows, rival="DuckDB, 1 thread"),
                 Task("sourcing -j 2", batch(2), rows, same_as="sourcing -j 1",
                      rival="DuckDB, 2 threads"),
                 Task("sourcing -j 4", batch(4), rows, same_as="sourcing -j 1",
                      rival="DuckDB, 2 threads")]
        if self.has_npm("@duckdb/node-api", "DuckDB"):
            tasks += [Task("DuckDB, 2 threads", duck(2), rows, same_as="sourcing -j 1"),
                      Task("DuckDB, 1 thread", duck(1), rows, same_as="sourcing -j 1")]
        if self.has_npm("chdb", "ClickHouse"):
            # With two threads its rows come in another order now and then.
            house = lambda threads: ["node", str(PEERS / "chdb.mjs"), str(MODEL), plain, "{out}",
                                     str(threads)]
            tasks += [Task("ClickHouse, 2 threads", house(2), rows),
                      Task("ClickHouse, 1 thread", house(1), rows, same_as="sourcing -j 1")]
        if self.has_npm("nodejs-polars", "Polars"):
            tasks += [Task(f"Polars, {n} thread{'s' * (n > 1)}", polars, rows,
                           same_as="sourcing -j 1", environment={"POLARS_MAX_THREADS": str(n)})
                      for n in (2, 1)]
        tasks += [Task("cp, input and output", ["sh", "-c", f"cp {plain} {self.work}/copy && "
                                                f"cp {reference} {{out}}"], rows, output=False),
                  Task("cat input > /dev/null", ["cat", plain], rows, output=False),
                  Task("wc -l", ["wc", "-l", plain], rows, output=False),
                  Task("split fields, write as much", [self.tool("split_only"), plain], rows)]
        slow = [Task(f"sourcing -j 1, {few:,} rows", [self.sourcing, "batch", "-q", "-j", "1", small], few)]
        if shutil.which("node") is None:
            self.skip("awk, pandas and Miller", "node writes their programs")
            return tasks, slow
        awk, mlr, plan = (self.work / name for name in ("verdict.awk", "verdict.mlr", "plan.json"))
        for script, target in (("awk.mjs", awk), ("miller.mjs", mlr), ("plan.mjs", plan)):
            with open(target, "wb") as file:
                subprocess.run(["node", str(PEERS / script), str(MODEL)], stdout=file, check=True)
        same = slow[0].name
        python = "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable
        if subprocess.run([python, "-c", "import pandas"], stderr=subprocess.DEVNULL,
                          check=False).returncode == 0:
            slow.append(Task("pandas, vectorised", [python, str(PEERS / "pandas_peer.py"), str(plan),
                                                    small, "{out}"], few, same_as=same))
        else:
            self.skip("pandas", f"{python} has none (Debian package python3-pandas)")
        if self.has("mawk", "awk", "mawk"):
            slow.append(Task("mawk", ["mawk", "-f", str(awk), small], few, same_as=same))
        if self.has("mlr", "Miller", "miller"):
            slow.append(Task("Miller", ["mlr", "--icsv", "--ocsv", "put", "-f", str(mlr), small], few,
                             same_as=same))
        return tasks, slow

    def print_tasks(self, tasks, base="cp, input and output"):
        by_name = {task.name: task for task in tasks}
        print("| task | seconds, median (min..max) | M rows/s | CPU s | peak MiB | x rival | x rival, CPU | x cp's time | same bytes |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
        for task in tasks:
            ratio = lambda other: [a / b for a, b in zip(task.walls, by_name[other].walls)]
            rival = work = ""
            if task.rival in by_name:
                rival = f"{median([1 / r for r in ratio(task.rival)]):.1f}"
                work = f"{median(by_name[task.rival].cpus) / median(task.cpus):.1f}"
            to_base = f"{median(ratio(base)):.2f}" if base in by_name else ""
            print(f"| {task.name} | {median(task.walls):.3f} ({min(task.walls):.3f}..{max(task.walls):.3f}) "
                  f"| {task.rows / median(task.walls) / 1e6:.3g} | {median(task.cpus):.2f} "
                  f"| {task.peak / 1024:.1f} | {rival} | {work} | {to_base} | {task.same} |")
        print()

    def section_batch(self):
        tasks, slow = self.batch_tasks()
        tasks = self.rounds(tasks)
        if tasks:
            size = Path(self.data("plain", self.options.rows)).stat().st_size
            print(f"## Batch, {self.options.rows:,} plain rows ({size / 1e6:.0f} MB in, "
                  f"{(self.work / 'reference.csv').stat().st_size / 1e6:.0f} MB out), "
                  f"{self.options.rounds} rounds\n")
            self.print_tasks(tasks)
        slow = self.rounds(slow)
        if len(slow) > 1:
            print("Slower ones, on fewer rows:\n")
            self.print_tasks(slow)

    def section_variants(self):
        rows = self.options.rows
        for jobs in (1, 2):
            tasks = self.rounds([Task(f"{v} -j {jobs}", [self.sourcing, "batch", "-q", "-j", str(jobs),
                                                         self.data(v, rows)], rows, output=False)
                                 for v in VARIANTS])
            if not tasks:
                continue
            print(f"## Kinds of rows, {jobs} thread{'s' * (jobs > 1)}, nothing written to a file\n")
            print("| rows | MB in | seconds, median (min..max) | M rows/s | CPU s | peak MiB | x plain's time | x its CPU |")
            print("| --- | --- | --- | --- | --- | --- | --- | --- |")
            for variant, task in zip(VARIANTS, tasks):
                size = Path(self.data(variant, rows)).stat().st_size
                ratio, work = (median([a / b for a, b in zip(mine, plain)]) for mine, plain in
                               ((task.walls, tasks[0].walls), (task.cpus, tasks[0].cpus)))
                print(f"| {variant} | {size / 1e6:.0f} | {median(task.walls):.3f} "
                      f"({min(task.walls):.3f}..{max(task.walls):.3f}) "
                      f"| {rows / median(task.walls) / 1e6:.3g} | {median(task.cpus):.2f} "
                      f"| {task.peak / 1024:.1f} | {ratio:.2f} | {work:.2f} |")
            print()

    def section_models(self):
        """Models larger than any we know of; rows fully answered, nothing written to a file."""
        if not self.wanted("models"):
            return
        large = [sys.executable, str(ROOT / "bench" / "large_model.py")]
        print("## Large models, 1 thread, nothing written to a file\n\n"
              "| criteria | rules | rows as CSV, seconds | rows/s | documents, seconds | documents/s | "
              "`classify` of one task, s |\n| --- | --- | --- | --- | --- | --- | --- |")
        for criteria, rules in ((24, 12), (24, 1000), (256, 12)):
            model, task = (self.work / f"{kind}-{criteria}-{rules}.json" for kind in ("model", "task"))
            shape = [str(criteria), str(rules)]
            model.write_bytes(subprocess.run([*large, *shape], stdout=subprocess.PIPE, check=True).stdout)
            task.write_text(json.dumps({f"c{c}": 1 + c % 5 for c in range(criteria)}))
            tables = []
            for rows in (self.options.slow_rows, self.options.slow_rows // 10):
                tables.append((self.work / f"rows-{criteria}-{rules}-{rows}.csv", rows))
                with open(tables[-1][0], "wb") as file:
                    subprocess.run([*large, *shape, "--rows", str(rows)], stdout=file, check=True)
            judge = lambda table, *more: [self.sourcing, "batch", "-q", "-j", "1", "--model", str(model),
                                          str(table), *more]
            csv, documents, one = (Task(name, command, rows, output=False) for name, command, rows in (
                ("models: rows", judge(tables[0][0]), tables[0][1]),
                ("models: documents", judge(tables[1][0], "--format", "ndjson"), tables[1][1]),
                ("models: task", [self.sourcing, "classify", "--model", str(model), str(task)], 1)))
            for _ in range(self.options.rounds):
                for each in (csv, documents, one):
                    self.run(each)
            rate = lambda each: f"{median(each.walls):.3f} | {each.rows / median(each.walls):,.0f}"
            print(f"| {criteria} | {rules} | {rate(csv)} | {rate(documents)} | {median(one.walls):.4f} |",
                  flush=True)
        print()

    def section_memory(self):
        if not self.wanted("memory"):
            return
        print("## Peak memory, rows from a pipe\n\n| rows | -j 1, MiB | -j 2, MiB |\n| --- | --- | --- |")
        for rows in self.options.memory_rows:
            peaks = []
            for jobs in (1, 2):
                report = self.work / "report"
                with subprocess.Popen([self.tool("make_csv"), str(rows)], stdout=subprocess.PIPE) as source:
                    subprocess.run([self.tool("measure"), str(report), "/dev/null", self.sourcing, "batch",
                                    "-q", "-j", str(jobs), "-"], stdin=source.stdout, check=True)
                peaks.append(int(report.read_text().split()[2]) / 1024)
            print(f"| {rows:,} | {peaks[0]:.1f} | {peaks[1]:.1f} |", flush=True)
        print()

    def section_engines(self):
        if not self.wanted("engines"):
            return
        print("## Decisions in memory\n\n```")
        subprocess.run([self.tool("bench_decide")], check=True)
        few = self.data("plain", 100_000)
        for module, script, what, count in (("json-rules-engine", "rules_engine.mjs", "json-rules-engine", 5000),
                                            ("@gorules/zen-engine", "zen.mjs", "ZEN, 256 in flight", 20000)):
            if not self.has_npm(module, what):
                continue
            said = subprocess.run(["node", str(PEERS / script), str(MODEL), few, str(count)],
                                  stdout=subprocess.PIPE, check=True, text=True).stdout
            rate = json.loads(said)["per_second"] / 1e6
            print(f"{what:<34} {rate:>9.4f} M/s", flush=True)
        print("```\n")

    def section_start(self):
        if not self.wanted("start"):
            return
        print("## One decision, spawn to exit\n\n```", flush=True)
        subprocess.run([self.tool("bench_start"), str(self.options.starts), self.tool("hello_iostream"),
                        self.sourcing, str(ROOT / "data" / "tasks" / "payroll.json")], check=True)
        print("```\n", flush=True)

    def about(self):
        cpu = "unknown processor"
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                cpu = line.split(":", 1)[1].strip()
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        version = subprocess.run([self.sourcing, "--version"], stdout=subprocess.PIPE, text=True,
                                 check=True).stdout.splitlines()[0]
        busy = os.getloadavg()[0]
        print(f"{version}; {os.cpu_count()} cores ({cpu}), {memory:.0f} GiB, "
              f"{platform.system()} {platform.release()}; load when it began {busy:.1f}"
              f"{' (not a quiet machine)' if busy > 0.7 else ''}\n", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "release", help="a build with SOURCING_BENCH")
    parser.add_argument("--rows", type=int, default=2_000_000, help="rows of the fast tasks")
    parser.add_argument("--slow-rows", type=int, default=100_000, help="rows of pandas, mawk and Miller")
    parser.add_argument("--memory-rows", type=int, nargs="*", default=[1_000_000, 10_000_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--starts", type=int, default=2_000, help="runs of the start-up measurement")
    parser.add_argument("--only", default="", help="a regular expression: the tasks to run; models, memory, engines and "
                                                   "start are tasks too")
    parser.add_argument("--work", default="/dev/shm" if os.path.isdir("/dev/shm") else None,
                        help="where data goes: 5 times the input, emptied at the end")
    bench = Bench(parser.parse_args())
    try:
        bench.about()
        bench.section_batch()
        bench.section_variants()
        bench.section_models()
        bench.section_memory()
        bench.section_engines()
        bench.section_start()
    finally:
        shutil.rmtree(bench.work)
    if bench.failed:
        sys.exit("run.py: outputs differ that should be the same")


if __name__ == "__main__":
    main()
