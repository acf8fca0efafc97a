# SPDX-License-Identifier: Apache-2.0
"""I: files, pipes, descriptors, signals, disks, limits, locales: the world around a run."""
import itertools
import json
import os
import random
import signal
import subprocess
import time

from lib import Skipped, case, check, says

GOOD = '{"id":"a","judgment":4,"volume":"low"}\n'
OLD = b"an older result\n"


def many(count):
    return "".join(f'{{"id":"t{i}","judgment":{1 + i % 5},"volume":{i}}}\n' for i in range(count))


def quick(*more):
    """Options that make a row cheap, where only the way of the bytes matters."""
    return ("--brief", "--nodes", "1", "--cells", "1", *more)


def litter(box):
    return [p.name for p in box.path.iterdir() if p.name.startswith(".")]


@case("I01", "files that are not there, or are folders")
def _(box):
    says(box.run("classify", "nope.json", codes=(5,)), "nope.json: No such file or directory")
    says(box.run("classify", ".", codes=(5,)), "Is a directory")
    says(box.run("classify", "--model", "nope", "-", codes=(5,)), "nope: No such file or directory")
    says(box.run("model", "check", "nope", codes=(5,)), "No such file or directory")
    says(box.run("classify", box.file("a.json", GOOD) + "/x", codes=(5,)), "Not a directory")
    box.run("classify", "x" * 5_000, codes=(5,))
    box.run("classify", "", codes=(2, 5))


@case("I02", "the good inputs are judged although one cannot be read")
def _(box):
    path = box.file("a.json", GOOD)
    result = box.run("classify", "--brief", path, "nope.json", path, codes=(5,))
    check(len(result.text.splitlines()) == 2, repr(result))


@case("I03", "pipes, /dev/stdin, and names that begin with -")
def _(box):
    expected = box.classify(GOOD, "--brief").out
    fifo = box.path / "fifo"
    os.mkfifo(fifo)
    process = box.popen("classify", "--brief", str(fifo), stdout=subprocess.PIPE)
    fifo.write_text(GOOD, encoding="utf-8")
    check(process.communicate(timeout=20)[0] == expected, "a pipe is as good as a file")
    box.file("-x.json", GOOD)
    check(box.run("classify", "--brief", "./-x.json").out == expected, "./-x.json")
    check(box.run("classify", "--brief", "--", "-x.json").out == expected, "-- -x.json")
    check(box.run("classify", "--brief", "/dev/stdin", stdin=GOOD).out == expected, "/dev/stdin")


@case("I04", "a full disk at the other end of standard output")
def _(box):
    for arguments in (("classify", "-"), ("classify", "--format", "json", "-"), ("new",),
                      ("activities",), ("--version",), ("--help",), ("model", "show"),
                      ("schema", "task"), ("completions", "bash")):
        with open("/dev/full", "wb") as full:
            result = box.run(*arguments, stdin=GOOD, stdout=full, codes=(5,))
        says(result, "No space left on device")


