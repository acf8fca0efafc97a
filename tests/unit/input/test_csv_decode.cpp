// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/problem.hpp"
#include "catch.hpp"
#include "input/csv_source.hpp"
#include "unit/batch/support.hpp"

using namespace sourcing;
using input::decode;
using input::Encoding;

namespace {

const std::string table = "id,judgment\na,4\n";

template <std::size_t N>
std::string bytes(const std::array<unsigned char, N>& all) {
  return {all.begin(), all.end()};
}

// The table, as `gzip -9n` and `zstd -19` pack it.
const std::string gzip = bytes(std::to_array<unsigned char>(
    {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xcb, 0x4c,
     0xd1, 0xc9, 0x2a, 0x4d, 0x49, 0xcf, 0x4d, 0xcd, 0x2b, 0xe1, 0x4a, 0xd4,
     0x31, 0xe1, 0x02, 0x00, 0xbf, 0x2c, 0xbe, 0xa1, 0x10, 0x00, 0x00, 0x00}));
const std::string zstd = bytes(std::to_array<unsigned char>(
    {0x28, 0xb5, 0x2f, 0xfd, 0x24, 0x10, 0x81, 0x00, 0x00, 0x69, 0x64, 0x2c, 0x6a, 0x75, 0x64,
     0x67, 0x6d, 0x65, 0x6e, 0x74, 0x0a, 0x61, 0x2c, 0x34, 0x0a, 0x75, 0x77, 0xd3, 0x0c}));

std::string utf16(std::u16string_view text, bool big_endian) {
  std::string out;
  for (const char16_t unit : text) {
    const auto high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
    out += big_endian ? high : low;
    out += big_endian ? low : high;
  }
  return out;
}

struct Decoded {
  std::string text;
  Encoding encoding;
  Problem problem;
};

// Read `chunk` bytes at a time, written `room` at a time.
Decoded decoded(std::string_view raw, std::size_t chunk, std::size_t room = 7) {
  test::TextSource source(raw, chunk);
  Decoded result;
  const auto plain = decode(source, result.encoding);
  std::array<char, 64> buffer{};
  while (const std::size_t got = plain->read(buffer.data(), room)) {
    result.text.append(buffer.data(), got);
  }
  result.problem = plain->problem();
  return result;
}

constexpr std::array<std::size_t, 3> chunks = {1, 5, 4096};

}  // namespace

TEST_CASE("Packed input is unpacked, piece after piece, however it arrives") {
  for (const std::string& packed : {gzip, zstd}) {
    const std::string name = packed == gzip ? "gzip" : "zstd";
    if (decoded(packed, 4096).problem.hint.find("this build has no") != std::string::npos) {
      WARN("not built with " << name);
      continue;
    }
    for (const std::size_t chunk : chunks) {
      CAPTURE(name, chunk);
      const Decoded once = decoded(packed, chunk);
      CHECK(once.text == table);
      CHECK(once.encoding.compression == name);
      CHECK(once.problem.code.empty());
      const Decoded twice = decoded(packed + packed, chunk);
      CHECK(twice.text == table + table);
      CHECK(twice.problem.code.empty());
    }
  }
  // Archives fill up with zeros.
  CHECK(decoded(gzip + std::string(600, '\0'), 100).text == table);
}

TEST_CASE("Packed input that breaks off, or is damaged, is told as such") {
  for (const std::string& packed : {gzip, zstd}) {
    if (decoded(packed, 4096).problem.hint.find("this build has no") != std::string::npos) continue;
    const std::string name = packed == gzip ? "gzip" : "zstd";
    for (std::size_t size = 5; size < packed.size(); ++size) {
      CAPTURE(name, size);
      const Decoded cut = decoded(packed.substr(0, size), 4096);
      CHECK(cut.problem.code == "E0319");
      CHECK(cut.problem.message == "the " + name + " data ends in the middle");
      CHECK(table.starts_with(cut.text));
      // After a whole one, too.
      CHECK(decoded(packed + packed.substr(0, size), 3).problem.code == "E0319");
    }
    std::string damaged = packed;
    damaged[packed.size() - 6] ^= 0x20;
    CHECK(decoded(damaged, 4096).problem.message.find("data is damaged") != std::string::npos);
    CHECK(decoded(packed + "and more", 4096).problem.message.find("data is damaged") !=
          std::string::npos);
  }
}

TEST_CASE("what unpacks to 500 times its size and more is refused, once it is large") {
  // A frame of blocks of one byte repeated 128 KiB: four bytes each.
  const auto bomb = [](std::size_t blocks) {
    std::string frame("\x28\xb5\x2f\xfd\x00\x58", 6);
    constexpr unsigned repeated = 2, size = 128U << 10U;
    for (std::size_t i = 0; i < blocks; ++i) {
      const unsigned header = (size << 3U) | repeated | (i + 1 == blocks ? 1U : 0U);
      for (unsigned shift = 0; shift < 24; shift += 8) frame += static_cast<char>(header >> shift);
      frame += 'a';
    }
    return frame;
  };
  const auto unpack = [](std::string_view raw) {
    test::TextSource source(raw);
    Encoding encoding;
    const auto plain = decode(source, encoding);
    std::vector<char> buffer(std::size_t{1} << 16);
    std::size_t all = 0;
    while (const std::size_t got = plain->read(buffer.data(), buffer.size())) all += got;
    return std::pair(all, plain->problem());
  };
  const auto [small, fine] = unpack(bomb(8));
  CHECK(small == std::size_t{1} << 20);
  CHECK(fine.code.empty());
  const auto [made, problem] = unpack(bomb(4'096));
  CHECK(made < std::size_t{512} << 20);
  CHECK(problem.code == "E0320");
  CHECK(base::without_code(problem) ==
        "unpacks to more than 500 times its size; unpack it first, if it is what it should be");
}

TEST_CASE("UTF-16 with a byte order mark becomes UTF-8") {
  const std::u16string text = u"\uFEFFid,name\nn\u00F2mina,\U0001F600 \u65E5\n";
  const std::string expected = "id,name\nn\u00F2mina,\U0001F600 \u65E5\n";
  for (const bool big_endian : {false, true}) {
    for (const std::size_t chunk : chunks) {
      CAPTURE(big_endian, chunk);
      const Decoded result = decoded(utf16(text, big_endian), chunk);
      CHECK(result.text == expected);
      CHECK(result.encoding.text == (big_endian ? "utf-16be" : "utf-16le"));
      CHECK(result.problem.code.empty());
    }
  }
}

TEST_CASE("broken UTF-16 is told, with its place") {
  const auto problem_of = [](std::string raw) { return decoded(raw, 3).problem; };
  const std::string start = utf16(u"\uFEFFid\n", false);
  const std::array<std::string, 4> broken = {
      start + "a",                                 // half a unit
      start + std::string("\x3D\xD8", 2),          // a high surrogate at the end
      start + std::string("\x3D\xD8\x61\x00", 4),  // … and then something else
      start + std::string("\x00\xDE\x61\x00", 4),  // a low one alone
  };
  for (const std::string& raw : broken) {
    CHECK(problem_of(raw).code == "E0318");
    CHECK(problem_of(raw).message.starts_with("broken UTF-16 before byte "));
    CHECK(problem_of(raw).hint == "save it as UTF-8");
  }
}
