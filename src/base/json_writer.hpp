// SPDX-License-Identifier: Apache-2.0
/// \file
/// A small streaming JSON writer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace sourcing::json {

/// How a `Writer` lays out what it writes.
enum class Layout : unsigned char {
  compact,  ///< no white space at all
  pretty,   ///< one element a line, two spaces a level, no line feed at the end
};

/// Appends `text` as a JSON string with its quotes. The quote, the backslash, control characters
/// (C0, DEL, C1), U+2028/9 and the bidirectional controls U+202A–E and U+2066–9 are escaped, so the
/// result is safe to print; other UTF-8 stays as it is. Each invalid byte becomes U+FFFD.
void append_quoted(std::string& out, std::string_view text);

/// Writes JSON piece by piece to the end of a string, adding commas and line feeds by itself. The
/// caller keeps the string alive and calls in a sensible order (a key before each value of an
/// object, ends that match their begins); a wrong order gives wrong JSON, never undefined
/// behaviour.
class Writer {
 public:
  /// Appends to `out`, which it does not own.
  explicit Writer(std::string& out, Layout layout = Layout::compact) : out_(out), layout_(layout) {}

  /// Begins an object, as a value.
  void begin_object();
  /// Ends the innermost object.
  void end_object();
  /// Begins an array, as a value.
  void begin_array();
  /// Ends the innermost array.
  void end_array();
  /// The key of the next value; `name` is raw UTF-8.
  void key(std::string_view name);
  /// A string value; `text` is raw UTF-8.
  void string(std::string_view text);
  /// A number, written as it is: `text` must be a JSON number.
  void raw_number(std::string_view text);
  /// `true` or `false`.
  void boolean(bool value);
  /// `null`.
  void null();

  /// \name Members of the innermost object: a key and its value in one call
  /// @{

  /// Begins an object under the key `name`.
  void begin_object(std::string_view name);
  /// Begins an array under the key `name`.
  void begin_array(std::string_view name);
  /// A string.
  void text(std::string_view name, std::string_view value);
  /// A string, or `null` where it is empty.
  void text_or_null(std::string_view name, std::string_view value);
  /// An array of strings.
  void texts(std::string_view name, const std::vector<std::string>& values);
  /// `true` or `false`.
  void flag(std::string_view name, bool value);
  /// A whole number.
  void count(std::string_view name, std::uint64_t value);
  /// A whole number, or `null` for 0: lines, columns and rows are counted from 1.
  void count_or_null(std::string_view name, std::uint64_t value);
  /// Hundredths, as a number with exactly two decimals.
  void fixed2(std::string_view name, std::int64_t hundredths);
  /// What is JSON already, or `null` where it is empty.
  void json(std::string_view name, std::string_view value);

  /// @}

 private:
  void before_value();
  void separate();
  void begin(char bracket);
  void end(char bracket);
  void new_line();

  std::string& out_;
  Layout layout_;
  std::vector<std::size_t> counts_;  ///< elements so far in each open container
  bool after_key_ = false;
};

/// Writes a whole value that was read, members in their order and numbers as they were written.
void write(Writer& writer, const Value& value);

}  // namespace sourcing::json
