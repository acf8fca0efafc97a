// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "base/table.hpp"
#include "catch.hpp"

using sourcing::base::Align;
using sourcing::base::Column;
using sourcing::base::Table;

TEST_CASE("A table aligns its columns by display width and leaves no space at line ends") {
  Table table({{Align::left, 0}, {Align::right, 0}, {Align::left, 0}});
  table.add_row({"name", "points", "why"});
  table.add_rule();
  table.add_row({"\u65e5\u672c", "+1.50", "x"});
  table.add_row({"caf\u00e9", "-12.00"});
  CHECK(table.rows() == 3);
  CHECK(table.render(0) ==
        "name  points  why\n"
        "----  ------  ---\n"
        "\u65e5\u672c   +1.50  x\n"
        "caf\u00e9  -12.00\n");
}

TEST_CASE("The last column wraps to the total width and the others are cut to theirs") {
  Table table({{Align::left, 5}, {Align::left, 0}});
  table.add_row({"a long name", "expert judgment decides every case"});
  CHECK(table.render(27, 2) ==
        "  a lo\u2026  expert judgment\n"
        "         decides every case\n");
  CHECK(table.render(1) ==
        "a lo\u2026  expert judgment\n"
        "       decides every\n"
        "       case\n");
}

TEST_CASE("Cells cannot bring control characters into a table") {
  Table table({Column{}});
  table.add_row({"A\x1b[2J\nB", "surplus"});
  CHECK(table.render(80) == "A\\x1b[2J\\x0aB\n");
  CHECK(Table(std::vector<Column>{}).render(80).empty());
}
