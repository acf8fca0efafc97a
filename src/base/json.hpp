// SPDX-License-Identifier: Apache-2.0
/// \file
/// The one strict JSON reader: bytes in, a small DOM with positions out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sourcing/problem.hpp"

namespace sourcing::json {

/// What a JSON value is.
enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

/// The kind as messages name it, with its article: `a string`.
std::string_view kind_name(Kind kind) noexcept;

/// A place in the source. Both are 1-based, 0 = unknown. Lines end at LF; a column counts Unicode
/// code points (a CR before the LF is one of them, a byte order mark is none).
struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  friend bool operator==(const Position&, const Position&) = default;
};

struct Member;

/// One JSON value; owns everything below it. At most `Limits::depth` levels deep when it came from
/// `parse`, so copying and destroying it never runs out of stack.
struct Value {
  Kind kind = Kind::null;
  bool boolean = false;         ///< meaningful when `kind` is boolean
  std::string text;             ///< string: decoded UTF-8; number: exactly the source's characters
  std::vector<Value> items;     ///< elements of an array
  std::vector<Member> members;  ///< members of an object, in source order, keys unique
  Position at;                  ///< where the value begins (its first character)

  /// The member's value, or null when this is no object or has no such key. Linear in the number
  /// of members. The pointer lives as long as this value is not changed.
  const Value* find(std::string_view key) const noexcept;
};

/// One member of an object.
struct Member {
  std::string key;  ///< decoded UTF-8
  Position key_at;  ///< the opening quote of the key
  Value value;
};

/// What `parse` is willing to read. A document at a limit is accepted, one past it is refused.
struct Limits {
  std::size_t bytes = 16U << 20U;        ///< of the whole document
  std::size_t depth = 64;                ///< of nested arrays and objects
  std::size_t string_bytes = 1U << 20U;  ///< of one decoded string, key or number
  std::size_t values = 1'000'000;        ///< of all kinds, containers included
};

/// The document, or what is wrong with it.
struct ParseResult {
  Value root;                     ///< meaningful only when `readable()`
  std::vector<Problem> problems;  ///< in source order; at most 100

  /// True when nothing is wrong.
  bool ok() const { return problems.empty(); }
  /// True when the document was read to its end: it is fine, or has duplicate keys and no other
  /// problem (`root` then has the first of each), so that a reader can go on to tell the rest.
  bool readable() const;
};

/// Reads one JSON document (RFC 8259, any value at the top) and refuses everything else. A UTF-8
/// byte order mark is skipped. Duplicate keys are errors; all of them are reported (up to 100), the
/// first value is kept. After any other error reading stops.
///
/// `source` is copied into each problem; `first_line` is the number of the first line (for NDJSON).
///
/// Codes: E0101 empty, E0102 too long, E0103 UTF-16 or UTF-32, E0104 invalid UTF-8 or a lone
/// surrogate, E0105 NUL byte, E0106 syntax, E0107 nested too deep, E0108 duplicate key, E0109
/// string or number too long, E0110 number too large, E0111 too many values.
ParseResult parse(std::string_view bytes, std::string_view source, const Limits& limits = {},
                  std::uint32_t first_line = 1);

/// Sorts problems by their place in the input.
void sort_by_place(std::vector<Problem>& problems);

/// `pointer` with one more reference token, escaped as RFC 6901 says (`~` as `~0`, `/` as `~1`).
std::string pointer_append(std::string_view pointer, std::string_view key);

}  // namespace sourcing::json
