// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/new_interview.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>

#include "base/text.hpp"
#include "cli/reference/level_text.hpp"
#include "cli/shell/messages.hpp"
#include "engine/program.hpp"

namespace sourcing::cli {

namespace {

// A line of standard input, byte by byte: nothing typed ahead may be lost to a buffer.
std::optional<std::string> read_line() {
  std::string line;
  for (;;) {
    char c = 0;
    const ssize_t got = ::read(STDIN_FILENO, &c, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return line.empty() ? std::nullopt : std::optional(line);
    if (c == '\n') return line;
    line += c;
  }
}

class Interview {
 public:
  Interview(const Engine& engine, std::size_t language)
      : engine_(engine),
        program_(engine.program()),
        language_(language),
        task_(make_task(engine)) {}

  Task run() {
    write_error(fmt::format("{}\n\n", say("new.introduction")));
    if (!ask_text(say("new.ask_id"), task_.id)) return std::move(task_);
    if (!ask_text(say("new.ask_name"), task_.name)) return std::move(task_);
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
      if (!ask(c)) break;
    }
    return std::move(task_);
  }

 private:
  std::string_view say(std::string_view key) const {
    return engine::phrase(program_, key, language_);
  }

  static bool ask_text(std::string_view question, std::string& answer) {
    write_error(fmt::format("{} ", question));
    const auto line = read_line();
    if (!line || base::trim(*line) == ".") return false;
    answer = base::trim(*line);
    return true;
  }

  bool ask(std::size_t c) {
    const engine::Criterion& criterion = program_.criteria[c];
    write_error(fmt::format("\n[{}/{}] {}\n", c + 1, program_.criteria.size(),
                            program_.text(criterion.question, language_)));
    for (const engine::Level& level : criterion.levels) {
      std::string position = level_position(criterion, level);
      if (!position.empty()) position += ' ';
      write_error(fmt::format("  {}{}{}{}\n", position, level.word, level.word.empty() ? "" : ": ",
                              program_.text(level.text, language_)));
    }
    for (;;) {
      write_error(fmt::format("{} = ", criterion.id));
      const auto line = read_line();
      if (!line || base::trim(*line) == ".") return false;
      const auto problems = set_answer(engine_, task_, criterion.id, base::trim(*line));
      if (problems.empty()) return true;
      for (const Problem& problem : problems) write_error(to_string(problem) + "\n");
    }
  }

  const Engine& engine_;
  const engine::Program& program_;
  std::size_t language_;
  Task task_;
};

}  // namespace

Task interview(const Engine& engine, std::size_t language) {
  return Interview(engine, language).run();
}

}  // namespace sourcing::cli
