// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <string_view>

#include "base/fold.hpp"
#include "catch.hpp"

namespace sourcing::base {
namespace {

TEST_CASE("what does not count in a name is folded away") {
  CHECK(fold("Data Sensitivity") == "data_sensitivity");
  CHECK(fold("  data--sensitivity_ ") == "data_sensitivity");
  CHECK(fold("data\xC2\xA0sensitivity") == "data_sensitivity");
  CHECK(fold("Data\r\nsensitivity") == "data_sensitivity");
  CHECK(fold("\xEF\xBB\xBFjudgment\xE2\x80\x8B") == "judgment");
  CHECK(fold("\xEF\xBC\xAAudgment") == "judgment");
  CHECK(fold("PRESI\xC3\x93 DE COSTOS") == "presio_de_costos");
  CHECK(fold("Presio\xCC\x81 de costos") == "presio_de_costos");  // decomposed
  CHECK(fold("Tipus d\xE2\x80\x99"
             "arbitratge") == fold("tipus d'arbitratge"));
  CHECK(fold("intel\xC2\xB7lig\xC3\xA8ncia") == "intelligencia");
  CHECK(fold("STRASSE") == fold("stra\xC3\x9F"
                                "e"));
  CHECK(fold("\xD0\x9A\xD0\x98\xD0\x87\xD0\x92") == fold("\xD0\xBA\xD0\xB8\xD1\x97\xD0\xB2"));
  CHECK(fold("") == "");
  CHECK(fold(" - ") == "");
}

TEST_CASE("the close form has no separators, with and without allocating") {
  const std::string name = "Know-how at risk";
  CHECK(fold_close(name) == "knowhowatrisk");
  CHECK(FoldedWord(name).view() == "knowhowatrisk");
  CHECK(FoldedWord(std::string(FoldedWord::longest + 1, 'a')).view().empty());
  CHECK(FoldedWord("a\xFF"
                   "b")
            .view() ==
        "a\xFF"
        "b");
}

TEST_CASE("blanks of every kind are trimmed, and nothing else") {
  CHECK(trim_wide("\xC2\xA0 4\xE2\x80\x89\t") == "4");
  CHECK(trim_wide("\xE2\x80\x8B\xE3\x80\x80") == "");
  CHECK(trim_wide("a b") == "a b");
  CHECK(trim_wide("\x80\xFF") == "\x80\xFF");
  CHECK(trim_wide("\n4") == "\n4");
}

}  // namespace
}  // namespace sourcing::base
