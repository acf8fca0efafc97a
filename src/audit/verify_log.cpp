// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <sourcing/records.hpp>

#include "audit/record_log.hpp"
#include "audit/replay.hpp"
#include "base/text.hpp"
#include "input/task_stream.hpp"

namespace sourcing {

namespace {

// Lines that are no JSON, and are told with their problems; the others are counted.
constexpr std::uint64_t most_told = 20;

class LogReader {
 public:
  LogReader(const std::string& path, const VerifyOptions& options)
      : path_(path), name_(path == "-" ? "<stdin>" : path), options_(options) {
    if (options.engines.empty()) fallback_.push_back(Engine::embedded());
    for (const Engine& engine : options.engines.empty() ? fallback_ : options.engines) {
      how_.engines.push_back(&engine);
    }
    how_.chain_only = options.chain_only;
    how_.is_signed = options.is_signed;
  }

  LogReport run() {
    input::LineReader reader;
    std::string error = reader.open(path_);
    audit::Replay replay(how_);
    std::uint64_t number = 0;
    bool too_long = false;
    while (error.empty()) {
      const auto line = reader.line(audit::most_record_bytes, too_long);
      if (!line) {
        error = reader.error();
        break;
      }
      ++number;
      if (!one(replay, *line, number, too_long)) break;
    }
    if (!error.empty()) {
      report_.problems.push_back(Problem{"E0501", error, "", name_, 0, 0, ""});
      report_.read_to_end = false;
    }
    report_.records = replay.summary().records;
    report_.overridden = replay.summary().overridden;
    report_.head = replay.summary().head;
    if (report_.records == 0 && report_.read_to_end && report_.unreadable == 0) {
      add(audit::DiscrepancyKind::empty, "there is no record in it");
    }
    if (!options_.head.empty()) look_for_head(replay, number);
    return std::move(report_);
  }

 private:
  void add(audit::DiscrepancyKind kind, std::string message) {
    audit::Discrepancy entry{};
    entry.kind = kind;
    entry.message = std::move(message);
    add(std::move(entry));
  }

  void add(audit::Discrepancy entry) {
    report_.findings.push_back({std::string(audit::name(entry.kind)), entry.note,
                                audit::breaks_chain(entry.kind), entry.line, std::move(entry.who),
                                std::move(entry.message), std::move(entry.pointer),
                                std::move(entry.recorded), std::move(entry.replayed)});
  }

  // A head that was kept is that of some line: those behind it are told, those missing found out.
  void look_for_head(const audit::Replay& replay, std::uint64_t lines) {
    const std::uint64_t line = replay.line_of(options_.head);
    if (line == 0) {
      return add(audit::DiscrepancyKind::head,
                 fmt::format("no line has the hash {}: lines at the end were removed, or all were "
                             "written anew",
                             options_.head));
    }
    report_.after_head = lines - line;
    if (options_.last && report_.after_head > 0) {
      add(audit::DiscrepancyKind::head,
          fmt::format("{} line{} came after {}", report_.after_head,
                      report_.after_head == 1 ? "" : "s", options_.head));
    }
  }

  // False when what follows is no log either.
  bool one(audit::Replay& replay, std::string_view line, std::uint64_t number, bool too_long) {
    std::vector<Problem> problems;
    if (too_long) {
      problems.push_back(Problem{"E0102", "the line is too long", "", name_, number, 1, ""});
    } else {
      const bool terminated = line.ends_with('\n');
      if (terminated) line.remove_suffix(1);
      if (base::trim(line).empty()) {
        audit::Discrepancy entry{};
        entry.kind = audit::DiscrepancyKind::not_a_record;
        entry.line = number;
        entry.message = "the line is blank, which no record is";
        add(std::move(entry));
        return true;
      }
      std::vector<audit::Discrepancy> found;
      const bool read = replay.line(line, number, terminated, name_, found, problems);
      for (audit::Discrepancy& entry : found) add(std::move(entry));
      if (read) return true;
    }
    const bool something_else = !problems.empty() && problems.front().code == "E0322";
    if (++report_.unreadable <= most_told) {
      std::move(problems.begin(), problems.end(), std::back_inserter(report_.problems));
    }
    return !something_else;
  }

  const std::string& path_;
  std::string name_;
  const VerifyOptions& options_;
  std::vector<Engine> fallback_;
  audit::ReplayOptions how_;
  LogReport report_;
};

bool none(const LogReport& report, bool of_chain) noexcept {
  return std::none_of(report.findings.begin(), report.findings.end(), [&](const LogFinding& entry) {
    return !entry.note && entry.chain == of_chain;
  });
}

}  // namespace

bool LogReport::chain_intact() const noexcept {
  return read_to_end && unreadable == 0 && none(*this, true);
}
bool LogReport::comes_out_the_same() const noexcept { return read_to_end && none(*this, false); }

LogReport verify_log(const std::string& path, const VerifyOptions& options) {
  return LogReader(path, options).run();
}

}  // namespace sourcing
