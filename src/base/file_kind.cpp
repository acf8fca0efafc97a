// SPDX-License-Identifier: Apache-2.0
#include "base/file_kind.hpp"

#include <array>
#include <string>

#include "base/text.hpp"

namespace sourcing::base {

std::string_view file_kind(std::string_view first) {
  struct Kind {
    std::string_view magic, name;
  };
  static constexpr std::array<Kind, 16> kinds = {{
      {std::string_view("\xFD"
                        "7zXZ\0",
                        6),
       "an xz archive"},
      {"7z\xBC\xAF", "a 7z archive"},
      {"BZh", "a bzip2 archive"},
      {"Rar!", "a rar archive"},
      {"PK\x03\x04", "a zip archive or a workbook"},
      {"\xD0\xCF\x11\xE0", "an old Excel workbook (xls)"},
      {"%PDF-", "a PDF document"},
      {"{\\rtf", "an RTF document"},
      {"\x1F\x8B", "gzip data"},
      {"\x28\xB5\x2F\xFD", "zstd data"},
      {"PAR1", "a Parquet file"},
      {"SQLite format 3", "an SQLite database"},
      {"\x89PNG", "a picture"},
      {"\xFF\xD8\xFF", "a picture"},
      {"GIF8", "a picture"},
      {"<?xml", "an XML document"},
  }};
  for (const Kind& kind : kinds) {
    if (first.starts_with(kind.magic)) return kind.name;
  }
  constexpr std::size_t markup = 5, tar_mark = 257;
  const std::string opening = ascii_lower(first.substr(0, markup));
  if (opening == "<html" || opening == "<!doc") return "a web page (HTML)";
  if (first.size() > tar_mark && first.substr(tar_mark).starts_with("ustar")) {
    return "a tar archive";
  }
  return {};
}

}  // namespace sourcing::base
