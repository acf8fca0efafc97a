// SPDX-License-Identifier: Apache-2.0
// An interview as a state and the lines that are typed: no terminal, no file. What shows its lines
// and reads the next one is a face of it; a terminal and a pipe are two.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <sourcing/engine.hpp>
#include <sourcing/task.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "interview/course.hpp"
#include "interview/screen.hpp"

namespace sourcing::interview {

class Interview {
 public:
  /// `start` holds what is known already: a file's answers, or the profile of an activity.
  Interview(const Engine& engine, std::size_t language, Task start);

  /// What to show first.
  [[nodiscard]] std::vector<Line> begin();
  /// What stands in front of the place where is typed.
  [[nodiscard]] std::string prompt() const;
  /// A line was typed; what to show then.
  [[nodiscard]] std::vector<Line> take(std::string_view line);

  [[nodiscard]] bool finished() const noexcept { return stage_ == Stage::done; }
  /// With what was answered so far.
  [[nodiscard]] const Task& task() const noexcept { return task_; }
  /// Whether anything was answered or confirmed here.
  [[nodiscard]] bool touched() const noexcept { return touched_; }

 private:
  enum class Stage : std::uint8_t { id, name, question, offer, done };
  /// What stopped the questions, for which going on is offered once each.
  enum class Stop : std::uint8_t { none, given_profile, settled, nothing_left };

  void take_text(std::string_view text, std::vector<Line>& out);
  void take_answer(std::string_view text, std::vector<Line>& out);
  void take_offer(std::string_view text, std::vector<Line>& out);
  void answered(std::vector<Line>& out);
  void advance(std::vector<Line>& out, bool tell);
  void ask(std::size_t criterion, std::vector<Line>& out);
  void back(std::vector<Line>& out);
  void offer(Stop why, std::vector<Line>& out);
  [[nodiscard]] std::string_view say(std::string_view key) const;
  [[nodiscard]] std::string verdict() const;
  [[nodiscard]] std::optional<std::size_t> next_of_the_rest() const;

  const Engine& engine_;
  const engine::Program& program_;
  std::size_t language_;
  Task task_;
  Course course_;
  std::vector<bool> asked_;
  std::vector<std::size_t> history_;  // criteria, in the order in which they were asked
  std::size_t asking_ = 0;
  Stage stage_ = Stage::id;
  Stop stop_ = Stop::none;
  bool past_profile_ = false, past_settled_ = false;  // going on was chosen
  bool touched_ = false;
};

}  // namespace sourcing::interview
