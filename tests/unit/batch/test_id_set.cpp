// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <string>

#include "batch/flow/id_set.hpp"
#include "catch.hpp"

using namespace sourcing::batch;

TEST_CASE("ids that repeat are counted, with the first of them as an example") {
  IdSet set;
  std::uint64_t row = 0;
  const auto add = [&](const std::string& id) { set.add({hash_of(id), ++row}); };
  for (int i = 0; i < 50'000; ++i) add("P" + std::to_string(1'000'000 + i));  // outgrows it often
  CHECK(set.repeated() == 0);
  add("P1000000");
  add("P1049999");
  add("P1000000");
  add("P1050000");
  CHECK(set.repeated() == 3);
  CHECK(set.first_row() == 1);
  CHECK(set.second_row() == 50'001);
}

TEST_CASE("ids that differ in one byte, wherever it is, or in their length have other hashes") {
  std::set<std::uint64_t> hashes;
  std::size_t ids = 0;
  for (std::size_t size = 1; size <= 40; ++size) {
    const std::string id(size, 'a');
    hashes.insert(hash_of(id));
    ++ids;
    for (std::size_t at = 0; at < size; ++at) {
      for (const char other : {'b', 'A', '\0', '\xFF'}) {
        std::string changed = id;
        changed[at] = other;
        hashes.insert(hash_of(changed));
        ++ids;
      }
    }
  }
  CHECK(hashes.size() == ids);
}
