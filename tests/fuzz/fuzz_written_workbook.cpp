// SPDX-License-Identifier: Apache-2.0
// What is written to a workbook is read back as it was, whatever is in the cells.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "sheet/read/cells.hpp"
#include "sheet/read/workbook.hpp"
#include "sheet/write/companion.hpp"
#include "support.hpp"

namespace {

using namespace sourcing;
using fuzz::check;

using Cells = std::map<std::pair<std::uint32_t, std::uint32_t>, std::string>;

class Reader final : public sheet::RowHandler {
 public:
  Cells cells;

  bool row(const sheet::Row& row) override {
    for (const sheet::Cell& cell : row.cells) {
      check(cell.kind == sheet::CellKind::text, "a text stays a text");
      cells.emplace(std::pair{row.number - 1, cell.column}, cell.text);
    }
    return true;
  }
  void merged(const sheet::Range&) override { check(false, "nothing is merged"); }
};

Cells read(int descriptor) {
  sheet::Package package;
  check(!package.open(descriptor), "what was written is an archive");
  sheet::Workbook book;
  check(!book.read(package) && book.sheets.size() == 2, "and a workbook of two sheets");
  sheet::SharedStrings strings;
  sheet::Styles styles;
  check(book.strings.empty() || !strings.read(package, book.strings), "its texts can be read");
  check(!styles.read(package, book.styles), "its styles can be read");
  Reader reader;
  sheet::SheetReader rows(package, strings, styles, book.from_1904, reader);
  check(!rows.begin(book.sheets[1].part), "its sheet is there");
  while (rows.next()) {
  }
  check(!rows.problem(), "and can be read to its end");
  return std::move(reader.cells);
}

// A workbook has line feeds for line ends and no NUL; the writer leaves carriage returns out.
std::string as_written(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != '\0' && c != '\r') out += c;
  }
  return out;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view left = fuzz::text_of(data, size);
  if (!base::valid_utf8(left, nullptr)) return 0;
  // Characters that stand in no text of ours: they are read as the escapes that they are written
  // as.
  const auto stands_in_no_text = [](char c) {
    return (c > 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == '\x7f';
  };
  if (std::any_of(left.begin(), left.end(), stands_in_no_text)) return 0;
  sheet::Companion companion;
  check(companion.start("fuzz", 1) && companion.sheet("First") && companion.sheet("Second"),
        "the companion starts");
  // Cells end with `|`, rows with `~`.
  Cells wanted;
  for (std::uint32_t row = 0; !left.empty(); ++row) {
    const std::size_t end = std::min(left.find('~'), left.size());
    std::string_view line = left.substr(0, end);
    left.remove_prefix(std::min(end + 1, left.size()));
    std::vector<sheet::Written> cells;
    constexpr std::size_t most = 100;
    while (!line.empty() && cells.size() < most) {
      const std::size_t stop = std::min(line.find('|'), line.size());
      const std::string text = as_written(line.substr(0, stop));
      line.remove_prefix(std::min(stop + 1, line.size()));
      const auto column = static_cast<std::uint32_t>(cells.size());
      if (!text.empty()) wanted.emplace(std::pair{row, column}, text);
      cells.push_back({'s', "0hw"[text.size() % 3], text});
    }
    check(companion.row(row, cells), "a row is written");
  }
  const int descriptor = ::memfd_create("written", MFD_CLOEXEC);
  const bool fine = companion.finish([&](std::string_view piece) {
    return ::write(descriptor, piece.data(), piece.size()) == static_cast<ssize_t>(piece.size());
  });
  check(fine, "the workbook is written");
  const Cells found = read(descriptor);
  ::close(descriptor);
  check(found == wanted, "the cells come back");
  return 0;
}
