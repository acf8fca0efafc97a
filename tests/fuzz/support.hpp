// SPDX-License-Identifier: Apache-2.0
// What the fuzz targets share: a check that ends the run, and what every problem must be like.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sourcing/problem.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"

// The name is libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace sourcing::fuzz {

/// Ends the run, so that the input is kept, when something that must hold does not.
inline void check(bool holds, std::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// A message goes to a terminal: whatever the input holds, it is one line of printable UTF-8.
inline void check_problems(const std::vector<Problem>& problems) {
  check(!problems.empty(), "a refusal says why");
  for (const Problem& problem : problems) {
    const std::string line = to_string(problem);
    check(base::printable(line) == line, "a message is printable");
    check(!problem.message.empty(), "a problem has a message");
    check(problem.code.size() == 5 && problem.code[0] == 'E', "a problem has a code");
  }
}

}  // namespace sourcing::fuzz
