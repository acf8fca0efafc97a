// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <sourcing/decide.hpp>
#include <sourcing/decision.hpp>
#include <sourcing/engine.hpp>
#include <sourcing/problem.hpp>
#include <sourcing/result.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Decision records: a log to which each decision is appended as a line with the hash of the one
// before it. `docs/records.md` describes the lines; `record_schema()` is their JSON Schema.

namespace sourcing {

/// What to decide and to record. A plain value, but for `decide.language`.
struct RecordRequest {
  std::string task;                 ///< the task's JSON, kept as it is
  std::vector<std::string> assume;  ///< `criterion=value`, for what the task leaves open
  DecideOptions decide;             ///< `explore` is always on: a record holds the whole verdict
  /// What a person decided instead, as axis (`disposition`, `engagement`, `location`) and value;
  /// empty: nothing.
  std::vector<std::pair<std::string, std::string>> override;
  std::string because;        ///< the reason of an override, which needs one
  std::string by;             ///< who decided it; may be empty
  bool against_gate = false;  ///< the override may choose a location that a gate excludes
};

/// How a log is written to.
struct RecordLogOptions {
  /// Signs the hash of a record: an armoured SSH signature, or nothing with the reason in `error`.
  /// Empty: records are not signed.
  std::function<std::optional<std::string>(std::string_view hash, std::string& error)> sign;
  std::function<void()> waiting;  ///< called once when another process holds the log; may be empty
  unsigned patience = 30;         ///< seconds to wait for it
};

/// What was recorded. A plain value.
struct Recorded {
  Decision decision;
  std::string head;            ///< the hash of the new line: keep it elsewhere for `verify_log`
  std::uint64_t repaired = 0;  ///< bytes of a line that a crash had cut off, taken away
};

/// Decides a task and appends its record to the log at `path`, which is made where there is none
/// (readable by its owner alone). The line is written whole and synced, or not at all; any number
/// of threads and processes may append to one log. Errors: those of the task, of the override, or
/// why the log cannot be written (E0502).
[[nodiscard]] Result<Recorded> record_decision(const Engine& engine, const std::string& path,
                                               const RecordRequest& request,
                                               const RecordLogOptions& options = {});

/// What a log is held to.
struct VerifyOptions {
  /// The models to decide again with; each record takes the one whose SHA-256 it names, else the
  /// first. Empty: the embedded one.
  std::vector<Engine> engines;
  bool chain_only = false;  ///< do not decide again
  std::string head;         ///< some line must have this hash; empty: any may
  bool last = false;        ///< … and it must be the last line
  /// Whether this is a signature of this hash by somebody who is accepted; empty: signatures are
  /// not looked at.
  std::function<bool(std::string_view hash, std::string_view signature)> is_signed;
};

/// One thing that is not as it was recorded, or worth telling.
struct LogFinding {
  std::string kind;        ///< stable: `edited`, `chain`, `verdict_differs`, …: docs/records.md
  bool note = false;       ///< no reason to fail
  bool chain = false;      ///< of the chain; else of what comes out today
  std::uint64_t line = 0;  ///< 1-based; 0: of the log as a whole
  std::string task;        ///< id or name, if it has one
  std::string message;     ///< in words; a stranger's words may be in it
  std::string pointer;     ///< verdict_differs: where
  std::string recorded, replayed;  ///< … and what, as JSON text
};

/// What is known of a log. A plain value.
struct LogReport {
  std::uint64_t records = 0, overridden = 0;
  std::string head;              ///< hash of the last line
  std::uint64_t after_head = 0;  ///< lines behind the one that `VerifyOptions::head` named
  std::vector<LogFinding> findings;
  std::uint64_t unreadable = 0;   ///< lines that are no JSON
  std::vector<Problem> problems;  ///< of the first of those, or why the log cannot be read
  bool read_to_end = true;

  /// Every line is the one that was written, where it was written.
  [[nodiscard]] bool chain_intact() const noexcept;
  /// Each record comes out again as it was decided; as far as that was asked for.
  [[nodiscard]] bool comes_out_the_same() const noexcept;
  [[nodiscard]] bool stands() const noexcept { return chain_intact() && comes_out_the_same(); }
};

/// Reads a log from its begin to its end (`-` is standard input). Thread-safe; no log makes it
/// fail. Memory grows with the findings and by a hash a line.
[[nodiscard]] LogReport verify_log(const std::string& path, const VerifyOptions& options = {});

}  // namespace sourcing
