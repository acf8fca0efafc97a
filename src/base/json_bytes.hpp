// SPDX-License-Identifier: Apache-2.0
// What is looked at before bytes are read as JSON: their size, their encoding, what else they may
// be; and where in them a byte stands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace sourcing::json {

inline constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

[[nodiscard]] constexpr bool is_space(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Turns ascending offsets into lines and columns in one pass over the input.
class Locator {
 public:
  Locator(std::string_view bytes, std::uint32_t first_line) : bytes_(bytes), line_(first_line) {}

  Position locate(std::size_t offset) {
    for (; at_ < offset; ++at_) {
      const auto byte = static_cast<unsigned char>(bytes_[at_]);
      if (byte == '\n') {
        ++line_;
        column_ = 1;
      } else {
        column_ += (byte & 0xC0U) != 0x80U;  // a continuation byte begins no character
      }
    }
    return {line_, column_};
  }

  void skip_mark() { at_ = utf8_mark.size(); }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  std::uint32_t line_;
  std::uint32_t column_ = 1;
};

/// `3 MiB`, `5 bytes`.
[[nodiscard]] std::string size_text(std::size_t bytes);

/// Why bytes cannot be JSON at all, whatever they say; nothing where they may be.
[[nodiscard]] std::optional<Problem> not_json(std::string_view bytes, std::string_view source,
                                              const Limits& limits, std::uint32_t first_line);

}  // namespace sourcing::json
