// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments/task_run.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "base/text.hpp"
#include "cli/shell/option_list.hpp"
#include "cli/shell/terminal.hpp"
#include "input/task_stream.hpp"

namespace sourcing::cli {

namespace {

// Bad tasks whose problems are told; the others are counted.
constexpr std::uint64_t most_told = 20;

}  // namespace

void add_task_options(OptionList& list, TaskOptions& options) {
  list.add_option("TASK", &options.tasks,
                  "Task files (JSON, or NDJSON with one task a line); - is standard input")
      .type_name("TASK")
      .reads();
  list.add_option("--assume", &options.assume,
                  "criterion=value for tasks that do not answer it; may be repeated")
      .type_name("CRITERION=VALUE")
      .one_at_a_time();
  list.add_option("--detail", &options.detail,
                  "How much reasoning in text and markdown (default: brief)")
      .type_name("brief|full");
  list.add_option("-o,--output", &options.output, "File to write, whole or not at all")
      .type_name("FILE")
      .writes("results");
}

bool check_task_options(const Session& session, std::string_view command,
                        const TaskOptions& options) {
  if (options.tasks.empty()) {
    session.messages.error("E0605",
                           fmt::format("{} needs a task file, or `-` for standard input", command),
                           "`sourcing new` writes a template");
    return false;
  }
  return options.detail.empty() ||
         choose(session, "--detail", options.detail, {"brief", "full"}).has_value();
}

bool obeyed(const Session& session, std::string_view option, bool given, Format format,
            std::initializer_list<Format> by) {
  if (!given || std::find(by.begin(), by.end(), format) != by.end()) return true;
  std::vector<std::string_view> names;
  names.reserve(by.size());
  for (const Format each : by) names.push_back(name(each));
  session.messages.error("E0605",
                         fmt::format("`{}` has no effect with --format {}", option, name(format)),
                         fmt::format("it is for {}", fmt::join(names, ", ")));
  return false;
}

TaskRun::TaskRun(const Session& session, const TaskOptions& options, const Engine& engine,
                 Assumptions assumptions, Format format)
    : session_(session),
      options_(options),
      engine_(engine),
      assumptions_(std::move(assumptions)),
      language_(session.language(engine, format)),
      output_(session) {
  render_.format = format;
  render_.language = language_;
  render_.width = columns(STDOUT_FILENO);
  render_.color = options.output == "-" && session.color(STDOUT_FILENO);
  render_.full = options.detail == "full";
  render_.many = options.tasks.size() > 1;
}

ExitCode TaskRun::run() {
  if (!output_.open(options_.output)) return output_.code();
  for (const std::string& path : options_.tasks) {
    if (!input(path)) break;
  }
  if (bad_ > most_told && session_.messages.format == ErrorFormat::text) {
    session_.messages.error(
        "", fmt::format("and {} more tasks that could not be read", bad_ - most_told));
  }
  if (refused_) return code_;
  if (begun_) end(buffer_);
  if (!before_writing()) return worse(code_, ExitCode::io);
  finished();
  if (output_.code() == ExitCode::done && output_.write(buffer_) && worth_keeping()) {
    (void)output_.commit();
  }
  return worse(output_.code(), code_);
}

// Nothing judged, or an input that broke off: an older result is worth more than what there is.
// Standard output has no older result.
bool TaskRun::worth_keeping() const {
  return options_.output == "-" || (begun_ && code_ != ExitCode::io);
}

// False when the run must not go on.
bool TaskRun::input(const std::string& path) {
  if (path == "-" && is_terminal(STDIN_FILENO)) {
    session_.messages.note("reading a task from the terminal; end it with Ctrl-D");
  }
  input::TaskStream stream(engine_.program(), path);
  if (keeps_text()) stream.keep_text();
  if (const std::string error = stream.open(); !error.empty()) return unreadable(stream, error);
  while (auto task = stream.next()) {
    render_.many = render_.many || stream.is_ndjson();
    ++row_;
    if (*task) {
      if (!one(std::move(*task).value(), stream.text())) return false;
    } else {
      tell(path, task->problems());
      note(ExitCode::bad_input);
    }
    constexpr std::size_t enough = std::size_t{64} << 10;
    constexpr std::size_t enough_pending = std::size_t{1} << 20;
    if (buffer_.size() >= enough || pending_bytes() >= enough_pending) {
      if (!before_writing()) return refuse(ExitCode::io);
      if (!output_.write(buffer_)) return false;
      buffer_.clear();
    }
  }
  if (!stream.error().empty()) return unreadable(stream, stream.error());
  return true;
}

void TaskRun::tell(const std::string& path, std::vector<Problem> problems) {
  // A program that reads the messages gets each of them.
  if (++bad_ > most_told && session_.messages.format == ErrorFormat::text) return;
  const auto ends = [&](std::string_view ending) {
    return base::ascii_lower(path).ends_with(ending);
  };
  const bool table = ends(".csv") || ends(".tsv") || ends(".csv.gz");
  if (table) problems = {problems.front()};
  if (table) problems.front().hint = "`sourcing batch` reads tables";
  session_.messages.errors(problems);
}

// Other inputs may still be read.
bool TaskRun::unreadable(const input::TaskStream& stream, const std::string& error) {
  session_.messages.error("E0501", error, "", stream.name());
  note(ExitCode::io);
  return true;
}

bool TaskRun::one(Task task, std::string_view text) {
  task.row = row_;
  assumptions_.apply(task);
  if (!begun_) {
    begun_ = true;
    begin(buffer_);
  }
  return report(std::move(task), text, buffer_);
}

bool TaskRun::refuse(ExitCode code) {
  note(code);
  refused_ = true;
  return false;
}

}  // namespace sourcing::cli
