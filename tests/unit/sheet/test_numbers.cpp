// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "sheet/read/numbers.hpp"

using sourcing::sheet::DateKind;
using sourcing::sheet::kind_of_format;
using sourcing::sheet::shown_date;
using sourcing::sheet::shown_number;

TEST_CASE("a number is what a spreadsheet shows: fifteen significant digits") {
  CHECK(shown_number("3.2999999999999998") == "3.3");
  CHECK(shown_number("0.30000000000000004") == "0.3");
  CHECK(shown_number("4") == "4");
  CHECK(shown_number("4.0") == "4");
  CHECK(shown_number("00042") == "42");
  CHECK(shown_number("-0") == "0");
  CHECK(shown_number("-2.50") == "-2.5");
  CHECK(shown_number("1E-3") == "0.001");
  CHECK(shown_number("1.5e+2") == "150");
  CHECK(shown_number("1234567890123456") == "1234567890123460");
  CHECK(shown_number("9.9999999999999999") == "10");
  CHECK(shown_number("0.00099999999999999994") == "0.001");
  CHECK(shown_number("1E+300") == "1E+300");
  CHECK(shown_number("1.25E-30") == "1.25E-30");
}

TEST_CASE("what is no number is not taken for one") {
  for (const char* text :
       {"", "-", ".", "1,5", "0x10", "1e", "1e+", "NaN", "1.2.3", "1 2", "1e9999999"}) {
    CAPTURE(text);
    CHECK_FALSE(shown_number(text));
  }
}

TEST_CASE("dates are told in both calendars") {
  CHECK(shown_date("1", DateKind::date, false) == "1900-01-01");
  CHECK(shown_date("59", DateKind::date, false) == "1900-02-28");
  CHECK(shown_date("60", DateKind::date, false) == "1900-02-29");
  CHECK(shown_date("61", DateKind::date, false) == "1900-03-01");
  CHECK(shown_date("46082", DateKind::date, false) == "2026-03-01");
  CHECK(shown_date("44620", DateKind::date, true) == "2026-03-01");
  CHECK(shown_date("46082.395833333336", DateKind::both, false) == "2026-03-01T09:30:00");
  CHECK(shown_date("46082", DateKind::both, false) == "2026-03-01T00:00:00");
  CHECK(shown_date("0.39583333333333331", DateKind::time, false) == "09:30:00");
  CHECK(shown_date("1.5", DateKind::duration, false) == "36:00:00");
  CHECK(shown_date("2958465", DateKind::date, false) == "9999-12-31");
  CHECK_FALSE(shown_date("2958466", DateKind::date, false));
  CHECK_FALSE(shown_date("-1", DateKind::date, false));
  CHECK_FALSE(shown_date("abc", DateKind::date, false));
}

TEST_CASE("a format code is a date by what it shows") {
  CHECK(kind_of_format("yyyy-mm-dd") == DateKind::date);
  CHECK(kind_of_format("mmm") == DateKind::date);
  CHECK(kind_of_format("[$-409]d-mmm-yy;@") == DateKind::date);
  CHECK(kind_of_format("h:mm AM/PM") == DateKind::time);
  CHECK(kind_of_format("mm:ss") == DateKind::time);
  CHECK(kind_of_format("dd/mm/yyyy hh:mm") == DateKind::both);
  CHECK(kind_of_format("[h]:mm:ss") == DateKind::duration);
  CHECK(kind_of_format("0.00") == DateKind::none);
  CHECK(kind_of_format("General") == DateKind::none);
  CHECK(kind_of_format("[Red]0.0%") == DateKind::none);
  CHECK(kind_of_format("0 \"days\"") == DateKind::none);
  CHECK(kind_of_format("0\\d") == DateKind::none);
  CHECK(kind_of_format("#,##0_d") == DateKind::none);
}
