// SPDX-License-Identifier: Apache-2.0
// One record or one field at a time, for what is not on the fast path.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "input/csv_dialect.hpp"

namespace sourcing::input {

/// Follows the quotes of a record byte by byte, and so says where they are opened and closed; the
/// slow and plain twin of RecordScanner and index_block.
class Quotes {
 public:
  /// A quote opens a field at the record's begin and after any of `delimiters` (which must live
  /// on).
  explicit Quotes(std::string_view delimiters) noexcept : delimiters_(delimiters) {}
  void pass(char c) noexcept;
  /// What was passed ends inside quotes.
  [[nodiscard]] bool inside() const noexcept { return inside_; }

 private:
  std::string_view delimiters_;
  bool begin_ = true, inside_ = false, closed_ = false;
};

/// The part of a record that is longer than it may be.
struct Overlong {
  std::size_t field = 0;  ///< its number, from 0
  std::size_t begin = 0;  ///< where it begins in the record
  bool quoted = false;    ///< it opens with a quote
  bool record = false;    ///< not one field, but all of them together
};

/// What of a record is too long. Only its first `most_record_bytes` and one more are looked at, so
/// that the answer does not depend on how much of it was read. `record` goes up to its terminator.
[[nodiscard]] std::optional<Overlong> find_overlong(std::string_view record, char delimiter);

/// The number of a record's last field, and where it begins.
[[nodiscard]] std::pair<std::size_t, std::size_t> last_field(std::string_view record,
                                                             char delimiter) noexcept;

/// A field's text: without its quotes, two quotes made one. Uses `scratch` only when it must.
[[nodiscard]] std::string_view unquote(std::string_view field, std::string& scratch);

/// The fields of one record (without its terminator), unquoted.
[[nodiscard]] std::vector<std::string> split_record(std::string_view record, char delimiter);

enum class FieldError : std::uint8_t { none, after_quote, control, invalid_utf8, too_long };

/// What is wrong with the bytes of a field, if anything. `at` is where, from the field's begin.
/// Line ends and tabs may stand in quotes, tabs elsewhere too; other control characters may not.
[[nodiscard]] FieldError check_field(std::string_view field, std::size_t& at);

/// A quick look at a record without quotes: true when all its fields surely are fine. Where its
/// delimiter is a control character, it never is.
[[nodiscard]] bool surely_clean(std::string_view record);

/// The delimiters that are found by themselves.
inline constexpr std::string_view common_delimiters = ",;\t|";

/// The delimiter among `,` `;` tab `|` that splits a header best: into the most names that are
/// known, then into the most names.
[[nodiscard]] char detect_delimiter(std::string_view header,
                                    bool (*known)(const void*, std::string_view),
                                    const void* context);

/// A header's name as it is compared with another: `base::fold`.
[[nodiscard]] std::string fold_name(std::string_view name);

}  // namespace sourcing::input
