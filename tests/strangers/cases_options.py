# SPDX-License-Identifier: Apache-2.0
"""Which options go together: one that has no effect is an error, and so is one that is given twice."""
from lib import case

READING = (("--map", "x=judgment"), ("--ignore", "x"), ("--id", "x"), ("--delimiter", ";"), ("--mapping", "m.json"),
           ("--header-row", "2"), ("--skip-where", "a=b"), ("--value", "a=3"), ("--decimal", ","),
           ("--thousands", "."), ("--encoding", "utf-8"), ("--sheet", "1"), ("--no-header",),
           ("--header-from", "rows.csv"), ("--unknown", "x"), ("--limit", "3"), ("--max-errors", "3"),
           ("--show-values",), ("--jobs", "2"), ("--cells", "5"))
TABLE = (
    *((("model", "diff", "model.json", "model.json"), each) for each in (*READING, ("--rows", "3"))),
    *((("batch", "rows.csv", "--raw"), ("--format", form)) for form in ("ndjson", "json", "markdown")),
    *((("batch", "rows.csv", "--row", "1"), each)
      for each in (("--append",), ("--columns", "id"), ("--summary",), ("--by", "id"), ("--sum", "judgment"),
                   ("--limit", "1"), ("--rejects", "r.csv"), ("--max-errors", "1"), ("--raw",),
                   ("--decimal-out", ","))),
    *((("batch", "rows.csv"), each)
      for each in (("--no-header", "--header-from", "rows.csv"), ("--no-header", "--header-row", "1"),
                   ("--dry-run-format", "json"), ("--save-mapping", "m.json"), ("--quiet", "--verbose"),
                   ("--map", "id=id", "--ignore", "ID"), ("--id", "id", "--ignore", "id"),
                   ("--columns", "id,id"), ("--columns", "id,"), ("--unknown", ","), ("--unknown", "x, x"),
                   ("--by", "id", "--by", "id"), ("--ignore", "x", "--ignore", "x"), ("--among", "ES"))),
    *((("classify", "task.json"), each)
      for each in (("--raw",), ("--raw", "--format", "json"), ("--detail", "full", "--format", "json"),
                   ("--brief", "--format", "json"), ("--because", "x"), ("--by", "x"), ("--against-gate",),
                   ("--sign-with", "key"), ("--override", "engagement=BPO"),
                   ("--require", "decided", "--require", "decided"))),
    *((("whatif", "task.json"), each)
      for each in (("--set", "judgment=1", "--to", "engagement=BPO"), ("--set", "judgment=1", "--fix", "volume"),
                   ("--fix", "judgment", "--fix", "judgment"), ("--detail", "full", "--format", "json"))),
    *((("locate", "task.json", "--home", "ES"), each)
      for each in (("--raw",), ("--raw", "--format", "json"), ("--detail", "full", "--format", "csv"))),
    *((("case", "task.json"), each) for each in (("--by", "x"), ("--independent",))),
    *((("new",), each)
      for each in (("--edit", "task.json", "payroll"), ("--force",), ("--rehearse", "task.json", "--format", "json"),
                   ("--ask", "--no-questions"), ("--ask", "--format", "xlsx"), ("--edit", "task.json", "--force"))),
    *((("case", "task.json"), each)
      for each in (*READING[:12], ("--detail", "full", "--format", "json"), ("--detail", "brief", "--format", "csv"),
                   ("--jobs", "2"), ("--home", "ES"))),
    *((("case", "rows.csv"), each)
      for each in (("--detail", "full"), ("--charts", "pictures"), ("--by", "id"), ("--independent",))),
    *((("locate", "task.json", "--home", "ES"), each)
      for each in (("--among", "FR,PT", "--not", "FR"), ("--among", "FR,FR"), ("--among", "FR", "--to", "PT"),
                   ("--not", "PT", "--to", "PT"), ("--set", "judgment=1"))),
    *((("whatif", "task.json"), each)
      for each in (("--samples", "0", "--seed", "3"), ("--set", "judgment=1", "--set", "Judgment=2"),
                   ("--set", "judgment=1", "--samples", "5"), ("--assume", "complexity=2", "--assume", "Complexity=3"))),
    *((("classify", "task.json"), each)
      for each in (("--assume", "complexity=2", "--assume", "Complejidad=3"),
                   ("--expect", "engagement=BPO", "--expect", "engagement=KPO"),
                   ("--require", "location=decided", "--require", "location=tentative"))),
    *((("batch", "rows.csv"), each)
      for each in (("--value", "a=3", "--unknown", "a"), ("--value", "judgment:a=3", "--unknown", "x,A"),
                   ("--sheet", "1"), ("--decimal", ",", "--thousands", ","), ("--decimal-out", ",", "-f", "json"))),
    *((("batch", "rows.csv", "--columns", "id"), each)
      for each in (("--home", "ES"), ("--home", "ES", "--among", "FR"), ("--among", "FR"))),
    *((("batch", "rows.xlsx"), each) for each in (("--encoding", "utf-8"), ("--delimiter", ";"))),
    *((("report", "rows.csv"), each)
      for each in (("--by", "id", "--by", "id"), ("--no-header", "--header-row", "1"), ("--format", "html"),
                   ("-o", "-", "--data", "-"))),
    *((("model", "export", "sql", "--dialect", "duckdb"), each)
      for each in (("--as", "select", "--name", "x"), ("--map", "a=judgment", "--map", "b=judgment"),
                   ("--columns", "id,id"), ("--as", "function"))),
    *((("model", "export", "js"), each)
      for each in (("--dialect", "duckdb"), ("--table", "t"), ("--name", "x"), ("--as", "view"), ("--map", "a=id"),
                   ("--columns", "id"), ("--typed",), ("--text-scores",), ("--reasons", "none"))),
    *((("activities",), each) for each in (("payroll",), ("--format", "csv"), ("--search", "a", "--search", "b"))),
    *((("conformance",), each) for each in (("task.json",), ("--rows", "2", "--rows", "3"), ("--format", "csv"))),
    *((("config",), each) for each in (("model",), ("--format", "csv"))),
    *((("schema", "task"), each) for each in (("--format", "json"), ("verdict",))),
    (("model", "show", "--graph", "mermaid"), ("--format", "json")),
    (("model", "show", "--graph", "mermaid"), ("--criterion", "judgment")),
    (("model", "check", "model.json"), ("--model", "model.json")),
    (("model", "test", "--generate"), ("--format", "json")),
    (("verify", "log"), ("--last",)),
    (("verify", "log", "--chain-only"), ("--model", "model.json")),
    (("explain", "E0204"), ("--list",)),
    (("reference", "man", "sourcing-batch"), ("--folder", "pages")),
)


@case
def an_option_without_effect_is_an_error(box):
    box.file("model.json", box.run("model", "show", "--format", "json").out)
    box.file("rows.csv", "id,judgment\na,4\n")
    box.file("task.json", '{"id":"a","judgment":4}')
    box.file("tasks.ndjson", '{"id":"a","judgment":4}\n{"id":"b"}\n')
    box.file("log", "")
    box.run("batch", "rows.csv", "-o", "rows.xlsx").is_(0)
    before = sorted(path.name for path in box.folder.iterdir())
    for command, more in TABLE:
        box.run(*command, *more).is_(2)
    after = sorted(path.name for path in box.folder.iterdir())
    assert before == after, f"written: {after}"
