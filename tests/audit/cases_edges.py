# SPDX-License-Identifier: Apache-2.0
"""Outputs, streams, configuration, spreadsheets, messages, signals and threads."""
import csv
import fcntl
import io
import json
import os
import resource
import signal
import struct
import subprocess
import time
from pathlib import Path

from support import DATA, ENVIRONMENT, MEGABYTE, PAYROLL, PROGRAM, ROWS, run


def outputs_keep_what_is_read(folder):
    model, log = folder / "m.json", folder / "log.jsonl"
    model.write_bytes((DATA / "model.json").read_bytes())
    run("classify", PAYROLL, "--record", log)
    link = folder / "link"
    link.symlink_to(log)
    for target, reads in ((model, ["--model", model]), (log, []), (link, [])):
        before = target.read_bytes()
        for words in (["classify", PAYROLL], ["whatif", PAYROLL], ["case", PAYROLL], ["batch", ROWS], ["report", ROWS], ["conformance"],
                      ["locate", PAYROLL, "--home", "ES"], ["model", "export", "sql"], ["model", "export", "js"], ["new", "payroll", "--force"]):
            run(*words, *reads, "-o", target, code=2)
            assert target.read_bytes() == before, (words, target)
    cases, header, rows = folder / "cases.json", folder / "h.csv", folder / "rows.csv"
    cases.write_bytes((DATA / "cases/edges.json").read_bytes())
    rows.write_bytes(Path(ROWS).read_bytes())
    header.write_text(rows.read_text().splitlines()[0] + "\n")
    link_to_model = folder / "link-to-model"
    link_to_model.symlink_to(model)
    for target, words in ((model, ["model", "check", model, "-o", model]), (model, ["model", "check", model, "-o", link_to_model]),
                          (model, ["model", "test", model, "--generate", "-o", model]), (model, ["model", "test", model, cases, "-o", model]),
                          (cases, ["model", "test", model, cases, "-o", cases]), (model, ["model", "diff", model, "default", "-o", model]),
                          (rows, ["model", "diff", model, "default", "--on", rows, "-o", rows]), (rows, ["report", rows, "-o", rows]),
                          (rows, ["report", rows, "--data", rows, "-o", folder / "r.html"]),
                          (header, ["batch", rows, "--header-from", header, "-o", header])):
        before = target.read_bytes()
        run(*words, code=2)
        assert target.read_bytes() == before, words
    configuration = folder / ".sourcing.json"
    configuration.write_text('{"model": "m.json"}')
    for words in (["classify", PAYROLL], ["batch", ROWS], ["report", ROWS], ["whatif", PAYROLL], ["model", "check"], ["case", PAYROLL], ["conformance"]):
        for target in (configuration, model):
            before = target.read_bytes()
            run(*words, "-o", target, code=2, cwd=folder)
            assert target.read_bytes() == before, words
    configuration.unlink()
    before = log.read_bytes()
    for option in ("--rejects", "--summary-file"):
        run("batch", ROWS, "--summary", "-o", folder / "v.csv", option, log, code=2)
    run("batch", ROWS, "--dry-run", "--save-mapping", log, code=2)
    assert log.read_bytes() == before and model.read_bytes() == (DATA / "model.json").read_bytes()
    run("classify", PAYROLL, "--record", log)
    assert json.loads(run("verify", log, "--format", "json").stdout)["logs"][0]["records"] == 2


