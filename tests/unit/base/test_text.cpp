// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "catch.hpp"

namespace {

using namespace sourcing::base;
using namespace std::string_literals;

}  // namespace

TEST_CASE("UTF-8 is valid or its first bad byte is found, wherever it stands") {
  struct Case {
    std::string text;
    bool valid;
    std::size_t bad;
  };
  const auto [text, valid, bad] = GENERATE(values<Case>({
      {"", true, 0},
      {"plain", true, 0},
      {"\u00e9\u20ac\U0001F600\U0010FFFF", true, 0},
      {"\x7f\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xF0\x90\x80\x80", true, 0},
      {"ab\x80", false, 2},
      {"\xC3", false, 0},
      {"a\xC0\x80", false, 1},
      {"\xC1\xBF", false, 0},
      {"\xE0\x9F\xBF", false, 0},
      {"\xED\xA0\x80", false, 0},
      {"\xED\xBF\xBF", false, 0},
      {"\xF0\x8F\xBF\xBF", false, 0},
      {"\xF4\x90\x80\x80", false, 0},
      {"\xF5\x80\x80\x80", false, 0},
      {"\xFF", false, 0},
      {"\xE2\x82", false, 0},
      {"\xF0\x9F\x98", false, 0},
      {"\xE2\x28\xA1", false, 0},
  }));
  for (std::size_t before = 0; before < 20; ++before) {  // across the steps of eight bytes
    for (const std::string& after : {""s, "x"s, std::string(16, 'x')}) {
      std::size_t at = 999;
      CAPTURE(text, before, after);
      CHECK(valid_utf8(std::string(before, 'x') + text + after, &at) == valid);
      CHECK(at == (valid ? 999 : before + bad));
    }
  }
  CHECK(valid_utf8(text, nullptr) == valid);
}

TEST_CASE("Every character survives encoding and decoding") {
  for (char32_t value = 0; value <= 0x10FFFF; ++value) {
    if (value >= 0xD800 && value <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, value);
    const CodePoint point = decode_utf8(text, 0);
    if (!point.valid || point.value != value || point.bytes != text.size()) {
      FAIL("U+" << static_cast<std::uint32_t>(value));
    }
  }
}

TEST_CASE("Printable text shows what would be invisible and keeps what can be read") {
  struct Case {
    std::string text, expected;
  };
  const auto [text, expected] = GENERATE(values<Case>({
      {"", ""},
      {"caf\u00e9 \\ \u65e5\u672c \U0001F600", "caf\u00e9 \\ \u65e5\u672c \U0001F600"},
      {"A\x1b]0;pwn\x07\r\n\t\x7f", "A\\x1b]0;pwn\\x07\\x0d\\x0a\\x09\\x7f"},
      {"\0"s, "\\x00"},
      {"\u009b\u0085", "\\x9b\\x85"},
      {"\u200e\u200f\u202a\u202e\u2066\u2069\u2028\u2029",
       "\\u200e\\u200f\\u202a\\u202e\\u2066\\u2069\\u2028\\u2029"},
      {"\xff\xe2\x80", "\\xff\\xe2\\x80"},
      {"\u200d\u00a0", "\u200d\u00a0"},
  }));
  CHECK(printable(text) == expected);
  CHECK(printable(expected) == expected);
}

TEST_CASE("The plain start of a text ends before the first byte that needs a closer look") {
  CHECK(plain_ascii("") == 0);
  CHECK(plain_ascii("a ~") == 3);
  CHECK(plain_ascii("ab\x7f") == 2);
  CHECK(plain_ascii("ab\tc") == 2);
  CHECK(plain_ascii("\u00e9a") == 0);
  CHECK(plain_ascii("a\xff") == 1);
}

TEST_CASE("Lower case and trimming touch ASCII only") {
  CHECK(ascii_lower("ABZaz@[\u00c9I") == "abzaz@[\u00c9i");
  CHECK(trim(" \t a b\t ") == "a b");
  CHECK(trim(" \t ").empty());
  CHECK(trim("\n a") == "\n a");
  CHECK(trim("\u00a0a") == "\u00a0a");
}

TEST_CASE("The edit distance counts swaps of neighbours once and stops at the limit") {
  struct Case {
    std::string a, b;
    std::size_t limit, expected;
  };
  const auto [a, b, limit, expected] = GENERATE(values<Case>({
      {"", "", 2, 0},
      {"", "ab", 2, 2},
      {"same", "same", 0, 0},
      {"same", "sane", 0, 1},
      {"judgement", "judgment", 2, 1},
      {"nmae", "name", 2, 1},
      {"ca", "abc", 5, 3},
      {"kitten", "sitting", 5, 3},
      {"kitten", "sitting", 3, 3},
      {"kitten", "sitting", 2, 3},
      {"abcdef", "badcfe", 3, 3},
      {"abcdef", "badcfe", 2, 3},
      {"ab", "ba", 1, 1},
      {"ab", "ba", 0, 1},
      {"short", "a very long text indeed", 2, 3},
  }));
  CAPTURE(a, b, limit);
  CHECK(damerau_levenshtein(a, b, limit) == expected);
  CHECK(damerau_levenshtein(b, a, limit) == expected);
}

