// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "catch.hpp"

namespace {

using sourcing::Problem;
using sourcing::json::Kind;
using sourcing::json::Limits;
using sourcing::json::parse;
using sourcing::json::ParseResult;
using sourcing::json::Position;
using sourcing::json::Value;
using namespace std::string_literals;

/// `code line:column pointer: message; hint`, one line a problem.
std::string told(const ParseResult& result) {
  std::string text;
  for (const Problem& problem : result.problems) {
    if (!text.empty()) text += '\n';
    text += problem.code + ' ' + std::to_string(problem.line) + ':' +
            std::to_string(problem.column) + ' ' + problem.pointer + ": " + problem.message;
    if (!problem.hint.empty()) text += "; " + problem.hint;
  }
  return text;
}

struct Refusal {
  std::string input;
  std::string expected;
};

}  // namespace

TEST_CASE("The reader says what is wrong, where, and in plain words") {
  const auto [input, expected] = GENERATE(values<Refusal>({
      {"", "E0101 1:1 : the input is empty"},
      {" \n\t ", "E0101 1:1 : the input is empty"},
      {"\xEF\xBB\xBF", "E0101 1:1 : the input is empty"},
      {"\xFF\xFE{\0}\0"s,
       "E0103 1:1 : the input looks like UTF-16, not UTF-8; "
       "convert it with `iconv -f UTF-16 -t UTF-8`"},
      {"{\0}\0"s,
       "E0103 1:1 : the input looks like UTF-16, not UTF-8; "
       "convert it with `iconv -f UTF-16 -t UTF-8`"},
      {"\0\0\0{\0\0\0}"s,
       "E0103 1:1 : the input looks like UTF-32, not UTF-8; "
       "convert it with `iconv -f UTF-32 -t UTF-8`"},
      {"{\"a\": \"\xC3\xA9\xE9\"}", "E0104 1:9 : the byte 0xE9 is not valid UTF-8 here"},
      {"[\"\\uD800\"]", "E0104 1:3 /0: `\\uD800` is half of a surrogate pair"},
      {"[\"\\uDC00\\uD800\"]", "E0104 1:3 /0: `\\uDC00` is half of a surrogate pair"},
      {"[\"\\uD83D\\uDE00\\uD83Dx\"]", "E0104 1:15 /0: `\\uD83D` is half of a surrogate pair"},
      {"{\"a\":1}\0anything"s, "E0105 1:8 : unexpected NUL byte"},
      {"[\"a\0b\"]"s, "E0105 1:4 : unexpected NUL byte"},
      {"{\"a\":1,}", "E0106 1:8 /a: a comma before `}` is not allowed"},
      {"[1,2,]", "E0106 1:6 /2: a comma before `]` is not allowed"},
      {"[1,,2]", "E0106 1:4 /1: expected a value after `,`, found `,`"},
      {"[1 x]", "E0106 1:4 /0: expected `,` or `]` after this value, found `x`"},
      {"{\"a\":1 \"b\":2}", "E0106 1:8 /a: expected `,` or `}` after this value, found `\"`"},
      {"{\"a\" 1}", "E0106 1:6 /a: expected `:` after the key `a`, found `1`"},
      {"{\"a\":}", "E0106 1:6 /a: expected a value after `:`, found `}`"},
      {"{a:1}", "E0106 1:2 : the key `a` needs double quotes"},
      {"{'a':1}", "E0106 1:2 : a key needs double quotes, not single ones"},
      {"{1:1}", "E0106 1:2 : expected a key in double quotes or `}`, found `1`"},
      {"{\"a\":1,5}", "E0106 1:8 /a: expected a key in double quotes after `,`, found `5`"},
      {"['a']", "E0106 1:2 /0: a string needs double quotes, not single ones"},
      {"{\"a\": high}",
       "E0106 1:7 /a: expected a value after `:`, found `high`, which needs double quotes"},
      {"[1] // why", "E0106 1:5 : comments are not allowed in JSON"},
      {"{/* why */}", "E0106 1:2 : comments are not allowed in JSON"},
      {"{} {}", "E0106 1:4 : expected nothing more after the end of the document, found `{`"},
      {"\xEF\xBB\xBF\xEF\xBB\xBF[]", "E0106 1:1 : expected a value, found `\xEF\xBB\xBF`"},
      {"[NaN]", "E0106 1:2 /0: `NaN` is not a number in JSON"},
      {"[1,-Infinity]", "E0106 1:4 /1: `-Infinity` is not a number in JSON"},
      {"[True]", "E0106 1:2 /0: `True` is not a value in JSON; did you mean `true`?"},
      {"[None]", "E0106 1:2 /0: `None` is not a value in JSON; did you mean `null`?"},
      {"[nul]", "E0106 1:2 /0: `nul` is not a value in JSON; did you mean `null`?"},
      {"[+1]", "E0106 1:2 /0: a number must not begin with `+`"},
      {"[.5]", "E0106 1:2 /0: a number needs a digit before the point"},
      {"[1.]", "E0106 1:4 /0: expected a digit after the point, found `]`"},
      {"[-]", "E0106 1:3 /0: expected a digit after `-`, found `]`"},
      {"[1e+]", "E0106 1:5 /0: expected a digit of the exponent, found `]`"},
      {"[012]", "E0106 1:3 /0: a number must not begin with an extra `0`"},
      {"[-01]", "E0106 1:4 /0: a number must not begin with an extra `0`"},
      {"0x1F", "E0106 1:2 : expected nothing more after the end of the document, found `x1F`"},
      {"[1-2]", "E0106 1:3 /0: expected `,` or `]` after this value, found `-`"},
      {"[1", "E0106 1:3 /0: expected `,` or `]` after this value, found the end of the input"},
      {"{", "E0106 1:2 : expected a key in double quotes or `}`, found the end of the input"},
      {"[\n  {\"a\": [1, {\"b/c\": x}]}]",
       "E0106 2:21 /0/a/1/b~1c: expected a value after `:`, found `x`, which needs double quotes"},
      {"[\"a\tb\"]", "E0106 1:4 /0: a tab in a string must be written as `\\t`"},
      {"[\"a\nb\"]", "E0106 1:4 /0: a string must end on its line; write a line end as `\\n`"},
      {"[\"\x1b]0;\"]",
       "E0106 1:3 /0: the control character `\\x1b` in a string must be written as `\\u001b`"},
      {"[\"\\x\"]", "E0106 1:3 /0: `\\x` is not an escape sequence of JSON strings"},
      {"[\"\\\x1b\"]", "E0106 1:3 /0: `\\\\x1b` is not an escape sequence of JSON strings"},
      {"[\"\\u12g4\"]", "E0106 1:3 /0: `\\u` in a string needs four hexadecimal digits"},
      {"[\"abc", "E0106 1:2 /0: this string has no closing quote"},
      {"[\"abc\\", "E0106 1:2 /0: this string has no closing quote"},
      {"[\x0c]", "E0106 1:2 /0: expected a value or `]`, found `\\x0c`"},
      {"[\xE2\x80\xAE]", "E0106 1:2 /0: expected a value or `]`, found `\\u202e`"},
      {"{\"a\":1e400}", "E0110 1:6 /a: the number `1e400` is too large"},
      {"[0, -1E999]", "E0110 1:5 /1: the number `-1E999` is too large"},
  }));
  CAPTURE(input);
  const ParseResult result = parse(input, "task.json");
  CHECK(told(result) == expected);
  REQUIRE_FALSE(result.problems.empty());
  CHECK(result.problems.front().source == "task.json");
}