def streams_are_written_through(folder):
    path = folder / "appended"
    path.write_text("before\n")
    with open(path, "a") as out:
        subprocess.run([PROGRAM, "classify", PAYROLL, "--brief", "-o", "/dev/stdout"], env=ENVIRONMENT, stdout=out, check=True)
    lines = path.read_text().splitlines()
    assert lines[0] == "before" and len(lines) == 2
    for name in ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"):
        assert len(run("classify", PAYROLL, "--brief", "-o", name).stdout.splitlines()) == 1
    # A link of one's own to a stream, and a file between what others write.
    (folder / "stream").symlink_to("/dev/stdout")
    for name in ("/dev/stdout", folder / "stream", "/dev/fd/1"):
        with open(path, "w") as out:
            out.write("before\n")
            out.flush()
            subprocess.run([PROGRAM, "batch", ROWS, "-q", "-o", str(name)], env=ENVIRONMENT, stdout=out, check=True)
            os.write(out.fileno(), b"after\n")
        lines = path.read_text().splitlines()
        assert lines[0] == "before" and lines[-1] == "after" and len(lines) == 45, (name, len(lines))
    done = subprocess.run(["bash", "-c", '"$0" classify "$1" --brief -o /dev/fd/3 3>&1 | cat; "$0" classify "$1" --brief -o >(cat); sleep 0.2',
                           PROGRAM, PAYROLL], env=dict(ENVIRONMENT, PATH=os.environ["PATH"]), capture_output=True, text=True)
    assert len(done.stdout.splitlines()) == 2, done
    bad = folder / "bad.csv"
    bad.write_text("id,judgment\nr1,9\n")
    assert "E0203" in run("batch", bad, "--rejects", "/dev/stderr", "-q", code=6).stderr
    fifo = folder / "fifo"
    os.mkfifo(fifo)
    with subprocess.Popen([PROGRAM, "batch", ROWS, "-q", "-o", str(fifo)], env=ENVIRONMENT) as child:
        assert len(fifo.read_bytes().splitlines()) == 43
    assert child.returncode == 0 and fifo.is_fifo()
    run("batch", ROWS, "-q", "-o", "/dev/full", code=5)


