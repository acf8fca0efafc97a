// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>

#include "audit/replay.hpp"
#include "audit/signature.hpp"
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
  std::vector<std::string> files, models;
  std::string format, head, signers;
  bool chain_only = false, last = false;
};

// One log, and everything that was found in it.
struct Verified {
  std::string name;
  audit::LogSummary summary;
  std::vector<audit::Discrepancy> found;
  std::uint64_t unreadable = 0;  // lines that are no JSON
  std::uint64_t after_head = 0;  // lines behind the one that --head named
  bool broken_off = false;       // it could not be read to its end

  /// Every line is the one that was written, where it was written.
  [[nodiscard]] bool chain_intact() const { return !broken_off && unreadable == 0 && none(true); }
  /// Each record comes out again as it was decided.
  [[nodiscard]] bool comes_out_the_same() const { return !broken_off && none(false); }
  [[nodiscard]] bool fine() const { return chain_intact() && comes_out_the_same(); }

 private:
  [[nodiscard]] bool none(bool of_chain) const {
    return std::none_of(found.begin(), found.end(), [&](const auto& entry) {
      return !entry.note && audit::breaks_chain(entry.kind) == of_chain;
    });
  }
};

std::string_view judgment(const Verified& log, bool chain_only) {
  if (log.broken_off) return "NOT read to its end";
  if (!log.chain_intact()) return "NOT as recorded";
  if (chain_only) return "the chain is intact; nothing was decided again";
  return log.comes_out_the_same() ? "each stands and comes out the same"
                                  : "the chain is intact, but something comes out differently";
}

std::string place(const Verified& log, const audit::Discrepancy& entry) {
  std::string out = base::printable(log.name);
  if (entry.line > 0) out += fmt::format(":{}", entry.line);
  if (!entry.who.empty()) out += fmt::format(": {}", base::printable(entry.who));
  return out;
}

std::string or_absent(const std::string& json) { return json.empty() ? "nothing" : json; }

// Findings that are written out of each log; JSON has all of them.
constexpr std::uint64_t most_told = 20;

