#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `model export sql` can be asked for besides the plain view, on real engines: every form,
typed columns, other names for columns, columns that are not there, a row for each reason, and
names that want to be statements.

usage: forms.py --binary B ENGINE

Exit code as run.py's. The expected answers are those of `sourcing batch` and `conformance`.
"""
import argparse
import csv
import json
import re
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

from compare import VERDICT, same
from engines import ENGINES
import run

ROWS = 400
HOSTILE = "x\"'); DROP TABLE conformance; --"


def codes(errors):
    return " ".join(re.findall(r"E\d{4}", errors))


def rendered(template, table, this, incremental, again=""):
    """What dbt makes of the Jinja that an exported model holds."""
    text = re.sub(r"^\{\{ config\(.*?\) \}\}\n", "", template)
    text = re.sub(r"\{% if var\('sourcing_again', ''\) %\}(.*?)\{% endif %\}",
                  lambda m: m[1] if again else "", text, flags=re.S)
    text = re.sub(r"\{% if is_incremental\(\) %\}(.*?)\{% endif %\}",
                  lambda m: m[1] if incremental else "", text, flags=re.S)
    for what, becomes in ((r"\{\{ ref\('conformance'\) \}\}", table), (r"\{\{ this \}\}", this),
                          (r"\{\{ var\('sourcing_again'\) \}\}", again), (r"\{\{ '\{' \}\}", "{")):
        text = re.sub(what, lambda _, becomes=becomes: becomes, text)
    assert not re.search(r"\{[{%#]", text), re.search(r".*\{[{%#].*", text)[0][:200]
    return text


class Forms:
    def __init__(self, binary, engine, folder):
        self.binary, self.engine, self.folder = binary, engine, folder
        self.dialect = getattr(engine, "dialect", engine.name)
        self.wrong = []

    def quoted(self, name):
        sign = "`" if self.dialect in ("mariadb", "mysql") else '"'
        return sign + name.replace(sign, 2 * sign) + sign

    def sourcing(self, *arguments):
        done = subprocess.run([self.binary, *arguments], capture_output=True, text=True)
        # 6: some rows are in error, and said to be.
        if done.returncode not in (0, 6):
            raise RuntimeError(f"sourcing {' '.join(arguments)}: {done.stderr}")
        return done.stdout

    def export(self, *arguments):
        return self.sourcing("model", "export", "sql", "--dialect", self.dialect, *arguments)

    def native(self, path, *arguments):
        """id -> column -> text, by `sourcing batch`."""
        text = self.sourcing("batch", str(path), "--raw", "-q", "--columns", ",".join(
            ("id", "name", *VERDICT)), *arguments)
        return {row["id"]: row for row in csv.DictReader(text.splitlines(keepends=True))}

    def check(self, what, names, rows, expected):
        """`rows` as lists in the order of `names`; `expected` as of `native`."""
        count = 0
        for row in rows:
            found = dict(zip(names, row))
            wanted = expected[found["id"]]
            count += 1
            for name, value in wanted.items():
                if name == "error":
                    # `batch` may suggest a name, a query does not: the codes are what must agree.
                    value, found[name] = codes(value), codes(found[name] or "")
                if not same(name, found[name], value):
                    self.wrong.append(f"{what}: {found['id']}: {name}: expected {value!r}, "
                                      f"found {found[name]!r}")
        if count != len(expected):
            self.wrong.append(f"{what}: {count} rows, not {len(expected)}")
        print(f"  {what}: {count} rows")

    def select(self, what, expected, *arguments):
        sql = self.export("--as", "select", *arguments)
        self.check(what, run.names_of(sql), self.engine.rows(sql), expected)

    def all(self, path):
        self.path = path
        self.engine.load("conformance", path)
        self.every_form()
        self.numbers(path)
        self.reasons_in_rows()
        self.pruned()
        self.dbt()
        self.other_names()
        self.typed()
        self.own_table()
        self.without_activities()
        self.not_there()
        self.not_compiled()
        self.hostile_model()
        self.too_many_cells()
        return self.wrong

    def every_form(self):
        common = ("--table", "conformance", "--map", "activity=activity")
        expected = self.native(self.path)
        names = run.names_of(self.export("--as", "select", *common))
        self.select("select", expected, *common)
        for reasons in ("none", "wide"):
            want = {id: {k: v for k, v in row.items() if k != "reasons" or reasons == "wide"}
                    for id, row in expected.items()}
            self.select(f"select, reasons {reasons}", want, *common, "--reasons", reasons)
        reading = {"view": "SELECT * FROM verdicts",
                   "macro": "SELECT * FROM verdicts('conformance')",
                   "function": "SELECT v.* FROM conformance AS c, LATERAL verdicts(c) AS v"}
        forms = ["view"] + {"duckdb": ["macro"], "postgres": ["function"]}.get(self.dialect, [])
        for form in forms:
            # Twice: what is there already is replaced.
            for _ in range(1 if self.dialect == "ansi" else 2):
                self.engine.execute(self.export("--as", form, "--name", "verdicts", *common))
            self.check(form, names, self.engine.rows(reading[form]), expected)
        self.engine.execute("DROP VIEW verdicts;")
        if self.dialect == "postgres":
            # What is kept is computed once, and again when it is asked for.
            select = self.export("--as", "select", *common).rstrip().rstrip(";")
            self.engine.execute(f"CREATE MATERIALIZED VIEW kept AS\n{select}\nWITH NO DATA;")
            self.engine.execute("REFRESH MATERIALIZED VIEW kept;")
            self.check("materialised view", names, self.engine.rows("SELECT * FROM kept"), expected)

    def numbers(self, path):
        """Scores compare and aggregate as the numbers they are, and are text for who asks."""
        common = ("--table", "conformance", "--map", "activity=activity")
        expected = self.native(path)
        margins = [Decimal(row["margin"]) for row in expected.values() if row["margin"]]
        above = sum(Decimal(row["engagement_score"] or 0) > 60 for row in expected.values())
        close = sum(row["close"] == "true" for row in expected.values())
        select = self.export("--as", "select", *common).rstrip().rstrip(";")
        count, greatest, near = next(iter(self.engine.rows(
            "SELECT SUM(CASE WHEN engagement_score > 60 THEN 1 ELSE 0 END), MAX(margin), "
            f"SUM(CASE WHEN {self.quoted('close')} THEN 1 ELSE 0 END) FROM ({select}\n) AS v")))
        if (int(count), Decimal(greatest), int(near)) != (above, max(margins), close):
            self.wrong.append(f"numbers: {count} above 60 (not {above}), margin at most {greatest} "
                              f"(not {max(margins)}), {near} close (not {close})")
        print(f"  numbers: {count} above 60, greatest margin {greatest}, {near} close")
        text = self.export("--as", "select", *common, "--text-scores")
        names = run.names_of(text)
        for row in map(lambda cells: dict(zip(names, cells)), self.engine.rows(text)):
            for name in ("engagement_score", "margin", "hybrid", "close"):
                if (row[name] or "") != expected[row["id"]][name]:
                    self.wrong.append(f"text: {row['id']}: {name} {row[name]!r}")
        without = self.export("--as", "select", *common, "--columns", "judgment")
        if any(row[0] is not None for row in self.engine.rows(without)):
            self.wrong.append("without a column id, some id is not NULL")

    def pruned(self):
        """Without statuses: the verdicts are the same, and NULL for the same rows."""
        common = ("--table", "conformance", "--map", "activity=activity", "--status", "none")
        expected = {id: {k: v for k, v in row.items() if k != "status"}
                    for id, row in self.native(self.path).items()}
        whole = len(self.export("--as", "select", *common[:-2]))
        sql = self.export("--as", "select", *common)
        names = run.names_of(sql)
        if any("status" in name for name in names) or len(sql) > whole:
            self.wrong.append("status none: has statuses, or is no shorter")
        self.check("status none", names, self.engine.rows(sql), expected)
        neither = {id: {k: v for k, v in row.items() if k != "reasons"}
                   for id, row in expected.items()}
        self.select("neither statuses nor reasons", neither, *common, "--reasons", "none")

    def dbt(self):
        """A model of dbt, its Jinja written out as dbt does: the whole, then what is new."""
        common = ("--table", "conformance", "--map", "activity=activity")
        if self.dialect not in ("duckdb", "postgres"):
            return
        template = self.export("--as", "dbt", *common)
        expected = self.native(self.path)
        names = run.names_of(self.export("--as", "select", *common))
        few = "(SELECT * FROM conformance WHERE LENGTH(id) < 4)"
        self.engine.execute("CREATE TABLE built AS\n" + rendered(template, few, "built", False))
        before = int(next(iter(self.engine.rows("SELECT COUNT(*) FROM built")))[0])
        new = rendered(template, "conformance", "built", True)
        if len(list(self.engine.rows(new))) != len(expected) - before or not before:
            self.wrong.append("dbt: an incremental run does not judge just what is new")
        self.engine.execute(f"INSERT INTO built\n{new}")
        self.check("dbt", names, self.engine.rows("SELECT * FROM built"), expected)
        again = rendered(template, "conformance", "built", True, "t.id = 'r1'")
        if [row[0] for row in self.engine.rows(again)] != ["r1"]:
            self.wrong.append("dbt: what has changed is not judged again")
        schema = self.export("--as", "dbt-schema", *common)
        for name in re.findall(r"^ {6}- name: (\w+)$", schema, re.M):
            if name not in names:
                self.wrong.append(f"dbt: the schema has {name}, the model has not")
        for name, listed in re.findall(r"- name: (\w+)\n(?: {8}.*\n| {10}.*\n)*? {14}values: (\[.*\])", schema):
            found = {row[0] for row in self.engine.rows(f"SELECT DISTINCT {name} FROM built")}
            if not found - {None} <= set(json.loads(listed)):
                self.wrong.append(f"dbt: {name} has values that the schema does not: {found}")

    def reasons_in_rows(self):
        """Every reason that has points, once; the points are those of the wide form."""
        wanted, errors, gates = set(), {}, {}
        with open(self.path, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["expected_error"]:
                    errors[row["id"]] = row["expected_error"]
                for name, value in row.items():
                    if name.startswith("expected_c_") and value:
                        axis, code = name[len("expected_c_"):].split("_", 1)
                        if value != "0" or code == "base":
                            wanted.add((row["id"], axis, code, value))
                gates[row["id"]] = {text for text in row["expected_reasons"].split(";")
                                    if text and "=" not in text}
        found, count = set(), 0
        sql = self.export("--as", "select", "--table", "conformance", "--map", "activity=activity",
                          "--reasons", "long")
        names = run.names_of(sql)
        for row in map(lambda cells: dict(zip(names, cells)), self.engine.rows(sql)):
            count += 1
            if row["axis"] == "error":
                if errors.pop(row["id"], None) != row["error"]:
                    self.wrong.append(f"long: {row['id']}: error {row['error']!r}")
            elif row["axis"] == "gate":
                if row["code"] not in gates[row["id"]]:
                    self.wrong.append(f"long: {row['id']}: gate {row['code']} did not fire")
                gates[row["id"]].discard(row["code"])
            else:
                found.add((row["id"], row["axis"], row["code"], row["points_cp"]))
                points = int(row["points_cp"])
                if Decimal(row["points"]) * 100 != points:
                    self.wrong.append(f"long: {row['id']}: {row['points']} is not {points} / 100")
        for missing in sorted(wanted - found)[:5]:
            self.wrong.append(f"long: no row {missing}")
        for more in sorted(found - wanted)[:5]:
            self.wrong.append(f"long: no such reason {more}")
        if errors or any(gates.values()):
            self.wrong.append(f"long: no row for errors {errors} or some gate")
        print(f"  long: {count} reasons")

    def other_names(self):
        """A table with names of its own, one of them hostile, and a few of the criteria only."""
        with open(self.path, newline="", encoding="utf-8") as file:
            rows = [[row["id"], row["judgment"], row["volume"], row["data_residency"],
                     "not a criterion"] for row in csv.DictReader(file)]
        path = self.folder / "other.csv"
        with open(path, "w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows([["Code", HOSTILE, "Items a month", "data_residency", "x"],
                                        *rows])
        path.chmod(0o644)
        self.engine.load("other table", path)
        mapping = ("--map", f"{HOSTILE}=judgment", "--map", "Items a month=volume")
        expected = self.native(path, *mapping, "--id", "Code")
        self.select("other names", {id: {k: v for k, v in row.items() if k != "name"}
                                    for id, row in expected.items()},
                    "--table", "other table", *mapping, "--map", "Code=id",
                    "--columns", "data_residency")

    def typed(self):
        """Numbers, truth values and words in columns of such types, and NULL."""
        names = ["id", "judgment", "complexity", "overlap_hours", "volume", "regulated", "language"]
        cells = []
        for i in range(300):
            cells.append([f"t{i}", "" if i % 7 == 0 else str(1 + i % 5), f"{1 + i % 401 / 100:.2f}",
                          f"{i % 17 / 2:.1f}", "" if i % 11 == 0 else str(i * i * 7),
                          ("true", "false", "")[i % 3], ("global", "local", "regional", "")[i % 4]])
        # Past the ends of a scale, between two hundredths, and words of a column of words.
        for n, (column, value) in enumerate((("judgment", "7"), ("judgment", "-1"), ("complexity", "0.99"),
                                             ("complexity", "612.50"), ("overlap_hours", "7.125"),
                                             ("overlap_hours", "8.5"), ("overlap_hours", "-0.5"),
                                             ("overlap_hours", "3.14"), ("volume", "-5"),
                                             ("volume", "99999999999"), ("language", " Regional "),
                                             ("language", "everywhere"))):
            cells[n * 7 + 1][names.index(column)] = value
        path = self.folder / "typed.csv"
        with open(path, "w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows([names, *cells])
        path.chmod(0o644)
        self.engine.load("texts", path)
        kinds = {"judgment": "INTEGER", "complexity": "DECIMAL(6, 2)", "volume": "BIGINT",
                 "overlap_hours": "REAL" if self.dialect == "sqlite" else "DOUBLE PRECISION"}
        engine = ""
        if self.dialect == "mariadb":
            kinds |= {"judgment": "SIGNED", "volume": "SIGNED", "overlap_hours": "DOUBLE"}
        if self.dialect == "clickhouse":
            kinds = {name: f"Nullable({kind})" for name, kind in kinds.items()}
            engine = " ENGINE = Memory"
        listed = [f"CAST(NULLIF({self.quoted(n)}, '') AS {kinds[n]}) AS {self.quoted(n)}" if n in kinds else
                  f"CASE {self.quoted(n)} WHEN 'true' THEN 1 = 1 WHEN 'false' THEN 1 = 0 END AS "
                  f"{self.quoted(n)}" if n == "regulated" else self.quoted(n) for n in names]
        self.engine.execute(f"CREATE TABLE typed{engine} AS SELECT {', '.join(listed)} FROM texts;")
        self.select("typed", {id: {k: v for k, v in row.items() if k != "name"}
                              for id, row in self.native(path).items()},
                    "--table", "typed", "--typed", "--columns", ",".join(names))

    def own_table(self):
        """A table that is called as one of the statement's own, with columns that compare or keep
        texts their own way: what is looked up is another cell wherever its bytes are others."""
        names = ["id", "judgment", "complexity"]
        cells = [[f"o{i}", judgment, complexity] for i, (judgment, complexity) in enumerate((
            ("2 to 4", "2 TO 4"), ("2 To 4", "2 to 4"), ("2 TO 4", "2 To 4"), ("HIGH", " high "),
            ("high", "High"), ("3 ", "3"), ("1..2", "LOW..High"), ("", "nothing of it")))]
        path = self.folder / "own.csv"
        with open(path, "w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows([names, *cells])
        path.chmod(0o644)
        self.engine.load("own", path)
        table = "_of_judgment"
        if self.dialect == "sqlite":
            self.engine.execute(f"CREATE TABLE {table} (id TEXT, judgment TEXT COLLATE NOCASE, "
                                f"complexity TEXT COLLATE NOCASE); INSERT INTO {table} SELECT * FROM own;")
        elif self.dialect == "postgres":
            self.engine.execute(f"CREATE TABLE {table} AS SELECT id, judgment::CHAR(20) AS judgment, "
                                "complexity::VARCHAR(40) AS complexity FROM own;")
        else:
            table = "own"
        self.select("own table", {id: {k: v for k, v in row.items() if k != "name"}
                                  for id, row in self.native(path).items()},
                    "--table", table, "--columns", ",".join(names))

    def without_activities(self):
        """A model that knows none, and a table that has a column of them."""
        model = json.loads(
            (Path(__file__).parents[2] / "data/model.json").read_text(encoding="utf-8"))
        model["activities"] = []
        path = self.folder / "no_activities.json"
        path.write_text(json.dumps(model), encoding="utf-8")
        self.select("without activities", self.native(self.path, "--model", str(path)),
                    "--table", "conformance", "--map", "activity=activity", "--model", str(path))

    def not_compiled(self):
        """What the planner expects of 100,000 rows is below the price from which PostgreSQL compiles
        a statement by itself: that of this length takes longer than what it saves."""
        if self.dialect != "postgres":
            return
        columns = ("id", "judgment", "volume")
        self.engine.execute(
            "CREATE TABLE large AS SELECT 'r' || i AS id, '3' AS judgment, '40' AS volume "
            "FROM generate_series(1, 100000) AS i; ANALYZE large;")
        for reasons in ("top", "long"):
            sql = self.export("--as", "select", "--table", "large", "--columns", ",".join(columns),
                              "--reasons", reasons).rstrip().rstrip(";")
            plan = self.engine.client("-A", "-t", "-f", "-", input=(
                "SHOW jit_above_cost; EXPLAIN (FORMAT JSON)\n" + sql)).stdout
            limit, _, plan = plan.partition("\n")
            cost = json.loads(plan)[0]["Plan"]["Total Cost"]
            print(f"  100,000 rows, reasons {reasons}: cost {cost:.0f} of {limit}")
            if cost >= float(limit):
                self.wrong.append(f"reasons {reasons}: would be compiled, cost {cost}")

    def not_there(self):
        """A column that the table lacks is an error of the engine, never a text or NULL."""
        try:
            list(self.engine.rows(self.export("--as", "select", "--table", "texts")))
        except Exception as error:  # each engine has its own
            print(f"  a missing column: {str(error).splitlines()[0][:100]}")
            return
        self.wrong.append("a missing column was read as something")

    def hostile_model(self):
        """A model's texts that end literals, comments and bodies of functions."""
        model = json.loads(
            (Path(__file__).parents[2] / "data/model.json").read_text(encoding="utf-8"))
        model["version"] = "1'\"`$sourcing$\\; DROP TABLE conformance; /* -- */"
        path = self.folder / "hostile.json"
        path.write_text(json.dumps(model), encoding="utf-8")
        common = ("--model", str(path), "--table", "conformance", "--name", HOSTILE.replace(".", ""))
        forms = ["view"] + {"duckdb": ["macro"], "postgres": ["function"]}.get(self.dialect, [])
        for form in forms:
            self.engine.execute(self.export("--as", form, *common))
        rows = list(self.engine.rows(
            f"SELECT model_version FROM {self.quoted(HOSTILE)} WHERE id = 'r1'"))
        if rows != [[model["version"]]]:
            self.wrong.append(f"hostile model: {rows}")
        print(f"  hostile model: {', '.join(forms)}")

    def too_many_cells(self):
        """Rules that share criteria and part them into too many cells: rows that leave one of these
        open say `not_computed` (or what another axis settles), all others the native status; the
        verdict is the native one in both."""
        shared = ("judgment", "complexity", "expertise", "qualification")
        model = json.loads(
            (Path(__file__).parents[2] / "data/model.json").read_text(encoding="utf-8"))
        for n, (a, b) in enumerate(((a, b) for a in range(2, 6) for b in range(2, 6))):
            rule = json.loads(json.dumps(model["rules"][2]))
            rule["id"] = f"shared_{n}"
            rule["when"] = {"any": [
                {"all": [{"criterion": shared[0], "at_least": a}, {"criterion": shared[1], "at_least": b}]},
                {"all": [{"criterion": shared[2], "at_least": b}, {"criterion": shared[3], "at_least": a}]}]}
            rule["then"] = {"points": {"engagement": -0.1}}
            model["rules"].append(rule)
        model_path = self.folder / "cells.json"
        model_path.write_text(json.dumps(model), encoding="utf-8")
        others = [c for c in model["criteria"] if c["id"] not in shared]
        names = ["id", *shared, *(c["id"] for c in others)]
        fixed = {"level": "3", "bands": "300", "number": "4", "boolean": "false"}
        cells = [[f"r{i}", *(str(1 + (i * k + i // 7) % 5) for k in (1, 2, 3, 4)),
                  *(fixed.get(c["scale"]) or c["levels"][i % len(c["levels"])]["word"]
                    for c in others)] for i in range(300)]
        for i, row in enumerate(cells):
            if i % 3:
                row[1 + i % 4] = "" if i % 5 else "2..4"
        path = self.folder / "cells.csv"
        with open(path, "w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows([names, *cells])
        path.chmod(0o644)
        self.engine.load("cells", path)
        expected = self.native(path, "--model", str(model_path))
        sql = self.export("--as", "select", "--table", "cells", "--model", str(model_path),
                          "--columns", ",".join(names))
        columns = run.names_of(sql)
        rows = [dict(zip(columns, row)) for row in self.engine.rows(sql)]
        whole = sum(row["status"] == "not_computed" for row in rows)
        for row in rows:
            is_open = int(row["id"][1:]) % 3 != 0
            if (row["engagement_status"] == "not_computed") != is_open:
                self.wrong.append(f"cells: {row['id']}: engagement {row['engagement_status']}")
            if row["status"] == "not_computed" and is_open:
                row["status"] = expected[row["id"]]["status"]
        self.check("too many cells", columns, ([row[name] for name in columns] for row in rows), {
            id: {k: v for k, v in row.items() if k in VERDICT} for id, row in expected.items()})
        if not whole:
            self.wrong.append("cells: no status was left open")
        print(f"  of these not computed: {whole}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("engine", choices=("duckdb", "sqlite", "postgres", "ansi", "mariadb", "chdb"))
    options = parser.parse_args()
    missing = ENGINES[options.engine].available()
    if missing:
        print(f"SKIPPED {options.engine}: {missing}. Nothing was tested with it.")
        return run.SKIPPED
    with tempfile.TemporaryDirectory(prefix="sourcing-sql-", dir="/tmp") as folder:
        folder = Path(folder)
        folder.chmod(0o755)
        path = folder / "conformance.csv"
        subprocess.run([options.binary, "conformance", "--rows", str(ROWS), "--points", "-o", path],
                       check=True)
        path.chmod(0o644)
        with ENGINES[options.engine]() as engine:
            wrong = Forms(options.binary, engine, folder).all(path)
    for line in wrong[:20]:
        print(f"  {options.engine}: {line[:1000]}")
    print("DIFFERS" if wrong else "agrees")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
