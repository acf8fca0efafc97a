// SPDX-License-Identifier: Apache-2.0
/// \file
/// UTF-8 text: checking, comparing, making it safe to print, and laying it out in columns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing::base {

/// One step through UTF-8 text.
struct CodePoint {
  char32_t value = 0;      ///< meaningless when not valid
  std::uint8_t bytes = 0;  ///< how many to advance; 1 when not valid
  bool valid = false;      ///< false for an overlong form, a surrogate, past U+10FFFF, cut short
};

/// Decodes the character that begins at `offset`, which must be less than `text.size()`.
CodePoint decode_utf8(std::string_view text, std::size_t offset) noexcept;

/// Appends one character as UTF-8; `value` must be a Unicode scalar value.
void append_utf8(std::string& out, char32_t value);

/// True when all of `text` is UTF-8 as RFC 3629 has it (no overlong forms, no surrogates, nothing
/// past U+10FFFF). Else `*bad_offset`, unless null, is where the first bad sequence begins.
bool valid_utf8(std::string_view text, std::size_t* bad_offset) noexcept;

/// True for the invisible characters that a message must not repeat: C0, DEL, C1, U+200E/F,
/// U+2028/9 and the bidirectional controls U+202A–E and U+2066–9.
bool is_unprintable(char32_t value) noexcept;

/// How many bytes at the start of `text` are printable ASCII: each of them one column wide.
std::size_t plain_ascii(std::string_view text) noexcept;

/// `text` safe to print on one line of a terminal: each unprintable character and each byte that is
/// not UTF-8 becomes a visible `\x1b` or `\u202e`. The result is valid UTF-8 without line feeds.
/// A backslash stays as it is, so this is for reading and cannot be undone.
std::string printable(std::string_view text);

/// `text` made `printable` and cut to at most `width` columns: what a message quotes of an input. A
/// stranger's key may be a megabyte long; this takes time and room for its beginning only.
std::string excerpt(std::string_view text, std::size_t width = 60);

/// `text` with A–Z in lower case; all else unchanged, whatever the locale.
std::string ascii_lower(std::string_view text);

/// `text` without spaces and tabs at both ends; a view into the same bytes.
std::string_view trim(std::string_view text) noexcept;

/// How many insertions, deletions, substitutions and swaps of neighbours (optimal string alignment,
/// on bytes) lead from `a` to `b`; `limit + 1` as soon as it is certain to be more than `limit`.
std::size_t damerau_levenshtein(std::string_view a, std::string_view b, std::size_t limit);

/// The candidate that `word` most likely means: the first of those with the least distance, at most
/// 2 (1 for words of up to 3 bytes). ASCII case does not count, and `-`, space and `_` are the
/// same. Empty when nothing is near enough.
std::string nearest(std::string_view word, std::span<const std::string_view> candidates);

/// How many columns of a terminal `text` takes: 2 for wide East Asian characters and emoji, 0 for
/// combining marks and format characters (and for control characters, which `printable` should
/// have removed), 1 for the rest and for each invalid byte. Joined emoji count one by one.
std::size_t display_width(std::string_view text) noexcept;

/// `text` in lines of at most `width` columns, broken at white space, runs of which become one
/// space; a line feed always breaks. A word that is too long is cut. Width 0 means no limit. Always
/// at least one line.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

/// `text` with spaces after it, up to `width` columns; longer text stays as it is.
std::string pad_right(std::string_view text, std::size_t width);

/// `text` with spaces before it, up to `width` columns; longer text stays as it is.
std::string pad_left(std::string_view text, std::size_t width);

/// `text` cut to at most `width` columns; what was cut is shown as "…", which counts.
std::string truncate(std::string_view text, std::size_t width);

}  // namespace sourcing::base
