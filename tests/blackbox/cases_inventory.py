# SPDX-License-Identifier: Apache-2.0
"""F: files as people have them, saved by spreadsheets of other countries. The same answers give the same verdicts,
whatever they are written in; and what cannot be told is refused, never guessed.
"""
import csv
import gzip
import io
import json

from lib import case, check, says

CLEAN = """id,name,judgment,complexity,volume,cost_pressure,regulated,language,overlap_hours
P1,Nóminas,high,very_low,1200,3.5,true,local,2
P2,Facturas,2..4,medium,120,4,false,regional,8
P3,Patentes,very_high,high,15,1.5,true,global,0
"""
# A title, a blank row, headers and words in Spanish, decimal commas, points between thousands, a total.
SPANISH = (
    "Inventario de procesos;;;;;;;;\r\n;;;;;;;;\r\n"
    "Código;Proceso;Criterio;Complejidad;Volumen;Presión de costes;Regulado;Lengua;Horas compartidas\r\n"
    "P1;Nóminas;Alto;Muy bajo;1.200;3,5;Sí;local;2\r\n"
    "P2;Facturas;2-4;medio;120;4;NO;regional;8\r\n"
    ";;;;;;;;\r\n"
    "P3;Patentes;MUY ALTO;Alta;15;1,5;VERDADERO;global;0\r\n"
    "TOTAL;;;;1.335;;;;\r\n"
)


def batch(box, content, *options, codes=(0,)):
    return box.run("batch", box.file("in.csv", content), *options, codes=codes)


def table(result):
    return list(csv.DictReader(io.StringIO(result.out.decode("utf-8"), newline=""), strict=True))


@case("F01", "a raw Spanish file is scored like its clean twin, by a mapping that a dry run wrote")
def _(box):
    clean = table(batch(box, CLEAN))
    path = box.file("raw.csv", SPANISH.encode("cp1252"))
    mapping = str(box.file("map.json", "")) + ".out"
    box.run("batch", path, "--dry-run", "--save-mapping", mapping, "--id", "Código", "--map", "Proceso=name")
    scored = box.run("batch", path, "--mapping", mapping)
    check(table(scored) == clean, repr(scored))
    says(scored, "3 rows in = 3 verdicts + 0 rejects; 1 blank row, 1 row passed over")


@case("F02", "labels and words of every language give the bytes of ids")
def _(box):
    spanish = "Criterio;Complejidad;Regulado\nAlto;muy baja;Sí\nbajo;media;FALSO\n"
    ids = "judgment;complexity;regulated\nhigh;very_low;true\nlow;medium;false\n"
    for form in ("csv", "ndjson"):
        check(batch(box, spanish, "--format", form).out == batch(box, ids, "--format", form).out, form)


@case("F03", "a row of group titles above the header is refused, and the line below it named")
def _(box):
    text = "id,Complexity,,Volume\n,judgment,complexity,volume\na,1,2,3\n"
    says(batch(box, text, codes=(3,)), "line 2 looks more like the header", "--header-row 2")
    check(len(table(batch(box, text, "--header-row", "2"))) == 1, "--header-row")


@case("F04", "what is no text is named for what it is")
def _(box):
    for first, name in ((b"\xfd7zXZ\0\0", "xz"), (b"%PDF-1.7\n", "PDF"), (b"\xd0\xcf\x11\xe0\xa1\xb1", "xls")):
        says(batch(box, first + b"x" * 100, codes=(3,)), name)


@case("F05", "encodings are found where they are certain, and asked for else")
def _(box):
    text = "id,name,judgment\na,Nómina,4\n"
    wanted = batch(box, text).out
    check(batch(box, text.encode("cp1252")).out == wanted, "windows-1252")
    check(batch(box, text.encode("utf-16-le")).out == wanted, "utf-16 without a mark")
    check(batch(box, text.encode("iso-8859-15"), "--encoding", "iso-8859-15").out == wanted, "iso-8859-15")
    check(batch(box, gzip.compress(text.encode("cp1252"))).out == wanted, "in gzip")
    says(batch(box, b"id,name,judgment\na,\xff\xfe\xfd,4\n", codes=(6,)), "--encoding")


