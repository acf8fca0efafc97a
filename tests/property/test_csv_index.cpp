// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "catch.hpp"
#include "input/csv_fields.hpp"
#include "input/csv_index.hpp"
#include "property/random_model.hpp"

using namespace sourcing;
using namespace sourcing::input;

namespace {

// The rows as text, fields in brackets: what two indexes are compared by.
std::string shown(const std::string& block, Dialect dialect, bool slowly, Compare compare) {
  std::string padded = block + std::string(block_padding, '\0');
  const std::string_view bytes(padded.data(), block.size());
  Index index;
  if (slowly) {
    index_slowly(bytes, dialect, index);
  } else {
    index_block(bytes, dialect, true, compare, index);
  }
  std::string out = std::to_string(index.lines) + " lines\n";
  for (std::size_t row = 0; row < index.rows; ++row) {
    for (std::size_t i = 0; i < index.fields(row); ++i) {
      const auto begin = index.field_begin(row, i), end = index.field_end(row, i);
      out += '[' + block.substr(begin, end - begin) + ']';
    }
    out += '\n';
  }
  return out;
}

std::vector<Compare> compares() {
  std::vector<Compare> result;
  for (const Compare each : {Compare::portable, Compare::sse2, Compare::avx2, Compare::avx512}) {
    if (each <= best_compare()) result.push_back(each);
  }
  return result;
}

}  // namespace

TEST_CASE("records are split as the dialect says") {
  const auto split = [](const std::string& block, Dialect dialect = {}) {
    const std::string slow = shown(block, dialect, true, Compare::portable);
    for (const Compare compare : compares()) {
      CAPTURE(block);
      CHECK(shown(block, dialect, false, compare) == slow);
    }
    return slow.substr(slow.find('\n') + 1);
  };
  CHECK(split("a,b\n1,2\n") == "[a][b]\n[1][2]\n");
  CHECK(split("a,b\r\n1,2\r\n") == "[a][b]\n[1][2]\n");
  CHECK(split("a\n\n\r\nb\n") == "[a]\n[b]\n");
  CHECK(split(",\n,,\n") == "[][]\n[][][]\n");
  CHECK(split("\"a,b\",\"c\nd\"\ne\n") == "[\"a,b\"][\"c\nd\"]\n[e]\n");
  CHECK(split("\"a\"\"b\",\"\"\n") == "[\"a\"\"b\"][\"\"]\n");
  CHECK(split("5\" pipe,6\" pipe\nx,y\n") == "[5\" pipe][6\" pipe]\n[x][y]\n");
  CHECK(split("\"a\"b,c\nd\n") == "[\"a\"b][c]\n[d]\n");
  CHECK(split("\"a\"\r\n\"b\"\r\n") == "[\"a\"]\n[\"b\"]\n");
  CHECK(split("a;b\n", {';', '\n'}) == "[a][b]\n");
  CHECK(split("a,b\rc,d\r", {',', '\r'}) == "[a][b]\n[c][d]\n");
  CHECK(split(std::string(200, 'x') + "\n") == "[" + std::string(200, 'x') + "]\n");
}

TEST_CASE("vector and byte-wise splitting agree on random bytes") {
  const std::size_t count = test::trials(20'000);
  for (std::size_t trial = 0; trial < count; ++trial) {
    test::Random random(test::seed_of(trial));
    // Few different bytes, so that quotes stand at all kinds of places.
    constexpr std::string_view alphabet = "aab,,\n\n\"\"\r;\t\xC3\xA9";
    const std::size_t size = random.below(random.chance(50) ? 12 : 200);
    std::string block;
    const bool tidy = random.chance(50);  // quotes around fields only
    while (block.size() < size) {
      if (!tidy) {
        block += alphabet[random.below(alphabet.size())];
        continue;
      }
      block += random.chance(30) ? "\"x,\"\"\ny\"" : random.chance(10) ? "\"\"" : "ab";
      block += random.chance(70) ? "," : random.chance(50) ? "\n" : "\r\n";
    }
    const Dialect dialect{',', random.chance(85) ? '\n' : '\r'};
    block += dialect.terminator;
    // Blocks hold whole records: one that ends inside quotes is none.
    std::size_t state = 0;  // 0 field begin, 1 plain, 2 quoted, 3 closed
    for (const char c : block) {
      if (state == 2) {
        if (c == '"') state = 3;
      } else if (c == '"' && state != 1) {
        state = 2;
      } else {
        state = c == ',' || c == dialect.terminator ? 0 : 1;
      }
    }
    if (state == 2) continue;
    const std::string slow = shown(block, dialect, true, Compare::portable);
    CAPTURE(trial, block);
    for (const Compare compare : compares()) {
      REQUIRE(shown(block, dialect, false, compare) == slow);
    }
  }
}

TEST_CASE("fields are unquoted and checked") {
  std::string scratch;
  CHECK(unquote("abc", scratch) == "abc");
  CHECK(unquote("\"abc\"", scratch) == "abc");
  CHECK(unquote("\"a\"\"b\"", scratch) == "a\"b");
  CHECK(unquote("\"\"", scratch) == "");
  CHECK(unquote("5\"", scratch) == "5\"");
  CHECK(split_record("a,\"b,c\",\"d\"\"e\"", ',') == std::vector<std::string>{"a", "b,c", "d\"e"});
  std::size_t at = 0;
  CHECK(check_field("plain", at) == FieldError::none);
  CHECK(check_field("\"a\nb\"", at) == FieldError::none);
  CHECK(check_field("\"a\"b", at) == FieldError::after_quote);
  CHECK(check_field(std::string_view("a\0b", 3), at) == FieldError::control);
  CHECK(at == 1);
  CHECK(check_field("a\x1b[2J", at) == FieldError::control);
  CHECK(check_field("caf\xE9", at) == FieldError::invalid_utf8);
  CHECK(at == 3);
  CHECK(check_field("café", at) == FieldError::none);
}