TEST_CASE("A limited edit distance agrees with an unlimited one") {
  std::vector<std::string> words{""};
  for (std::size_t i = 0; i < words.size() && words[i].size() < 4; ++i) {
    words.push_back(words[i] + 'a');
    words.push_back(words[i] + 'b');
  }
  for (const std::string& a : words) {
    for (const std::string& b : words) {
      const std::size_t full = damerau_levenshtein(a, b, 100);
      for (std::size_t limit = 0; limit < 5; ++limit) {
        if (damerau_levenshtein(a, b, limit) != std::min(full, limit + 1)) {
          FAIL(a << " " << b << " " << limit);
        }
      }
    }
  }
}

TEST_CASE("The nearest name is what the user most likely meant, or none") {
  static constexpr std::array<std::string_view, 7> names{
      "judgment", "complexity", "ip_risk", "language", "id", "name", "cost_pressure"};
  struct Case {
    std::string word, expected;
  };
  const auto [word, expected] = GENERATE(values<Case>({
      {"judgement", "judgment"},
      {"Judgment", "judgment"},
      {"nmae", "name"},
      {"IP-Risk", "ip_risk"},
      {"cost pressure", "cost_pressure"},
      {"costpressure", "cost_pressure"},
      {"idd", "id"},
      {"i", "id"},
      {"xy", ""},
      {"abc", ""},
      {"", ""},
      {"complicated", ""},
      {"langauge", "language"},
  }));
  CAPTURE(word);
  CHECK(nearest(word, names) == expected);
  static constexpr std::array<std::string_view, 2> tie{"cart", "card"};
  CHECK(nearest("carx", tie) == "cart");
  CHECK(nearest("card", tie) == "card");
  CHECK(nearest("x", {}).empty());
}

TEST_CASE("Display width follows what a terminal shows") {
  struct Case {
    std::string text;
    std::size_t width;
  };
  const auto [text, width] = GENERATE(values<Case>({
      {"", 0},
      {"abc", 3},
      {"caf\u00e9", 4},
      {"cafe\u0301", 4},
      {"\u65e5\u672c\u8a9e", 6},
      {"\uac00", 2},
      {"\u1100\u1161\u11a8", 2},
      {"\uff21", 2},
      {"\uff71", 1},
      {"\U0001F600", 2},
      {"\U00020000", 2},
      {"\u200b\u200d\ufeff", 0},
      {"\u0e01\u0e34", 1},
      {"\u05d0\u05b0", 1},
      {"\u2026\u2713", 2},
      {"\x1b\n", 0},
      {"\xff\xfe", 2},
      {"\u00ad", 1},
  }));
  CAPTURE(text);
  CHECK(display_width(text) == width);
}

TEST_CASE("Text is wrapped at white space and only long words are cut") {
  using Lines = std::vector<std::string>;
  CHECK(wrap("", 10) == Lines{""});
  CHECK(wrap("one two  three", 7) == Lines{"one two", "three"});
  CHECK(wrap("one two three", 0) == Lines{"one two three"});
  CHECK(wrap("one\ntwo\n", 10) == Lines{"one", "two", ""});
  CHECK(wrap("abcdefgh ij", 3) == Lines{"abc", "def", "gh", "ij"});
  CHECK(wrap("ab cdefg", 3) == Lines{"ab", "cde", "fg"});
  CHECK(wrap("\u65e5\u672c\u8a9e", 4) == Lines{"\u65e5\u672c", "\u8a9e"});
  CHECK(wrap("\u65e5\u672c", 1) == Lines{"\u65e5", "\u672c"});
  CHECK(wrap("caf\u00e9 caf\u00e9", 4) == Lines{"caf\u00e9", "caf\u00e9"});
}

TEST_CASE("Padding and cutting count columns, not bytes") {
  CHECK(pad_right("\u65e5", 4) == "\u65e5  ");
  CHECK(pad_left("\u00e9", 3) == "  \u00e9");
  CHECK(pad_left("long", 2) == "long");
  CHECK(pad_right("long", 2) == "long");
  CHECK(sourcing::base::truncate("short", 5) == "short");
  CHECK(sourcing::base::truncate("longer", 5) == "long\u2026");
  CHECK(sourcing::base::truncate("\u65e5\u672c\u8a9e", 4) == "\u65e5\u2026");
  CHECK(sourcing::base::truncate("ab", 1) == "\u2026");
  CHECK(sourcing::base::truncate("ab", 0).empty());
  CHECK(sourcing::base::truncate("cafe\u0301s", 4) == "caf\u2026");
}

TEST_CASE("An excerpt shows the beginning of a stranger's text on one short line") {
  CHECK(excerpt("judgment") == "judgment");
  CHECK(excerpt("a\x1b[2J\nb") == "a\\x1b[2J\\x0ab");
  CHECK(excerpt(std::string(60, 'a')) == std::string(60, 'a'));
  CHECK(excerpt(std::string(61, 'a')) == std::string(59, 'a') + "…");
  CHECK(excerpt(std::string(10'000'000, '\x01'), 8).size() <= 4 * 8);
  CHECK(valid_utf8(excerpt(std::string(5'000, '\xE9')), nullptr));
}
