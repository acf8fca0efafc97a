// SPDX-License-Identifier: Apache-2.0
// Small archives and workbooks made by hand, so that a test shows all that is in them.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sheet_test {

inline std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = ~0U;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

/// An archive whose parts are stored as they are.
class Archive {
 public:
  Archive& add(std::string name, std::string bytes) {
    parts_.emplace_back(std::move(name), std::move(bytes));
    return *this;
  }
  /// What the list of parts is to say of a part's length instead of the truth.
  Archive& lie(std::uint32_t size) {
    lie_ = size;
    return *this;
  }

  [[nodiscard]] std::string bytes() const {
    std::string out, list;
    for (const auto& [name, content] : parts_) {
      const auto offset = static_cast<std::uint32_t>(out.size());
      const std::uint32_t size = lie_ != 0 ? lie_ : static_cast<std::uint32_t>(content.size());
      std::string head;
      number(head, 20, 2);
      number(head, 0, 2);
      number(head, 0, 2);
      number(head, 0, 4);  // time and date
      number(head, crc32(content), 4);
      number(head, size, 4);
      number(head, size, 4);
      number(head, static_cast<std::uint32_t>(name.size()), 2);
      number(head, 0, 2);
      out += "PK\x03\x04" + head + name + content;
      list += "PK\x01\x02";
      number(list, 20, 2);
      list += head;
      number(list, 0, 2);
      number(list, 0, 2);
      number(list, 0, 2);
      number(list, 0, 4);
      number(list, offset, 4);
      list += name;
    }
    std::string end = "PK\x05\x06";
    number(end, 0, 4);
    number(end, static_cast<std::uint32_t>(parts_.size()), 2);
    number(end, static_cast<std::uint32_t>(parts_.size()), 2);
    number(end, static_cast<std::uint32_t>(list.size()), 4);
    number(end, static_cast<std::uint32_t>(out.size()), 4);
    number(end, 0, 2);
    return out + list + end;
  }

 private:
  static void number(std::string& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>((value >> (8 * i)) & 0xFFU);
  }

  std::vector<std::pair<std::string, std::string>> parts_;
  std::uint32_t lie_ = 0;
};

/// A workbook of one sheet: what stands in its `sheetData`, after it, the `si` it shares, and what
/// stands at the end of the workbook's own part.
inline Archive workbook(const std::string& rows, const std::string& after = {},
                        const std::string& shared = {}, const std::string& more = {}) {
  constexpr std::string_view types =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const auto relation = [&](std::string_view id, std::string_view type, std::string_view target) {
    return "<Relationship Id=\"" + std::string(id) + "\" Type=\"" + std::string(types) + "/" +
           std::string(type) + "\" Target=\"" + std::string(target) + "\"/>";
  };
  Archive archive;
  archive.add(
      "_rels/.rels",
      "<Relationships>" + relation("r1", "officeDocument", "xl/workbook.xml") + "</Relationships>");
  archive.add("xl/workbook.xml",
              "<workbook xmlns:r=\"r\"><sheets><sheet name=\"Inventory\" sheetId=\"7\" "
              "r:id=\"r9\"/></sheets>" +
                  more + "</workbook>");
  archive.add("xl/_rels/workbook.xml.rels",
              "<Relationships>" + relation("r9", "worksheet", "worksheets/odd.xml") +
                  relation("r2", "sharedStrings", "sharedStrings.xml") +
                  relation("r3", "styles", "styles.xml") + "</Relationships>");
  archive.add("xl/worksheets/odd.xml",
              "<worksheet><sheetData>" + rows + "</sheetData>" + after + "</worksheet>");
  archive.add("xl/sharedStrings.xml", "<sst>" + shared + "</sst>");
  archive.add("xl/styles.xml",
              "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/></numFmts>"
              "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/>"
              "<xf numFmtId=\"9\"/><xf numFmtId=\"46\"/></cellXfs></styleSheet>");
  return archive;
}

/// A descriptor of a file that holds these bytes and has no name.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view bytes) {
    std::string name = "/tmp/sheet-test-XXXXXX";
    descriptor_ = ::mkstemp(name.data());
    ::unlink(name.c_str());
    if (::write(descriptor_, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) {
      std::abort();
    }
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { ::close(descriptor_); }

  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_ = -1;
};

}  // namespace sheet_test