@case("F06", "sep= is obeyed, and --append keeps mark, line ends and the decimal comma")
def _(box):
    check(len(table(batch(box, "sep=;\nid;judgment\na;4\n"))) == 1, "sep=")
    out = batch(box, "\ufeffid;judgment\r\na;3,5\r\n", "--append", "--columns", "engagement_score").out
    check(out == "\ufeffid;judgment;engagement_score\r\na;3,5;52,50\r\n".encode(), repr(out))


@case("F07", "words of one's own mean what --value says, and null in a mapping is nobody's answer")
def _(box):
    text = "id,judgment\na,Crítico\nb,Medio\n"
    given = table(batch(box, text, "--value", "Crítico=very_high"))
    check(given == table(batch(box, "id,judgment\na,very_high\nb,medium\n")), repr(given))
    batch(box, text, "--value", "judgment:critico=nine", codes=(2, 3))
    dry = json.loads(batch(box, text, "--dry-run", "--dry-run-format", "json", codes=(6,)).out)
    check(dry["vocabulary"][0]["value"] == "Crítico" and dry["vocabulary"][0]["count"] == 1, dry)


@case("F08", "cells of a file without a header are never quoted as columns")
def _(box):
    result = batch(box, "Secret project,4,2\nHidden,3,1\n", codes=(3,))
    check("Secret" not in result.message, repr(result))
    says(result, "--no-header")


@case("F12", "`None` in cells is told where a level is called so, once, and not where it was said what it means")
def _(box):
    text = "id,judgment,data_residency,physical_presence\na,3,None,occasional\nb,4,region,daily\nc,2,None,\n"
    result = batch(box, text)
    says(result, "cells `None` are read as the level `none` of `data_residency`;", "--unknown None")
    check(result.message.count("None") == 2, result.message)
    check(table(result) == table(batch(box, text.replace("None", "none"))), "it is the level")
    for quiet in (batch(box, text.replace("None", "none")), batch(box, text, "--value", "None=none")):
        check("None" not in quiet.message, quiet.message)
    unknown = batch(box, text, "--unknown", "None")
    check("level `none` of" not in unknown.message, unknown.message)
    check(table(unknown) == table(batch(box, text.replace("None", ""))), "unknown")
    says(batch(box, text, "--format", "ndjson"), "--unknown None")


@case("F09", "6.500 is never silently 6.5")
def _(box):
    says(batch(box, "id,volume\na,6.500\n", codes=(6,)), "E0210")
    check(len(table(batch(box, "id,volume\na,6.500\n", "--thousands", "."))) == 1, "--thousands")


FULL = """id,name,judgment,complexity,volume,cost_pressure,regulated,language,overlap_hours,data_residency
P1,Nòmines,high,very_low,1200,3.5,true,local,2,region
P2,Factures,2..4,medium,120,4,false,regional,8,none
P3,Patents; marques,very_high,high,15,1.5,true,global,0.5,country
P4,,,low,62000,,,,,
"""
CATALAN = (
    "Inventari de processos 2026;;;;;;;;;\r\n;;;;;;;;;\r\n"
    "Codi;Procés;Criteri;Complexitat;Volum;Pressió de costos;Regulada;Llengua;Hores compartides;"
    "Residència de les dades\r\n"
    "P1;Nòmines;Alt;Molt baixa;1.200;3,5;Sí;local;2;regió\r\n"
    "P2;Factures;2-4;mitjana;120;4;No;regional;8;cap\r\n"
    ";;;;;;;;;\r\n"
    'P3;"Patents; marques";MOLT ALT;Alta;15;1,5;VERTADER;global;0,5;país\r\n'
    "P4;;;baix;62.000;;;;;\r\n"
    "Total;;;;63.335;;;;;\r\n"
)
# A byte order mark, group titles, line breaks and scales in headers, a row of units, blank rows, a word for unknown,
# a column of notes with line breaks, a total.
HARD = (
    "\ufeffInventario 2026;;;;;;;;;;\r\n;;;;;;;;;;\r\nProceso;;Qué se hace;;;Dónde;;;;Datos;\r\n"
    'Código;"Nombre del\nproceso";Criterio;"Complejidad\n(1-5)";"Volumen\n[casos al mes]";'
    '"Presión de\ncostes";Regulado;Lengua;Horas compartidas;Residencia de los datos;Observaciones\r\n'
    ";;1-5;1-5;casos;1-5;Sí/No;;horas;;\r\n"
    "P1;Nòmines;Alto;muy baja;1.200;3,5;Sí;local;2;región;ok\r\n;;;;;;;;;;\r\n"
    "P2;Factures;2-4;Media;120;4;No;regional;8;ninguna;\r\n"
    'P3;"Patents; marques";Muy alto;Alta;15;1,5;VERDADERO;global;0,5;país;"dos\nlíneas"\r\n'
    "P4;;n/d;baja;62.000;;;;;;\r\n;;;;;;;;;;\r\nTotal general;;;;63.335;;;;;;\r\n"
)