def what_does_not_block_is_waited_for(folder):
    """Descriptors as programs in Node or asyncio hand them over: too slow to write to, not yet there to read."""
    task, rows, model = (Path(name).read_bytes() for name in (PAYROLL, ROWS, DATA / "model.json"))
    run("classify", PAYROLL, "--record", folder / "log")
    log = (folder / "log").read_bytes()
    for words in (["model", "show", "--format", "json"], ["report", ROWS]):
        read, write = os.pipe()
        fcntl.fcntl(write, fcntl.F_SETFL, os.O_NONBLOCK)
        with subprocess.Popen([PROGRAM, *words], env=ENVIRONMENT, stdout=write) as child:
            os.close(write)
            time.sleep(0.3)
            with os.fdopen(read, "rb") as stream:
                text = stream.read()
        assert child.returncode == 0 and len(text) > 65536, words
    for words, given in ((["classify", "-", "--brief"], task), (["whatif", "-"], task), (["batch", "-"], rows), (["verify", "-"], log),
                         (["model", "show", "-"], model), (["case", "-"], task), (["locate", "-", "--home", "ES"], task)):
        read, write = os.pipe()
        fcntl.fcntl(read, fcntl.F_SETFL, os.O_NONBLOCK)
        with subprocess.Popen([PROGRAM, *words], env=ENVIRONMENT, stdin=read, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:
            os.close(read)
            time.sleep(0.1)
            for begin in (0, 50):
                rest = given[begin:begin + 50] if begin == 0 else given[50:]
                with os.fdopen(os.dup(write), "wb") as stream:
                    stream.write(rest)
                time.sleep(0.1)
            os.close(write)
            told = child.stderr.read()
        assert child.returncode == 0, (words, told)


def a_dry_run_writes_nothing(folder):
    verdicts = folder / "verdicts.csv"
    verdicts.write_text("of last night\n")
    run("batch", ROWS, "--dry-run", "-o", verdicts, "--rejects", folder / "rejects.csv")
    assert verdicts.read_text() == "of last night\n" and not (folder / "rejects.csv").exists()


def a_folder_that_decides_says_so(folder):
    (folder / "m.json").write_bytes((DATA / "model.json").read_bytes())
    (folder / ".sourcing.json").write_text('{"model": "m.json"}')
    for words in (["classify", PAYROLL, "--brief"], ["batch", ROWS], ["whatif", PAYROLL], ["case", PAYROLL]):
        assert ".sourcing.json" in run(*words, "--quiet", cwd=folder).stderr, words
    assert ".sourcing.json" not in run("classify", PAYROLL, "--model", "m.json", "--quiet", cwd=folder).stderr
    for words in (["model", "check"], ["model", "show"], ["report", ROWS, "-o", "r.html"], ["conformance"], ["locate", PAYROLL, "--home", "ES"]):
        assert ".sourcing.json" in run(*words, "--quiet", cwd=folder, code=None).stderr, words
    for variable in ("SOURCING_MODEL",):
        named = subprocess.run([PROGRAM, "classify", PAYROLL, "--brief"], env=dict(ENVIRONMENT, **{variable: "m.json"}), cwd=folder,
                               capture_output=True, text=True)
        assert named.returncode == 0 and ".sourcing.json" not in named.stderr, named


def no_fifo_is_waited_for(folder):
    model, configuration = folder / "m.json", folder / ".sourcing.json"
    os.mkfifo(model)
    uses = (["classify", PAYROLL], ["batch", ROWS], ["whatif", PAYROLL], ["case", PAYROLL], ["report", ROWS, "-o", "r.html"], ["conformance"],
            ["locate", PAYROLL, "--home", "ES"], ["model", "show"], ["model", "check"], ["schema", "task"], ["activities"], ["new", "payroll"])
    configuration.write_text('{"model": "m.json"}')
    for words in uses:
        run(*words, cwd=folder, code=5)
    configuration.unlink()
    for words in (*([*use, "--model", "m.json"] for use in uses), ["model", "check", "m.json"], ["model", "diff", "m.json", "default"],
                  ["model", "test", "m.json", DATA / "cases/edges.json"], ["model", "show", "m.json"], ["verify", PAYROLL, "--model", "m.json"]):
        run(*words, cwd=folder, code=5)
    model.unlink()
    model.mkdir()
    run("classify", PAYROLL, "--model", model, code=5)
    os.mkfifo(configuration)
    for words in uses:
        run(*words, cwd=folder, code=2)
    configuration.unlink()
    configuration.mkdir()
    run("classify", PAYROLL, cwd=folder, code=2)


def no_spreadsheet_cuts_out_a_formula(folder):
    hostile = ["a;=1+1", "a;b", "=1;=2", 'q;"=1;"', "two\n=1", "a;@SUM(A1)", "a;+1+1", "t\t=1"]
    rows = folder / "hostile.csv"
    with open(rows, "w", newline="") as out:
        table = csv.writer(out)
        table.writerow(["name", "id", "judgment"])
        table.writerows([text, text, 3] for text in hostile)
    for words in (["batch", rows], ["batch", rows, "--columns", "name,id,possible,flip,reasons"]):
        written = run(*words, "--quiet").stdout
        for delimiter in ";\t":
            for line in csv.reader(io.StringIO(written), delimiter=delimiter):
                for cell in line:
                    assert not cell.startswith(("=", "@", "+1")), (delimiter, line)
    kept = list(csv.DictReader(io.StringIO(run("batch", rows, "--quiet", "--raw").stdout)))
    assert [row["id"] for row in kept] == hostile and [row["name"] for row in kept] == hostile
    assert '"a;b"' in run("batch", rows, "--quiet").stdout


def messages_have_an_end(folder):
    wide, bad = folder / "wide.csv", folder / "bad.ndjson"
    wide.write_text("id," + "x" * 1_000_000 + ",judgment\n1,a,3\n")
    assert len(run("batch", wide).stderr) < 1000
    bad.write_text('{"judgmen": 3}\n' * 1000)
    told = run("classify", bad, code=3).stderr
    assert len(told) < 4000 and "and 980 more tasks" in told


def names_of_temporary_files_never_run_out(folder):
    """Process number 1 of a container that was killed a hundred times left its files; by their old names, that was the end."""
    out = folder / "v.csv"
    for number in range(120):
        (folder / f".v.csv.1-{number}.tmp").touch()
        (folder / f".v.csv.{os.getpid()}-{number}.tmp").touch()
    before = set(os.listdir(folder))
    run("batch", ROWS, "-q", "-o", out)
    assert len(out.read_text().splitlines()) == 43 and set(os.listdir(folder)) == before | {"v.csv"}


def a_file_is_replaced_as_its_owner_has_it(folder):
    out = folder / "v.csv"
    out.touch()
    out.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(out, 65533, 65533)
    before = out.stat()
    run("batch", ROWS, "-q", "-o", out)
    after = out.stat()
    assert (after.st_uid, after.st_gid, after.st_mode) == (before.st_uid, before.st_gid, before.st_mode) and after.st_size > 0
    # Its other names, and who else may read it, are the file's too.
    other = folder / "other.csv"
    os.link(out, other)
    out.write_text("x" * 100_000)
    run("batch", ROWS, "-q", "-o", out)
    assert out.stat().st_ino == other.stat().st_ino and len(other.read_text().splitlines()) == 43
    other.unlink()
    entries = ((1, 6, 2 ** 32 - 1), (2, 4, 65532), (4, 4, 2 ** 32 - 1), (16, 4, 2 ** 32 - 1), (32, 0, 2 ** 32 - 1))
    access = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
    try:
        os.setxattr(out, "system.posix_acl_access", access)
    except OSError:
        access = b""  # a file system without them
    if access:
        run("batch", ROWS, "-q", "-o", out)
        assert os.getxattr(out, "system.posix_acl_access") == access
    # A disk that is full is found before the old content is touched.
    os.link(out, other)
    before = out.read_bytes()
    many = folder / "many.csv"
    many.write_text("id,judgment\n" + "a,4\n" * 20_000)
    limit = lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000)))
    run("batch", many, "-q", "-o", out, code=5, preexec_fn=limit)
    assert out.read_bytes() == before == other.read_bytes()
    # A mount of its own, as a container makes of a file: where this may be tried.
    mounted, behind = folder / "mounted.csv", folder / "behind.csv"
    mounted.touch()
    behind.touch()
    script = 'mount --bind "$1" "$2" || exit 77; "$0" batch "$3" -q -o "$2"'
    try:
        done = subprocess.run(["unshare", "-rm", "bash", "-c", script, PROGRAM, behind, mounted, ROWS], capture_output=True,
                              env=dict(ENVIRONMENT, PATH=os.environ["PATH"]))
    except FileNotFoundError:
        return
    if done.returncode == 0:
        assert len(behind.read_text().splitlines()) == 43


