// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "archive.hpp"
#include "base/problem.hpp"
#include "catch.hpp"
#include "sheet/read/cells.hpp"
#include "sheet/read/workbook.hpp"

namespace sheet = sourcing::sheet;
using sheet_test::TemporaryFile;
using sheet_test::workbook;

namespace {

// What a sheet says, a row a line: `7: A=text B=#4`.
class Listing : public sheet::RowHandler {
 public:
  std::string text;

  bool row(const sheet::Row& row) override {
    text += std::to_string(row.number) + (row.hidden ? " hidden:" : ":");
    for (const sheet::Cell& cell : row.cells) {
      constexpr std::string_view kinds = "'#?@!=";
      text += fmt::format(" {}{}{}", sheet::column_letters(cell.column),
                          kinds[static_cast<std::size_t>(cell.kind)], cell.text);
    }
    text += "\n";
    return true;
  }
  void merged(const sheet::Range& range) override {
    text +=
        fmt::format("merged {}{}\n", sheet::column_letters(range.from.column), range.from.row + 1);
  }
};

std::string read(const sheet_test::Archive& archive) {
  const TemporaryFile file(archive.bytes());
  sheet::Package package;
  REQUIRE_FALSE(package.open(file.descriptor()));
  sheet::Workbook book;
  if (const auto problem = book.read(package)) return sourcing::base::without_code(*problem);
  sheet::SharedStrings strings;
  sheet::Styles styles;
  if (const auto problem = strings.read(package, book.strings))
    return sourcing::base::without_code(*problem);
  REQUIRE_FALSE(styles.read(package, book.styles));
  Listing listing;
  sheet::SheetReader reader(package, strings, styles, book.from_1904, listing);
  REQUIRE_FALSE(reader.begin(book.sheets.at(0).part));
  while (reader.next()) {
  }
  if (reader.problem()) listing.text += sourcing::base::without_code(*reader.problem());
  return listing.text;
}

std::string rows(const std::string& data, const std::string& shared = {}) {
  return read(workbook(data, {}, shared));
}

}  // namespace

TEST_CASE("cells are where their addresses say, not where they stand") {
  CHECK(rows("<row r='2'><c r='C2'><v>1</v></c><c r='AA2'><v>2</v></c></row>"
             "<row r='9'><c r='B9'><v>3</v></c></row>") == "2: C#1 AA#2\n9: B#3\n");
  CHECK(rows("<row r='1'><c r='C1'><v>1</v></c><c r='A1'><v>2</v></c></row>") == "1: A#2 C#1\n");
}

TEST_CASE("without an address a cell is the next one, and a row too") {
  CHECK(rows("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r='5'><c><v>4</v></c></row>"
             "<row><c r='D6'><v>5</v></c><c><v>6</v></c></row>") ==
        "1: A#1 C#3\n5: A#4\n6: D#5 E#6\n");
  CHECK(rows("<row><c r='A7'><v>1</v></c></row><row><c><v>2</v></c></row>") == "7: A#1\n8: A#2\n");
}

TEST_CASE("texts are shared, inline or of a formula, in runs or not") {
  CHECK(
      rows(
          "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='s'><v>2</v></c>"
          "<c t='s'><v>3</v></c></row>",
          "<si><t>a</t></si><si/><si><r><t>b</t></r><r><t xml:space='preserve"
          "'> c</t></r><rPh><t>no</t></rPh></si><si><t>x_x000D_\ny_x0041__x005F_x0042_</t></si>") ==
      "1: A'a C'b c D'x\nyA_x0042_\n");
  CHECK(rows("<row><c t='inlineStr'><is><t>a</t></is></c><c t='inlineStr'><is><r><t>b</t></r>"
             "<r><t>c</t></r></is></c><c t='str'><f>A1</f><v>d</v></c></row>") ==
        "1: A'a B'bc C'd\n");
}

TEST_CASE("every kind of cell is told as what it is") {
  CHECK(rows("<row><c t='b'><v>1</v></c><c t='b'><v>0</v></c><c t='e'><v>#DIV/0!</v></c>"
             "<c s='1'><v>46082</v></c><c s='2'><v>46082.5</v></c><c s='3'><v>0.5</v></c>"
             "<c t='d'><v>2026-03-01</v></c><c s='4'><v>1.5</v></c></row>") ==
        "1: A?true B?false C!#DIV/0! D@2026-03-01 E@2026-03-01T12:00:00 F#0.5 G@2026-03-01 "
        "H@36:00:00\n");
}

