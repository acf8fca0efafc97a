// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments/recorder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "audit/override.hpp"
#include "audit/record_log.hpp"
#include "audit/signature.hpp"
#include "base/text.hpp"
#include "cli/arguments/verdict_words.hpp"
#include "cli/shell/terminal.hpp"

namespace sourcing::cli {

namespace {

bool read_override(const Session& session, const std::string& text, audit::Override& into) {
  const std::size_t equals = text.find('=');
  const std::string axis = verdict_id(text.substr(0, equals));
  if (equals == std::string::npos) {
    session.messages.error(
        "E0605", fmt::format("--override takes axis=value, found `{}`", base::printable(text)));
    return false;
  }
  const auto index = choose(session, "--override", axis, {"disposition", "engagement", "location"});
  if (!index) return false;
  const std::string value = verdict_id(text.substr(equals + 1));
  if (!choose(session, fmt::format("--override {}", axis), value, audit::override_values(axis))) {
    return false;
  }
  for (const auto& [other, unused] : into.values) {
    if (other != axis) continue;
    session.messages.error("E0605", fmt::format("--override: `{}` is given twice", axis));
    return false;
  }
  into.values.emplace_back(axis, value);
  return true;
}

}  // namespace

std::optional<Recorder> Recorder::make(const Session& session, const RecordRequest& request,
                                       audit::RecordOptions record_options) {
  Recorder recorder;
  recorder.path_ = request.path;
  recorder.options = std::move(record_options);
  recorder.override_.because = request.because;
  recorder.override_.by = request.by;
  recorder.against_gate_ = request.against_gate;
  recorder.key_ = request.key;
  const auto refuse = [&](std::string_view message, std::string_view hint) {
    session.messages.error("E0605", std::string(message), std::string(hint));
    return std::nullopt;
  };
  if (recorder.active()) {
    std::optional<audit::Moment> time = audit::time_now();
    if (!time) {
      return refuse(fmt::format("SOURCE_DATE_EPOCH: `{}` is no time",
                                base::printable(environment("SOURCE_DATE_EPOCH"))),
                    "it takes whole seconds since 1970, such as 1750000000");
    }
    recorder.time_ = *std::move(time);
  }
  for (const std::string& text : request.overrides) {
    if (!read_override(session, text, recorder.override_)) return std::nullopt;
  }
  const bool reason = !base::trim(request.because).empty();
  if (!request.overrides.empty() && !reason) {
    return refuse("an override needs a reason", "say it with --because \"…\"");
  }
  if (request.overrides.empty() && !request.because.empty()) {
    return refuse("--because gives the reason of an --override, and there is none", "");
  }
  if (!request.overrides.empty() && request.path.empty()) {
    return refuse("an override is kept in a record", "say where with --record FILE");
  }
  if (request.path == "-") {
    return refuse("--record needs a file: it goes on where that ends", "");
  }
  return recorder;
}

bool Recorder::add(const Session& session, const Engine& engine, std::string_view task_text,
                   const Decision& decision) {
  if (!active()) return true;
  if (!override_.values.empty() && ++count_ > 1) {
    session.messages.error("E0605", "an override is for one task, and there are several");
    return false;
  }
  if (!override_.values.empty() && !allowed(session, engine, decision)) return false;
  pending_.push_back(audit::make_record(engine, task_text, decision, options, override_, time_));
  pending_bytes_ += task_text.size();
  return true;
}

bool Recorder::allowed(const Session& session, const Engine& engine, const Decision& decision) {
  const std::optional<Problem> problem =
      audit::judge_override(engine, decision, against_gate_, override_);
  if (problem) session.messages.error(problem->code, problem->message, problem->hint);
  return !problem;
}

bool Recorder::flush(const Session& session) {
  if (pending_.empty()) return true;
  audit::AppendOptions how;
  if (!key_.empty()) {
    how.sign = [this](std::string_view hash, std::string& error) {
      return audit::sign(key_, hash, error);
    };
  }
  how.waiting = [&] {
    session.messages.note(
        fmt::format("{}: waiting for another process that holds it", base::printable(path_)));
  };
  const audit::Appended done = audit::append(path_, std::move(pending_), how);
  pending_.clear();
  pending_bytes_ = 0;
  if (!done.error.empty()) {
    session.messages.error("E0502", done.error, "", path_);
    return false;
  }
  if (done.repaired > 0) {
    session.messages.warning(
        fmt::format("{}: took away {} bytes of a line that a crash had left unfinished",
                    base::printable(path_), done.repaired));
  }
  head_ = done.head;
  return true;
}

void Recorder::finish(const Session& session) const {
  if (!head_.empty())
    session.messages.note(fmt::format("recorded in {}; head {}", base::printable(path_), head_));
}

}  // namespace sourcing::cli
