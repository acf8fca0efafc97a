// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sourcing/problem.hpp>
#include <string>

#include "catch.hpp"
#include "money/case.hpp"

namespace sourcing::test {

/// The published assumptions with those of a file over them.
inline money::Assumptions with(const std::string& entries) {
  auto read = money::read_assumptions("{\"assumptions\": [" + entries + "]}", "own.json",
                                      money::published_assumptions());
  for (const Problem& problem : read.problems()) FAIL(to_string(problem));
  return std::move(read).value();
}

/// So many people at so much a year, both whole.
inline money::Work work(std::int64_t people, std::int64_t cost) {
  money::Work made;
  made.fte = people * money::million;
  made.base = people * cost * 100;
  return made;
}

inline std::string shown(money::Cents cents) {
  std::string text;
  money::append_amount(text, cents);
  return text;
}

}  // namespace sourcing::test
