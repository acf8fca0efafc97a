// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <string>
#include <vector>

#include "catch.hpp"
#include "cli/arguments/parse_options.hpp"

using namespace sourcing::cli;

namespace {

// A command with an option of each kind.
struct Line {
  bool quiet = false, brief = false, fine = false;
  std::string format, model;
  std::vector<std::string> map, unknown, files;
  std::uint64_t limit = 0;
  std::uint32_t jobs = 0;

  explicit Line(const std::vector<std::string>& arguments) {
    OptionList list;
    list.add_option("MODEL", &model, "").required();
    list.add_option("FILE", &files, "");
    list.add_option("-f,--format", &format, "");
    list.add_option("--map", &map, "").one_at_a_time();
    list.add_option("--unknown", &unknown, "");
    list.add_option("--limit", &limit, "");
    list.add_option("-j,--jobs", &jobs, "");
    list.add_flag("-q,--quiet", quiet, "");
    list.add_flag("--brief", brief, "");
    fine = parse_options(Session(), "sourcing test", list, arguments);
  }
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("An option is read in every spelling, its value beside it or behind") {
  for (const Texts& arguments :
       {Texts{"m", "-f", "json", "-q"}, Texts{"-qfjson", "m"}, Texts{"-qf", "json", "m"},
        Texts{"--quiet", "m", "--format=json"}, Texts{"--format", "json", "--quiet=yes", "m"}}) {
    const Line line(arguments);
    CHECK(line.fine);
    CHECK(line.format == "json");
    CHECK(line.quiet);
    CHECK(line.model == "m");
  }
  CHECK_FALSE(Line({"m", "-q", "--quiet=no"}).quiet);
  CHECK(Line({"m", "--format", "--brief"}).format == "--brief");
}

TEST_CASE("Some options take all values that follow, others one at a time") {
  const Line line({"--map", "a", "m", "one", "--map=b", "two", "--unknown", "x", "-", "-5", "-q"});
  CHECK(line.fine);
  CHECK(line.map == Texts{"a", "b"});
  CHECK(line.files == Texts{"one", "two"});
  CHECK(line.unknown == Texts{"x", "-", "-5"});
  // What a required argument needs is left to it, and `--` ends the values.
  CHECK(Line({"--unknown", "x", "m"}).model == "m");
  const Line ended({"m", "--unknown", "x", "--", "y"});
  CHECK(ended.unknown == Texts{"x"});
  CHECK(ended.files == Texts{"y"});
}

TEST_CASE("What follows -- is no option") {
  const Line line({"m", "-q", "--", "--brief", "-f"});
  CHECK(line.fine);
  CHECK(line.files == Texts{"--brief", "-f"});
  CHECK_FALSE(line.brief);
}

TEST_CASE("Numbers are whole, decimal and fit") {
  CHECK(Line({"m", "--limit", "010", "-j4"}).limit == 10);
  CHECK(Line({"m", "-j", "4294967295"}).jobs == 4294967295U);
  for (const char* number : {"-1", "+1", "1.5", "0x10", "many", "4294967296"}) {
    CHECK_FALSE(Line({"m", "-j", number}).fine);
  }
}

TEST_CASE("A line that is wrong is refused") {
  for (const Texts& arguments :
       {Texts{}, Texts{"m", "--format"}, Texts{"m", "-f", "a", "--format=b"}, Texts{"m", "--form"},
        Texts{"m", "-x"}, Texts{"m", "-qx"}, Texts{"m", "--quiet=maybe"}, Texts{"m", ""},
        Texts{"m", "--format="}}) {
    CHECK_FALSE(Line(arguments).fine);
  }
}
