// SPDX-License-Identifier: Apache-2.0
// The cases of csv-spectrum: each file means its JSON. Their columns are not ours, so one more is
// appended that is, and what comes back of the rest is compared.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "base/json.hpp"
#include "catch.hpp"
#include "input/csv_blocks.hpp"
#include "input/csv_fields.hpp"
#include "input/csv_index.hpp"
#include "unit/batch/support.hpp"

using namespace sourcing;

namespace {

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::filesystem::path corpora() {
  const char* given = std::getenv("SOURCING_CORPORA");
  return given != nullptr ? std::filesystem::path(given)
                          : std::filesystem::path(SOURCING_TESTS_DIR) / "../../shared/corpora";
}

// A file as rows of unquoted fields, through the reader, the index and back.
std::vector<std::vector<std::string>> read(const std::string& text, std::size_t chunk) {
  test::TextSource source(text, chunk);
  input::BlockReader reader(source, 64);
  input::BlockReader::HeaderError error{};
  std::vector<std::vector<std::string>> rows = {
      input::split_record(reader.header(",", error), ',')};
  const input::Dialect dialect{',', reader.header_end() == "\r" ? '\r' : '\n'};
  reader.set_dialect(dialect);
  input::Block block;
  input::Index index;
  std::string scratch;
  while (reader.next(block)) {
    input::index_block({block.data(), block.size}, dialect, block.quotes, input::best_compare(),
                       index);
    for (std::size_t row = 0; row < index.rows; ++row) {
      std::vector<std::string>& fields = rows.emplace_back();
      for (std::size_t i = 0; i < index.fields(row); ++i) {
        const auto begin = index.field_begin(row, i), end = index.field_end(row, i);
        fields.emplace_back(input::unquote({block.data() + begin, end - begin}, scratch));
      }
    }
  }
  return rows;
}

}  // namespace

namespace {
// The JSON of newlines_crlf has other line ends within its fields than the CSV.
std::string without_returns(std::string text) {
  std::erase(text, '\r');
  return text;
}
}  // namespace

TEST_CASE("csv-spectrum is read as its JSON says") {
  const auto folder = corpora() / "csv-spectrum";
  if (!std::filesystem::exists(folder)) {
    std::cerr << "SKIPPED: " << folder << " is not there; set SOURCING_CORPORA\n";
    SUCCEED("skipped");
    return;
  }
  std::size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "csvs")) {
    const std::string stem = entry.path().stem().string();
    auto expected = json::parse(contents(folder / "json" / (stem + ".json")), stem);
    REQUIRE(expected.ok());
    // One file's JSON is a bare object, and has another telephone number than its CSV.
    const bool odd = expected.root.kind == json::Kind::object;
    if (odd) expected.root.items = {expected.root};
    for (const std::size_t chunk : {std::size_t{1}, std::size_t{7}, std::size_t{1} << 20}) {
      const auto rows = read(contents(entry.path()), chunk);
      CAPTURE(stem, chunk);
      REQUIRE(rows.size() == expected.root.items.size() + 1);
      for (std::size_t row = 1; row < rows.size(); ++row) {
        const json::Value& object = expected.root.items[row - 1];
        REQUIRE(rows[row].size() == rows[0].size());
        REQUIRE(object.members.size() == rows[0].size());
        for (std::size_t i = 0; i < rows[0].size(); ++i) {
          const json::Value* value = object.find(rows[0][i]);
          REQUIRE(value != nullptr);
          if (!odd || rows[0][i] != "Contact Phone Number")
            CHECK(without_returns(value->text) == without_returns(rows[row][i]));
        }
      }
    }
    ++cases;
  }
  CHECK(cases == 12);
}
