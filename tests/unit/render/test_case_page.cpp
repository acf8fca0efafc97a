// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "render/case_page.hpp"

using sourcing::Format;
using sourcing::render::make_case_page;

namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string table(const Rows& rows, std::size_t width) {
  std::string out;
  make_case_page(out, Format::text, width)->table(rows);
  return out;
}

}  // namespace

TEST_CASE("Columns that do not fit beside the others go on below, behind the first one again") {
  const Rows rows = {{"Option", "One-off cost", "Saving a year", "Pays"},
                     {"provider", "192 … 775", "-38 … 123", "depends"}};
  CHECK(table(rows, 80) ==
        "  Option    One-off cost  Saving a year     Pays\n"
        "  --------  ------------  -------------  -------\n"
        "  provider     192 … 775      -38 … 123  depends\n\n");
  CHECK(table(rows, 40) ==
        "  Option    One-off cost  Saving a year\n"
        "  --------  ------------  -------------\n"
        "  provider     192 … 775      -38 … 123\n\n"
        "  Option       Pays\n"
        "  --------  -------\n"
        "  provider  depends\n\n");
}

TEST_CASE("Bars that do not fit are left out, and long texts at the end of a row wrap") {
  const Rows bars = {{"Assumption", "Net present value", ""},
                     {"share", "151 … 704", "####################"}};
  CHECK(table(bars, 40) ==
        "  Assumption  Net present value\n"
        "  ----------  -----------------\n"
        "  share               151 … 704\n\n");
  const Rows texts = {{"Assumption", "From … to", "Source"},
                      {"share", "1 … 2", "a page of somebody who measured it for many years"}};
  CHECK(table(texts, 50) ==
        "  Assumption  From … to  Source\n"
        "  ----------  ---------  -------------------------\n"
        "  share           1 … 2  a page of somebody who\n"
        "                         measured it for many\n"
        "                         years\n\n");
}

TEST_CASE("Sentences and points of a case wrap to the width") {
  std::string out;
  const auto page = make_case_page(out, Format::text, 40);
  page->paragraph("In money, with every assumption in the middle, the best is this.");
  page->bullets({"Fewer people than a centre needs, and often many more."});
  CHECK(out ==
        "In money, with every assumption in the\nmiddle, the best is this.\n\n"
        "- Fewer people than a centre needs, and\n  often many more.\n\n");
}
