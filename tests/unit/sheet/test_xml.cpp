// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.hpp"
#include "catch.hpp"
#include "sheet/read/xml.hpp"

namespace sheet = sourcing::sheet;

namespace {

// What a document says: `(a x=1 text )`, and what was wrong with it.
class Transcript : public sheet::XmlHandler {
 public:
  std::string said;
  sheet::XmlReader* pausing = nullptr;

  void start(std::string_view name, const sheet::Attributes& attributes) override {
    said.append("(").append(name);
    for (const auto& [key, value] : attributes)
      said.append(" ").append(key).append("=").append(value);
    said += ' ';
    if (pausing != nullptr) pausing->pause();
  }
  void end(std::string_view) override { said += ')'; }
  void text(std::string_view piece) override { said += piece; }
};

// However the bytes arrive, they say the same.
std::string read(std::string_view document, bool pauses = false) {
  std::vector<std::string> all;
  for (const std::size_t piece :
       {document.size() + 1, std::size_t{1}, std::size_t{3}, std::size_t{300}}) {
    Transcript transcript;
    sheet::XmlReader reader(transcript);
    if (pauses) transcript.pausing = &reader;
    for (std::size_t at = 0; at <= document.size(); at += piece) {
      if (!reader.feed(document.substr(at, piece), at + piece > document.size())) break;
      while (reader.paused()) {
        if (!reader.resume()) break;
      }
    }
    all.push_back(transcript.said);
    if (reader.problem()) all.back() += "! " + sourcing::base::without_code(*reader.problem());
  }
  for (const std::string& other : all) CHECK(other == all[0]);
  return all[0];
}

std::string broken(std::string_view document) {
  const std::string said = read(document);
  const std::size_t at = said.find("its XML is broken: ");
  return at == std::string::npos ? "fine: " + said : said.substr(at + 19);
}

}  // namespace

TEST_CASE("tags, attributes and texts are told in order, however they arrive") {
  CHECK(read("<?xml version='1.0'?>\n<a x = \"1\" y='2'><b/>t<c >u</c ></a>\n") ==
        "(a x=1 y=2 (b )t(c u))");
  CHECK(read("\xef\xbb\xbf<a>é</a>") == "(a é)");
  CHECK(read("<p:a p:x='1'><p:b></p:b></p:a>", true) == "(a p:x=1 (b ))");
  CHECK(read("<a><!-- <b> - --><?do it?>x</a>") == "(a x)");
}

TEST_CASE("references, CDATA and line ends are what they stand for") {
  CHECK(read("<a x='&lt;&#65;&#x42;\n&#10;'>&amp;&gt;&quot;&apos;&#233;</a>") ==
        "(a x=<AB \n &>\"'é)");
  CHECK(read("<a><![CDATA[<b>&amp;]]]]></a>") == "(a <b>&amp;]])");
  CHECK(read("<a>1\r\n2\r3&#13;\n</a>") == "(a 1\n2\n3\r\n)");
}

TEST_CASE("what is no XML is broken") {
  CHECK(broken("<a><b></a></b>") == "mismatched tag");
  CHECK(broken("<a>") == "no element found");
  CHECK(broken("") == "no element found");
  CHECK(broken("<a></a><b/>") == "junk after document element");
  CHECK(broken("<a x='1' x='2'/>") == "duplicate attribute");
  CHECK(broken("<a>&undefined;</a>") == "undefined entity");
  CHECK(broken("<a>&#0;</a>") == "reference to invalid character number");
  CHECK(broken("<a>&#x110000;</a>") == "reference to invalid character number");
  for (const std::string_view bad :
       {"x<a/>", "<a>]]></a>", "<a>&</a>", "<a x='<'/>", "<a x=1/>", "<a x/>", "<1/>", "< a/>",
        "<a/ >", "<a>\x01</a>", "<a>\xff</a>", "<a x='1'y='2'/>", "<a><!-- -- --></a>",
        "<a><?xml version='1.0'?></a>", "<a>&#;</a>", "<a><!ELEMENT b ANY></a>", "</a>"}) {
    CHECK(broken(bad) == "not well-formed (invalid token)");
  }
  CHECK(broken("<a") == "unclosed token");
  CHECK(broken("<a><!-- ") == "unclosed token");
}

TEST_CASE("another encoding is read as what the document says") {
  CHECK(read("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>") == "(a é)");
  std::string wide("\xff\xfe", 2);
  for (const char c : std::string_view("<a x='1'>t</a>")) wide.append(1, c).append(1, '\0');
  CHECK(read(wide) == "(a x=1 t)");
  CHECK(broken("<?xml version='1.0' encoding='klingon'?><a/>") == "unknown encoding");
}

TEST_CASE("a long text comes in pieces that break nothing") {
  std::string text;
  for (int i = 0; i < 40'000; ++i) text += "é&amp;\r\n]] ";
  std::string plain;
  for (int i = 0; i < 40'000; ++i) plain += "é&\n]] ";
  CHECK(read("<a>" + text + "</a>") == "(a " + plain + ")");
}
