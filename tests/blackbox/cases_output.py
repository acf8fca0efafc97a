# SPDX-License-Identifier: Apache-2.0
"""N: what a stranger's texts do to a terminal, a web page, a spreadsheet and a script."""
import csv
import io
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser

from lib import Skipped, case, check, says, visible

ESCAPES = {
    "title": "A\x1b]0;pwn\x07B", "clear": "A\x1b[2J\x1b[1;1H", "c1": "A\x9b31mB\x85",
    "bidi": "A\u202eB\u2066C\u2069", "line": "A\rB\nC\u2028D\u2029", "delete": "A\x7f\x08B",
    "marks": "A\u200eB\u200f\ufeff",
}
FOR_PEOPLE = ("text", "csv", "tsv", "markdown", "brief")
BIDI = re.compile("[\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def task(name, **more):
    return json.dumps({"id": name, "name": name, "judgment": {"value": 4, "evidence": name},
                       "data_residency": "country"} | more)


@case("N01", "terminal escapes in names reach no output as they are")
def _(box):
    for name in ESCAPES.values():
        for form in FOR_PEOPLE:
            for detail in ("brief", "full"):
                some = ("--detail", detail) if form in ("text", "markdown") else ()
                out = box.classify(task(name), "--format", form, *some).text
                shown = out.replace("\t", " ") if form in ("brief", "tsv") else out
                # A cell may keep a line feed, in quotes; nothing else may stay.
                check(visible(shown), f"{form}: {out!r}")
                check(not BIDI.search(out), f"{form}: {out!r}")


@case("N02", "JSON output keeps the text exactly, in escapes")
def _(box):
    for name in ESCAPES.values():
        for form in ("json", "ndjson"):
            out = box.classify(task(name), "--format", form).text
            # U+200E and U+200F alone are legitimate in names, and change no order by themselves.
            check(visible(out) and not BIDI.search(re.sub("[\u200e\u200f]", "", out)), repr(out))
            check(json.loads(out)["name"] == name, "another name")


@case("N03", "escapes in a file's name")
def _(box):
    path = box.file("a\x1b[31m\u202eb.json", '{"judgment":9}')
    result = box.run("classify", path, codes=(3,))
    check(not BIDI.search(result.message), repr(result))
    box.run("classify", "nope\x1b]0;x\x07.json", codes=(5,))
    box.run("classify", "--model", "nope\x1b[1m\r.json", path, codes=(5,))


@case("N04", "escapes in keys, words, option values, commands and the environment")
def _(box):
    bad = "\x1b[31mx\x9b\u202e"
    check(not BIDI.search(box.refuses(json.dumps({bad: 1}), "unknown field").message), "bidi")
    check(not BIDI.search(box.refuses(json.dumps({"judgment": bad})).message), "bidi")
    for arguments in ((bad,), ("classify", f"--{bad}"), ("classify", "--format", bad, "-"),
                      ("classify", "--assume", f"{bad}={bad}", "-"), ("new", bad),
                      ("classify", "--lang", bad, "--require", bad, "-"), ("explain", bad),
                      ("classify", "--color", bad, "-"), ("model", bad), ("help", bad)):
        result = box.run(*arguments, stdin="{}", codes=(2,))
        check(not BIDI.search(result.message), repr(result))
    box.run("classify", "-", stdin="{}", env={"SOURCING_MODEL": bad}, codes=(5,))
    box.run("classify", "-", stdin="{}", env={"SOURCING_FORMAT": bad, "SOURCING_LANG": bad},
            codes=(0, 2))


@case("N05", "error messages for machines are one object a line")
def _(box):
    text = json.dumps({"a\n\x1b": 1, "judgment": "\u202e", "id": 5})
    result = box.classify(text, "--error-format", "json", codes=(3,))
    told = [json.loads(line) for line in result.message.splitlines()]
    check(len(told) == 3, repr(result))
    for problem in told:
        check(set(problem) >= {"code", "message", "file", "line", "column", "pointer", "hint"}, told)
        check(re.fullmatch(r"E\d{4}", problem["code"]), told)
    github = box.classify(text, "--error-format", "github", codes=(3,)).message.splitlines()
    check(len(github) == 3 and all(line.startswith("::error ") for line in github), github)


FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1+1", "\uff0b1", "\uff0d1",
            "\uff201", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")', "-", "+", "=", "-5e3x"]


def cells(out, delimiter=","):
    rows = list(csv.reader(io.StringIO(out, newline=""), delimiter=delimiter, strict=True))
    check(all(len(row) == len(rows[0]) for row in rows), rows)
    return [dict(zip(rows[0], row)) for row in rows[1:]]


@case("N06", "no cell is a formula")
def _(box):
    for formula in FORMULAS:
        for form, delimiter in (("csv", ","), ("tsv", "\t")):
            row = cells(box.classify(task(formula), "--format", form).text, delimiter)[0]
            for column in ("id", "name"):
                check(row[column].startswith("'"), f"{formula!r} became {row[column]!r}")


@case("N07", "plain numbers are no formulas, and --raw keeps every byte")
def _(box):
    for name in ("-5", "-5.25", "5", "a=b", "it's", "  x ", "x,y", 'a"b', "é漢字😀"):
        row = cells(box.classify(task(name), "--format", "csv").text)[0]
        check(row["name"] == name, f"{name!r} became {row['name']!r}")
    for name in [*FORMULAS, 'a"b', "a\nb", "a\r\nb", ","]:
        row = cells(box.classify(task(name), "--format", "csv", "--raw").text)[0]
        check(row["name"] == name and row["id"] == name, f"{name!r} became {row!r}")


@case("N08", "CSV and JSON say the same")
def _(box):
    for file in sorted((box.data / "tasks").glob("*.json")):
        verdict = json.loads(box.run("classify", "--format", "json", str(file)).out)
        row = cells(box.run("classify", "--format", "csv", str(file)).text)[0]
        check(row["engagement"] == verdict["verdict"]["engagement"], file)
        check(row["location"] == (verdict["verdict"]["location"] or ""), file)
        check(row["status"] == verdict["verdict"]["status"], file)
        check(float(row["engagement_score"]) == verdict["engagement"]["score"], file)


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.cells = [], 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.cells += tag in ("td", "th")
        for name, value in attrs:
            check(not name.startswith("on"), f"a handler: {name}={value}")
            check(not (value or "").strip().lower().startswith(("javascript:", "data:")), value)


PAYLOADS = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
            "![x](http://x/y.png)", "<a href='javascript:1'>x</a>", "a|b|c", "|---|", "\\|", "`x`",
            "# heading", "<!-- x", "&lt;b&gt;&#60;script&#62;", "* a\n* b", "http://evil.example",
            "<http://evil.example>", "]]>", "**b** _i_ ~~s~~", "```", "1. x", "> q", "\\", "[x]: y"]


