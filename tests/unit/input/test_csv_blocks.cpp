// SPDX-License-Identifier: Apache-2.0
// Blocks end where records end, whatever the pieces; a header has limits of its own.
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "input/csv_blocks.hpp"
#include "input/csv_fields.hpp"
#include "unit/batch/support.hpp"

namespace sourcing::test {
namespace {

using input::Block;
using input::BlockReader;
using HeaderError = BlockReader::HeaderError;

struct Header {
  std::string text, end;
  HeaderError error = HeaderError::none;
  std::uint64_t line = 0, offset = 0;
};

Header header_of(std::string_view text, std::size_t chunk) {
  TextSource source(text, chunk);
  BlockReader reader(source, 64);
  Header header;
  header.text = reader.header(",", header.error);
  header.end = reader.header_end();
  header.line = reader.header_line();
  header.offset = reader.offset();
  return header;
}

TEST_CASE("a header is the first line with something on it, whatever ends it") {
  for (const std::size_t chunk : {std::size_t{1}, std::size_t{3}, std::size_t{4096}}) {
    const Header plain = header_of("\n \t\r\na,b\r\n1,2\r\n", chunk);
    CHECK(plain.text == "a,b");
    CHECK(plain.end == "\r\n");
    CHECK(plain.line == 3);
    CHECK(plain.offset == 10);
    CHECK(header_of("a,b\r1,2\r", chunk).end == "\r");
    CHECK(header_of("a,b\r", chunk).end == "\r");
    const Header alone = header_of("\na,b", chunk);
    CHECK(alone.text == "a,b");
    CHECK(alone.end.empty());
    CHECK(alone.line == 2);
    CHECK(header_of(" \n\t\n  ", chunk).text.empty());
    CHECK(header_of("", chunk).text.empty());
    const Header quoted = header_of("\"a\nb\",c\n", chunk);
    CHECK(quoted.text == "\"a\nb\",c");
    const Header open = header_of("\"a\nb,c\n", chunk);
    CHECK(open.error == HeaderError::unclosed_quote);
  }
}

TEST_CASE("a header may be a megabyte, and no byte more") {
  const std::string longest(input::most_field_bytes, 'h');
  CHECK(header_of(longest + "\n1\n", 4096).text == longest);
  const Header longer = header_of(longest + "hh\n1\n", 4096);
  CHECK(longer.text.empty());
  CHECK(longer.error == HeaderError::too_long);
}

TEST_CASE(
    "what comes first is seen without being taken, past blanks but not past a flood of them") {
  const auto peeked = [](std::string_view text) {
    TextSource source(text, 5);
    BlockReader reader(source, 64);
    return reader.peek();
  };
  CHECK(peeked(" \t\r\n {\"a\": 1}") == '{');
  CHECK(peeked("") == '\0');
  CHECK(peeked("   ") == '\0');
  CHECK(peeked(std::string(input::most_field_bytes, ' ') + "{") == '\0');
}

TEST_CASE("blocks end at record ends, and together are the input") {
  const std::string text = "1,2\n\"a\n\"\"b\",3\n\n4,5\n6,\"7\"";
  for (std::size_t chunk = 1; chunk < text.size() + 2; ++chunk) {
    for (const std::size_t size : {std::size_t{2}, std::size_t{5}, std::size_t{64}}) {
      TextSource source(text, chunk, chunk % 2 == 0);
      BlockReader reader(source, size);
      reader.set_dialect(input::Dialect{});
      Block block;
      std::string all;
      std::uint64_t number = 0;
      while (reader.next(block)) {
        CHECK(block.number == number++);
        CHECK(block.offset == all.size());
        CHECK_FALSE(block.tail);
        REQUIRE(block.data()[block.size - 1] == '\n');
        all.append(block.data(), block.size);
      }
      CHECK(all == text + "\n");  // the last record is given an end
      CHECK(reader.offset() == text.size());
      CHECK_FALSE(reader.next(block));
    }
  }
}

TEST_CASE("a record that a quote keeps open to the end is a tail, and no record") {
  const std::string text = "1,2\n3,\"4\n5,6\n";
  for (std::size_t chunk = 1; chunk < text.size() + 2; ++chunk) {
    TextSource source(text, chunk);
    BlockReader reader(source, 64);
    reader.set_dialect(input::Dialect{});
    Block block;
    REQUIRE(reader.next(block));
    CHECK(std::string_view(block.data(), block.size) == "1,2\n");
    CHECK(block.tail);
    CHECK(std::string_view(block.data() + block.size, block.tail_size) == "3,\"4\n5,6\n");
    CHECK_FALSE(reader.next(block));
  }
}

}  // namespace
}  // namespace sourcing::test
