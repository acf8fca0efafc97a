# SPDX-License-Identifier: Apache-2.0
"""The engines: how each loads a CSV file of text columns, runs a statement and gives back rows.

Every engine has `available()` (why not, or None), then as a context manager `load(table, path)`,
`execute(sql)` and `rows(sql)`: lists of texts and None. Nothing is left behind, and no port is opened.
"""
import csv
import os
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
TESTS_NODE = HERE.parent / "node"


def header_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return next(csv.reader(file))


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def tab_separated(text):
    """Rows of what MariaDB writes with tabs, NULL as `\\N`."""
    back = {"t": "\t", "n": "\n", "r": "\r", "0": "\0", "b": "\b", "f": "\f"}
    rows, row, cell = [], [], []
    at = 0
    while at < len(text):
        sign = text[at]
        if sign == "\\":
            sign = text[at + 1]
            cell.append(None if sign == "N" and not cell else back.get(sign, sign))
            at += 1
        elif sign in "\t\n":
            row.append(None if cell == [None] else "".join(cell))
            cell = []
            if sign == "\n":
                rows.append(row)
                row = []
        else:
            cell.append(sign)
        at += 1
    return rows


class Engine:
    pass


class Sqlite(Engine):
    name = "sqlite"

    @staticmethod
    def available():
        return None if sqlite3.sqlite_version_info >= (3, 8, 3) else "SQLite is older than 3.8.3"

    def version(self):
        return sqlite3.sqlite_version

    def __enter__(self):
        self.connection = sqlite3.connect(":memory:")
        self.connection.text_factory = str
        return self

    def __exit__(self, *_):
        self.connection.close()

    def load(self, table, path):
        columns = header_of(path)
        listed = ", ".join(f"{quoted(c)} TEXT" for c in columns)
        self.connection.execute(f"CREATE TABLE {quoted(table)} ({listed})")
        marks = ", ".join("?" * len(columns))
        with open(path, newline="", encoding="utf-8") as file:
            reader = csv.reader(file)
            next(reader)
            # Half of the empty cells as NULL, the others as empty text: both are unknown.
            rows = ([cell if cell or i % 2 else None for i, cell in enumerate(row)]
                    for row in reader)
            self.connection.executemany(f"INSERT INTO {quoted(table)} VALUES ({marks})", rows)

    def execute(self, sql):
        self.connection.executescript(sql)

    def rows(self, sql):
        for row in self.connection.execute(sql):
            yield [None if cell is None else str(cell) for cell in row]