@case("N09", "Markdown: a stranger's name is a name")
def _(box):
    if not shutil.which("cmark"):
        raise Skipped("cmark is not installed")

    def page(name):
        out = box.classify(task(name), "--format", "markdown", "--detail", "full").out
        html = subprocess.run(["cmark", "--unsafe"], input=out, capture_output=True, check=True)
        return Page(html.stdout.decode("utf-8")), out

    plain, text = page("plain")
    bars = text.count(b"|")
    for payload in PAYLOADS:
        found, text = page(payload)
        check(found.tags == plain.tags, f"{payload!r}: {sorted(set(found.tags) ^ set(plain.tags))}")
        unescaped = len(re.findall(rb"(?<!\\)\|", text))
        check(unescaped == bars, f"{payload!r}: another table cell")


VOID = {"meta"}


class Whole(Page):
    """A page whose tags are all closed, and what it says."""

    def __init__(self, text):
        self.open, self.texts = [], []
        super().__init__(text)
        check(not self.open, f"left open: {self.open}")

    def handle_starttag(self, tag, attrs):
        super().handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        check(self.open and self.open.pop() == tag, f"</{tag}> closes something else")

    def handle_data(self, data):
        self.texts.append(data)


HOSTILE_NAMES = [*PAYLOADS, *ESCAPES.values(), "</title><script>x</script>", "</h2></main><p>", "\"><b onclick=x>",
                 "' style='x", "</style><style>*{display:none}", "a" * 5_000, "漢字" * 2_000, "&amp;#60;", "\0x\0"]


@case("N19", "html: a stranger's name is a name, alone and among several")
def _(box):
    def page(*names):
        tasks = "\n".join(task(name, id="t") for name in names)
        result = box.run("classify", "-", "--format", "html", stdin=tasks)
        check(not BIDI.search(result.text) and "\x1b" not in result.text, "a sign of direction or an escape")
        check(result.text.count("default-src 'none'") == 1, "no policy")
        return Whole(result.text)

    alone, among = page("plain"), page("plain", "plain")
    for name in HOSTILE_NAMES:
        check(page(name).tags == alone.tags, f"{name!r} changes the page")
        check(page(name, "plain").tags == among.tags, f"{name!r} changes the page of several")
    for name in ("<b>x</b>", "a & b", "x\"y'z"):
        check(any(name in text for text in page(name).texts), f"{name!r} is not shown as it is")


