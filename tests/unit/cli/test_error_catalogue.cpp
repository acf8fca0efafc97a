// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "catch.hpp"
#include "cli/reference/error_catalogue.hpp"
#include "cli/reference/reference.hpp"

using namespace sourcing::cli;

TEST_CASE("A code may be written as people write it") {
  for (const char* written : {"E0203", "e0203", "0203", " E0203 "}) {
    CHECK(canonical_code(written) == "E0203");
  }
  for (const char* written : {"exit-3", "EXIT-3", "exit 3", "exit3", "3"}) {
    CHECK(canonical_code(written) == "exit-3");
  }
  CHECK(canonical_code("exit-130") == "exit-130");
  for (const char* other : {"", "judgment", "E203", "E02034", "exit", "exit-", "1234x", "-3"}) {
    CHECK(canonical_code(other) == other);
  }
}

TEST_CASE("The catalogue says the same of exit codes as help and man pages") {
  const auto entries = catalogue("en");
  for (const ExitMeaning& exit : exit_meanings()) {
    const std::string code = "exit-" + std::to_string(exit.code);
    const auto entry = std::find_if(entries.begin(), entries.end(),
                                    [&](const CatalogueEntry& each) { return each.code == code; });
    REQUIRE(entry != entries.end());
    CHECK(entry->title == exit.meaning);
  }
}

TEST_CASE("The catalogue speaks English, Catalan and Spanish, and English to all others") {
  CHECK(catalogue_languages() == std::vector<std::string>{"en", "ca", "es"});
  const auto english = catalogue("en"), catalan = catalogue("ca"), unknown = catalogue("xx");
  REQUIRE(english.size() == catalan.size());
  REQUIRE(english.size() == unknown.size());
  for (std::size_t i = 0; i < english.size(); ++i) {
    CHECK(english[i].cause != catalan[i].cause);
    CHECK(english[i].cause == unknown[i].cause);
    CHECK_FALSE(english[i].mend.empty());
  }
}
