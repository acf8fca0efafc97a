// SPDX-License-Identifier: Apache-2.0
// The texts that a workbook's cells share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <sourcing/problem.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "sheet/read/package.hpp"
#include "sheet/read/xml.hpp"

namespace sourcing::sheet {

/// Text of a workbook as it is meant: `_x000D_` and its like are the characters they stand for, as
/// far as text may hold them; a carriage return before a line feed is dropped.
void append_text(std::string& out, std::string_view written);

/// Gathers a text that may be in several runs, `<t>` or `<r><t>`; phonetic hints are none of it.
class TextCollector {
 public:
  void start(std::string_view name) noexcept;
  void end(std::string_view name) noexcept;
  void text(std::string_view piece) {
    if (wanted_) text_ += piece;
  }
  void clear() noexcept { text_.clear(); }
  [[nodiscard]] const std::string& written() const noexcept { return text_; }

 private:
  std::string text_;
  bool wanted_ = false;
  unsigned phonetic_ = 0;
};

/// The table of shared texts. All are in memory, so they have a limit.
class SharedStrings {
 public:
  static constexpr std::uint64_t most_bytes = std::uint64_t{512} << 20;
  static constexpr std::uint64_t most_texts = 16'777'216;

  [[nodiscard]] std::optional<Problem> read(Package& package, std::string_view part);
  [[nodiscard]] std::size_t size() const noexcept { return ends_.size(); }
  /// `at` is below `size`.
  [[nodiscard]] std::string_view operator[](std::size_t at) const noexcept {
    const std::size_t begin = at == 0 ? 0 : ends_[at - 1];
    return std::string_view(bytes_).substr(begin, ends_[at] - begin);
  }

 private:
  class Reader;
  std::string bytes_;
  std::vector<std::uint32_t> ends_;
};

/// Feeds a part to a reader to its end. Nothing: it is fine.
[[nodiscard]] std::optional<Problem> read_part(Package& package, std::string_view part,
                                               XmlReader& reader);

}  // namespace sourcing::sheet
