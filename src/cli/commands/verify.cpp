// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <sourcing/records.hpp>

#include "audit/signature.hpp"
#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"
#include "cli/shell/report_lines.hpp"

namespace sourcing::cli {

namespace {

struct Options {
  std::vector<std::string> files, models;
  std::string format, head, signers;
  bool chain_only = false, last = false;
};

// One log, and everything that was found in it.
struct Verified {
  std::string name;
  LogReport report;
};

std::string_view judgment(const LogReport& log, bool chain_only) {
  if (!log.read_to_end) return "NOT read to its end";
  if (!log.chain_intact()) return "NOT as recorded";
  if (chain_only) return "the chain is intact; nothing was decided again";
  return log.comes_out_the_same() ? "each stands and comes out the same"
                                  : "the chain is intact, but something comes out differently";
}

std::string place(const Verified& log, const LogFinding& entry) {
  std::string out = base::printable(log.name);
  if (entry.line > 0) out += fmt::format(":{}", entry.line);
  if (!entry.task.empty()) out += fmt::format(": {}", base::printable(entry.task));
  return out;
}

std::string or_absent(const std::string& json) { return json.empty() ? "nothing" : json; }

// Findings that are written out of each log (JSON has all of them), and lines that are no records.
constexpr std::uint64_t most_told = 20;

std::string as_text(const std::vector<Verified>& logs, bool chain_only) {
  std::string out;
  const auto to = std::back_inserter(out);
  for (const Verified& log : logs) {
    std::uint64_t told = 0, left_out = 0;
    std::array<std::uint64_t, 2> count{};  // of notes on their own: they hide no difference
    for (const LogFinding& entry : log.report.findings) {
      const bool of_told_line = entry.kind == "verdict_differs" && entry.line == told;
      if (!of_told_line && ++count[entry.note ? 1 : 0] > most_told) {
        ++left_out;
        continue;
      }
      if (entry.kind != "verdict_differs") {
        fmt::format_to(to, "{}: {}{}\n", place(log, entry), entry.note ? "note: " : "",
                       base::printable(entry.message));
        continue;
      }
      if (entry.line != told)
        fmt::format_to(to, "{}: {}\n", place(log, entry), base::printable(entry.message));
      told = entry.line;
      fmt::format_to(to, "  {}: recorded {}, now {}\n", base::printable(entry.pointer),
                     base::printable(or_absent(entry.recorded)),
                     base::printable(or_absent(entry.replayed)));
    }
    if (left_out > 0) {
      fmt::format_to(to, "{}: and {} more; --format json has all\n", base::printable(log.name),
                     left_out);
    }
    fmt::format_to(to, "{}: {} record{}", base::printable(log.name), log.report.records,
                   log.report.records == 1 ? "" : "s");
    if (log.report.overridden > 0) {
      fmt::format_to(to, ", {} overridden by a person", log.report.overridden);
    }
    fmt::format_to(to, "; {}\n", judgment(log.report, chain_only));
    if (log.report.after_head > 0)
      fmt::format_to(to, "{} line{} came after that head\n", log.report.after_head,
                     log.report.after_head == 1 ? "" : "s");
    if (!log.report.head.empty()) {
      fmt::format_to(to, "head {}\n", base::printable(log.report.head));
    }
  }
  return out;
}

std::string as_json(const std::vector<Verified>& logs, bool chain_only) {
  std::string out;
  json::Writer writer(out, json::Layout::pretty);
  // A stranger's values are written anew: the canonical form escapes little of what terminals obey.
  const auto value = [&](std::string_view key, const std::string& canonical) {
    if (canonical.empty()) return writer.json(key, "");
    writer.key(key);
    json::write(writer, json::parse(canonical, "").root);
  };
  writer.begin_object();
  writer.text("schema", "sourcing.verify/1");
  writer.begin_array("logs");
  for (const Verified& log : logs) {
    writer.begin_object();
    writer.text("file", log.name);
    writer.count("records", log.report.records);
    writer.count("overridden", log.report.overridden);
    writer.text("head", log.report.head);
    writer.flag("same", log.report.stands());
    writer.flag("chain_intact", log.report.chain_intact());
    writer.key("comes_out_the_same");
    if (chain_only) {
      writer.null();
    } else {
      writer.boolean(log.report.comes_out_the_same());
    }
    writer.count("after_head", log.report.after_head);
    writer.begin_array("differences");
    for (const LogFinding& entry : log.report.findings) {
      writer.begin_object();
      writer.text("kind", entry.kind);
      writer.flag("note", entry.note);
      writer.count("line", entry.line);
      writer.text("task", entry.task);
      writer.text("message", entry.message);
      if (!entry.pointer.empty()) {
        writer.text("pointer", entry.pointer);
        value("recorded", entry.recorded);
        value("replayed", entry.replayed);
      }
      writer.end_object();
    }
    writer.end_array();
    writer.end_object();
  }
  writer.end_array();
  writer.end_object();
  return out + "\n";
}

ExitCode code_of(const LogReport& report) {
  ExitCode code = report.stands() ? ExitCode::done : ExitCode::not_fulfilled;
  if (report.unreadable > 0) code = worse(code, ExitCode::bad_input);
  if (!report.read_to_end) code = worse(code, ExitCode::io);
  return code;
}

Verified verify(const Session& session, const std::string& path, const VerifyOptions& how) {
  Verified log{path == "-" ? "<stdin>" : path, verify_log(path, how)};
  session.messages.errors(log.report.problems);
  if (log.report.unreadable > most_told) {
    session.messages.error(
        "", fmt::format("and {} more lines that are no records", log.report.unreadable - most_told),
        "", log.name);
  }
  return log;
}

ExitCode run(Session& session, Options& options) {
  const auto format = choose(session, "--format", options.format, {"text", "json"});
  if (!format) return ExitCode::usage;
  if (options.files.empty()) {
    session.messages.error("E0605", "verify needs a record log",
                           "`sourcing classify TASK --record FILE` writes one");
    return ExitCode::usage;
  }
  options.head = base::ascii_lower(options.head);
  const bool hexadecimal = options.head.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!options.head.empty() && (options.head.size() != 64 || !hexadecimal)) {
    session.messages.error("E0602", "--head takes the 64 hexadecimal digits that --record printed");
    return ExitCode::usage;
  }
  if (!options.head.empty() && options.files.size() > 1) {
    session.messages.error("E0605", "--head is of one log, and there are several");
    return ExitCode::usage;
  }
  ExitCode code = ExitCode::done;
  VerifyOptions how;
  how.chain_only = options.chain_only;
  how.head = options.head;
  how.last = options.last;
  if (!options.signers.empty()) {
    how.is_signed = [&](std::string_view hash, std::string_view signature) {
      std::string error;
      return audit::is_signed(options.signers, hash, signature, error);
    };
  }
  if (options.models.empty()) options.models.push_back(session.model_path());
  for (const std::string& path : options.models) {
    auto engine = session.load_engine(path, code);
    if (!engine) return code;
    how.engines.push_back(*std::move(engine));
  }
  // What the shipped model decided stands, whichever models are given beside it.
  if (std::find(options.models.begin(), options.models.end(), "") == options.models.end()) {
    how.engines.push_back(Engine::embedded());
  }
  std::vector<Verified> logs;
  for (const std::string& path : options.files) {
    logs.push_back(verify(session, path, how));
    code = worse(code, code_of(logs.back().report));
  }
  if (*format != 0) return worse(print(session, as_json(logs, options.chain_only)), code);
  return worse(print_lines(session, say_lines(session.messages, as_text(logs, options.chain_only))),
               code);
}

}  // namespace

Run set_up_verify(OptionList& list) {
  auto options = std::make_shared<Options>();
  options->format = "text";
  list.add_option("RECORD", &options->files, "Record logs; - is standard input")
      .type_name("RECORD")
      .reads();
  list.add_option("-f,--format", &options->format, "text or json (default: text)")
      .type_name("text|json");
  list.add_option("--model", &options->models,
                  "A model that decided some of the records; may be repeated: each record takes "
                  "the one whose SHA-256 it names")
      .type_name("FILE")
      .one_at_a_time()
      .reads();
  list.add_option("--head", &options->head,
                  "Exit 1 unless a line has this hash: shows lines missing at the end of the log")
      .type_name("HASH");
  list.add_flag("--last", options->last, "With --head: exit 1 unless that is the last line");
  list.add_flag("--chain-only", options->chain_only,
                "Only whether the lines are those that were written; decide nothing again");
  list.add_option("--signed-by", &options->signers,
                  "Exit 1 unless each line is signed by one of these allowed signers "
                  "(ssh-keygen's format)")
      .type_name("FILE")
      .reads();
  list.needs("--last", "--head");
  list.excludes("--chain-only", "--model");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