@case("I05", "a reader that went away ends the run quietly, and soon")
def _(box):
    path = box.file("tasks.ndjson", many(50_000))
    begin = time.monotonic()
    process = box.popen("classify", path, *quick(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    line = process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    code = process.wait(timeout=60)
    check(line and err == b"" and code in (0, 141, -signal.SIGPIPE), (line, err, code))
    check(box.sanitized or time.monotonic() - begin < 5, "went on for nobody")


@case("I06", "an output that is the input, under any name")
def _(box):
    path = box.file("task.json", GOOD)
    os.symlink("task.json", box.path / "soft")
    os.link(path, box.path / "hard")
    os.symlink(box.path, box.path / "folder")
    for name in ("task.json", "./task.json", "soft", "hard", "folder/task.json", path):
        says(box.run("classify", "task.json", "-o", name, codes=(2,)), "overwrite the input")
        says(box.run("classify", name, "-o", "task.json", codes=(2,)), "overwrite the input")
    with open(path, "rb") as task:
        says(box.run("classify", "-", "-o", "task.json", stdin=task, codes=(2,)), "overwrite")
    with open(path, "ab") as end:
        says(box.run("classify", "task.json", stdout=end, codes=(2,)), "overwrite")
    model = box.file("model.json", (box.data / "model.json").read_bytes())
    says(box.run("classify", "task.json", "--model", model, "-o", model, codes=(2,)), "overwrite")
    check((box.path / "task.json").read_text(encoding="utf-8") == GOOD, "the input has changed")


@case("I39", "two outputs that are one file, and outputs of batch that are its inputs")
def _(box):
    rows = box.file("rows.csv", "id,judgment\na,4\nb,9\n")
    model = box.file("model.json", (box.data / "model.json").read_bytes())
    for name in ("out", "./out", str(box.path / "out")):
        says(box.run("batch", "rows.csv", "-o", "out", "--rejects", name, codes=(2,)),
             "would be one file")
    (box.path / "link").symlink_to("out")  # to what is not there yet
    says(box.run("batch", "rows.csv", "-o", "link", "--rejects", "out", codes=(2,)),
         "would be one file")
    says(box.run("batch", "rows.csv", "--rejects", "rows.csv", codes=(2,)), "overwrite the input")
    says(box.run("batch", "rows.csv", "--model", model, "-o", model, codes=(2,)), "overwrite")
    check(not (box.path / "out").exists(), "a file was made")
    check(open(rows, encoding="utf-8").read().endswith("b,9\n"), "the input has changed")


@case("I07", "outputs that cannot be written")
def _(box):
    for name in ("nowhere/out", "home", "/", "/proc/nope", "x" * 300, ""):
        result = box.run("classify", "-", "-o", name, stdin=GOOD, codes=(2, 5))
        check(result.out == b"", repr(result))
    box.file("plain", "")
    box.run("classify", "-", "-o", "plain/out", stdin=GOOD, codes=(5,))
    check(not litter(box), litter(box))


@case("I08", "a disk that fills half way: the old file stays, whole")
def _(box):
    tasks = box.file("tasks.ndjson", many(20_000))
    box.file("out", OLD)
    result = box.run("classify", tasks, *quick("-o", "out"), file_size=100_000, codes=(5,))
    says(result, "File too large")
    check((box.path / "out").read_bytes() == OLD, "the old file is gone")
    check(not litter(box), litter(box))
    result = box.run("new", "payroll", "-o", "new", file_size=100, codes=(5,))
    check(not (box.path / "new").exists() and not litter(box), "half a file")


def start_writing(box):
    """A run with half of its work done, and its temporary file."""
    tasks = box.file("tasks.ndjson", many(5_000))
    box.file("out", OLD)
    process = box.popen("classify", "-", *quick("-o", "out"), stdin=subprocess.PIPE,
                        stderr=subprocess.PIPE)
    with open(tasks, "rb") as file:
        process.stdin.write(file.read())
    process.stdin.flush()
    for _ in range(1_000):
        if litter(box):
            return process
        time.sleep(0.01)
    raise Skipped("no temporary file has come up")


@case("I09", "an interrupted run leaves the old file and no litter")
def _(box):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        process = start_writing(box)
        process.send_signal(number)
        err = process.communicate(timeout=20)[1]
        check(process.returncode == -number, f"{number}: exit {process.returncode} {err!r}")
        check((box.path / "out").read_bytes() == OLD, "the old file is gone")
        check(not litter(box), litter(box))


@case("I10", "killed at any moment, the file is the old one or the new one")
def _(box):
    tasks = box.file("tasks.ndjson", many(1_500))
    box.run("classify", tasks, *quick("-o", "out"))
    new = (box.path / "out").read_bytes()
    begin = time.monotonic()
    box.run("classify", tasks, *quick("-o", "other"))
    whole = time.monotonic() - begin
    chance = random.Random(7)
    for _ in range(25):
        box.file("out", OLD)
        process = box.popen("classify", tasks, *quick("-o", "out"))
        time.sleep(chance.uniform(0, 1.2 * whole))
        process.kill()
        process.wait()
        check((box.path / "out").read_bytes() in (OLD, new), "half a file")


@case("I11", "two runs, one output: one of the two, whole")
def _(box):
    one = box.file("one.ndjson", many(500))
    two = box.file("two.ndjson", many(900))
    expected = set()
    for tasks in (one, two):
        box.run("classify", tasks, *quick("-o", "out"))
        expected.add((box.path / "out").read_bytes())
    for _ in range(10):
        runs = [box.popen("classify", tasks, *quick("-o", "out")) for tasks in (one, two)]
        check([run.wait(timeout=60) for run in runs] == [0, 0], "a run has failed")
        check((box.path / "out").read_bytes() in expected, "a mixture")
    check(not litter(box), litter(box))


@case("I12", "locale, time zone and columns do not change a byte of a machine's format")
def _(box):
    places = ({"LC_ALL": "C"}, {"LC_ALL": "de_DE.UTF-8"}, {"LC_ALL": "tr_TR.UTF-8"},
              {"LC_ALL": "ca_ES.UTF-8"}, {"LC_ALL": "ar_EG.UTF-8", "LANG": "ar"},
              {"TZ": "Pacific/Chatham"}, {"COLUMNS": "20", "LINES": "5"}, {"LC_ALL": "zz_ZZ.bad"},
              {"POSIXLY_CORRECT": "1", "LC_NUMERIC": "de_DE.UTF-8"})
    task = '{"id":"I","judgment":"very_high","volume":1234.5,"overlap_hours":0.5}'
    for form in ("json", "ndjson", "csv", "tsv", "brief"):
        outs = {box.classify(task, "--format", form, "--assume", "language=LOCAL", env=place).out
                for place in places}
        check(len(outs) == 1, f"{form}: {len(outs)} different outputs")


@case("I13", "closed standard descriptors")
def _(box):
    path = box.file("task.json", GOOD)
    box.file("out", OLD)
    for closed in itertools.chain.from_iterable(itertools.combinations((0, 1, 2), n)
                                                for n in (1, 2, 3)):
        def close(closed=closed):
            for descriptor in closed:
                os.close(descriptor)
        for arguments in (("classify", path), ("classify", "-"), ("classify", path, "-o", "out"),
                          ("--version",), ("new",)):
            result = box.run(*arguments, before=close, stdout=subprocess.PIPE,
                             codes=(0, 2, 3, 5), stderr=None if 2 in closed else subprocess.PIPE)
            if 1 in closed and "-o" not in arguments:
                check(result.code != 0, f"{arguments} wrote nothing and says all is well")
        check((box.path / "out").read_bytes() != OLD, "nothing written")
        check(b"sourcing:" not in (box.path / "out").read_bytes(), "messages in the result")
        check((box.path / "task.json").read_text(encoding="utf-8") == GOOD, "the input changed")


@case("I14", "a megabyte of memory is not needed for a million lines")
def _(box):
    path = box.file("tasks.ndjson", many(30_000))
    small = box.run("classify", path, *quick(), memory=100_000_000, stdout=subprocess.DEVNULL,
                    seconds=60)
    check(small.err == b"", repr(small))


@case("I15", "too little memory is told, not a crash")
def _(box):
    path = box.file("big.json", '{"x_a":[' + "0," * 900_000 + "0]}")
    told = 0
    for memory in (12_000_000, 20_000_000, 40_000_000, 80_000_000, 160_000_000):
        result = box.run("classify", path, memory=memory, codes=(0, 5))
        if result.code == 5:
            says(result, "memory")
            told += 1
    check(told or box.sanitized, "no limit was low enough")


@case("I16", "ten runs, the same bytes")
def _(box):
    path = box.file("tasks.ndjson", many(50))
    for form in ("text", "json", "markdown"):
        outs = {box.run("classify", path, "--format", form).out for _ in range(10)}
        check(len(outs) == 1, form)


@case("I17", "the mode of a file stays, and a new one obeys the umask")
def _(box):
    path = box.file("out", OLD)
    os.chmod(path, 0o640)
    box.classify(GOOD, "-o", "out")
    check(os.stat(path).st_mode & 0o777 == 0o640, "another mode")
    box.classify(GOOD, "-o", "new", before=lambda: os.umask(0o077))
    check(os.stat(box.path / "new").st_mode & 0o777 == 0o600, "the umask does not count")


@case("I18", "links are followed, not replaced; devices and pipes are written through")
def _(box):
    box.file("real", OLD)
    os.symlink("real", box.path / "link")
    os.symlink("later", box.path / "dangling")
    box.classify(GOOD, "-o", "link")
    box.classify(GOOD, "-o", "dangling")
    check(os.path.islink(box.path / "link") and (box.path / "real").read_bytes() != OLD, "link")
    check(os.path.islink(box.path / "dangling") and (box.path / "later").exists(), "dangling")
    box.classify(GOOD, "-o", "/dev/null")
    says(box.classify(GOOD, "-o", "/dev/full", codes=(5,)), "No space left on device")
    os.symlink("loop", box.path / "loop")
    box.classify(GOOD, "-o", "loop", codes=(5,))


@case("I19", "an input cut short while it is read")
def _(box):
    text = many(100_000)
    path = box.file("tasks.ndjson", text)
    process = box.popen("classify", path, *quick(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    os.truncate(path, len(text) // 2)
    out, err = process.communicate(timeout=60)
    check(process.returncode in (0, 3, 5), f"{process.returncode} {err!r}")
    check(len(out.splitlines()) + len(err.splitlines()) >= 1, "neither verdicts nor a message")


@case("I20", "an empty environment, and no home")
def _(box):
    path = box.file("task.json", GOOD)
    expected = box.run("classify", "--format", "json", path).out
    done = subprocess.run([box.binary, "classify", "--format", "json", path], env={},
                          capture_output=True, timeout=60, check=False)
    check(done.returncode == 0 and done.stdout == expected, done)
    for home in ("/nonexistent", "", "/dev/null", "x" * 5_000):
        result = box.run("classify", "--format", "json", path, env={"HOME": home})
        check(result.out == expected, home)


@case("I21", "configuration files that are no good")
def _(box):
    for text in ("{", "[]", '{"nope":1}', '{"model":1}', "\x00", '{"lang":"a","lang":"b"}',
                 '{"x":' + "[" * 1000, '{"model":"' + "a" * 100_000 + '"}'):
        box.file(".sourcing.json", text)
        result = box.classify(GOOD, codes=(2,))
        says(result, ".sourcing.json")
    os.unlink(box.path / ".sourcing.json")
    os.mkdir(box.path / ".sourcing.json")
    box.classify(GOOD, codes=(2, 5))


@case("I22", "wrong usage is exit 2, with a near miss and never the parser's own code")
def _(box):
    for arguments, part in ((("classfy", "x"), "did you mean `classify`?"),
                            (("classify", "--fromat", "json", "-"), "did you mean `--format`?"),
                            (("classify", "-", "--format", "jsno"), "did you mean `json`?"),
                            (("classify", "-", "--format"), "--format"),
                            (("classify", "-", "--cells", "many"), "--cells"),
                            (("classify", "-", "--cells", "-1"), "--cells"),
                            (("classify", "-", "--cells", "1e99"), "--cells"),
                            (("batch", "-", "--limit", "-5"), "--limit"),
                            (("batch", "-", "--row", "-1"), "--row"),
                            (("conformance", "--rows", "-1"), "--rows"),
                            (("conformance", "--rows", "0x10"), "--rows"),
                            (("whatif", "-", "--seed", "-1"), "--seed"),
                            (("classify",), "classify needs a task file"), ((), "sourcing"),
                            (("model",), "model"), (("--nope",), "--nope"),
                            (("classify", "-", "-o"), "-o"), (("new", "a", "b"), "b"),
                            (("classify", "-", "--assume", "nope=1"), "nope"),
                            (("classify", "-", "--assume", "judgment=9"), "9"),
                            (("classify", "-", "--assume", "judgment"), "judgment"),
                            (("classify", "-", "--require", "sure"), "sure"),
                            (("classify", "-", "--expect", "engagement=YES"), "YES"),
                            (("new", "payrol"), "did you mean `payroll`?")):
        says(box.run(*arguments, stdin=GOOD, codes=(2,)), part)


@case("I23", "arguments of a stranger: long, empty, not UTF-8, thousands")
def _(box):
    for argument in ("x" * 100_000, "", " ", b"\xff\xfe", "--" + "y" * 100_000, "-", "--", "=", "-=",
                     "@file", "%s%n", "--format=", "--=x", "\u202e"):
        box.run(argument, codes=(2, 3, 5))
        box.run("classify", argument, codes=(0, 2, 3, 5))
        box.run("new", argument, codes=(0, 2))
    box.run("classify", *["nope.json"] * 3_000, codes=(5,))
    box.run("classify", *["--assume", "judgment=3"] * 2_000, "-", stdin=GOOD, codes=(0, 2))


@case("I24", "an input that was no task leaves an older result as it was")
def _(box):
    box.file("out", OLD)
    box.classify("{", "-o", "out", codes=(3,))
    box.run("classify", "nope.json", "-o", "out", codes=(5,))
    box.run("classify", "-", "-o", "out", "--model", "nope", stdin=GOOD, codes=(5,))
    check((box.path / "out").read_bytes() == OLD, "the old file is gone")
    check(not litter(box), litter(box))


@case("I25", "what was asked to hold and does not is exit 1, with the result")
def _(box):
    result = box.classify('{"judgment":4}', "--require", "decided", "--format", "json", codes=(1,))
    check(json.loads(result.out)["verdict"], "no result")
    box.classify('{"judgment":4}', "--expect", "engagement=BPO", codes=(1,))
    box.classify('{"judgment":4}', "--expect", "engagement=KPO")


@case("I26", "signals that were ignored stay ignored")
def _(box):
    process = box.popen("classify", "-", *quick(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                        before=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    process.stdin.write(GOOD.encode())
    process.stdin.flush()
    time.sleep(0.3)
    process.send_signal(signal.SIGHUP)
    out = process.communicate(timeout=20)[0]
    check(process.returncode == 0 and out, f"{process.returncode} {out!r}")


@case("I27", "many writers, one record log: every record is there, in one chain")
def _(box):
    runs = [box.popen("classify", "-", *quick("--record", "log"), stdin=subprocess.PIPE,
                      stdout=subprocess.DEVNULL) for _ in range(8)]
    for run in runs:
        run.stdin.write(many(5).encode())
        run.stdin.close()
    check([run.wait(timeout=60) for run in runs] == [0] * 8, "a writer has failed")
    check(len((box.path / "log").read_bytes().splitlines()) == 40, "records are lost")
    box.run("verify", "log")


@case("I28", "a record log is never an input, an output or a file of another kind")
def _(box):
    path = box.file("task.json", GOOD)
    says(box.run("classify", path, "--record", path, codes=(2,)), "overwrite")
    box.run("classify", path, "--record", "log", "-o", "log", codes=(2, 5))
    other = box.file("other", "not a log\n")
    result = box.run("classify", path, "--record", other, codes=(5,))
    check(result.out == b"", "what is not recorded is not said either")
    check((box.path / "other").read_bytes() == b"not a log\n", "the file has changed")
    for name in (".", "nowhere/log", "/dev/full"):
        check(box.run("classify", path, "--record", name, codes=(2, 5)).out == b"", name)


@case("I29", "killed while it records: what is there verifies, and the next run goes on")
def _(box):
    tasks = box.file("tasks.ndjson", many(300))
    chance = random.Random(11)
    for _ in range(8):
        process = box.popen("classify", tasks, *quick("--record", "log"), stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, 0.3))
        process.kill()
        process.wait()
    box.run("classify", tasks, *quick("--record", "log"))
    box.run("verify", "log", seconds=60)
