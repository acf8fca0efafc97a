// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "cli/shell/command.hpp"

namespace sourcing::cli {

namespace {

constexpr std::string_view decide_group = "Decide";
constexpr std::string_view model_group = "Own a model";
constexpr std::string_view help_group = "Find your way";

// With its type in full: GCC puts an array whose type it deduces among the data that can be
// written.
constexpr Command table[] = {
    Command{"classify", decide_group, "decide tasks, with the full reasoning",
            "sourcing classify payroll.json\n"
            "sourcing classify tasks/*.json --format ndjson | jq .verdict\n"
            "sourcing classify payroll.json --assume data_residency=none --require decided",
            set_up_classify},
    Command{"batch", decide_group, "judge every row of a CSV or NDJSON file",
            "sourcing batch processes.csv > verdicts.csv\n"
            "sourcing batch processes.csv --append -o judged.csv --rejects bad.csv --summary\n"
            "cat processes.csv | sourcing batch - --format ndjson | jq -c .verdict",
            set_up_batch},
    Command{"report", decide_group, "one page for the board: charts, list, reasons, what if",
            "sourcing report processes.csv -o report.html\n"
            "sourcing report inventory.csv --by Function --weight FTE -o report.html\n"
            "sourcing report inventory.csv --charts charts --lang es -o informe.html",
            set_up_report},
    Command{"whatif", decide_group, "what would change the verdict, and how sure it is",
            "sourcing whatif payroll.json\n"
            "sourcing whatif payroll.json --to location=nearshore --fix judgment,regulated\n"
            "sourcing whatif payroll.json --set judgment=4",
            set_up_whatif},
    Command{"locate", decide_group, "which countries, from your own, and how sure that is",
            "sourcing locate payroll.json --home ES\n"
            "sourcing locate payroll.json --home ES --to IN --weights-within 25%\n"
            "sourcing locate payroll.json --home ES --format json | jq .places[0]",
            set_up_locate},
    Command{"case", decide_group, "what it comes to in money, between exact ends",
            "sourcing case payroll.json\n"
            "sourcing case payroll.json --assumptions ours.json --years 3 --discount 6%\n"
            "sourcing case inventory.csv --summary --by function",
            set_up_case},
    Command{"new", decide_group, "write a task template, or answer its questions on a terminal",
            "sourcing new -o task.json\n"
            "sourcing new payroll > payroll.json\n"
            "sourcing new --edit task.json\n"
            "sourcing new --rehearse payroll.json payroll",
            set_up_new},
    Command{"activities", decide_group, "list the activity catalogue",
            "sourcing activities\n"
            "sourcing activities --search payroll",
            set_up_activities},
    Command{"model show", model_group, "criteria, weights, gates and rules as tables",
            "sourcing model show\n"
            "sourcing model show --format json > my-model.json",
            set_up_model_show},
    Command{"model check", model_group, "find what a model cannot mean, with proof",
            "sourcing model check my-model.json\n"
            "sourcing model check my-model.json --strict --format sarif > findings.sarif",
            set_up_model_check},
    Command{"model export", model_group, "the model as SQL or as an ES module",
            "sourcing model export sql --dialect duckdb > verdicts.sql\n"
            "sourcing model export sql --dialect postgres --table ops.inventory --map Code=id\n"
            "sourcing model export js --lang en -o sourcing.mjs",
            set_up_model_export},
    Command{"model texts", model_group, "all that a model says, to a translator and back",
            "sourcing model texts my-model.json --add fr -o texts.csv\n"
            "sourcing model texts my-model.json --from texts.csv -o french.json",
            set_up_model_texts},
    Command{"model phrases", model_group, "the fixed phrases of the output, to be reworded",
            "sourcing model phrases --only en > phrases.json\n"
            "sourcing model texts my-model.json --from phrases.json -o mine.json",
            set_up_model_phrases},
    Command{"conformance", model_group, "rows that hug the ties, with the verdicts to expect",
            "sourcing conformance --rows 100000 --seed 7 -o conformance.csv", set_up_conformance},
    Command{"model test", model_group, "run cases against a model, with coverage",
            "sourcing model test my-model.json cases/*.json --min-coverage 90\n"
            "sourcing model test my-model.json --generate > boundaries.json",
            set_up_model_test},
    Command{"model diff", model_group, "what changed, and whether any verdict differs",
            "sourcing model diff default my-model.json\n"
            "sourcing model diff old.json new.json --on inventory.csv --exit-code",
            set_up_model_diff},
    Command{"verify", model_group, "replay decision records: does each still stand?",
            "sourcing classify payroll.json --record decisions.jsonl\n"
            "sourcing verify decisions.jsonl --head 0f8c…",
            set_up_verify},
    Command{"explain", help_group, "cause and mend of an error code, or what is behind a reason",
            "sourcing explain E0203\n"
            "sourcing explain exit-3\n"
            "sourcing explain data_residency --lang ca",
            set_up_explain, false},
    Command{"schema task", help_group, "JSON Schema of a task, for editors and validators",
            "sourcing schema task > task.schema.json", set_up_schema_task},
    Command{"schema model", help_group, "JSON Schema of a model",
            "sourcing schema model > model.schema.json", set_up_schema_model},
    Command{"schema verdict", help_group, "JSON Schema of the JSON output",
            "sourcing schema verdict > verdict.schema.json", set_up_schema_verdict},
    Command{"schema whatif", help_group, "JSON Schema of the JSON output of whatif",
            "sourcing schema whatif > whatif.schema.json", set_up_schema_whatif},
    Command{"schema mapping", help_group, "JSON Schema of a mapping, by which rows are read",
            "sourcing schema mapping > mapping.schema.json", set_up_schema_mapping},
    Command{"schema places", help_group, "JSON Schema of a file of places",
            "sourcing schema places > places.schema.json", set_up_schema_places},
    Command{"schema locate", help_group, "JSON Schema of the JSON output of locate",
            "sourcing schema locate > locate.schema.json", set_up_schema_locate},
    Command{"schema money", help_group, "JSON Schema of a file of assumptions",
            "sourcing schema money > money.schema.json", set_up_schema_money},
    Command{"schema case", help_group, "JSON Schema of the JSON output of case",
            "sourcing schema case > case.schema.json", set_up_schema_case},
    Command{"schema record", help_group, "JSON Schema of the lines of a record log",
            "sourcing schema record > record.schema.json", set_up_schema_record},
    Command{"config", help_group, "each setting and where it comes from", "sourcing config",
            set_up_config},
    Command{"completions", help_group, "completion script for bash, zsh or fish",
            "sourcing completions bash > /etc/bash_completion.d/sourcing\n"
            "source <(sourcing completions zsh)",
            set_up_completions, false},
    Command{"reference", help_group, "man pages and Markdown, made from the command tree",
            "sourcing reference man sourcing-classify | man -l -", set_up_reference, false},
};

}  // namespace

std::span<const Command> commands() noexcept { return table; }

}  // namespace sourcing::cli