class Postgres(Engine):
    """A throwaway cluster that listens on a Unix socket in its own folder, and nowhere else."""
    name = "postgres"

    @staticmethod
    def programs():
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if found:
            return found[-1].parent
        initdb = shutil.which("initdb")
        return Path(initdb).resolve().parent if initdb else None

    @classmethod
    def available(cls):
        if cls.programs() is None:
            return "no PostgreSQL (apt-get install postgresql)"
        if os.geteuid() == 0 and cls.user() is None:
            return "root may not run PostgreSQL, and there is no user postgres or nobody"
        return None

    @staticmethod
    def user():
        for name in ("postgres", "nobody"):
            try:
                return pwd.getpwnam(name)
            except KeyError:
                continue
        return None

    def run(self, *command, **more):
        if os.geteuid() == 0:
            user = self.user()
            more.setdefault("user", user.pw_uid)
            more.setdefault("group", user.pw_gid)
            more.setdefault("extra_groups", [])
        more.setdefault("check", True)
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, **more)

    def version(self):
        return next(self.rows("SELECT current_setting('server_version')"))[0]

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="sourcing-pg-", dir="/tmp")
        if os.geteuid() == 0:
            os.chown(self.folder, self.user().pw_uid, self.user().pw_gid)
        bin = self.programs()
        self.psql = bin / "psql" if (bin / "psql").exists() else shutil.which("psql")
        self.run(bin / "initdb", "-D", f"{self.folder}/data", "-E", "UTF8", "--locale=C.UTF-8",
                 "--auth=trust", "-U", "tester", "--no-sync")
        settings = (f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off "
                    "-c jit=off -c shared_buffers=256MB -c work_mem=64MB")
        self.run(bin / "pg_ctl", "-D", f"{self.folder}/data", "-l", f"{self.folder}/log", "-w",
                 "-o", settings, "start")
        return self

    def __exit__(self, *_):
        self.run(self.programs() / "pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate",
                 "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def client(self, *more, **options):
        done = self.run(str(self.psql), "-h", self.folder, "-U", "tester", "-d", "postgres", "-X",
                        "-q", "-v", "ON_ERROR_STOP=1", *more, check=False, **options)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done

    def execute(self, sql):
        self.client("-f", "-", input=sql)

    def load(self, table, path):
        listed = ", ".join(f"{quoted(c)} TEXT" for c in header_of(path))
        self.execute(f"CREATE TABLE {quoted(table)} ({listed});")
        with open(path, "rb") as file:
            data = file.read().decode("utf-8")
        self.client("-c", f"\\copy {quoted(table)} FROM pstdin WITH (FORMAT csv, HEADER true)",
                    input=data)

    def rows(self, sql):
        # NULL as a word that no cell holds; CSV keeps line ends inside cells.
        output = Path(self.folder) / "rows.csv"
        self.execute(f"COPY (\n{sql.rstrip().rstrip(';')}\n) TO '{output}' "
                     "WITH (FORMAT csv, NULL '~null~');")
        with open(output, newline="", encoding="utf-8") as file:
            for row in csv.reader(file):
                yield [None if cell == "~null~" else cell for cell in row]


class NodeEngine(Engine):
    """An engine that lives in a Node process (duckdb.mjs, chdb.mjs); talks in JSON lines."""
    script = package = None

    @classmethod
    def available(cls):
        if shutil.which("node") is None:
            return "no Node.js"
        if not (HERE / "node_modules" / cls.package).is_dir():
            return f"{cls.package} is not installed (npm --prefix tests/sql ci)"
        return None

    def __enter__(self):
        self.process = subprocess.Popen(["node", HERE / self.script], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, encoding="utf-8")
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def ask(self, **request):
        import json
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        done = False
        try:
            while not done:
                answer = self.answer()
                done = answer.get("done", False) or "error" in answer
                if "error" in answer:
                    raise RuntimeError(answer["error"])
                yield from answer.get("rows", ())
        finally:
            # Who reads only the first rows leaves no answer for the next question.
            while not done:
                answer = self.answer()
                done = answer.get("done", False) or "error" in answer

    def answer(self):
        import json
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended without an answer")
        return json.loads(line)

    def execute(self, sql):
        list(self.ask(execute=sql))

    def rows(self, sql):
        return self.ask(rows=sql)

    def version(self):
        return next(iter(self.rows("SELECT version()")))[0]


class Duckdb(NodeEngine):
    name, script, package = "duckdb", "duckdb.mjs", "@duckdb/node-api"

    def load(self, table, path):
        # No line is read in parallel: cells of the test hold line ends. One of two columns keeps
        # the empty text, the other has NULL: both are unknown.
        columns = header_of(path)
        texts = ["'" + c.replace("'", "''") + "'" for c in columns]
        listed = ", ".join(f"{text}: 'VARCHAR'" for text in texts)
        empty = ", ".join(f"COALESCE({quoted(c)}, '') AS {quoted(c)}" for c in columns[1::2])
        self.execute(
            f"CREATE TABLE {quoted(table)} AS SELECT * REPLACE ({empty}) FROM read_csv('{path}', "
            f"header = true, columns = {{{listed}}}, delim = ',', quote = '\"', escape = '\"', "
            "parallel = false, max_line_size = 4000000)")


class Chdb(NodeEngine):
    """A current ClickHouse, in process. For the long run: it takes 540 MB of disk."""
    name, script, package, dialect = "chdb", "chdb.mjs", "chdb", "clickhouse"

    def load(self, table, path):
        listed = ", ".join(f"`{c}` Nullable(String)" for c in header_of(path))
        self.execute(f"CREATE TABLE `{table}` ({listed}) ENGINE = Memory")
        self.execute(f"INSERT INTO `{table}` SELECT * FROM file('{path}', 'CSVWithNames')")


class Mariadb(Engine):
    """A throwaway server that listens on a Unix socket in its own folder, and nowhere else."""
    name = "mariadb"

    @staticmethod
    def server():
        return shutil.which("mariadbd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

    @classmethod
    def available(cls):
        if cls.server() is None or shutil.which("mariadb-install-db") is None:
            return "no MariaDB (apt-get install mariadb-server)"
        return None

    def version(self):
        return next(self.rows("SELECT version()"))[0]

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="sourcing-my-", dir="/tmp"))
        self.user = "root" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        # A server that starts deletes what temporary tables of others it finds in its tmpdir.
        (self.folder / "tmp").mkdir()
        common = ("--no-defaults", f"--datadir={self.folder}/data", f"--user={self.user}",
                  f"--tmpdir={self.folder}/tmp")
        subprocess.run(["mariadb-install-db", *common, "--auth-root-authentication-method=normal",
                        "--skip-test-db"], check=True, capture_output=True)
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(
                [self.server(), *common, f"--socket={self.folder}/socket", "--skip-networking",
                 f"--pid-file={self.folder}/pid", "--character-set-server=utf8mb4",
                 "--max-allowed-packet=256M", "--thread-stack=16M", "--innodb-flush-log-at-trx-commit=0",
                 "--tmp-table-size=512M", "--max-heap-table-size=512M", "--secure-file-priv=",
                 "--innodb-buffer-pool-size=256M"], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        for _ in range(150):
            if self.client("-e", "CREATE DATABASE IF NOT EXISTS test", check=False).returncode == 0:
                return self
            time.sleep(0.2)
        self.__exit__()
        raise RuntimeError("mariadbd did not start")

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def client(self, *more, check=True, **options):
        done = subprocess.run(
            ["mariadb", "--no-defaults", f"--socket={self.folder}/socket", "--user=root",
             "--default-character-set=utf8mb4", "--max-allowed-packet=256M", "--local-infile=1", *more],
            capture_output=True, check=False, **options)
        if check and done.returncode != 0:
            raise RuntimeError(done.stderr.decode("utf-8", "replace")[:4000])
        return done

    def execute(self, sql):
        self.client("test", input=sql.encode())

    def load(self, table, path):
        names = [f"`{c.replace('`', '``')}`" for c in header_of(path)]
        listed = ", ".join(f"{name} TEXT CHARACTER SET utf8mb4" for name in names)
        # One of two columns keeps the empty text, the other has NULL: both are unknown.
        into = ", ".join(name if i % 2 else f"@c{i}" for i, name in enumerate(names))
        null = ", ".join(f"{name} = NULLIF(@c{i}, '')" for i, name in enumerate(names) if i % 2 == 0)
        quoted_table = f"`{table}`"
        self.execute(f"CREATE TABLE {quoted_table} ({listed}) ENGINE = MyISAM;\n"
                     f"LOAD DATA LOCAL INFILE '{path}' INTO TABLE {quoted_table} CHARACTER SET utf8mb4 "
                     "FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"' ESCAPED BY '' "
                     f"LINES TERMINATED BY '\\n' IGNORE 1 LINES ({into}) SET {null};")

    def rows(self, sql):
        output = self.folder / f"rows-{time.monotonic_ns()}"
        self.execute(sql.rstrip().rstrip(";") + f"\nINTO OUTFILE '{output}' CHARACTER SET utf8mb4;")
        yield from tab_separated(output.read_text(encoding="utf-8"))


class AnsiOnPostgres(Postgres):
    """The standard's spelling, where PostgreSQL has it: so that at least one engine has run it."""
    name, dialect = "ansi", "ansi"


ENGINES = {engine.name: engine for engine in
           (Duckdb, Sqlite, Postgres, AnsiOnPostgres, Mariadb, Chdb)}