TEST_CASE("All duplicate keys are reported, at every level, and nothing else is lost") {
  CHECK(told(parse("{\"name\":\"a\",\"name\":\"b\"}", "")) ==
        "E0108 1:13 /name: duplicate key `name`, first at 1:2");
  CHECK(told(parse("{\"a\":1,\n \"b\":{\"c\":1,\"c\":{\"d\":1,\"d\":2}},\n \"\\u0061\":[]}", "")) ==
        "E0108 2:13 /b/c: duplicate key `c`, first at 2:7\n"
        "E0108 2:24 /b/c/d: duplicate key `d`, first at 2:18\n"
        "E0108 3:2 /a: duplicate key `a`, first at 1:2");
  // A mistake inside the value of a duplicate has its pointer too.
  CHECK(told(parse("{\"a\":1,\"a\":[x]}", "")) ==
        "E0108 1:8 /a: duplicate key `a`, first at 1:2\n"
        "E0106 1:13 /a/0: expected a value or `]`, found `x`, which needs double quotes");
}

TEST_CASE("Duplicate keys are found in large objects, up to a hundred of them") {
  std::string text = "{";
  for (int i = 0; i < 50'000; ++i) text += "\"k" + std::to_string(i) + "\":0,";
  CHECK(parse(text + "\"z\":0}", "").ok());
  CHECK(told(parse(text + "\"k49999\":0}", ""))
            .ends_with("duplicate key `k49999`, first at 1:538881"));
  std::string many = "{\"a\":0";
  for (int i = 0; i < 5'000; ++i) many += ",\"a\":0";
  CHECK(parse(many + "}", "").problems.size() == 100);
}

TEST_CASE("Positions are exact for every kind of value and key") {
  const ParseResult result = parse(
      "\xEF\xBB\xBF { \"n\" : -1.50e+2 ,\n"
      "  \"\xC3\xA9\":[true,false , null,\t\"\xF0\x9F\x98\x80\",\"x\", 0],\r\n"
      "\"o\":{}}\n",
      "");
  REQUIRE(told(result).empty());
  const Value& root = result.root;
  CHECK(root.at == Position{1, 2});
  REQUIRE(root.members.size() == 3);
  CHECK(root.members[0].key_at == Position{1, 4});
  CHECK(root.members[0].value.at == Position{1, 10});
  CHECK(root.members[0].value.text == "-1.50e+2");
  CHECK(root.members[1].key == "\xC3\xA9");
  CHECK(root.members[1].key_at == Position{2, 3});
  const Value& list = root.members[1].value;
  CHECK(list.at == Position{2, 7});
  std::vector<std::uint32_t> columns;
  for (const Value& item : list.items) columns.push_back(item.at.column);
  CHECK(columns == std::vector<std::uint32_t>{8, 13, 21, 27, 31, 36});
  CHECK(list.items[0].boolean);
  CHECK(list.items[2].kind == Kind::null);
  CHECK(list.items[5].text == "0");
  CHECK(root.find("o")->at == Position{3, 5});
  CHECK(root.find("o")->kind == Kind::object);
  CHECK(root.find("p") == nullptr);
}

TEST_CASE("Numbers keep the characters of the source") {
  const std::string number =
      GENERATE("0"s, "-0"s, "12"s, "18446744073709551616"s, "-9223372036854775809"s, "1.0"s, "1E2"s,
               "0.10"s, "1e-400"s, "100000000000000000000000000000.5e-3"s);
  for (const std::string& text : {number, "[" + number + "]", "[" + number + " ,1]"}) {
    CAPTURE(text);
    const ParseResult result = parse(text, "");
    REQUIRE(told(result).empty());
    const Value& value = result.root.items.empty() ? result.root : result.root.items.front();
    CHECK(value.kind == Kind::number);
    CHECK(value.text == number);
  }
}

TEST_CASE("Strings are decoded, NUL escapes and long ones too") {
  const std::string long_text(100'000, 'x');
  const ParseResult result =
      parse("[\"a\\u0000b\\n\\u00e9\\ud83d\\ude00\\/\", \"" + long_text + "\", \"y\"]", "");
  REQUIRE(told(result).empty());
  CHECK(result.root.items[0].text == "a\0b\n\xC3\xA9\xF0\x9F\x98\x80/"s);
  CHECK(result.root.items[1].text == long_text);
  CHECK(result.root.items[2].text == "y");
}

TEST_CASE("Line numbers start where the caller says") {
  CHECK(told(parse("[\n\n x]", "", {}, 500'000)) ==
        "E0106 500002:2 /0: expected a value or `]`, found `x`, which needs double quotes");
}

TEST_CASE("Limits refuse the first document past them and accept the last one within") {
  const auto nested = [](std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
  };
  CHECK(parse(nested(64), "").ok());
  CHECK(
      told(parse(nested(65), "")) ==
      "E0107 1:65 /0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0"
      "/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0: nested deeper than 64 levels");
  CHECK(told(parse("{\"x\":{\"y\":{}}}", "", {.depth = 2})) ==
        "E0107 1:11 /x/y: nested deeper than 2 levels");
  CHECK(parse("[1,2,3]", "", {.bytes = 7}).ok());
  CHECK(told(parse("[1,2,3]", "", {.bytes = 6})) == "E0102 0:0 : the input is longer than 6 bytes");
  CHECK(told(parse(std::string(1025, ' '), "", {.bytes = 1024})) ==
        "E0102 0:0 : the input is longer than 1 KiB");
  CHECK(parse("[\"abc\"]", "", {.string_bytes = 3}).ok());
  CHECK(told(parse("[\"abcd\"]", "", {.string_bytes = 3})) ==
        "E0109 1:2 /0: this string is longer than 3 bytes");
  CHECK(told(parse("{\"abcd\":0}", "", {.string_bytes = 3})) ==
        "E0109 1:2 : this key is longer than 3 bytes");
  CHECK(told(parse("[1234]", "", {.string_bytes = 3})) ==
        "E0109 1:2 /0: this number is longer than 3 bytes");
  CHECK(told(parse("\"" + std::string((1U << 20U) + 1, 'x') + "\"", "")) ==
        "E0109 1:1 : this string is longer than 1 MiB");
  CHECK(parse("[1,2]", "", {.values = 3}).ok());
  CHECK(told(parse("[1,2,3]", "", {.values = 3})) ==
        "E0111 1:6 /2: the input holds more than 3 values");
}

TEST_CASE("A hundred thousand brackets are refused at once") {
  const auto begin = std::chrono::steady_clock::now();
  const std::string brackets(100'000, '[');
  CHECK(parse(brackets, "").problems.front().code == "E0107");
  CHECK(parse("{\"x\":" + brackets, "").problems.front().code == "E0107");
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(1));
}

TEST_CASE("Messages repeat no unprintable bytes and no more than a little of the input") {
  const std::string evil = "\x1b]0;pwn\x07\xC2\x9B\xE2\x80\xAE";
  std::string escaped;
  for (const char c : "\\u001b]0;\\u0007\\u009b\\u202e"s) escaped += c;
  const ParseResult twice = parse("{\"" + escaped + "\":1,\"" + escaped + "\":2}", "");
  CHECK(told(twice).find("duplicate key `\\x1b]0;\\x07\\x9b\\u202e`") != std::string::npos);
  const std::string long_key(500'000, 'k');
  const ParseResult cut = parse("{\"" + long_key + "\" 1}", "");
  CHECK(cut.problems.front().message ==
        "expected `:` after the key `" + std::string(59, 'k') + "\xE2\x80\xA6`, found `1`");
  for (const std::string& text : {"[" + evil, "{\"a\"" + evil, evil}) {
    const ParseResult result = parse(text, "");
    REQUIRE_FALSE(result.ok());
    const std::string message = result.problems.front().message;
    CHECK(std::none_of(message.begin(), message.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == 0x7F; }));
  }
}

TEST_CASE("JSON pointers escape tilde and slash") {
  CHECK(sourcing::json::pointer_append("", "a") == "/a");
  CHECK(sourcing::json::pointer_append("/a", "m~n/o") == "/a/m~0n~1o");
  CHECK(sourcing::json::pointer_append("", "") == "/");
}

TEST_CASE("Cutting or changing any byte of a document never crashes and always has a place") {
  const std::string good =
      "{\"a\":[1,-2.5e+3,true,null,\"\\u00e9\\\"\xC3\xA9\"],\"b\":{\"c\":[],\"d\":{}}}";
  REQUIRE(parse(good, "").ok());
  for (std::size_t i = 0; i < good.size(); ++i) {
    CHECK_FALSE(parse(good.substr(0, i), "").ok());
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = good;
      changed[i] = static_cast<char>(byte);
      const ParseResult result = parse(changed, "");
      for (const Problem& problem : result.problems) {
        if (problem.line == 0 || problem.line > 2 || problem.column == 0 ||
            problem.column > good.size() + 1 || problem.message.empty() ||
            !sourcing::base::valid_utf8(problem.message, nullptr)) {
          FAIL("byte " << byte << " at " << i << ": " << told(result));
        }
      }
    }
  }
}

TEST_CASE("JSONTestSuite: what must be accepted is, what must be refused is, nothing crashes") {
  std::string folder;
#ifdef SOURCING_CORPORA
  folder = SOURCING_CORPORA;
#endif
  if (const char* set = std::getenv("SOURCING_CORPORA")) folder = set;
  folder += "/json-nst/test_parsing";
  if (!std::filesystem::is_directory(folder)) {
    WARN("SKIPPED: JSONTestSuite is not at `" << folder << "`; set SOURCING_CORPORA");
    return;
  }
  // Documented refusals of what the grammar allows: a decision must not depend on which one wins.
  const std::vector<std::string> duplicates{"y_object_duplicated_key.json",
                                            "y_object_duplicated_key_and_value.json"};
  std::size_t accepted = 0;
  std::size_t refused = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    CAPTURE(name);
    const auto file = sourcing::base::read_file(entry.path().string(), 1U << 20U);
    REQUIRE(file.error.empty());
    const ParseResult result = parse(file.bytes, name);
    CAPTURE(told(result));
    if (std::find(duplicates.begin(), duplicates.end(), name) != duplicates.end()) {
      CHECK(result.problems.front().code == "E0108");
    } else if (name.starts_with("y_")) {
      CHECK(result.ok());
    } else if (name.starts_with("n_")) {
      CHECK_FALSE(result.ok());
    }
    ++(result.ok() ? accepted : refused);
  }
  CHECK(accepted >= 90);
  CHECK(refused >= 188);
}
