// SPDX-License-Identifier: Apache-2.0
// Helpers with which the parts of a file of places are read: each notes what is wrong, with its
// place, and lets reading go on.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "places/atlas.hpp"

namespace sourcing::places {

/// A JSON value and how one came to it. The pointer is written only where it is needed: a sound
/// file has ten thousand values and no problem. Lives no longer than what it was made from.
struct At {
  const json::Value* value = nullptr;
  const At* up = nullptr;
  std::string_view key;   ///< in an object
  std::size_t index = 0;  ///< in an array, where the key is empty

  [[nodiscard]] std::string pointer() const;
};

class AtlasReader {
 public:
  /// What is read as a view is kept by the atlas.
  AtlasReader(std::string_view source, Atlas& atlas, std::vector<Problem>& problems)
      : source_(source), atlas_(atlas), problems_(problems) {}

  void fail(const At& at, std::string message, std::string hint = {});
  bool expect(const At& at, json::Kind kind);
  /// Notes keys that are not allowed; keys that start with x_ are, and `$schema`.
  void allow(const At& object, std::initializer_list<std::string_view> keys);

  std::optional<At> member(const At& object, std::string_view key, bool required = false);
  std::string string(const At& object, std::string_view key, bool required = false);
  /// The same, kept.
  std::string_view view(const At& object, std::string_view key, bool required = false) {
    return atlas_.keep(string(object, key, required));
  }
  /// A number times 10^decimals within [low, high]; `otherwise` where it is absent or wrong.
  std::int64_t number(const At& object, std::string_view key, int decimals, std::int64_t low,
                      std::int64_t high, std::int64_t otherwise);
  std::optional<std::int64_t> number(const At& at, int decimals, std::int64_t low,
                                     std::int64_t high);
  Texts texts(const At& at);
  std::vector<std::string> strings(const At& at);
  /// Two capital letters.
  std::string country(const At& object, std::string_view key, bool required = false);
  /// Pairs of a rising number (hundredths) and a whole one up to `most`.
  std::vector<std::pair<std::int64_t, std::int32_t>> line(const At& at, std::int64_t most);
  std::vector<std::pair<std::string, std::int32_t>> words(const At& at, std::int64_t most);

 private:
  std::string_view source_;
  Atlas& atlas_;
  std::vector<Problem>& problems_;
};

/// The parts. Each fills its share of the atlas.
void read_limits(AtlasReader& reader, const At& root, Atlas& atlas);
void read_components(AtlasReader& reader, const At& root, Atlas& atlas);

}  // namespace sourcing::places
