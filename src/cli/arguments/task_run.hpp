// SPDX-License-Identifier: Apache-2.0
// What the commands that take tasks share: which inputs, and going through every task of each.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <sourcing/engine.hpp>
#include <sourcing/render.hpp>
#include <sourcing/task.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments/assume.hpp"
#include "cli/shell/session.hpp"

namespace sourcing::input {
class TaskStream;
}

namespace sourcing::cli {

class OptionList;

/// The options that they have in common.
struct TaskOptions {
  std::vector<std::string> tasks, assume;
  std::string format, detail, output = "-";
};

/// Adds TASK, --assume, --detail and --output; which formats there are is the command's.
void add_task_options(OptionList& list, TaskOptions& options);

/// False (told) when there is no task, or the detail is none.
[[nodiscard]] bool check_task_options(const Session& session, std::string_view command,
                                      const TaskOptions& options);

/// False (told) when an option that only some formats obey is given with another one.
[[nodiscard]] bool obeyed(const Session& session, std::string_view option, bool given,
                          Format format, std::initializer_list<Format> by);

/// Reads every task of every input in turn and writes what the command has to say of it. What
/// cannot be judged is told and counted; the rest goes on. Use once, from one thread.
class TaskRun {
 public:
  /// Keeps references to all but the assumptions.
  TaskRun(const Session& session, const TaskOptions& options, const Engine& engine,
          Assumptions assumptions, Format format);
  virtual ~TaskRun() = default;

  ExitCode run();

 protected:
  /// Appends what comes before the first task. `render()` is final by then.
  virtual void begin(std::string& out) = 0;
  /// Appends what is to be said of a task with the assumptions applied; `text` is its JSON where
  /// `keeps_text`. False, after `refuse`, when the run must not go on.
  virtual bool report(Task task, std::string_view text, std::string& out) = 0;
  /// Appends what comes after the last task.
  virtual void end(std::string& out) = 0;
  [[nodiscard]] virtual bool keeps_text() const { return false; }
  /// Called before anything is written; false (told) ends the run with an input/output error.
  [[nodiscard]] virtual bool before_writing() { return true; }
  /// Bytes that wait for `before_writing`: when they are many, it is called before there is much to
  /// write.
  [[nodiscard]] virtual std::size_t pending_bytes() const { return 0; }
  /// Called when all is reported and nothing was refused.
  virtual void finished() {}

  /// Ends the run with nothing written. Returns false.
  bool refuse(ExitCode code);
  /// Remembers the graver of both exit codes.
  void note(ExitCode code) { code_ = worse(code_, code); }

  /// Tasks so far that could not be read.
  [[nodiscard]] std::uint64_t bad() const noexcept { return bad_; }
  [[nodiscard]] const Session& session() const noexcept { return session_; }
  [[nodiscard]] const Engine& engine() const noexcept { return engine_; }
  [[nodiscard]] const std::string& language() const noexcept { return language_; }
  [[nodiscard]] RenderOptions& render() noexcept { return render_; }

 private:
  bool input(const std::string& path);
  void tell(const std::string& path, std::vector<Problem> problems);
  bool unreadable(const input::TaskStream& stream, const std::string& error);
  bool one(Task task, std::string_view text);
  [[nodiscard]] bool worth_keeping() const;

  const Session& session_;
  const TaskOptions& options_;
  const Engine& engine_;
  Assumptions assumptions_;
  std::string language_;
  RenderOptions render_;
  Output output_;
  std::string buffer_;
  std::uint64_t row_ = 0;
  bool begun_ = false;
  std::uint64_t bad_ = 0;  // tasks that could not be read
  bool refused_ = false;
  ExitCode code_ = ExitCode::done;
};

}  // namespace sourcing::cli
