// SPDX-License-Identifier: Apache-2.0
#include "interview/interview.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sourcing/decide.hpp>
#include <utility>

#include "analysis/estimate.hpp"
#include "base/text.hpp"
#include "interview/answer.hpp"
#include "render/wording.hpp"

namespace sourcing::interview {

using render::fill;

Interview::Interview(const Engine& engine, std::size_t language, Task start)
    : engine_(engine),
      program_(engine.program()),
      language_(language),
      task_(std::move(start)),
      course_(engine),
      asked_(program_.criteria.size(), false) {
  // What is answered already can be gone back to.
  for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
    if (!analysis::is_answered(task_.answers[c])) continue;
    asked_[c] = true;
    history_.push_back(c);
  }
}

std::string_view Interview::say(std::string_view key) const {
  return engine::phrase(program_, key, language_);
}

std::vector<Line> Interview::begin() {
  std::vector<Line> out;
  out.push_back({{}, std::string(say("new.introduction"))});
  if (task_.id.empty()) return out;
  stage_ = Stage::name;
  if (!task_.name.empty()) advance(out, !history_.empty());
  return out;
}

std::string Interview::prompt() const {
  switch (stage_) {
    case Stage::id:
      return fmt::format("{} ", say("new.ask_id"));
    case Stage::name:
      return fmt::format("{} ", say("new.ask_name"));
    case Stage::question: {
      const std::string now = shown_answer(program_, asking_, task_.answers[asking_], language_);
      const std::string_view label = program_.text(program_.criteria[asking_].label, language_);
      return now.empty() ? fmt::format("{}: ", label) : fmt::format("{} [{}]: ", label, now);
    }
    case Stage::offer:
      return fmt::format("{} ", say("new.go_on"));
    case Stage::done:
      break;
  }
  return {};
}

std::vector<Line> Interview::take(std::string_view line) {
  std::vector<Line> out;
  const std::string_view text = base::trim(line);
  if (text == ".") {
    stage_ = Stage::done;
    return out;
  }
  switch (stage_) {
    case Stage::id:
    case Stage::name:
      take_text(text, out);
      break;
    case Stage::question:
      take_answer(text, out);
      break;
    case Stage::offer:
      take_offer(text, out);
      break;
    case Stage::done:
      break;
  }
  return out;
}

void Interview::take_text(std::string_view text, std::vector<Line>& out) {
  if (text == "<") {
    stage_ = Stage::id;
    return;
  }
  if (text == "?") {
    out.push_back({{}, std::string(say("new.about_names"))});
    return;
  }
  touched_ = touched_ || !text.empty();
  if (stage_ == Stage::id) {
    if (!text.empty()) task_.id = text;
    stage_ = Stage::name;
    if (task_.name.empty()) return;
  } else if (!text.empty()) {
    task_.name = text;
  }
  advance(out, false);
}

void Interview::take_answer(std::string_view text, std::vector<Line>& out) {
  Answer& answer = task_.answers[asking_];
  if (text == "<") return back(out);
  if (text == "?") {
    for (Line& line : explanation_lines(program_, asking_, language_)) out.push_back(line);
    return;
  }
  if (text.empty()) {
    // What was offered is taken: from here on it is an answer like any other.
    if (answer.origin == Origin::profile) {
      answer.origin = Origin::answered;
      touched_ = true;
    }
    return answered(out);
  }
  Reading reading = read_answer(program_, program_.criteria[asking_], text);
  if (reading.kind == Reading::Kind::nonsense) {
    const std::string accepts = accepted(program_, asking_, language_);
    out.push_back({"  ", fill(say("new.not_understood"),
                              {{"text", base::excerpt(text)}, {"accepted", accepts}})});
    return;
  }
  touched_ = true;
  if (reading.kind == Reading::Kind::unknown) {
    if (answer.origin != Origin::profile) answer = {};
  } else {
    answer.origin = Origin::answered;
    answer.low = reading.low;
    answer.high = reading.high;
    answer.shown = std::move(reading.shown);
    answer.evidence.clear();
  }
  answered(out);
}

void Interview::answered(std::vector<Line>& out) {
  asked_[asking_] = true;
  history_.push_back(asking_);
  advance(out, true);
}

// Where the verdict stands, and on to what comes next.
void Interview::advance(std::vector<Line>& out, bool tell) {
  const Step step = course_.next(task_, asked_);
  const bool known = step.settled || step.settled_given_profile;
  if (tell && !known) {
    out.push_back({"  ", fill(say("new.so_far"),
                              {{"verdict", verdict()}, {"count", std::to_string(step.possible)}})});
  }
  if (step.settled && !past_settled_) return offer(Stop::settled, out);
  if (step.settled_given_profile && !step.settled && !past_profile_) {
    return offer(Stop::given_profile, out);
  }
  if (step.question) return ask(*step.question, out);
  if (!step.settled && !past_settled_) return offer(Stop::nothing_left, out);
  if (const auto rest = next_of_the_rest()) return ask(*rest, out);
  stage_ = Stage::done;
}

std::optional<std::size_t> Interview::next_of_the_rest() const {
  const auto open = std::find(asked_.begin(), asked_.end(), false);
  if (open == asked_.end()) return std::nullopt;
  return static_cast<std::size_t>(open - asked_.begin());
}

void Interview::ask(std::size_t criterion, std::vector<Line>& out) {
  asking_ = criterion;
  stage_ = Stage::question;
  out.push_back({});
  for (Line& line : question_lines(program_, criterion, language_)) out.push_back(std::move(line));
}

void Interview::back(std::vector<Line>& out) {
  if (history_.empty()) {
    out.push_back({"  ", std::string(say("new.first"))});
    return;
  }
  const std::size_t before = history_.back();
  history_.pop_back();
  asked_[before] = false;
  ask(before, out);
}

void Interview::offer(Stop why, std::vector<Line>& out) {
  // Nothing is left to go on with: that is the end, without a question about it.
  if (!next_of_the_rest()) {
    stage_ = Stage::done;
    return;
  }
  stop_ = why;
  stage_ = Stage::offer;
  const std::string_view key = why == Stop::settled         ? "new.settled"
                               : why == Stop::given_profile ? "new.settled_given_profile"
                                                            : "new.nothing_left";
  out.push_back({});
  out.push_back({{}, fill(say(key), {{"verdict", verdict()}})});
}

void Interview::take_offer(std::string_view text, std::vector<Line>& out) {
  if (text == "<") return back(out);
  if (text == "?") {
    out.push_back({{}, std::string(say("new.about_going_on"))});
    return;
  }
  if (is_word_of(program_, "new.yes", text)) {
    (stop_ == Stop::given_profile ? past_profile_ : past_settled_) = true;
    return advance(out, false);
  }
  if (text.empty() || is_word_of(program_, "new.no", text)) {
    stage_ = Stage::done;
    return;
  }
  out.push_back({{}, std::string(say("new.yes_or_no"))});
}

std::string Interview::verdict() const {
  DecideOptions options;
  options.explore = false;
  options.language = program_.languages[language_];
  const Decision decision = decide(engine_, task_, options);
  return base::printable(render::Wording(program_, options.language).verdict(decision));
}

}  // namespace sourcing::interview
