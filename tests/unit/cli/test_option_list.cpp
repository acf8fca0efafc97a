// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "catch.hpp"
#include "cli/shell/option_list.hpp"

using sourcing::cli::Option;
using sourcing::cli::OptionList;

TEST_CASE("An option is built when an argument may name it, in any spelling the parser knows") {
  std::string value;
  const Option option("-f,--format", &value, "");
  for (const char* argument : {"-f", "-fjson", "-qf", "-qfjson", "--format", "--format=json"}) {
    CHECK(option.may_be_named_by(argument));
  }
  for (const char* argument :
       {"--form", "--formats", "--from", "f", "format", "-q", "-", "--", ""}) {
    CHECK_FALSE(option.may_be_named_by(argument));
  }
  const Option positional("TASK", &value, "");
  CHECK_FALSE(positional.may_be_named_by("TASK"));
  CHECK(positional.is_positional());
}

TEST_CASE("Options keep the order, the names and the kind they were declared with") {
  bool flag = false;
  std::string one;
  std::vector<std::string> many;
  OptionList list;
  Option& first = list.add_flag("-q,--quiet", flag, "Less");
  list.add_option("--map", &many, "Columns").type_name("A|" + std::string("B")).one_at_a_time();
  list.add_option("FILE", &one, "Input").required();
  CHECK(first.names() == std::vector<std::string_view>{"-q", "--quiet"});
  CHECK(first.is_flag());
  REQUIRE(list.options().size() == 3);
  CHECK(list.options()[1].type() == "A|B");
  CHECK(list.options()[1].takes_many());
  CHECK(list.options()[1].is_one_at_a_time());
  CHECK(list.options()[2].is_required());
}
