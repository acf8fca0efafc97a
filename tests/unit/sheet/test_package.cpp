// SPDX-License-Identifier: Apache-2.0
#include <sourcing/problem.hpp>

#include "archive.hpp"
#include "catch.hpp"
#include "sheet/read/package.hpp"

using sheet_test::Archive;
using sheet_test::TemporaryFile;
using sourcing::sheet::Package;
using sourcing::sheet::PackageLimits;

namespace {

std::string opened(const std::string& bytes, const PackageLimits& limits = {}) {
  const TemporaryFile file(bytes);
  Package package(limits);
  const auto problem = package.open(file.descriptor());
  return problem ? problem->code + " " + problem->message : "";
}

}  // namespace

TEST_CASE("parts are found whatever their case, and unpacked") {
  const TemporaryFile file(Archive().add("xl/Workbook.xml", "hello").add("empty", "").bytes());
  Package package;
  REQUIRE_FALSE(package.open(file.descriptor()));
  CHECK(package.has("XL/workbook.XML"));
  CHECK(package.whole("xl/workbook.xml", 100) == "hello");
  CHECK(package.whole("empty", 100)->empty());
  CHECK_FALSE(package.has("other"));
  REQUIRE(package.begin("other"));
  CHECK(package.problem()->message == "the workbook lacks its part `other`");
}

TEST_CASE("names that no spreadsheet program gives are refused") {
  CHECK(opened(Archive().add("/etc/passwd", "x").bytes()) ==
        "E0703 the workbook holds a part with an absolute name");
  CHECK(opened(Archive().add("xl/../../x", "x").bytes()) ==
        "E0703 the workbook holds a part that points outside of it");
  CHECK(opened(Archive().add("xl\\..\\..\\workbook.xml", "x").bytes()) ==
        "E0703 the workbook holds a part that points outside of it");
  CHECK(opened(Archive().add("a", "x").add("A", "y").bytes()) ==
        "E0703 the workbook holds two parts `A`");
  CHECK(opened(Archive().add("a..b/c", "x").bytes()).empty());
}

TEST_CASE("an archive has no more parts than the limit") {
  Archive archive;
  for (int i = 0; i < 4; ++i) archive.add("part" + std::to_string(i), "x");
  PackageLimits limits;
  limits.entries = 4;
  CHECK(opened(archive.bytes(), limits).empty());
  limits.entries = 3;
  CHECK(opened(archive.bytes(), limits) == "E0703 the workbook has more than 3 parts");
}

TEST_CASE("what was cut off says so") {
  const std::string bytes = Archive().add("xl/workbook.xml", std::string(1000, 'x')).bytes();
  CHECK(opened(bytes.substr(0, 500)) == "E0702 the workbook has no list of its parts at its end");
  CHECK(opened("PK\x03\x04") == "E0702 the workbook has no list of its parts at its end");
}

TEST_CASE("a length that is not true is found") {
  for (const std::uint32_t size : {3U, 9U}) {
    const TemporaryFile file(Archive().add("a", "hello").lie(size).bytes());
    Package package;
    REQUIRE_FALSE(package.open(file.descriptor()));
    CHECK_FALSE(package.whole("a", 100));
    REQUIRE(package.problem());
    CHECK(package.problem()->code == "E0702");
  }
}

TEST_CASE("a part may be only so large") {
  const TemporaryFile file(Archive().add("a", std::string(5000, 'x')).bytes());
  Package package;
  REQUIRE_FALSE(package.open(file.descriptor()));
  CHECK(package.whole("a", 5000)->size() == 5000);
  CHECK_FALSE(package.whole("a", 4999));
  CHECK(package.problem()->code == "E0703");
}
