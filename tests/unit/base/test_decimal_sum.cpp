// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "base/decimal_sum.hpp"
#include "catch.hpp"

namespace sourcing::base::test {
namespace {

TEST_CASE("decimals are added up exactly") {
  DecimalSum sum;
  for (int i = 0; i < 1'000; ++i) REQUIRE(sum.add("0.1"));
  CHECK(sum.text() == "100");
  CHECK(sum.add(" -12.345 "));
  CHECK(sum.text() == "87.655");
  CHECK(sum.add("+3.5"));
  CHECK(sum.text() == "91.155");
  DecimalSum large;
  for (int i = 0; i < 20; ++i) REQUIRE(large.add("999999999999999.999999999"));
  CHECK(large.text() == "19999999999999999.99999998");
  DecimalSum below;
  CHECK(below.add("-0.05"));
  CHECK(below.text() == "-0.05");
}

TEST_CASE("what is no decimal number adds nothing") {
  DecimalSum sum;
  for (const char* text : {"", " ", "n/a", "1e3", "1.2.3", "1,5", "-", ".", "0x10", "1 000",
                           "1234567890123456", "0.1234567890"}) {
    INFO(text);
    CHECK_FALSE(sum.add(text));
  }
  CHECK(sum.text() == "0");
}

TEST_CASE("shares are rounded half up, and nothing has no share of nothing") {
  const auto of = [](const char* part, const char* whole) {
    DecimalSum a, b;
    REQUIRE(a.add(part));
    REQUIRE(b.add(whole));
    return a.percent_of(b);
  };
  CHECK(of("1", "3") == 3'333);
  CHECK(of("2", "3") == 6'667);
  CHECK(of("1", "20000") == 1);  // 0.005 %
  CHECK(of("-1", "3") == -3'333);
  CHECK_FALSE(of("0", "0"));
  CHECK_FALSE(of("1", "-2"));
}

}  // namespace
}  // namespace sourcing::base::test
