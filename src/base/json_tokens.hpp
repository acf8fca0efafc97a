// SPDX-License-Identifier: Apache-2.0
// The tokens of JSON (RFC 8259), one behind the other. Internal to the reader.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/json_bytes.hpp"

namespace sourcing::json {

/// Goes over bytes that are valid UTF-8 without NUL. What reads a token returns false when none
/// stands there; where it then is does not matter, since reading ends.
class Tokens {
 public:
  explicit Tokens(std::string_view bytes) : bytes_(bytes) {}

  /// The offset of what is read next.
  [[nodiscard]] std::size_t at() const noexcept { return at_; }
  [[nodiscard]] bool at_end() const noexcept { return at_ >= bytes_.size(); }
  /// The next byte; NUL, which JSON has nowhere, at the end.
  [[nodiscard]] char peek() const noexcept { return at_end() ? '\0' : bytes_[at_]; }

  void skip(std::size_t count) noexcept { at_ += count; }
  void skip_space() noexcept {
    while (!at_end() && is_space(bytes_[at_])) ++at_;
  }
  /// Whether the next byte is this one, which is then passed.
  bool passes(char c) noexcept {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  bool passes(std::string_view word) noexcept;

  /// A string with its quotes.
  bool string();
  /// The text of the string that was read last; to be copied or moved away.
  [[nodiscard]] std::string& text() noexcept { return text_; }

  /// A number that a double can hold; `text` is as it is written. Of 012 it is the 0.
  bool number(std::string_view& text);

 private:
  bool escape();
  bool code();
  bool half(char32_t from, char32_t to, char32_t& code);
  bool digits();

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::string text_;
};

}  // namespace sourcing::json