@case("N20", "memo: a stranger's name breaks no line and hides none")
def _(box):
    for name in HOSTILE_NAMES:
        for tasks in (task(name), task(name) + "\n" + task("plain")):
            out = box.run("classify", "-", "--format", "memo", stdin=tasks).text
            check(visible(out) and not BIDI.search(out), repr(out[:300]))
            check(all(len(line) <= 120 for line in out.splitlines()), f"{name[:20]!r}: a long line")
            check("Model default" in out.splitlines()[-1], "the end is not the end")


@case("N21", "what is decided of a shipped task fits on a screen, in every language")
def _(box):
    for path in sorted((box.data / "tasks").glob("*.json")):
        for language in ("en", "ca", "es"):
            lines = box.run("--lang", language, "classify", str(path)).text.splitlines()
            check(20 <= len(lines) <= 32 and all(len(line) <= 80 for line in lines),
                  f"{path.name} {language}: {len(lines)} lines")


@case("N10", "brief lines keep their six fields")
def _(box):
    for name in [*ESCAPES.values(), *PAYLOADS, "a\tb\tc"]:
        out = box.classify(task(name), "--brief").text
        check(len(out.splitlines()) == 1 and out.count("\t") == 5, repr(out))


@case("N11", "colour only when asked, and never in a file")
def _(box):
    check(b"\x1b" not in box.classify("{}").out, "colour in a pipe")
    check(b"\x1b" in box.classify('{"judgment":5}', "--color", "always").out, "no colour on demand")
    check(b"\x1b" not in box.classify("{}", env={"NO_COLOR": "1", "CLICOLOR": "1"}).out, "NO_COLOR")
    box.run("classify", "-", "--color", "always", "-o", "out", stdin="{}")
    check(b"\x1b" not in (box.path / "out").read_bytes(), "colour in a file")


@case("N12", "text fits 80 columns, and a long name does not break it")
def _(box):
    for name in ("a" * 500, "word " * 200, "漢字" * 200):
        out = box.classify(task(name)).text
        check(all(len(line) <= 80 for line in out.splitlines()), out)


@case("N13", "a message about a megabyte is short")
def _(box):
    result = box.refuses(json.dumps({"k" * 1_000_000: 1}))
    check(len(result.message) < 4_000, f"{len(result.message)} bytes of message")
    result = box.refuses(json.dumps({"judgment": "w" * 1_000_000}))
    check(len(result.message) < 4_000, f"{len(result.message)} bytes of message")
    result = box.refuses(json.dumps({"activity": "w" * 1_000_000}))
    check(len(result.message) < 4_000, f"{len(result.message)} bytes of message")
    result = box.refuses('{"judgment":' + "9" * 200 + "." + "1" * 500_000 + "}")
    check(len(result.message) < 4_000, f"{len(result.message)} bytes of message")


@case("N14", "thousands of mistakes are counted, not all told")
def _(box):
    result = box.refuses(json.dumps({f"k{i}": 1 for i in range(50_000)}))
    check(len(result.message.splitlines()) <= 21, f"{len(result.message.splitlines())} lines")
    says(result, "more problems")


@case("N15", "a stranger's record log is told about in visible text")
def _(box):
    box.run("classify", "-", "--brief", "--record", "log", stdin=task("n"))
    line = (box.path / "log").read_text(encoding="utf-8")
    bad = "\\u001b[2J\\u202e\\r"
    for text in (line.replace('"verdict":{', f'"verdict":{{"{bad}":"{bad}",'),
                 line.replace('"task":{', f'"task":{{"x_{bad}":1,'), f'{{"{bad}":1}}\n',
                 line.replace('"id":"n"', f'"id":"{bad}"'), "\x1b\n", "\0\n", "[]\n",
                 line + line, line.replace("BPO", "KPO").replace("KPO", "BPO")):
        log = box.file("hostile", text)
        for form in ((), ("--format", "json")):
            result = box.run("verify", log, *form, codes=(1, 3))
            check(visible(result.text) and not BIDI.search(result.text), repr(result))
    # A crash cuts the last line off: that is no edit, and the rest of the log still stands. Where
    # there is no rest, nothing does.
    result = box.run("verify", box.file("cut", line + line[:-40]))
    check("the last line was cut off" in result.text and "1 record" in result.text, repr(result))
    result = box.run("verify", box.file("only", line[:-40]), codes=(1,))
    check("the last line was cut off" in result.text and "0 records" in result.text, repr(result))
