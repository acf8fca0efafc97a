// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "cli/shell/report_lines.hpp"

using sourcing::cli::fit_lines;

TEST_CASE("Long lines of a report go on further in, and short ones stay") {
  CHECK(
      fit_lines("a head\n  levels without a case: one; two; three; four\n  -v lists them\n", 30) ==
      "a head\n  levels without a case:\n      one; two; three; four\n  -v lists them\n");
}

TEST_CASE("A line that ends in JSON stays whole, so that it can be copied") {
  const std::string task = "    task {\"judgment\": 4.8, \"complexity\": 5}\n";
  CHECK(fit_lines(task, 20) == task);
  CHECK(fit_lines("no line feed at its end", 80) == "no line feed at its end\n");
  CHECK(fit_lines("", 80).empty());
}
