// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "base/json.hpp"
#include "base/json_canonical.hpp"
#include "base/json_writer.hpp"
#include "catch.hpp"

namespace {

using sourcing::json::append_quoted;
using sourcing::json::canonical;
using sourcing::json::Layout;
using sourcing::json::parse;
using sourcing::json::Writer;
using namespace std::string_literals;

void write_sample(Writer& writer) {
  writer.begin_object();
  writer.key("id");
  writer.string("a\"b");
  writer.key("list");
  writer.begin_array();
  writer.raw_number("3.10");
  writer.boolean(true);
  writer.null();
  writer.begin_object();
  writer.end_object();
  writer.end_array();
  writer.key("none");
  writer.begin_array();
  writer.end_array();
  writer.end_object();
}

std::string canonical_of(const std::string& text) {
  const auto result = parse(text, "");
  REQUIRE(result.ok());
  return canonical(result.root);
}

struct Pair {
  std::string input;
  std::string expected;
};

}  // namespace

TEST_CASE("The writer writes compact JSON without white space") {
  std::string out = "> ";
  Writer writer(out);
  write_sample(writer);
  CHECK(out == R"(> {"id":"a\"b","list":[3.10,true,null,{}],"none":[]})");
}

TEST_CASE("The writer indents pretty JSON by two spaces and keeps empty containers on a line") {
  std::string out;
  Writer writer(out, Layout::pretty);
  write_sample(writer);
  CHECK(out == R"({
  "id": "a\"b",
  "list": [
    3.10,
    true,
    null,
    {}
  ],
  "none": []
})");
}

TEST_CASE("Written strings are safe to print and keep ordinary text") {
  const auto [input, expected] = GENERATE(values<Pair>({
      {"", "\"\""},
      {"a\\b\"c/", R"("a\\b\"c/")"},
      {"\0\n\t\x1b\x7f"s, R"("\u0000\u000a\u0009\u001b\u007f")"},
      {"\u0080\u009f\u00a0", "\"\\u0080\\u009f\u00a0\""},
      {"\u2028\u2029\u202a\u202e\u2066\u2069", R"("\u2028\u2029\u202a\u202e\u2066\u2069")"},
      {"caf\u00e9 \u65e5\u672c \U0001F600", "\"caf\u00e9 \u65e5\u672c \U0001F600\""},
      {"a\xff\xe2\x80z", "\"a\uFFFD\uFFFD\uFFFDz\""},
  }));
  CAPTURE(input);
  std::string out;
  append_quoted(out, input);
  CHECK(out == expected);
}

TEST_CASE("What the writer writes, the reader reads back") {
  std::string all;
  for (int i = 0; i < 128; ++i) all += static_cast<char>(i);
  all += "\u0085\u202e\u2028\U0001F600";
  std::string out;
  append_quoted(out, all);
  const auto result = parse(out, "");
  REQUIRE(result.ok());
  CHECK(result.root.text == all);
}

TEST_CASE("Canonical JSON follows the examples of RFC 8785") {
  CHECK(canonical_of(R"({
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false] })") ==
        "{\"literals\":[null,true,false],"
        "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
        "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  CHECK(canonical_of("{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,"
                     "\"\\u0080\":6,\"\\u00f6\":7}") ==
        "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"\u00f6\":7,\"\u20ac\":1,\"\U0001F600\":5,\"\uFB33\":3}");
}

TEST_CASE("Canonical numbers are printed as ECMAScript does") {
  const auto [input, expected] = GENERATE(values<Pair>({
      {"0", "0"},
      {"-0", "0"},
      {"-0.0e5", "0"},
      {"1.0", "1"},
      {"100", "100"},
      {"1e21", "1e+21"},
      {"123456789012345678901", "123456789012345680000"},
      {"9007199254740993", "9007199254740992"},
      {"1e-6", "0.000001"},
      {"1.5e-7", "1.5e-7"},
      {"-12.50", "-12.5"},
      {"5e-324", "5e-324"},
      {"1.7976931348623157e308", "1.7976931348623157e+308"},
      {"295147905179352830000", "295147905179352830000"},
      {"1e-400", "0"},
      {"123e-99999999999999999999", "0"},
      {"1424953923781206.2", "1424953923781206.2"},
  }));
  CAPTURE(input);
  CHECK(canonical_of(input) == expected);
}

TEST_CASE("Members of an object are written in one call each, what is not there as null") {
  std::string out;
  Writer writer(out);
  writer.begin_object();
  writer.text("text", "a\"b");
  writer.text_or_null("said", "x");
  writer.text_or_null("unsaid", "");
  writer.texts("texts", {"a", "b"});
  writer.flag("flag", true);
  writer.count("count", 0);
  writer.count_or_null("line", 7);
  writer.count_or_null("no_line", 0);
  writer.fixed2("points", -310);
  writer.json("json", "[1]");
  writer.json("no_json", "");
  writer.begin_object("object");
  writer.end_object();
  writer.begin_array("array");
  writer.end_array();
  writer.end_object();
  CHECK(
      out ==
      R"({"text":"a\"b","said":"x","unsaid":null,"texts":["a","b"],"flag":true,"count":0,)"
      R"("line":7,"no_line":null,"points":-3.10,"json":[1],"no_json":null,"object":{},"array":[]})");
}
