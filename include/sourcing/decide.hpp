// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <sourcing/decision.hpp>
#include <sourcing/engine.hpp>
#include <sourcing/task.hpp>
#include <string_view>

namespace sourcing {

/// What to work out, and in which language to say it.
struct DecideOptions {
  /// Language of the sentences; one that the model does not have falls back to its first.
  std::string_view language = "en";
  /// Cells to look at for each status before giving up on proving it (never time, so that the
  /// answer is the same on every machine). Past it a status is `tentative` and `proven` is false.
  std::uint64_t cells = 4'096;
  /// Nodes to visit in the search for `possible`; past it `possible_complete` is false.
  std::uint64_t nodes = 200'000;
  /// Whether to search for `possible` and `next_questions`, which costs most of the time where much
  /// is open. False leaves both empty, and `possible_complete` false.
  bool explore = true;
};

/// Decides one task and explains the decision. Thread-safe; no input makes it fail. Of a task that
/// was not made for `engine`, an answer that is missing, runs backwards or lies past the end of its
/// scale counts as unknown.
[[nodiscard]] Decision decide(const Engine& engine, const Task& task,
                              const DecideOptions& options = {});

}  // namespace sourcing
