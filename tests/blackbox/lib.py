# SPDX-License-Identifier: Apache-2.0
"""Runs the program as a stranger would, and holds every run to what must hold in every case:
no death by signal, a message with every failure, standard error that is UTF-8 without control
bytes, and an end within seconds and a gigabyte and a half.
"""
import os
import resource
import signal
import subprocess
import tempfile
from pathlib import Path

CASES = []
SECONDS = 20
# A run that sleeps gets so many times longer by the clock: a machine may be busy with other things.
PATIENCE = 6
BYTES = 1_500_000_000


class Failed(Exception):
    """What was expected and does not hold."""


class Skipped(Exception):
    """Why the case cannot run here."""


def case(identifier, what):
    """Registers a function `(box)` as a case; `identifier` is the threat's, such as J05."""
    def register(function):
        assert identifier not in {c[0] for c in CASES}, identifier
        CASES.append((identifier, what, function))
        return function
    return register


def check(holds, what):
    if not holds:
        raise Failed(what)


class Result:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def text(self):
        return self.out.decode("utf-8")

    @property
    def message(self):
        return self.err.decode("utf-8")

    def __repr__(self):
        return f"exit {self.code}, stdout {self.out[:300]!r}, stderr {self.err[:600]!r}"


def visible(text):
    return all(c == "\n" or (ord(c) >= 32 and not 127 <= ord(c) < 160) for c in text)


class Box:
    """A folder of its own and the program; cases write files into it and run command lines."""

    def __init__(self, binary, data, corpora, sanitized):
        self.binary, self.data, self.corpora = binary, Path(data), Path(corpora)
        self.sanitized = sanitized
        self._folder = tempfile.TemporaryDirectory(prefix="blackbox-")
        self.path = Path(self._folder.name)
        (self.path / "home").mkdir()

    def close(self):
        self._folder.cleanup()

    def file(self, name, content):
        path = self.path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def has_command(self, name):
        return self.run(name, "--help", codes=None).code == 0

    def environment(self, more=None):
        result = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(self.path / "home"),
                  "LC_ALL": "C.UTF-8"}
        result.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        result.update(more or {})
        return result

    def popen(self, *arguments, env=None, memory=None, file_size=None, before=None, seconds=None,
              **more):
        """A running program, for the cases that interfere with it. `seconds` are of its processors:
        what else runs on this machine does not count."""
        def limit():
            # Python ignores SIGPIPE, and what is ignored stays so in its children.
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            if memory and not self.sanitized:  # sanitizers reserve terabytes
                resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            if file_size is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
            if seconds:
                resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            if before:
                before()
        return subprocess.Popen([self.binary, *arguments], cwd=self.path,
                                env=self.environment(env), preexec_fn=limit, **more)

    def run(self, *arguments, stdin=b"", codes=(0,), env=None, memory=None, file_size=None,
            seconds=SECONDS, before=None, **more):
        """Runs to the end. `codes` are the exit codes that are right, None: any of ours."""
        if isinstance(stdin, str):
            stdin = stdin.encode()
        if not isinstance(stdin, bytes):
            more["stdin"] = stdin
        if self.sanitized:
            seconds *= 5
        streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        streams.update(more)
        process = self.popen(*arguments, env=env, memory=memory, file_size=file_size,
                             before=before, seconds=seconds, **streams)
        asleep = PATIENCE * seconds
        try:
            out, err = process.communicate(
                stdin if streams["stdin"] is subprocess.PIPE else None, timeout=asleep)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise Failed(f"{arguments!r}: no end after {asleep} s") from None
        result = Result(process.returncode, out or b"", err or b"")
        check(result.code != -signal.SIGXCPU, f"{arguments!r}: no end after {seconds} s of processor")
        self.hold(arguments, result, streams["stderr"] is subprocess.PIPE)
        if codes is not None:
            check(result.code in codes, f"{arguments!r}: expected exit {codes}, got {result!r}")
        return result

    def hold(self, arguments, result, heard=True):
        """What must hold whatever the case is about."""
        where = f"{[a[:80] for a in arguments]!r}: "
        check(result.code >= 0, f"{where}died by signal {-result.code}: {result!r}")
        check(result.code in (0, 1, 2, 3, 4, 5, 6, 141), f"{where}exit code {result.code}: {result!r}")
        if heard and result.code not in (0, 141):
            check(result.err, f"{where}exit code {result.code} without a message")
        try:
            message = result.message
        except UnicodeDecodeError:
            raise Failed(f"{where}stderr is not UTF-8: {result.err!r}") from None
        check(visible(message), f"{where}control bytes on stderr: {message!r}")
        workbook = result.out.startswith(b"PK\x03\x04")
        check(not result.out or workbook or result.out.endswith(b"\n"), f"{where}stdout breaks off: {result!r}")
        check(self.sanitized or peak_memory() < BYTES, f"{where}used {peak_memory()} bytes")

    def classify(self, task, *options, **more):
        """Classifies a task from standard input."""
        return self.run("classify", "-", *options, stdin=task, **more)

    def refuses(self, task, *parts, codes=(3,), **more):
        """The task is invalid, and the message has all of `parts`."""
        result = self.classify(task, codes=codes, **more)
        check(result.out == b"", f"a result for an invalid task: {result!r}")
        says(result, *parts)
        return result


def says(result, *parts):
    for part in parts:
        check(part in result.message, f"no {part!r} in {result.message[:800]!r}")


def cpu_seconds():
    """Of all children so far: unlike the clock's, these do not depend on what else runs here."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def peak_memory():
    """Of the greediest child so far."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
