# SPDX-License-Identifier: Apache-2.0
"""J: tasks that are no JSON, no UTF-8, too deep, too large, or not what they claim to be."""
import json
import subprocess
import time

from lib import case, check, cpu_seconds, says

GOOD = '{"id":"a","judgment":4,"volume":"low"}'


@case("J01", "a good task is judged")
def _(box):
    verdict = json.loads(box.classify(GOOD, "--format", "json").out)
    check(verdict["id"] == "a" and verdict["verdict"]["engagement"], "no verdict")


@case("J02", "an empty file is an error, not an empty answer")
def _(box):
    box.refuses("", "<stdin>:1:1", "empty")


@case("J03", "white space only")
def _(box):
    box.refuses(" \n\t \r\n", "empty")


@case("J04", "a scalar or an array is no task")
def _(box):
    for text in ("1", '"judgment"', "null", "true", f"[{GOOD}]", "[]"):
        box.refuses(text, "a task is an object")


@case("J05", "NUL after the object")
def _(box):
    box.refuses(GOOD.encode() + b"\0{}", f"<stdin>:1:{len(GOOD) + 1}:", "NUL")
    box.refuses(GOOD.encode() + b"\0", "NUL")


@case("J06", "NUL inside a string or between tokens")
def _(box):
    box.refuses(b'{"id":"a\0b"}', "NUL")
    box.refuses(b'{"id":\0"a"}', "NUL")


@case("J07", "a byte order mark changes nothing")
def _(box):
    plain = box.classify(GOOD, "--format", "json")
    marked = box.classify(b"\xef\xbb\xbf" + GOOD.encode(), "--format", "json")
    check(plain.out == marked.out, "other bytes with a byte order mark")


@case("J08", "UTF-16 and UTF-32 are named")
def _(box):
    for encoding in ("utf-16-le", "utf-16-be", "utf-16"):
        box.refuses(GOOD.encode(encoding), "looks like UTF-16")
    for encoding in ("utf-32-le", "utf-32-be", "utf-32"):
        box.refuses(GOOD.encode(encoding), "looks like UTF-32")


@case("J09", "duplicate keys, both places told")
def _(box):
    box.refuses('{"name":"a","name":"b"}', "duplicate key `name`", "1:13", "first at 1:2")
    box.refuses('{"judgment":1,"judgm\\u0065nt":5}', "duplicate key `judgment`")


@case("J10", "NaN is no number")
def _(box):
    box.refuses('{"judgment":NaN}', "<stdin>:1:13", "not a number")


@case("J11", "Infinity is no number")
def _(box):
    box.refuses('{"judgment":Infinity}', "<stdin>:1:13", "not a number")
    box.refuses('{"judgment":-Infinity}', "<stdin>:1:13")


@case("J12", "1e400 is out of range, not the largest double")
def _(box):
    for number in ("1e400", "-1e400", "1e999999999999"):
        box.refuses(f'{{"volume":{number}}}', "<stdin>:1:11")


@case("J13", "100,000 nested arrays")
def _(box):
    begin = cpu_seconds()
    box.refuses('{"x_a":' + "[" * 100_000 + "]" * 100_000 + "}", "nested deeper than 64")
    check(box.sanitized or cpu_seconds() - begin < 2, "slow")


@case("J14", "100,000 nested objects")
def _(box):
    box.refuses('{"x":' * 100_000 + "1" + "}" * 100_000, "nested deeper than 64")


@case("J15", "a million open brackets")
def _(box):
    box.refuses("[" * 1_000_000, "nested deeper than 64")
    box.classify('{"x_a":' + "[" * 63 + "]" * 63 + "}")


