// SPDX-License-Identifier: Apache-2.0
// The CSV that is read, in one place:
//
// * A record ends at LF, or at CR when the header ends with a lone CR; a CR before the LF belongs
//   to the line end. Empty lines are no records.
// * A quote opens a quoted field only where a field begins; elsewhere it is a character like any
//   other. In a quoted field two quotes stand for one, and line ends are text.
// * After the closing quote only a delimiter or a line end may follow; anything else makes the row
//   an error, and is read as unquoted text up to the end of the field.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sourcing::input {

struct Dialect {
  char delimiter = ',';
  char terminator = '\n';  ///< or '\r'
};

/// A longer field is an error: most likely a quote was never closed.
inline constexpr std::size_t most_field_bytes = std::size_t{1} << 20;
/// A longer record is an error, so that memory stays bounded.
inline constexpr std::size_t most_record_bytes = std::size_t{8} << 20;
/// A longer line of NDJSON is an error.
inline constexpr std::size_t most_line_bytes = std::size_t{16} << 20;
/// Bytes after a block's end that may be read (not meant): loads need not look where it ends.
inline constexpr std::size_t block_padding = 64;

}  // namespace sourcing::input
