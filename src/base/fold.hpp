// SPDX-License-Identifier: Apache-2.0
/// \file
/// Names and words as people write them: what is the same name is the same bytes here.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace sourcing::base {

/// `text` as it is compared with a name: case and accents do not count (beyond ASCII too), a
/// full-width letter is the letter; blanks of every kind and width, `-`, `_` and dashes are one
/// separator, `_`, and none at the ends; apostrophes and invisible characters are left out. Bytes
/// that are not UTF-8 stay as they are.
std::string fold(std::string_view text);

/// As `fold`, without any separator: `Data-Sensitivity`, `datasensitivity` and `data sensitivity`
/// are one name.
std::string fold_close(std::string_view text);

/// As `fold_close`, without allocating: what no word of ours is as long as has no folded form.
class FoldedWord {
 public:
  static constexpr std::size_t longest = 128;
  explicit FoldedWord(std::string_view text) noexcept;
  /// Empty where the text is too long, or nothing is left of it.
  [[nodiscard]] std::string_view view() const noexcept { return {bytes_.data(), size_}; }

 private:
  std::array<char, longest> bytes_{};
  std::size_t size_ = 0;
};

/// `text` without blanks at both ends: also no-break, thin and wide ones, and invisible characters.
std::string_view trim_wide(std::string_view text) noexcept;

/// True for a blank of any kind and width, but not for a line end.
bool is_blank(char32_t value) noexcept;
/// True for what shows nothing and takes no place: zero width characters, a byte order mark, a soft
/// hyphen, and marks of direction.
bool is_invisible(char32_t value) noexcept;
/// True for `-` and the dashes and minus signs that are typed for it.
bool is_dash(char32_t value) noexcept;

}  // namespace sourcing::base