TEST_CASE("a formula is its cached value, and one without any is no empty cell") {
  CHECK(rows("<row><c><f>1+1</f><v>2</v></c><c><f>1+1</f></c><c><f>1+1</f><v/></c>"
             "<c t='str'><f>\"\"</f><v></v></c><c t='str'><f>B1</f></c>"
             "<c t='inlineStr'><f>B1</f></c></row>") ==
        "1: A#2 B=#UNCALCULATED! C=#UNCALCULATED! E=#UNCALCULATED! F=#UNCALCULATED!\n");
}

TEST_CASE("a sheet that contradicts itself is an error with its place") {
  CHECK(rows("<row r='3'><c r='A4'><v>1</v></c></row>") == "a cell of row 3 says that it is `A4`");
  CHECK(rows("<row r='3'/><row r='3'/>") == "row 3 comes after row 3");
  CHECK(rows("<row r='0'/>") == "a row after row 0 has a number that no sheet has");
  CHECK(rows("<row r='1048577'/>") == "a row after row 0 has a number that no sheet has");
  CHECK(rows("<row r='1'><c r='XFE1'/></row>") == "a cell of row 1 says that it is `XFE1`");
  CHECK(rows("<row r='1'><c r='B1'><v>1</v></c><c r='B1'><v>2</v></c></row>") ==
        "B1: the cell is there twice");
  CHECK(rows("<row r='8'><c r='D8' t='s'><v>2</v></c></row>", "<si><t>a</t></si>") ==
        "D8: the cell points at a shared text that the workbook does not have");
}

TEST_CASE("the last row and the last column are read") {
  CHECK(rows("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>") == "1048576: XFD#1\n");
}

TEST_CASE("prefixes of names do not matter") {
  CHECK(rows("<x:row xmlns:x='u'><x:c r='A1'><x:v>1</x:v></x:c></x:row>") == "1: A#1\n");
}

TEST_CASE(
    "extensions and choices of newer programs are passed over, what stands in for them is read") {
  CHECK(
      rows(
          "<mc:AlternateContent><mc:Choice Requires='x'><row "
          "r='1'><c><v>9</v></c></row></mc:Choice>"
          "<mc:Fallback><row r='1'><c><v>4</v><extLst><x:v>8</x:v></extLst></c></row></mc:Fallback>"
          "</mc:AlternateContent><row r='2'><c><v>5</v></c></row>") == "1: A#4\n2: A#5\n");
}

TEST_CASE("a hidden row is told as hidden") {
  CHECK(rows("<row r='1' hidden='1'><c><v>1</v></c></row><row r='2' "
             "hidden='0'><c><v>2</v></c></row>") == "1 hidden: A#1\n2: A#2\n");
}

TEST_CASE("merged cells are told") {
  const auto archive = workbook("<row><c><v>1</v></c></row>",
                                "<mergeCells count='1'><mergeCell ref='B2:C3'/></mergeCells>");
  CHECK(read(archive) == "1: A#1\nmerged B2\n");
  const TemporaryFile file(archive.bytes());
  sheet::Package package;
  REQUIRE_FALSE(package.open(file.descriptor()));
  const auto merged = sheet::merged_cells(package, "xl/worksheets/odd.xml");
  REQUIRE(merged.size() == 1);
  CHECK(merged[0].to.column == 2);
}

TEST_CASE("a document type is refused, and with it what entities may unfold to") {
  CHECK(rows("]]>") == "its XML is broken: not well-formed (invalid token)");
  auto archive = workbook("");
  archive.add("xl/evil.xml", "");
  Listing listing;
  class Nothing : public sheet::XmlHandler {
    void start(std::string_view, const sheet::Attributes&) override {}
    void end(std::string_view) override {}
    void text(std::string_view) override {}
  } nothing;
  const auto problem =
      sheet::read_xml("<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><l>&b;</l>", nothing);
  REQUIRE(problem);
  CHECK(problem->message == "its XML has a document type (DTD)");
  std::string deep;
  for (int i = 0; i < 101; ++i) deep += "<a>";
  REQUIRE(sheet::read_xml(deep, nothing));
  CHECK(sheet::read_xml(deep, nothing)->message == "its XML is nested deeper than 100 levels");
}

TEST_CASE("column letters count as spreadsheets do") {
  CHECK(sheet::column_letters(0) == "A");
  CHECK(sheet::column_letters(25) == "Z");
  CHECK(sheet::column_letters(26) == "AA");
  CHECK(sheet::column_letters(16383) == "XFD");
  CHECK(sheet::read_address("$B$7")->column == 1);
  CHECK_FALSE(sheet::read_address("7"));
  CHECK_FALSE(sheet::read_address("B"));
  CHECK_FALSE(sheet::read_address("B7x"));
}
