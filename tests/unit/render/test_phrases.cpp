// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <regex>
#include <set>

#include "base/json.hpp"
#include "catch.hpp"
#include "render/wording.hpp"
#include "support.hpp"

using namespace render_tests;
namespace json = sourcing::json;

namespace {

// Every string literal of src/ that looks like a key: words joined by dots.
std::set<std::string> literals() {
  std::set<std::string> found;
  const std::regex key(R"re("([a-z_]+(?:\.[a-z_]+)+)")re");
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(SOURCING_TESTS_DIR "/../src")) {
    if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
    const std::string text = read(entry.path().string());
    for (std::sregex_iterator at(text.begin(), text.end(), key), end; at != end; ++at) {
      found.insert((*at)[1]);
    }
  }
  return found;
}

std::string prefix(const std::string& key) { return key.substr(0, key.find('.')); }

std::multiset<std::string> placeholders(const std::string& text) {
  std::multiset<std::string> names;
  const std::regex name(R"(\{(\w+)\})");
  for (std::sregex_iterator at(text.begin(), text.end(), name), end; at != end; ++at) {
    names.insert((*at)[1]);
  }
  return names;
}

}  // namespace

TEST_CASE("Every phrase that the source names exists, and every phrase is used") {
  const json::Value root = json::parse(read(SOURCING_DATA_DIR "/phrases.json"), "phrases").root;
  std::set<std::string> keys;
  std::set<std::string> prefixes;
  for (const json::Member& member : root.members) {
    keys.insert(member.key);
    prefixes.insert(prefix(member.key));
  }
  const std::set<std::string> used = literals();
  for (const std::string& key : keys) {
    INFO(key);
    // What is said of a single thing is named by what is said of several.
    const std::string several =
        key.ends_with("_one") ? key.substr(0, key.size() - std::string("_one").size()) : key;
    CHECK((used.count(key) == 1 || (keys.count(several) == 1 && used.count(several) == 1)));
  }
  for (const std::string& literal : used) {
    if (prefixes.count(prefix(literal)) == 0) continue;
    INFO(literal);
    CHECK(keys.count(literal) == 1);
  }
}

TEST_CASE("Phrases are sorted and say the same in every language") {
  const json::Value root = json::parse(read(SOURCING_DATA_DIR "/phrases.json"), "phrases").root;
  std::string before;
  for (const json::Member& member : root.members) {
    INFO(member.key);
    CHECK(before < member.key);
    before = member.key;
    REQUIRE(member.value.members.size() == 3);
    const std::set<std::string> wanted = [&] {
      const auto all = placeholders(member.value.find("en")->text);
      return std::set<std::string>(all.begin(), all.end());
    }();
    for (const json::Member& text : member.value.members) {
      const auto all = placeholders(text.value.text);
      CHECK(std::set<std::string>(all.begin(), all.end()) == wanted);
    }
  }
}

TEST_CASE("Placeholders are filled once and unknown ones stay") {
  using sourcing::render::fill;
  CHECK(fill("{a} and {b}", {{"a", "{b}"}, {"b", "2"}}) == "{b} and 2");
  CHECK(fill("{c} {a", {{"a", "1"}}) == "{c} {a");
  CHECK(fill("", {}).empty());
}