@case("F10", "a dry run alone writes the mapping of a Catalan file, and of one with most of what files have")
def _(box):
    clean = table(batch(box, FULL))
    for name, content, options in (("ca", CATALAN.encode("cp1252"), ()),
                                   ("hard", HARD.encode(), ("--skip-where", "Horas compartidas=horas"))):
        path, mapping = box.file(f"{name}.csv", content), str(box.file(f"{name}.json", "")) + ".out"
        box.run("batch", path, "--dry-run", "--save-mapping", mapping, *options)
        scored = table(box.run("batch", path, "--mapping", mapping))
        check(scored == clean, f"{name}: {[row for row in scored if row not in clean]}")


# Nothing but words of the company's own in the header, a volume of the year, a column of languages' names, sums.
OWN_WORDS = (
    "Inventario de procesos 2026;;;;;;;;;\r\n;;;;;;;;;\r\n"
    "Cód.;Proceso;Departamento;Casos al año;Complejidad (1-5);Sensibilidad de datos;Regulado (S/N);Idioma;"
    "Horas de solape;Notas\r\n"
    ";;;nº;1-5;1-5;;;h;\r\n"
    "P-01;Nóminas;Personas;14.400;2;4;S;Catalán;2;\r\n"
    "P-02;Facturas;Finanzas;1.440;3,5;3;N;Castellano;4;ok\r\n"
    "P-03;Patentes;Legal;180;5;5;S;Inglés;0,5;\r\n"
    "TOTAL;;;16.020;;;;;;\r\n"
)
OWN_WORDS_CLEAN = """id,name,function,volume,complexity,data_sensitivity,regulated,overlap_hours
P-01,Nóminas,Personas,1200,2,4,true,2
P-02,Facturas,Finanzas,120,3.5,3,false,4
P-03,Patentes,Legal,15,5,5,true,0.5
"""


@case("F11", "a header in nobody's words but the company's is understood by two commands, the year's volume as a twelfth")
def _(box):
    columns = ("--columns", "id,name,function,disposition,engagement,engagement_score,score_offshore,location,status")
    clean = table(batch(box, OWN_WORDS_CLEAN, *columns))
    path, mapping = box.file("own.csv", OWN_WORDS.encode("cp1252")), str(box.file("own.json", "")) + ".out"
    says(box.run("batch", path, codes=(3,)), "line 3 looks like the header")
    says(batch(box, "Casos al año,Dept.\n1200,x\n", codes=(3,)), "`Casos al año` (is it `volume`, of a year?",
         "`Dept.` (is it `function`?)", "--save-mapping")
    told = box.run("batch", path, "--dry-run", "--save-mapping", mapping)
    says(told, "`Casos al año` is read as `volume`, divided by 12", "`Departamento` is read as `function`",
         "`Idioma` is passed over, since most of its cells are no values of `language`")
    with open(mapping, encoding="utf-8") as file:
        saved = json.load(file)
    check(saved["derive"] == [{"from": ["Casos al año"], "to": "volume", "divide_by": 12}], saved)
    check(saved["id"] == "Cód." and "Idioma" not in saved["map"], saved)
    scored = table(box.run("batch", path, "--mapping", mapping, *columns))
    check(scored == clean, f"{scored}\n{clean}")
