// SPDX-License-Identifier: Apache-2.0
#include "base/problem.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace sourcing {

namespace {

// Columns. A pointer names its place by keys, which a stranger's file may have long ones of.
constexpr std::size_t longest_pointer = 200;

}  // namespace

std::string base::without_code(const Problem& problem) {
  std::string out;
  if (!problem.source.empty()) out += base::printable(problem.source) + ":";
  if (problem.line > 0) out += fmt::format("{}:", problem.line);
  if (problem.line > 0 && problem.column > 0) out += fmt::format("{}:", problem.column);
  if (!out.empty()) out += ' ';
  if (!problem.pointer.empty()) out += base::excerpt(problem.pointer, longest_pointer) + ": ";
  out += problem.message;
  if (!problem.hint.empty()) out += "; " + problem.hint;
  return out;
}

std::string to_string(const Problem& problem) {
  std::string out = base::without_code(problem);
  if (!problem.code.empty()) out += fmt::format(" [{}]", problem.code);
  return out;
}

}  // namespace sourcing
