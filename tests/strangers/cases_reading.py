# SPDX-License-Identifier: Apache-2.0
"""Lines that are no rows, ends of lines, encodings, and NDJSON where a table was meant."""
import json
import shlex

from lib import case, check

VERDICT = ("--columns", "id,status,engagement_score")


@case
def quotes_and_line_ends_as_programs_write_them(box):
    wanted = box.batch("id,judgment\nP1,3\nP2,2\n", *VERDICT).is_(0).out
    check(box.batch('"id" ,"judgment"\t\n"P1" ,"3" \n"P2","2"\t\n', *VERDICT).is_(0).out == wanted, "quote, blank")
    check(box.batch("id,judgment\r\r\nP1,3\r\r\n\r\r\nP2,2\r\r\n", *VERDICT).is_(0).out == wanted, "CR CR LF")
    check(box.batch('id,judgment\r\r\n"P1","3"\r\r\nP2,2', *VERDICT).is_(0).out == wanted, "CR CR LF, quoted")
    box.batch('id,judgment\n"P1"x,3\n').is_(6).says("E0312")
    appended = box.batch("id,judgment\r\r\nP1,3\r\r\n", "--append", "--columns", "status").is_(0)
    check(appended.out == "id,judgment,status\r\nP1,3,tentative\r\n", appended)


@case
def no_verdict_from_a_line_that_is_no_row(box):
    for above in ("Complexity,Volume,Judgment\nid,judgment,complexity\n", "id,Complexity\nid,judgment\n",
                  "Process,Complexity,Volume\n,judgment (1-5),volume\n"):
        told = box.batch(above + "P1,4,2\n").is_(3).says("say --header-row 2 [E0307]")
        check(told.out == "", told)
    told = box.batch("id,judgment,complexity\n,1-5,1-5\nP1,4,2\n").is_(3).says("holds scales", "E0307")
    check("--skip-where 'judgment=1-5'" in told.err, told)
    box.batch("id,judgment,complexity\n,1-5,1-5\nP1,4,2\n", "--skip-where", "judgment=1-5").is_(0)
    box.batch("id,judgment,complexity\nP1,1-5,1-5\n").is_(0)
    told = box.batch("id,judgment,volume\n,1-5,no. a month\nP1,4,200\n").is_(3)
    check("--skip-where 'volume=no. a month'" in told.err, told)
    box.batch(" id | judgment \n----+----------\n P1 | 3\n").is_(3).says("E0307", "psql --csv")
    for repeated in ("id,judgment", "ID,Judgment", "Id,Criterio"):
        box.batch(f"id,judgment\nP1,4\n{repeated}\nP2,1\n").is_(6).says("row 2: the header stands here again")
    ids = '"{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"'
    box.batch(f"id,judgment\n{ids}\nP1,4\n").is_(6).says("import id").hides("QID2")
    box.batch("id,judgment\n,(1-5)\nP1,4\n").is_(6).says("row of units")


@case
def hints_work_when_they_are_pasted(box):
    for header in ('"judg\nmnet"', '"judg\r\nmnet"', "ju\u200bdgmnet", " judgmnet ", "jud\u202agmnet", "it's judgement"):
        told = box.batch(f"id,{header}\nP1,4\n")
        if "E0303" not in told.err:
            continue
        hint = shlex.split(told.err.split("say ")[1].split(" or --ignore")[0])
        box.run("batch", "in.csv", *hint).is_(0)
    told = box.batch("id,judgm\u200bnt\nP1,4\n").is_(3)
    box.run("batch", "in.csv", *shlex.split(told.err.split(" or ")[1].split(" [")[0])).is_(3).hides("E0303")
    told = box.batch('"process\nid",judgment\nP1,4\n').is_(0).says("is it the id? say --id ")
    option = shlex.split(told.err.split("say ")[1].split("),")[0].split(")")[0])
    check(box.run("batch", "in.csv", *option).is_(0).rows()[0]["id"] == "P1", option)


@case
def rows_of_totals_are_told(box):
    for column, text in (("id", "id,judgment\nP1,4\nTotal,3\n"), ("name", "name,judgment\nx,4\nGrand total,3\n")):
        for form in ("csv", "ndjson"):
            told = box.batch(text, "--format", form).is_(0).says("row 2 goes by", "--skip-where")
        hint = told.err.split("--skip-where '")[1].split("'")[0]
        check(hint.startswith(column), told)
        box.run("batch", "in.csv", "--skip-where", hint).is_(0).hides("goes by").says("1 row in")
    box.batch("id,judgment\nTotal quality,4\n").is_(0).hides("goes by")


