// SPDX-License-Identifier: Apache-2.0
/// \file
/// Text put into other formats, so that it stays text there.
#pragma once

#include <string>
#include <string_view>

namespace sourcing::base {

/// Appends `text` for a Markdown paragraph or table cell: punctuation that could mean something is
/// escaped with a backslash, line ends become spaces, unprintable characters visible.
void append_markdown(std::string& out, std::string_view text);

/// Appends `text` as one field of a CSV row (RFC 4180), in quotes when it holds `delimiter`, `;` or
/// a tab (at which a spreadsheet may cut instead), a quote, a line end, or white space at an end.
/// With `neutralise_formula`, text that a spreadsheet would take for a formula (it begins with `=`
/// `+` `-`
/// `@`, their full-width forms, TAB, CR, LF or NUL) gets a `'` in front, unless it is a plain
/// number such as -5 or -5.25, and so does what would begin one behind a `;` or line feed in it:
/// quotes do not help in the middle of a line that is cut at `;`. Unprintable characters other than
/// line feeds become visible. Without it the bytes are kept exactly.
void append_csv_field(std::string& out, std::string_view text, char delimiter,
                      bool neutralise_formula);

/// Appends `text` for HTML, both between tags and inside quoted attributes. Unprintable characters
/// become visible, except line feeds and tabs.
void append_html(std::string& out, std::string_view text);

/// A text as one word of a shell's command line.
[[nodiscard]] std::string shell_word(std::string_view text);

/// For a message about a name that may be misspelt: characters without a width, which names are
/// compared without, become visible (`\u200b`).
[[nodiscard]] std::string show_invisible(std::string_view text);
/// The same name as it can be typed.
[[nodiscard]] std::string drop_invisible(std::string_view text);

}  // namespace sourcing::base
