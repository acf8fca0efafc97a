// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>

#include "audit/replay.hpp"
#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"
#include "input/task_stream.hpp"

namespace sourcing::cli {

namespace {

constexpr std::size_t most_line_bytes = std::size_t{256} << 20;

struct Options {
  std::vector<std::string> files;
  std::string format, head;
};

// One log, and everything that was found in it.
struct Verified {
  std::string name;
  audit::LogSummary summary;
  std::vector<audit::Discrepancy> found;
  std::uint64_t unreadable = 0;  // lines that are no JSON

  [[nodiscard]] bool fine() const {
    return unreadable == 0 &&
           std::all_of(found.begin(), found.end(), [](const auto& entry) { return entry.note; });
  }
};

std::string place(const Verified& log, const audit::Discrepancy& entry) {
  std::string out = base::printable(log.name);
  if (entry.line > 0) out += fmt::format(":{}", entry.line);
  if (!entry.who.empty()) out += fmt::format(": {}", base::printable(entry.who));
  return out;
}

std::string or_absent(const std::string& json) { return json.empty() ? "nothing" : json; }

std::string as_text(const std::vector<Verified>& logs) {
  std::string out;
  const auto to = std::back_inserter(out);
  for (const Verified& log : logs) {
    std::uint64_t told = 0;
    for (const audit::Discrepancy& entry : log.found) {
      if (entry.kind != audit::DiscrepancyKind::verdict_differs) {
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
    fmt::format_to(to, "{}: {} records", base::printable(log.name), log.summary.records);
    if (log.summary.overridden > 0) {
      fmt::format_to(to, ", {} overridden by a person", log.summary.overridden);
    }
    fmt::format_to(to, "; {}\n",
                   log.fine() ? "each stands and comes out the same" : "NOT as recorded");
    if (!log.summary.head.empty()) fmt::format_to(to, "head {}\n", log.summary.head);
  }
  return out;
}

std::string as_json(const std::vector<Verified>& logs) {
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
    writer.count("records", log.summary.records);
    writer.count("overridden", log.summary.overridden);
    writer.text("head", log.summary.head);
    writer.flag("same", log.fine());
    writer.begin_array("differences");
    for (const audit::Discrepancy& entry : log.found) {
      writer.begin_object();
      writer.text("kind", audit::name(entry.kind));
      writer.flag("note", entry.note);
      writer.count("line", entry.line);
      writer.text("task", entry.who);
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

class Verify {
 public:
  Verify(const Session& session, const Engine& engine, const Options& options)
      : session_(session), engine_(engine), options_(options) {}

  void log(const std::string& path) {
    Verified& log = logs_.emplace_back();
    log.name = path == "-" ? "<stdin>" : path;
    input::LineReader reader;
    std::string error = reader.open(path);
    audit::Replay replay(engine_);
    std::uint64_t number = 0;
    bool too_long = false;
    while (error.empty()) {
      const auto line = reader.line(most_line_bytes, too_long);
      if (!line) {
        error = reader.error();
        break;
      }
      ++number;
      one(replay, *line, number, too_long, log);
    }
    if (!error.empty()) {
      session_.messages.error("E0501", error, "", log.name);
      code_ = worse(code_, ExitCode::io);
    }
    log.summary = replay.summary();
    if (!options_.head.empty() && log.summary.head != options_.head) {
      audit::Discrepancy& entry = log.found.emplace_back();
      entry.kind = audit::DiscrepancyKind::head;
      entry.message = fmt::format(
          "the log does not end with {}: lines at its end were removed, or more were added",
          options_.head);
    }
    if (!log.fine()) code_ = worse(code_, ExitCode::not_fulfilled);
  }

  ExitCode finish(std::size_t format) {
    return worse(print(session_, format == 0 ? as_text(logs_) : as_json(logs_)), code_);
  }

 private:
  void one(audit::Replay& replay, std::string_view line, std::uint64_t number, bool too_long,
           Verified& log) {
    std::vector<Problem> problems;
    if (too_long) {
      problems.push_back(Problem{"E0102", "the line is too long", "", log.name, number, 1, ""});
    } else {
      const bool terminated = line.ends_with('\n');
      if (terminated) line.remove_suffix(1);
      if (replay.line(line, number, terminated, log.name, log.found, problems)) return;
    }
    session_.messages.errors(problems);
    ++log.unreadable;
    code_ = worse(code_, ExitCode::bad_input);
  }

  const Session& session_;
  const Engine& engine_;
  const Options& options_;
  std::vector<Verified> logs_;
  ExitCode code_ = ExitCode::done;
};

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
  const auto engine = session.load_engine(code);
  if (!engine) return code;
  Verify verify(session, *engine, options);
  for (const std::string& path : options.files) verify.log(path);
  return verify.finish(*format);
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
  list.add_option("--head", &options->head,
                  "Exit 1 unless the log ends with this hash: shows lines missing at its end")
      .type_name("HASH");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