def nothing_of_others_comes_out(folder):
    """Names that would be markup, bytes that are no text, and a cases file that names a file of somebody else's."""
    model = json.loads((DATA / "model.json").read_text())
    model["criteria"][0]["label"]["en"] = "<b onclick=x>A & B</b> `c` #1"
    path = folder / "m.json"
    path.write_text(json.dumps(model))
    graph = run("model", "show", path, "--graph", "mermaid").stdout
    assert '["#lt;b onclick=x#gt;A #amp; B#lt;/b#gt; #96;c#96; #35;1"]' in graph, graph[:300]
    assert "<b" not in graph
    for option in ("--table", "--name", "--map"):
        done = subprocess.run([PROGRAM, b"model", b"export", b"sql", b"--dialect", b"duckdb", option.encode(), b"t\xf3=judgment"], env=ENVIRONMENT, capture_output=True)
        assert done.returncode == 2 and b"UTF-8" in done.stderr, done
    (folder / "token").write_text("ghp_secret")
    for name in ("token", str(folder / "token")):
        cases = folder / "cases.json"
        cases.write_text(json.dumps({"schema": "sourcing.cases/1", "cases": [{"name": "x", "task_file": name, "expect": {"engagement": "BPO"}}]}))
        told = run("model", "test", path, cases, code=3)
        assert "ghp" not in told.stderr + told.stdout and "cannot be read as JSON" in told.stderr, told.stderr


def values_are_not_given_twice(folder):
    run("whatif", PAYROLL, "--to", "engagement=KPO,engagement=BPO", code=2)
    run("whatif", PAYROLL, "--set", "judgment=1", "--set", "judgment=2", code=2)
    run("batch", ROWS, "--delimiter", "", code=2)
    run("whatif", PAYROLL, "--set", "judgment=1,judgment=2", code=2)
    run("whatif", PAYROLL, "--fix", "judgment", "--fix", "judgment", code=2)
    run("classify", PAYROLL, "--assume", "ip_risk=1", "--assume", "ip_risk=2", code=2)


def signals_and_threads(folder):
    for number in (signal.SIGINT, signal.SIGTERM):
        child = subprocess.Popen([PROGRAM, "batch", "-"], env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.5)
        child.send_signal(number)
        assert child.wait() == -number
        child.stdin.close()
    few = lambda: resource.setrlimit(resource.RLIMIT_AS, (400 * MEGABYTE, 400 * MEGABYTE))
    whole = run("batch", ROWS).stdout
    assert run("batch", ROWS, "-j", "200", preexec_fn=few).stdout == whole
