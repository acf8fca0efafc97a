// SPDX-License-Identifier: Apache-2.0
// Making JSON values piece by piece, where a document is hashed before it is written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/json.hpp"

namespace sourcing::audit {

[[nodiscard]] inline json::Value object() {
  json::Value value;
  value.kind = json::Kind::object;
  return value;
}

[[nodiscard]] inline json::Value array() {
  json::Value value;
  value.kind = json::Kind::array;
  return value;
}

[[nodiscard]] inline json::Value string(std::string_view text) {
  json::Value value;
  value.kind = json::Kind::string;
  value.text = text;
  return value;
}

[[nodiscard]] inline json::Value number(std::uint64_t number) {
  json::Value value;
  value.kind = json::Kind::number;
  value.text = std::to_string(number);
  return value;
}

inline void put(json::Value& object, std::string_view key, json::Value value) {
  object.members.push_back(json::Member{std::string(key), {}, std::move(value)});
}

/// The text of a string member, or nothing.
[[nodiscard]] inline std::string_view text_of(const json::Value& object, std::string_view key) {
  const json::Value* value = object.find(key);
  return value != nullptr && value->kind == json::Kind::string ? std::string_view(value->text)
                                                               : std::string_view();
}

}  // namespace sourcing::audit
