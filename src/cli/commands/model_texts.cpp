// SPDX-License-Identifier: Apache-2.0
// The texts of a model to a translator and back, and the phrases that the program itself says.
#include "audit/model_texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>

#include "base/escape.hpp"
#include "base/json_writer.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"
#include "engine/program.hpp"
#include "input/csv_source.hpp"

namespace sourcing::cli {

namespace {

struct Texts {
  std::string model, format, from, output = "-";
  std::vector<std::string> add;
};

std::string table(const audit::TextTable& texts, const std::vector<std::string>& added,
                  char delimiter) {
  std::string out = "place";
  for (const auto* list : {&texts.languages, &added}) {
    for (const std::string& language : *list) {
      out += delimiter;
      out += language;
    }
  }
  out += '\n';
  for (const audit::PlacedText& text : texts.texts) {
    base::append_csv_field(out, text.place, delimiter, false);
    for (const std::string& said : text.said) {
      out += delimiter;
      base::append_csv_field(out, said, delimiter, true);
    }
    out.append(added.size(), delimiter);
    out += '\n';
  }
  return out;
}

// All of a file as a spreadsheet may have saved it: any encoding that can be told, or a workbook.
std::optional<std::string> read_table(const Session& session, const std::string& path,
                                      ExitCode& code) {
  constexpr std::size_t most = std::size_t{64} << 20, step = std::size_t{64} << 10;
  input::FileSource file;
  if (const std::string error = file.open(path, -1); !error.empty()) {
    session.messages.error("E0501", error, "", path);
    code = ExitCode::io;
    return std::nullopt;
  }
  input::Encoding encoding;
  const auto source = input::decode(file, encoding);
  std::string bytes;
  while (bytes.size() <= most) {
    const std::size_t had = bytes.size();
    bytes.resize(had + step);
    const std::size_t got = source->read(bytes.data() + had, step);
    bytes.resize(had + got);
    if (got == 0) break;
  }
  if (Problem problem = source->problem(); !problem.code.empty()) {
    problem.source = path;
    session.messages.errors({problem});
    code = ExitCode::bad_input;
    return std::nullopt;
  }
  return bytes;
}

ExitCode take_back(const Session& session, const Texts& options, const std::string& json,
                   const std::string& source) {
  ExitCode code = ExitCode::done;
  const auto bytes = read_table(session, options.from, code);
  if (!bytes) return code;
  const auto texts = audit::read_texts(*bytes, options.from);
  if (!texts) {
    session.messages.errors(texts.problems());
    return ExitCode::bad_input;
  }
  const auto changed = audit::with_texts(json, *texts, options.from);
  if (!changed) {
    session.messages.errors(changed.problems());
    return ExitCode::bad_input;
  }
  const auto engine = Engine::from_json(*changed, source);
  if (!engine) {
    session.messages.errors(engine.problems());
    return ExitCode::bad_input;
  }
  return print(session, *changed, options.output);
}

ExitCode run_texts(Session& session, const Texts& options) {
  constexpr std::size_t json_format = 2;
  const bool back = !options.from.empty();
  std::string wanted = options.format;
  if (wanted.empty()) wanted = back ? "json" : "csv";
  const auto format = choose(session, "--format", wanted, {"csv", "tsv", "json"});
  if (!format) return ExitCode::usage;
  if (back != (*format == json_format)) {
    session.messages.error("E0605",
                           "a table of texts is csv or tsv; with --from the model is json");
    return ExitCode::usage;
  }
  if (!options.model.empty()) session.common.model = options.model;
  ExitCode code = ExitCode::done;
  const auto engine = session.load_engine(code);
  if (!engine) return code;
  const auto json = session.model_json(code);
  if (!json) return code;
  if (!options.from.empty()) return take_back(session, options, *json, session.model_path());
  return print(session, table(audit::texts_of(*json), options.add, *format == 0 ? ',' : '\t'),
               options.output);
}

struct Phrases {
  std::string language, output = "-";
};

ExitCode run_phrases(const Session& session, const Phrases& options) {
  const engine::Program& program = engine::embedded_program;
  if (options.language.empty())
    return print(session, engine::embedded_phrases_json, options.output);
  const auto language =
      choose(session, "--only", options.language,
             std::vector<std::string_view>(program.languages.begin(), program.languages.end()));
  if (!language) return ExitCode::usage;
  std::string out;
  json::Writer writer(out, json::Layout::pretty);
  writer.begin_object();
  for (const engine::Phrase& phrase : program.phrases) {
    writer.begin_object(phrase.key);
    writer.text(program.languages[*language], program.text(phrase.text, *language));
    writer.end_object();
  }
  writer.end_object();
  return print(session, out + '\n', options.output);
}

}  // namespace

Run set_up_model_texts(OptionList& list) {
  auto options = std::make_shared<Texts>();
  list.add_option("MODEL", &options->model, "Model file; else the model in force")
      .type_name("MODEL")
      .reads();
  list.excludes("MODEL", "--model");
  list.add_option("-f,--format", &options->format, "csv or tsv; with --from json, the model")
      .type_name("csv|tsv|json");
  list.add_option("--add", &options->add, "A language to add: a column to be filled in")
      .type_name("LANGUAGE")
      .one_at_a_time();
  list.add_option(
          "--from", &options->from,
          "Read such a table, or an object of phrases in JSON, and write the model with its "
          "texts; empty cells say nothing")
      .type_name("FILE")
      .reads();
  list.excludes("--from", "--add");
  list.add_option("-o,--output", &options->output, "File to write, whole or not at all")
      .type_name("FILE")
      .writes("texts");
  return [options](Session& session) { return run_texts(session, *options); };
}

Run set_up_model_phrases(OptionList& list) {
  auto options = std::make_shared<Phrases>();
  list.add_option("--only", &options->language, "One language of the program")
      .type_name("LANGUAGE");
  list.add_option("-o,--output", &options->output, "File to write, whole or not at all")
      .type_name("FILE")
      .writes("phrases");
  return [options](Session& session) { return run_phrases(session, *options); };
}

}  // namespace sourcing::cli
