// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <limits>
#include <string>

#include "base/decimal.hpp"
#include "catch.hpp"

namespace {

using sourcing::base::DecimalError;
using sourcing::base::parse_scaled;

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

struct Case {
  std::string text;
  int decimals;
  bool allow_exponent;
  std::int64_t value;
  DecimalError error;
};

}  // namespace

TEST_CASE("Decimals are read exactly or refused with the reason") {
  using enum DecimalError;
  const std::string zeros(1000, '0');
  const auto [text, decimals, allow_exponent, value, error] = GENERATE_COPY(values<Case>({
      {"0", 2, false, 0, none},
      {"-0", 2, false, 0, none},
      {"4", 2, false, 400, none},
      {"3.5", 2, false, 350, none},
      {"-3.25", 2, false, -325, none},
      {"007", 0, false, 7, none},
      {"3.2500", 2, false, 325, none},
      {"3.255", 2, false, 0, too_many_decimals},
      {"3.2501", 2, false, 0, too_many_decimals},
      {"1." + zeros, 2, false, 100, none},
      {zeros + "1", 2, false, 100, none},
      {"0." + zeros + "1", 2, false, 0, too_many_decimals},
      {"92233720368547758.07", 2, false, most, none},
      {"92233720368547758.08", 2, false, 0, out_of_range},
      {"-92233720368547758.08", 2, false, least, none},
      {"-92233720368547758.09", 2, false, 0, out_of_range},
      {"9223372036854775807", 0, false, most, none},
      {"18446744073709551616", 0, false, 0, out_of_range},
      {"99999999999999999999.001", 2, false, 0, out_of_range},
      {"1e2", 2, false, 0, not_a_number},
      {"1e2", 2, true, 10'000, none},
      {"1E+2", 2, true, 10'000, none},
      {"125e-2", 2, true, 125, none},
      {"125e-3", 2, true, 0, too_many_decimals},
      {"1250e-3", 2, true, 125, none},
      {"0.00125e3", 2, true, 125, none},
      {"1e16", 2, true, 1'000'000'000'000'000'000, none},
      {"1e17", 2, true, 0, out_of_range},
      {"1e400", 2, true, 0, out_of_range},
      {"-1e999999999999999999999999", 2, true, 0, out_of_range},
      {"0e999", 2, true, 0, none},
      {"0.00e-99999999999999999999", 2, true, 0, none},
      {"1e-400", 2, true, 0, too_many_decimals},
      {"1e-99999999999999999999", 2, true, 0, too_many_decimals},
      {"", 2, true, 0, not_a_number},
      {"-", 2, true, 0, not_a_number},
      {"+1", 2, true, 0, not_a_number},
      {"--1", 2, true, 0, not_a_number},
      {".5", 2, true, 0, not_a_number},
      {"5.", 2, true, 0, not_a_number},
      {"1e", 2, true, 0, not_a_number},
      {"1e+", 2, true, 0, not_a_number},
      {"1e2.5", 2, true, 0, not_a_number},
      {"1.2.3", 2, true, 0, not_a_number},
      {" 1", 2, true, 0, not_a_number},
      {"1 ", 2, true, 0, not_a_number},
      {"5,5", 2, true, 0, not_a_number},
      {"1_000", 2, true, 0, not_a_number},
      {"0x10", 2, true, 0, not_a_number},
      {"nan", 2, true, 0, not_a_number},
      {"inf", 2, true, 0, not_a_number},
      {"\u0663", 2, true, 0, not_a_number},
      {std::string("1\0", 2), 2, true, 0, not_a_number},
  }));
  CAPTURE(text, decimals, allow_exponent);
  const auto result = parse_scaled(text, decimals, allow_exponent);
  CHECK(result.value == value);
  CHECK(result.error == error);
}

TEST_CASE("Hundredths are printed with two decimals, with a sign, or as short as they go") {
  struct Printed {
    std::int64_t value;
    std::string fixed, with_sign, shortest;
  };
  const auto [value, fixed, with_sign, shortest] = GENERATE(values<Printed>({
      {0, "0.00", "+0.00", "0"},
      {1, "0.01", "+0.01", "0.01"},
      {-1, "-0.01", "-0.01", "-0.01"},
      {-310, "-3.10", "-3.10", "-3.1"},
      {1234, "12.34", "+12.34", "12.34"},
      {400, "4.00", "+4.00", "4"},
      {10'000, "100.00", "+100.00", "100"},
      {most, "92233720368547758.07", "+92233720368547758.07", "92233720368547758.07"},
      {least, "-92233720368547758.08", "-92233720368547758.08", "-92233720368547758.08"},
  }));
  std::string a;
  sourcing::base::append_fixed2(a, value);
  std::string b;
  sourcing::base::append_signed2(b, value);
  CHECK(a == fixed);
  CHECK(b == with_sign);
  CHECK(sourcing::base::shortest2(value) == shortest);
}

TEST_CASE("What is printed is read back as the same number") {
  for (std::int64_t value = -100'003; value <= 100'003; value += 7) {
    std::string text;
    sourcing::base::append_fixed2(text, value);
    if (parse_scaled(text, 2, false).value != value ||
        parse_scaled(sourcing::base::shortest2(value), 2, false).value != value) {
      FAIL(text);
    }
  }
}