std::string as_text(const std::vector<Verified>& logs, bool chain_only) {
  std::string out;
  const auto to = std::back_inserter(out);
  for (const Verified& log : logs) {
    std::uint64_t told = 0, count = 0, left_out = 0;
    for (const audit::Discrepancy& entry : log.found) {
      const bool of_told_line =
          entry.kind == audit::DiscrepancyKind::verdict_differs && entry.line == told;
      if (!of_told_line && ++count > most_told) {
        ++left_out;
        continue;
      }
      if (left_out > 0) continue;
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
    if (left_out > 0) {
      fmt::format_to(to, "{}: and {} more; --format json has all\n", base::printable(log.name),
                     left_out);
    }
    fmt::format_to(to, "{}: {} record{}", base::printable(log.name), log.summary.records,
                   log.summary.records == 1 ? "" : "s");
    if (log.summary.overridden > 0) {
      fmt::format_to(to, ", {} overridden by a person", log.summary.overridden);
    }
    fmt::format_to(to, "; {}\n", judgment(log, chain_only));
    if (log.after_head > 0) fmt::format_to(to, "{} lines came after that head\n", log.after_head);
    if (!log.summary.head.empty()) {
      fmt::format_to(to, "head {}\n", base::printable(log.summary.head));
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
    writer.count("records", log.summary.records);
    writer.count("overridden", log.summary.overridden);
    writer.text("head", log.summary.head);
    writer.flag("same", log.fine());
    writer.flag("chain_intact", log.chain_intact());
    writer.key("comes_out_the_same");
    if (chain_only) {
      writer.null();
    } else {
      writer.boolean(log.comes_out_the_same());
    }
    writer.count("after_head", log.after_head);
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
  Verify(const Session& session, const std::vector<Engine>& engines, const Options& options)
      : session_(session), options_(options) {
    for (const Engine& engine : engines) how_.engines.push_back(&engine);
    how_.chain_only = options.chain_only;
    if (!options.signers.empty()) {
      how_.is_signed = [this](std::string_view hash, std::string_view signature) {
        std::string error;
        return audit::is_signed(options_.signers, hash, signature, error);
      };
    }
  }

  void log(const std::string& path) {
    Verified& log = logs_.emplace_back();
    log.name = path == "-" ? "<stdin>" : path;
    input::LineReader reader;
    std::string error = reader.open(path);
    audit::Replay replay(how_);
    std::uint64_t number = 0;
    bool too_long = false;
    while (error.empty()) {
      const auto line = reader.line(most_line_bytes, too_long);
      if (!line) {
        error = reader.error();
        break;
      }
      ++number;
      if (!one(replay, *line, number, too_long, log)) break;
    }
    if (!error.empty()) {
      session_.messages.error("E0501", error, "", log.name);
      code_ = worse(code_, ExitCode::io);
      log.broken_off = true;
    }
    log.summary = replay.summary();
    if (log.summary.records == 0 && !log.broken_off && log.unreadable == 0) {
      add(log, audit::DiscrepancyKind::empty, "there is no record in it");
    }
    if (!options_.head.empty()) look_for_head(replay, log, number);
    if (told_ > most_told) {
      session_.messages.error(
          "", fmt::format("and {} more lines that are no records", told_ - most_told), "",
          log.name);
    }
    told_ = 0;
    if (!log.fine()) code_ = worse(code_, ExitCode::not_fulfilled);
  }

  ExitCode finish(std::size_t format) {
    const bool chain_only = options_.chain_only;
    return worse(
        print(session_, format == 0 ? as_text(logs_, chain_only) : as_json(logs_, chain_only)),
        code_);
  }

 private:
  static void add(Verified& log, audit::DiscrepancyKind kind, std::string message) {
    audit::Discrepancy& entry = log.found.emplace_back();
    entry.kind = kind;
    entry.message = std::move(message);
  }

  // A head that was kept is that of some line: those behind it are told, those missing found out.
  void look_for_head(const audit::Replay& replay, Verified& log, std::uint64_t lines) const {
    const std::uint64_t line = replay.line_of(options_.head);
    if (line == 0) {
      add(log, audit::DiscrepancyKind::head,
          fmt::format("no line has the hash {}: lines at the end were removed, or all were written "
                      "anew",
                      options_.head));
      return;
    }
    log.after_head = lines - line;
    if (options_.last && log.after_head > 0) {
      add(log, audit::DiscrepancyKind::head,
          fmt::format("{} lines came after {}", log.after_head, options_.head));
    }
  }

  // False when what follows is no log either.
  bool one(audit::Replay& replay, std::string_view line, std::uint64_t number, bool too_long,
           Verified& log) {
    std::vector<Problem> problems;
    if (too_long) {
      problems.push_back(Problem{"E0102", "the line is too long", "", log.name, number, 1, ""});
    } else {
      const bool terminated = line.ends_with('\n');
      if (terminated) line.remove_suffix(1);
      if (base::trim(line).empty()) {
        audit::Discrepancy& entry = log.found.emplace_back();
        entry.kind = audit::DiscrepancyKind::not_a_record;
        entry.line = number;
        entry.message = "the line is blank, which no record is";
        return true;
      }
      if (replay.line(line, number, terminated, log.name, log.found, problems)) return true;
    }
    if (++told_ <= most_told) session_.messages.errors(problems);
    ++log.unreadable;
    code_ = worse(code_, ExitCode::bad_input);
    return problems.empty() || problems.front().code != "E0322";
  }

  const Session& session_;
  const Options& options_;
  audit::ReplayOptions how_;
  std::uint64_t told_ = 0;
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
  std::vector<Engine> engines;
  if (options.models.empty()) options.models.push_back(session.model_path());
  for (const std::string& path : options.models) {
    auto engine = session.load_engine(path, code);
    if (!engine) return code;
    engines.push_back(*std::move(engine));
  }
  // What the shipped model decided stands, whichever models are given beside it.
  if (std::find(options.models.begin(), options.models.end(), "") == options.models.end()) {
    engines.push_back(Engine::embedded());
  }
  Verify verify(session, engines, options);
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
