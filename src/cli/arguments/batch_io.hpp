// SPDX-License-Identifier: Apache-2.0
// What `sourcing batch` needs of the system: sinks, signals, the progress line.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <sourcing/batch.hpp>
#include <string>

#include "cli/shell/session.hpp"

namespace sourcing::cli {

/// SIGHUP, SIGINT and SIGTERM while one lives: what runs is asked to stop; if it does not within
/// two seconds, or at a second signal, the process ends as if it had not caught it, without leaving
/// temporary files behind.
class SignalGuard {
 public:
  SignalGuard();
  SignalGuard(const SignalGuard&) = delete;
  SignalGuard& operator=(const SignalGuard&) = delete;
  ~SignalGuard();

  /// Becomes readable when a signal came.
  [[nodiscard]] int wake_descriptor() const noexcept;
  /// The signal that came, 0 for none.
  [[nodiscard]] static int caught() noexcept;
  /// Ends the process by the signal, as the shell expects.
  [[noreturn]] static void end_by(int signal);
};

/// A file or standard output.
class FileSink : public ByteSink {
 public:
  explicit FileSink(const Session& session) : output_(session) {}

  /// False (told) when it cannot be opened.
  [[nodiscard]] bool open(const std::string& path);
  /// For who writes more than the rows, before or behind them.
  void write_in_order() noexcept { positional_ = false; }
  bool write(std::string_view bytes) override;
  [[nodiscard]] bool positional() const override { return positional_; }
  bool write_at(std::uint64_t offset, std::string_view bytes) override;
  /// Makes a file appear.
  bool commit();
  [[nodiscard]] ExitCode code() const noexcept { return output_.code(); }

 private:
  Output output_;
  bool positional_ = false;
};

/// Whether somebody is there to look at a progress line.
[[nodiscard]] bool wants_progress(const Session& session);

/// Tells bad rows, warnings and progress.
class BatchMessages : public BatchObserver {
 public:
  BatchMessages(const Session& session, std::uint64_t input_bytes,
                const std::function<std::uint64_t()>& bytes_read, bool progress);

  /// Is called once the columns are known.
  void when_opened(std::function<void(const BatchReport&)> told) { opened_ = std::move(told); }

  void opened(const BatchReport& report) override {
    if (opened_) opened_(report);
  }
  void bad_row(const Failure& failure) override;
  void warning(std::string_view text) override;
  void note(std::string_view text) override;
  void progress(const BatchProgress& progress) override;
  bool stop() override { return SignalGuard::caught() != 0; }

  /// Takes the progress line away and tells how many bad rows were not named.
  void finish();

 private:
  void clear_line();

  const Session& session_;
  std::uint64_t input_bytes_;
  std::function<std::uint64_t()> bytes_read_;
  std::function<void(const BatchReport&)> opened_;
  bool enabled_;
  bool shown_ = false;
  std::uint64_t bad_ = 0;
  std::chrono::steady_clock::time_point begin_, last_;
};

}  // namespace sourcing::cli
