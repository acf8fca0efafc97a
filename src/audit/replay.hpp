// SPDX-License-Identifier: Apache-2.0
// Replaying a record log: does every line still stand, and does the model still say so?
#pragma once

#include <cstdint>
#include <functional>
#include <sourcing/engine.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/json.hpp"

namespace sourcing::audit {

enum class DiscrepancyKind : std::uint8_t {
  edited,           ///< the line's hash is not that of its content
  chain,            ///< the line before it is not the one that was there
  task_edited,      ///< the task is not the one that was hashed
  model_changed,    ///< another model than the one that decided
  tool_changed,     ///< another version of the program; alone it is only a note
  task_unreadable,  ///< this model does not accept the task
  verdict_differs,  ///< replayed, something comes out differently
  not_a_record,     ///< JSON, and no record
  form,             ///< not the bytes that sealing writes, or a member that records do not have
  time,             ///< earlier than the line before it: only a note
  overridden,       ///< a person decided otherwise: only a note
  words_differ,     ///< what is said differs, not what is decided: only a note
  unsigned_,        ///< no valid signature of an accepted signer
  empty,            ///< a log without a record
  torn,             ///< the last line was cut off by a crash: only a note
  head,             ///< the log does not end where it should
  more,             ///< of many differences, those that are not listed
  repaired,         ///< a torn line was taken away before this one: only a note
};
[[nodiscard]] std::string_view name(DiscrepancyKind kind) noexcept;

/// One thing that is not as it was recorded.
struct Discrepancy {
  DiscrepancyKind kind;
  bool note = false;  ///< worth telling, and no reason to fail
  std::uint64_t line = 0;
  std::string who;  ///< the task's id or name, if it has one
  std::string message;
  std::string pointer;  ///< verdict_differs: where; recorded and replayed as JSON text
  std::string recorded, replayed;
};

/// True for what says that a line is not the one that was written, or not where it was; false for
/// what only says that something else comes out today.
[[nodiscard]] bool breaks_chain(DiscrepancyKind kind) noexcept;

/// What is known after a whole log.
struct LogSummary {
  std::uint64_t records = 0;
  std::uint64_t overridden = 0;
  std::string head;
};

/// What a log is held to.
struct ReplayOptions {
  /// The models to replay with; each record takes the one whose SHA-256 it names, else the first.
  std::vector<const Engine*> engines;
  bool chain_only = false;  ///< do not decide again
  /// Whether this is a signature of this hash by an accepted signer; empty: signatures are not
  /// looked at.
  std::function<bool(std::string_view hash, std::string_view signature)> is_signed;
};

/// Replays the lines of one log in order.
class Replay {
 public:
  explicit Replay(const ReplayOptions& options) : options_(options) {}

  /// `line` without its line feed. What is wrong is added to `found`. False when it is no JSON,
  /// with the problems added to `problems`.
  bool line(std::string_view line, std::uint64_t number, bool terminated, std::string_view source,
            std::vector<Discrepancy>& found, std::vector<Problem>& problems);

  [[nodiscard]] const LogSummary& summary() const noexcept { return summary_; }
  /// The line whose hash this is, or 0.
  [[nodiscard]] std::uint64_t line_of(const std::string& hash) const {
    const auto found = lines_.find(hash);
    return found == lines_.end() ? 0 : found->second;
  }

 private:
  void form(const json::Value& record, std::string_view line, const Discrepancy& at,
            std::vector<Discrepancy>& found);
  void signature(const json::Value& record, const Discrepancy& at,
                 std::vector<Discrepancy>& found) const;
  [[nodiscard]] const Engine& engine_for(std::string_view sha256) const;
  void chain(const json::Value& record, Discrepancy at, std::vector<Discrepancy>& found);
  void content(const json::Value& record, const Discrepancy& at, std::vector<Discrepancy>& found);

  const ReplayOptions& options_;
  LogSummary summary_;
  std::string time_;                                      // of the line before
  std::unordered_map<std::string, std::uint64_t> lines_;  // by hash, to tell where a line went
};

}  // namespace sourcing::audit
