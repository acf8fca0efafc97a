// SPDX-License-Identifier: Apache-2.0
/// \file
/// Changes a JSON document in place: values are replaced or added, and all other bytes stay.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace sourcing::audit {

/// Takes values of the parse of the same bytes, which must live on.
class JsonEdit {
 public:
  explicit JsonEdit(std::string_view bytes);

  /// The member of an object, laid out as its neighbours are; `json` is a JSON value. May be called
  /// again for other members.
  void set(const json::Value& object, std::string_view key, std::string json);
  /// One more element of an array that is not empty.
  void append(const json::Value& array, std::string json);

  /// The document with all changes.
  [[nodiscard]] std::string finish();

 private:
  struct Change {
    std::size_t at = 0, length = 0;
    std::string text;
  };

  [[nodiscard]] std::size_t offset(const json::Position& at) const;
  /// Behind the value that begins at `at`.
  [[nodiscard]] std::size_t end(std::size_t at) const;

  std::string_view bytes_;
  std::vector<std::size_t> lines_;  ///< where each begins
  std::vector<Change> changes_;
};

}  // namespace sourcing::audit
