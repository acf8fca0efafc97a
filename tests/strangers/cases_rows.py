# SPDX-License-Identifier: Apache-2.0
"""Rows, cells, headers and ids as people have them."""
from lib import case, check


@case
def empty_fields_beyond_the_header_are_none(box):
    text = "id,judgment,complexity\na,4,2,\nb,1,1,, \nc,1,1\n"
    scored = box.batch(text, "--append").is_(0)
    check([(r["id"], r["status"]) for r in scored.rows()] == [(i, "tentative") for i in "abc"], scored)
    plain = box.batch("id,judgment,complexity\na,4,2\nb,1,1\nc,1,1\n", "--append").is_(0)
    check(plain.out == scored.out, scored)
    for form in ("ndjson", "markdown"):
        check(box.batch(text, "-f", form).is_(0).out.lower().count("tentative") > 2, form)
    box.batch("id,judgment\na,4,secret\n").is_(6).says("E0311").hides("secret", "--rejects")
    # With --append the table keeps its width: what is not copied is told.
    told = "the output has the first 2 only, --rejects FILE has all"
    ragged = "id,judgment\na,4,precious\nb\nc,1\n"
    kept = box.batch(ragged, "--append", "--columns", "status").is_(6).says(told)
    check(kept.err.count(told) == 1 and [line.count(",") for line in kept.out.splitlines()] == [2] * 4, kept)
    box.batch(ragged, "--append", "--rejects", "r.csv").is_(6).hides(told)
    check("precious" in (box.folder / "r.csv").read_text(), "rejects")


@case
def blank_rows_are_no_processes_anywhere(box):
    rows = box.file("in.csv", "id,judgment,fte\n,,\na,4,2\n , ,\n\n\"\",,\n")
    box.run("batch", rows, "--summary").is_(0).says("1 row in = 1 verdict + 0 rejects; 3 blank rows")
    check(box.run("case", rows).is_(0).out.count("\n") == 2, "case")
    box.run("case", rows, "--summary", "--format", "json").is_(0).shows('"rows": 1')


@case
def what_is_refused_is_told_by_its_shape(box):
    shapes = {"'4": "an apostrophe", ".5": "write a 0", "+4": "plus sign",
              '"1,200"': "thousands", "4%": "percentage", "2-Apr": "date", "#N/A": "Excel",
              '"=""4"""': "formula", "n/a": "--unknown", "1E+01": "scientific", "8": "scale of 1 to 10",
              "\u201c4\u201d": "curly"}
    for cell, told in shapes.items():
        box.batch(f"id,judgment\na,{cell}\n").is_(6).says(told)


@case
def groups_of_thousands_have_three_digits(box):
    for column in ("judgment", "volume"):
        for cell in ("6.50", "1200.", "12.0000"):
            box.batch(f"id;{column}\na;{cell}\n", "--thousands", ".").is_(6).says(
                "`.` is the sign of thousands").hides("--decimal")
    box.batch("id,regulated\na,1.0\n").is_(6).says("--value 'NUMBER=WORD'").hides("--decimal")
    box.batch("id;volume\na;1.200\nb;1.200,5\n", "--thousands", ".").hides("sign of thousands")


@case
def ids_that_are_not_unique_are_told(box):
    told = "ids are not unique: 1 row of 3 has the id of an earlier one, such as rows 1 and 3"
    text = "id,judgment\nP1,3\nP2,3\nP1,4\n"
    for form in ("csv", "json", "ndjson", "markdown"):
        box.batch(text, "--format", form).is_(0).says(told)
    lines = '{"id":"a"}\n{"id":"b","judgment":2}\n{"id":"a","x_f":[1]}\n'
    box.run("batch", box.file("in.ndjson", lines)).is_(0).says(told)
    # A row without an id goes by its number, which may be another's id.
    box.batch("id,judgment\n2,3\n,3\n").is_(0).says("rows 1 and 2")
    box.batch("id,judgment\n1,3\n,3\n").is_(0).hides("not unique")
    box.batch("judgment\n1\n1\n").is_(0).hides("not unique")


@case
def a_word_for_unknown_that_is_a_value_is_told(box):
    text = "id,data_residency,judgment\na,none,3\nb,country,4\n"
    box.batch(text, "--unknown", "none").is_(0).says("`none` is a value of `data_residency`")
    box.batch(text, "--unknown", "n/a,2").is_(0).says("`2` is a value of `judgment`").hides("`n/a` is")
    box.batch(text, "--unknown", "n/a").is_(0).hides("is a value")


@case
def cells_of_no_header_are_not_quoted(box):
    secrets = ('[{"id":"a","name":"Secret merger","judgment":4},{"id":"b","judgment":1}]',
               "P1,Secret judgment,4\nP2,x,3\n", "P1;Secret volume;1,5\n", "P1,name,Secret complexity,2,true\n")
    for text in secrets:
        box.batch(text).is_(3).says("E0302").hides("Secret", "merger")
    box.batch(secrets[1]).says("say --no-header")
    box.batch("Nr;Judgment (1-10)\na;4\n").is_(3).says("is it `judgment`?")
    box.batch("Nr;Judgment (1-5)\na;4\n").is_(0).says("is it the id?")


@case
def columns_by_other_names_get_the_hint_that_helps(box):
    box.batch("process_id,process_name,judgment\n1,x,4\n").says("say --id 'process_id'", "is it `name`?")
    box.batch("process_id,judgment\n1,4\n", "--id", "process_id").is_(0).hides("is it the id")
    box.batch("id,process_id,judgment\n1,1,4\n").is_(0).hides("is it the id")
    for header in ("annual_volume", "Volume per year", "yearly volume"):
        box.batch(f"{header},judgment\n12000,4\n").is_(0).says("divide by twelve")
        box.batch(f"{header},judgment\n12000,4\n", "--map", f"{header}=volume").is_(0).says("twelve times too much")
    box.batch("volume,judgment\n12000,4\n").is_(0).hides("twelve")


@case
def a_label_with_the_unit_beside_it_is_the_criterion(box):
    wanted = box.batch("id,volume,judgment\na,12000,4\n", "--columns", "id,engagement_score").out
    for header in ("Volumen mensual", "Volum mensual", "Monthly volume", "Volumen al mes", "Volumen/mes",
                   "VOLUMEN (casos al mes)", "Volume (items a month)", "volume per month"):
        found = box.batch(f"id;{header};judgment\na;12000;4\n", "--columns", "id,engagement_score")
        found.is_(0).hides("passed over")
        check(found.out == wanted, f"{header}: {found.out!r}")
    for header in ("Volumen anual", "Volum anual", "Volumen del proveedor", "Volume of calls", "Volumen (miles al mes)"):
        box.batch(f"id;{header};judgment\na;12000;4\n").is_(0).says("passed over")
    for header in ("Regulat", "Regulada", "Regulado", "Regulats", "¿Regulado?", "Regulated?"):
        box.batch(f"id;{header};judgment\na;Sí;4\n", "--columns", "id,engagement_score").is_(0).hides("passed over")
    # Neither is better than the other, and what is said exactly goes first.
    box.batch("id;Volumen;Volumen mensual;judgment\na;12000;7;4\n").is_(0).says("passed over", "Volumen mensual")