@case("J16", "invalid UTF-8 is told without repeating it")
def _(box):
    for bad in (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xe9"):
        box.refuses(b'{"id":"' + bad + b'"}', "not valid UTF-8")


@case("J17", "half a surrogate pair")
def _(box):
    box.refuses('{"id":"\\ud800"}', "surrogate")
    box.refuses('{"id":"\\udc00\\ud800"}', "surrogate")
    box.classify('{"id":"\\ud83d\\ude00"}')


@case("J18", "a task cut off at any byte is never judged")
def _(box):
    task = '{"id":"é","judgment":4.5,"regulated":true,"volume":["low","high"],"x_a":{"b":null}}'
    whole = task.encode()
    for end in range(len(whole)):
        box.refuses(whole[:end], "<stdin>:1:")


@case("J19", "a control character in a string")
def _(box):
    box.refuses('{"id":"a\tb"}', "<stdin>:1:9", "tab")
    box.refuses(b'{"id":"a\x1bb"}', "control character")
    box.refuses('{"id":"a\nb"}', "must end on its line")


@case("J20", "a string of 64 MB")
def _(box):
    task = box.file("task.json", '{"name":"' + "a" * 64_000_000 + '"}')
    begin = cpu_seconds()
    result = box.run("classify", task, codes=(3,))
    check("16777216 bytes" in result.message or "16 MiB" in result.message, repr(result))
    check(box.sanitized or cpu_seconds() - begin < 3, "slow")
    box.refuses('{"name":"' + "a" * 2_000_000 + '"}', "1 MiB")


@case("J21", "a document of more than 16 MiB")
def _(box):
    result = box.classify('{"x_a":[' + "0," * 9_000_000 + "0]}", codes=(3,))
    check("16777216 bytes" in result.message or "16 MiB" in result.message, repr(result))


@case("J22", "all mistakes at once, each with its place")
def _(box):
    result = box.refuses('{\n "nmae": "x",\n "judgment": "lots",\n "complexity": 9,\n'
                         ' "volume": [5]\n}', "2:2: /nmae", "did you mean `name`?",
                         "3:14: /judgment", "4:16: /complexity", "5:12: /volume")
    check(len(result.message.splitlines()) == 4, repr(result))


@case("J23", "huge integers and tiny fractions are not rounded into range")
def _(box):
    for number in ("9007199254740993", "18446744073709551617", "-9223372036854775809", "9" * 300):
        box.refuses(f'{{"judgment":{number}}}', "outside the range", "1 to 5")
    box.refuses('{"judgment":' + "9" * 400 + "}", "too large")
    for number in ("1e-400", "4.0000000000000000000000000000000000001", "3.001"):
        box.refuses(f'{{"judgment":{number}}}', "<stdin>:1:13")


@case("J24", "comments")
def _(box):
    for text in ('{"id":"a"} // x', '/* x */ {"id":"a"}', '{"id":"a" # x\n}'):
        box.refuses(text, "comments are not allowed")


@case("J25", "a comma too many, or one too few")
def _(box):
    box.refuses('{"id":"a",}', "<stdin>:1:11", "comma")
    box.refuses('{"id":"a" "name":"b"}', "expected `,`")
    box.refuses('{"volume":["low",]}', "comma")


@case("J26", "single quotes, bare keys")
def _(box):
    box.refuses("{'id':'a'}", "double quotes")
    box.refuses("{id:1}", "needs double quotes")


@case("J27", "a misspelt key names the nearest")
def _(box):
    box.refuses('{"judgement":4}', "unknown field `judgement`", "did you mean `judgment`?")
    box.refuses('{"xyzzy":4}', "unknown field `xyzzy`")


@case("J28", "numbers in quotes, words of another scale")
def _(box):
    box.refuses('{"judgment":"4"}', "without quotes")
    box.refuses('{"language":4}', "/language")
    box.refuses('{"regulated":1}', "/regulated")
    box.refuses('{"judgment":true}', "/judgment")


@case("J29", "one bad line among many: named, and the others judged")
def _(box):
    lines = [f'{{"id":"t{i}","judgment":{1 + i % 5}}}' for i in range(2_000)]
    lines[1_499] = '{"judgment":}'
    result = box.classify("\n".join(lines) + "\n", "--brief", "--nodes", "1", codes=(3,))
    says(result, "<stdin>:1500:")
    check(len(result.text.splitlines()) == 1_999, "a verdict for each good line")
    check("t1498\t" in result.text and "t1500\t" in result.text, "the neighbours are judged")


@case("J30", "NDJSON with CRLF, blank lines and no last line feed")
def _(box):
    plain = box.classify(GOOD + "\n" + GOOD + "\n", "--brief")
    for text in (GOOD + "\r\n" + GOOD + "\r\n", GOOD + "\n\n\n" + GOOD, "\n" + GOOD + "\n" + GOOD):
        check(box.classify(text, "--brief").out == plain.out, repr(text))


@case("J31", "two documents on one line are an error, not one of them")
def _(box):
    for text in (GOOD + GOOD, GOOD + " " + GOOD, GOOD + "\r" + GOOD, GOOD + ",", GOOD + "]"):
        box.refuses(text, "expected nothing more")


@case("J32", "a million unknown keys")
def _(box):
    text = "{" + ",".join(f'"k{i}":0' for i in range(900_000)) + "}"
    begin = cpu_seconds()
    box.refuses(text, "unknown field `k0`")
    check(box.sanitized or cpu_seconds() - begin < 5, "slow")


@case("J33", "a hundred thousand times the same key")
def _(box):
    box.refuses("{" + ",".join(['"id":"a"'] * 100_000) + "}", "duplicate key `id`")


@case("J34", "the order of the keys does not matter")
def _(box):
    task = json.loads((box.data / "tasks/payroll.json").read_text(encoding="utf-8"))
    reverse = dict(reversed(task.items()))
    check(box.classify(json.dumps(task), "--format", "json").out ==
          box.classify(json.dumps(reverse), "--format", "json").out, "another verdict")


@case("J35", "4, 4.0, 4e0 and 0.4E+1 are one number")
def _(box):
    results = {json.dumps(json.loads(box.classify(f'{{"judgment":{n}}}', "--format", "json").out)
                          ["engagement"]) for n in ("4", "4.0", "4.00000", "4e0", "0.4E+1", "400e-2")}
    check(len(results) == 1, results)


@case("J36", "unknown is unknown: absent, null, {value: null}")
def _(box):
    outs = {box.classify(t, "--format", "json").out for t in
            ('{"complexity":4}', '{"complexity":4,"judgment":null}',
             '{"complexity":4,"judgment":{"value":null}}')}
    check(len(outs) == 1, "three answers to one question")


@case("J37", "a flood of blanks before, between and after")
def _(box):
    blanks = " \n" * 200_000
    for text in (blanks + GOOD, GOOD + blanks, blanks + GOOD + blanks):
        check(json.loads(box.classify(text, "--format", "json").out), "no verdict")
    box.refuses(" " * 20_000_000)


@case("J38", "a line too long among good ones is named, and the others judged")
def _(box):
    long_line = '{"name":"' + "a" * 17_000_000 + '"}'
    for lines, bad in (([GOOD, long_line, GOOD], 2), ([long_line, GOOD, GOOD], 1)):
        result = box.classify("\n".join(lines) + "\n", "--brief", codes=(3,))
        says(result, f"<stdin>:{bad}:")
        check(len(result.text.splitlines()) == 2, repr(result))


@case("J39", "tasks that arrive in pieces are the same tasks")
def _(box):
    text = '{"id":"a","judgment":4}\n{"id":"b","judgment":2}\n'
    whole = box.classify(text, "--brief").out
    for pieces in ([text[:9], text[9:]], [text[:24], text[24:]], [text[:25], text[25:]],
                   [text[:30], text[30:40], text[40:]]):
        process = box.popen("classify", "-", "--brief", stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for piece in pieces:
            process.stdin.write(piece.encode())
            process.stdin.flush()
            time.sleep(0.05)
        out, err = process.communicate(timeout=20)
        check(process.returncode == 0 and out == whole, f"{pieces!r}: {out!r} {err!r}")
