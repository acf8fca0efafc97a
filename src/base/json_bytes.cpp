// SPDX-License-Identifier: Apache-2.0
#include "base/json_bytes.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/file_kind.hpp"
#include "base/text.hpp"

namespace sourcing::json {

namespace {

std::string byte_text(char c) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return {'0', 'x', digits[byte >> 4U], digits[byte & 15U]};
}

/// The name of an encoding other than UTF-8 that the first bytes show; empty when they do not. JSON
/// begins with an ASCII character, so zeros among the first four bytes give UTF-16 and -32 away.
std::string_view foreign_encoding(std::string_view bytes) {
  if (bytes.starts_with(std::string_view("\xFF\xFE\0\0", 4))) return "UTF-32";
  if (bytes.starts_with(std::string_view("\0\0\xFE\xFF", 4))) return "UTF-32";
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return "UTF-16";
  if (bytes.size() < 4) return {};
  unsigned zeros = 0;
  for (std::size_t i = 0; i < 4; ++i) zeros = zeros * 2 + (bytes[i] == '\0' ? 1U : 0U);
  if (zeros == 0b1110U || zeros == 0b0111U) return "UTF-32";
  if (zeros == 0b1010U || zeros == 0b0101U) return "UTF-16";
  return {};
}

}  // namespace

std::string size_text(std::size_t bytes) {
  if (bytes != 0 && bytes % (1U << 20U) == 0) return std::to_string(bytes >> 20U) + " MiB";
  if (bytes != 0 && bytes % (1U << 10U) == 0) return std::to_string(bytes >> 10U) + " KiB";
  return std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes");
}

std::optional<Problem> not_json(std::string_view bytes, std::string_view source,
                                const Limits& limits, std::uint32_t first_line) {
  const auto problem = [&](const char* code, std::string message, std::string hint, Position at) {
    return Problem{code,    std::move(message), std::move(hint), std::string(source),
                   at.line, at.column,          std::string()};
  };

  if (bytes.size() > limits.bytes) {
    return problem("E0102", "the input is longer than " + size_text(limits.bytes), {}, {});
  }
  if (const std::string_view encoding = foreign_encoding(bytes); !encoding.empty()) {
    return problem("E0103", "the input looks like " + std::string(encoding) + ", not UTF-8",
                   fmt::format("convert it with `iconv -f {} -t UTF-8`", encoding),
                   {first_line, 1});
  }

  const std::size_t mark = bytes.starts_with(utf8_mark) ? utf8_mark.size() : 0;
  std::size_t first = mark;
  while (first < bytes.size() && is_space(bytes[first])) ++first;
  if (first == bytes.size()) return problem("E0101", "the input is empty", {}, {first_line, 1});

  Locator locator(bytes, first_line);
  if (mark != 0) locator.skip_mark();
  std::size_t bad = bytes.size();
  const bool valid = base::valid_utf8(bytes, &bad);
  if (const std::string_view kind = base::file_kind(bytes); !kind.empty()) {
    const bool workbook = kind.find("workbook") != std::string_view::npos;
    return problem("E0322", "this is " + std::string(kind) + ", not JSON",
                   workbook ? "`sourcing batch` reads workbooks (xlsx)" : "unpack it first", {});
  }
  const std::size_t nul = bytes.substr(0, bad).find('\0');
  if (nul != std::string_view::npos) {
    // Looked for here because nlohmann takes NUL for the end of the input and accepts the rest.
    return problem("E0105", "unexpected NUL byte", {}, locator.locate(nul));
  }
  if (!valid) {
    return problem("E0104", "the byte " + byte_text(bytes[bad]) + " is not valid UTF-8 here", {},
                   locator.locate(bad));
  }
  return std::nullopt;
}

}  // namespace sourcing::json
