// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "base/escape.hpp"
#include "catch.hpp"

namespace {

using namespace sourcing::base;
using namespace std::string_literals;

struct Pair {
  std::string text, expected;
};

}  // namespace

TEST_CASE("Markdown punctuation is escaped and line ends become spaces") {
  const auto [text, expected] = GENERATE(values<Pair>({
      {"plain caf\u00e9, 12.34 (x)", "plain caf\u00e9, 12.34 (x)"},
      {"a|b\\`c`", "a\\|b\\\\\\`c\\`"},
      {"*_~[x](javascript:1)!<b>&amp;#", "\\*\\_\\~\\[x\\](javascript:1)\\!\\<b\\>\\&amp;\\#"},
      {"a\nb\r\nc\td\re", "a b c d e"},
      {"\x1b[2J\u202e", "\\\\x1b\\[2J\\\\u202e"},
  }));
  std::string out = ">";
  append_markdown(out, text);
  CHECK(out == ">" + expected);
}

TEST_CASE("CSV fields are quoted when they must be, and kept exactly") {
  const auto [text, expected] = GENERATE(values<Pair>({
      {"", ""},
      {"plain", "plain"},
      {"a,b", "\"a,b\""},
      {"a;b", "\"a;b\""},
      {"a\tb", "\"a\tb\""},
      {"say \"hi\"", "\"say \"\"hi\"\"\""},
      {"a\nb", "\"a\nb\""},
      {"a\rb", "\"a\rb\""},
      {" a", "\" a\""},
      {"=1+1", "=1+1"},
      {"\x1b\0"s, "\x1b\0"s},
  }));
  std::string out;
  append_csv_field(out, text, ',', false);
  CHECK(out == expected);
}

TEST_CASE("CSV for people is no formula and holds no invisible characters") {
  const auto [text, expected] = GENERATE(values<Pair>({
      {"plain", "plain"},
      {"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
      {"=1;\"", "\"'=1;\"\"\""},
      {"+1", "'+1"},
      {"-5", "-5"},
      {"-5.25", "-5.25"},
      {"-99999999999999999999.123", "-99999999999999999999.123"},
      {"-5+1", "'-5+1"},
      {"-1e5", "'-1e5"},
      {"-", "'-"},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"\uFF1D1", "'\uFF1D1"},
      {"\uFF0B1", "'\uFF0B1"},
      {"\uFF0D1", "'\uFF0D1"},
      {"\uFF201", "'\uFF201"},
      {"\t=1", "'\\x09=1"},
      {"\r=1", "'\\x0d=1"},
      {"\n=1", "\"'\n'=1\""},
      {"\0=1"s, "'\\x00=1"},
      {"a\nb\x1b", "\"a\nb\\x1b\""},
      {"code=+12.34", "code=+12.34"},
  }));
  std::string out;
  append_csv_field(out, text, ';', true);
  CHECK(out == expected);
}

TEST_CASE("CSV that is cut at another sign than its own holds no formula either") {
  const auto [text, expected] = GENERATE(values<Pair>({
      {"a;b", "\"a;b\""},
      {"a;=1+1", "\"a;'=1+1\""},
      {"a;=1+1;=2", "\"a;'=1+1;'=2\""},
      {"=1;=2", "\"'=1;'=2\""},
      {"a;-5", "\"a;-5\""},
      {"a;-5;@x", "\"a;-5;'@x\""},
      {"a\n=1", "\"a\n'=1\""},
      {"a;\t=1", "\"a;'\\x09=1\""},
      {"a;\"=1;\"", "\"a;'\"\"=1;\"\"\""},
      {"a;code=+1.00", "\"a;code=+1.00\""},
      {";", "\";\""},
      {"\n", "\"'\n\""},
      {"\n\n=1", "\"'\n'\n'=1\""},
  }));
  std::string out;
  append_csv_field(out, text, ',', true);
  CHECK(out == expected);
}

TEST_CASE("HTML text cannot leave its element or attribute") {
  const auto [text, expected] = GENERATE(values<Pair>({
      {"plain caf\u00e9", "plain caf\u00e9"},
      {"<a href=\"x\" onload='y'>&amp;",
       "&lt;a href=&quot;x&quot; onload=&#39;y&#39;&gt;&amp;amp;"},
      {"a\nb\tc", "a\nb\tc"},
      {"\x1b\r\u202e", "\\x1b\\x0d\\u202e"},
  }));
  std::string out;
  append_html(out, text);
  CHECK(out == expected);
}