@case
def what_nobody_sees_in_a_name_is_shown(box):
    told = box.batch("id,judgm\u200bnt\nP1,4\n").is_(3).says("`judgm\\u200bnt`", "--map 'judgmnt=judgment'")
    check("\u200b" not in told.err, told)
    box.batch("id,judgm\u200bnt\nP1,4\n", "--map", "judgmnt=judgment").is_(0)
    for header in ("\u200bjudgment", "judgment\ufeff", "jud\u00adgment", "\uff4a\uff55\uff44\uff47\uff4d\uff45\uff4e\uff54",
                   "judgment\u202f", "JUDGMENT"):
        check(box.batch(f"id,{header}\nP1,4\n", *VERDICT).is_(0).rows()[0]["engagement_score"] == "55.00", header)
    # Two characters away, though four bytes.
    box.batch("id,judgm\u0434nt\nP1,4\n").is_(3).says("looks like `judgment`")
    box.batch("id,judgm\u0434\u0436t\nP1,4\n").is_(3).says("looks like `judgment`")
    box.run("classify", box.file("t.json", '{"judgm\u200bnt":4}')).is_(3).says("`judgm\\u200bnt`", "did you mean")


@case
def cells_of_another_script_are_explained(box):
    for digits in ("\uff13", "\u0663"):
        box.batch(f"id,judgment\na,{digits}\n").is_(6).says("write them as 0 to 9").hides(digits)
    for cell in ("\u00a03", "3\u200b", "med\u200bium", "\uff28\uff29\uff27\uff28"):
        box.batch(f"id,judgment\na,{cell}\n").is_(0)
    box.batch("id,judgment\na,4.\n").is_(6).says("ends in a decimal sign")
    box.batch("judgment\n4\n3;2\n").is_(6).says("--delimiter ';'")


@case
def lines_of_json_follow_options_or_refuse_them(box):
    lines = box.file("in.ndjson", '{"Nr":"a","Urteil":4}\n{"Nr":"b","Urteil":"hoch"}\n')
    for option in (("--delimiter", ";"), ("--header-row", "2"), ("--skip-where", "Nr=a"), ("--decimal", ","),
                   ("--thousands", "."), ("--no-header",), ("--header-from", lines), ("--sheet", "1")):
        told = box.run("batch", lines, *option).is_(2).says(option[0])
        check(told.out == "", told)
        box.run("report", lines, *option, "-o", "page.html").is_(2)
    box.run("batch", lines).is_(6).says("--map 'THEIR KEY=CRITERION'")
    read = box.run("batch", lines, "--map", "Urteil=judgment", "--id", "Nr", "--value", "hoch=4", *VERDICT).is_(0)
    check([each["id"] for each in read.rows()] == ["a", "b"], read)
    read.hides("no line has")
    mapping = box.file("m.json", json.dumps({"schema": "sourcing.mapping/1", "delimiter": ";", "decimal": ",",
                                             "map": {"Urteil": "judgment"}, "id": "Nr", "values": {"": {"hoch": "4"}}}))
    box.run("batch", lines, "--mapping", mapping, *VERDICT).is_(0)
    plain = box.file("plain.ndjson", '{"id":"a","judgment":4}\n{"id":"b"}\n')
    box.run("batch", plain, "--map", "Urteil=judgment").is_(0).says("no line has `Urteil`, which --map names")
    box.run("batch", plain, "--id", "Nr").is_(0).says("no line has `Nr`, which --id names")


@case
def one_object_a_line_is_asked_for_where_it_helps(box):
    two = '{\n "id":"a",\n "judgment":4}\n{\n "id":"b",\n "judgment":1}\n'
    box.run("classify", box.file("two.json", two)).is_(3).says("jq -c .")
    for command in ("classify", "batch"):
        box.run(command, box.file("c.ndjson", '{"id":"a","judgment":4},\n{"id":"b","judgment":1}\n')).says(
            "no comma between them")
    box.run("classify", box.file("w.json", '{"tasks":[{"id":"a","judgment":4}]}')).is_(3).says("write one a line")
    for key in ("annual_volume", "yearly volume"):
        box.run("classify", box.file("v.json", json.dumps({key: 12000}))).is_(3).says("divide by twelve")
    box.run("classify", box.file("v.json", '{"business_criticality": 2}')).is_(3).says("is it `criticality`?")
