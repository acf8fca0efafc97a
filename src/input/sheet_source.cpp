// SPDX-License-Identifier: Apache-2.0
#include "input/sheet_source.hpp"

#include <algorithm>

namespace sourcing::input {

bool looks_like_workbook(std::string_view first) noexcept {
  return first.starts_with("PK\x03\x04") || first.starts_with("PK\x05\x06") ||
         first.starts_with("\xd0\xcf\x11\xe0");
}

std::string without_marks(std::string_view record) {
  std::string plain(record);
  std::erase_if(plain, [](char c) {
    return c >= static_cast<char>(CellMark::error) &&
           c <= static_cast<char>(CellMark::uncalculated);
  });
  return plain;
}

}  // namespace sourcing::input

#if SOURCING_HAS_XLSX

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <optional>
#include <system_error>

#include "base/text.hpp"
#include "base/unnamed_file.hpp"
#include "sheet/read/cells.hpp"
#include "sheet/read/workbook.hpp"

namespace sourcing::input {

namespace {

Problem of_system(std::string_view what, int error_number) {
  return {"E0501", fmt::format("{}: {}", what, std::generic_category().message(error_number)),
          "",      "",
          0,       0,
          ""};
}

class SheetSource : public ByteSource, private sheet::RowHandler {
 public:
  SheetSource(std::unique_ptr<ByteSource> raw, int descriptor, SheetChoice choice,
              WorkbookFacts& facts)
      : raw_(std::move(raw)), descriptor_(descriptor), choice_(std::move(choice)), facts_(facts) {}
  SheetSource(const SheetSource&) = delete;
  SheetSource& operator=(const SheetSource&) = delete;
  ~SheetSource() override {
    if (spooled_) ::close(descriptor_);
  }

  std::size_t read(char* into, std::size_t size) override {
    if (!opened_) open();
    while (sent_ == out_.size() && reading()) {
      out_.clear();
      sent_ = 0;
      if (!reader_->next()) end();
    }
    const std::size_t count = std::min(size, out_.size() - sent_);
    std::memcpy(into, out_.data() + sent_, count);
    sent_ += count;
    return count;
  }

  [[nodiscard]] Problem problem() const override { return problem_; }

  bool use_columns(const std::vector<ColumnUse>& uses) override {
    uses_ = uses;
    told_ = true;
    // A row that names nothing is a title: whoever looks for the header below it sees whole rows.
    const bool title =
        std::all_of(uses.begin(), uses.end(), [](ColumnUse use) { return use == ColumnUse::none; });
    if (title) {
      whole_rows_ = true;
    } else if (merged_header_) {
      fail(std::move(*merged_header_));
    }
    return true;
  }

  void locate(Problem& problem) const override {
    if (problem.line == 0) return;
    const std::lock_guard lock(shift_);
    std::uint64_t row = std::max(problem.line, header_line_);
    const auto after = std::upper_bound(
        shifts_.begin(), shifts_.end(), row,
        [](std::uint64_t line, const Shift& shift) { return line < shift.from_line; });
    if (after != shifts_.begin()) row -= std::prev(after)->lines;
    const std::uint64_t field = std::max<std::uint64_t>(problem.column, 1) - 1;
    problem.source =
        fmt::format("{}!{}!{}{}", problem.source, name_,
                    sheet::column_letters(first_ + static_cast<std::uint32_t>(field)), row);
    problem.line = problem.column = 0;
  }

 private:
  // From a line on, there are so many more lines than rows: cells may have line breaks in them.
  struct Shift {
    std::uint64_t from_line, lines;
  };

  [[nodiscard]] bool reading() const noexcept {
    return reader_.has_value() && problem_.code.empty();
  }

  void fail(Problem problem) {
    if (problem_.code.empty()) problem_ = std::move(problem);
  }

  void open() {
    opened_ = true;
    if (descriptor_ < 0 && !spool()) return;
    if (const std::string kind = sheet::foreign_kind(descriptor_); !kind.empty()) {
      return fail(
          {"E0701", fmt::format("this is {}", kind), "save it as .xlsx or CSV", "", 0, 0, ""});
    }
    if (auto problem = package_.open(descriptor_)) return fail(std::move(*problem));
    if (auto problem = book_.read(package_)) return fail(std::move(*problem));
    Problem why;
    const sheet::SheetEntry* const chosen = book_.choose(choice_.sheet, why);
    tell(chosen);
    if (chosen == nullptr) return fail(std::move(why));
    name_ = chosen->name;
    if (!book_.styles.empty()) {
      if (auto problem = styles_.read(package_, book_.styles)) return fail(std::move(*problem));
    }
    if (!book_.strings.empty()) {
      if (auto problem = strings_.read(package_, book_.strings)) return fail(std::move(*problem));
    }
    // In a large sheet they are found when its end is read.
    constexpr std::uint64_t most_looked_through = std::uint64_t{64} << 20;
    if (package_.declared_size(chosen->part) <= most_looked_through) {
      for (const sheet::Range& range : sheet::merged_cells(package_, chosen->part)) merged(range);
      merges_known_ = true;
    }
    reader_.emplace(package_, strings_, styles_, book_.from_1904,
                    static_cast<sheet::RowHandler&>(*this));
    if (auto problem = reader_->begin(chosen->part)) fail(std::move(*problem));
  }

  bool spool() {
    std::string folder;
    descriptor_ = base::unnamed_file(folder);
    if (descriptor_ < 0) {
      fail(of_system(folder, errno));
      return false;
    }
    spooled_ = true;
    constexpr std::size_t piece = std::size_t{256} << 10;
    const auto bytes = std::make_unique_for_overwrite<char[]>(piece);
    while (const std::size_t got = raw_->read(bytes.get(), piece)) {
      for (std::size_t done = 0; done < got;) {
        const ssize_t wrote = ::write(descriptor_, bytes.get() + done, got - done);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) {
          fail(of_system(folder, errno));
          return false;
        }
        done += static_cast<std::size_t>(wrote);
      }
    }
    fail(raw_->problem());
    return problem_.code.empty();
  }

  void tell(const sheet::SheetEntry* chosen) {
    std::size_t visible = 0;
    for (const sheet::SheetEntry& entry : book_.sheets) {
      facts_.sheets.push_back(
          {entry.name, entry.part.empty() ? "not a sheet of cells" : std::string(name(entry.state)),
           entry.dimension, &entry == chosen});
      if (entry.state == sheet::SheetState::visible && !entry.part.empty()) ++visible;
    }
    if (chosen != nullptr && visible > 1 && choice_.sheet.empty()) {
      facts_.notes.push_back(
          fmt::format("reading the sheet `{}`, the first of {}; --sheet takes "
                      "another",
                      base::excerpt(chosen->name), visible));
    }
    facts_.recalculates = book_.recalculates;
    if (book_.macros) facts_.notes.emplace_back("the workbook has macros, which are passed over");
  }

  void end() {
    if (auto problem = reader_->problem()) {
      if (!problem->pointer.empty()) {
        problem->pointer = fmt::format("{}!{}", base::excerpt(name_), problem->pointer);
      }
      fail(std::move(*problem));
    }
    reader_.reset();
  }

  bool row(const sheet::Row& row) override {
    const std::uint32_t number = row.number;
    const std::span<const sheet::Cell> cells = row.cells;
    const bool blank = std::all_of(cells.begin(), cells.end(), [](const sheet::Cell& cell) {
      return base::trim(cell.text).empty();
    });
    if (blank) return true;
    facts_.last_row = number;
    out_.append(number - row_ - 1, '\n');
    line_ += number - row_ - 1;
    row_ = number;
    const bool header =
        facts_.header_row == 0 && (choice_.header_row == 0 || number >= choice_.header_row);
    if (header) begin_header(number, cells);
    if (!problem_.code.empty()) return false;
    if (!header && facts_.header_row != 0) note_row(row);
    write(cells);
    ++line_;
    if (facts_.header_row == 0) return true;
    constexpr std::size_t enough = std::size_t{512} << 10;
    return told_ && out_.size() < enough;
  }

  void note_row(const sheet::Row& row) {
    facts_.formulas += row.formulas;
    if (row.hidden && facts_.hidden_rows++ == 0) facts_.first_hidden = row.number;
  }

  void begin_header(std::uint32_t number, std::span<const sheet::Cell> cells) {
    facts_.header_row = number;
    {
      const std::lock_guard lock(shift_);
      header_line_ = line_ + 1;
      first_ = cells.front().column;
    }
    width_ = cells.back().column - first_ + 1;
    for (const sheet::Range& range : merged_) check_merged(range);
    for (const sheet::Cell& cell : cells) {
      // Its column would be passed over as one without a name.
      if (cell.kind != sheet::CellKind::uncalculated) continue;
      fail({"E0707", "the header has a cell with a formula whose value is not in the file",
            "open the workbook in a spreadsheet program and save it", "", 0, 0,
            fmt::format("{}!{}{}", base::excerpt(name_), sheet::column_letters(cell.column),
                        number)});
    }
  }

  static std::string text_of(const sheet::Range& range) {
    return fmt::format("{}{}:{}{}", sheet::column_letters(range.from.column), range.from.row + 1,
                       sheet::column_letters(range.to.column), range.to.row + 1);
  }

  void check_merged(const sheet::Range& range) {
    const std::uint64_t header = facts_.header_row;
    if (header == 0 || range.to.row + 1 < header) return;
    if (range.to.column < first_ || range.from.column >= first_ + width_) return;
    if (range.from.row + 1 > header) {
      if (facts_.merged_rows++ == 0) facts_.first_merged = text_of(range);
      return;
    }
    Problem problem{"E0708",
                    "the header has merged cells, so that columns have no name of their own",
                    "unmerge them, or name the header's row with --header-row",
                    "",
                    0,
                    0,
                    ""};
    problem.pointer = fmt::format("{}!{}", base::excerpt(name_), text_of(range));
    // Where nobody named the row it may be a title: what its cells name will tell.
    if (choice_.header_row == 0 && !told_) {
      if (!merged_header_) merged_header_ = std::move(problem);
    } else {
      fail(std::move(problem));
    }
  }

  void merged(const sheet::Range& range) override {
    if (merges_known_) return;
    constexpr std::size_t most_told = 20;
    if (facts_.merged.size() < most_told) {
      facts_.merged.push_back(text_of(range));
    }
    if (facts_.header_row == 0) {
      merged_.push_back(range);
    } else {
      check_merged(range);
    }
  }

  void write(std::span<const sheet::Cell> cells) {
    std::uint64_t breaks = 0;
    std::uint32_t field = 0;
    // What stands above the header has no columns yet.
    const bool table = facts_.header_row != 0 && !whole_rows_;
    const std::uint32_t first = table ? first_ : cells.front().column;
    const std::uint32_t width = table ? width_ : cells.back().column - first + 1;
    for (const sheet::Cell& cell : cells) {
      if (cell.column < first || cell.column - first >= width) {
        note_outside(cell);
        continue;
      }
      const std::uint32_t at = cell.column - first;
      out_.append(at - field, ',');
      field = at;
      breaks += write_cell(cell, at);
    }
    out_.append(width - 1 - field, ',');
    // An empty line would be no row at all.
    if (width == 1 && out_.ends_with('\n')) out_ += "\"\"";
    out_ += '\n';
    if (breaks == 0) return;
    line_ += breaks;
    const std::lock_guard lock(shift_);
    const std::uint64_t before = shifts_.empty() ? 0 : shifts_.back().lines;
    shifts_.push_back({line_ + 2, before + breaks});
  }

  void note_outside(const sheet::Cell& cell) {
    if (base::trim(cell.text).empty()) return;
    if (facts_.outside++ == 0) {
      facts_.first_outside = fmt::format("{}{}", sheet::column_letters(cell.column), row_);
    }
  }

  // Returns how many line breaks are in it.
  std::uint64_t write_cell(const sheet::Cell& cell, std::uint32_t field) {
    const ColumnUse use =
        field < uses_.size() && row_ > facts_.header_row ? uses_[field] : ColumnUse::none;
    if (use != ColumnUse::none) mark(cell.kind, use);
    std::string_view text = cell.text;
    if (cell.kind == sheet::CellKind::number && choice_.decimal == ',') {
      number_.assign(text);
      std::replace(number_.begin(), number_.end(), '.', ',');
      text = number_;
    }
    const bool bare = cell.kind == sheet::CellKind::number && choice_.decimal != ',';
    const bool quotes =
        !bare && (text.find_first_of("\",\n") != std::string_view::npos || text.front() == '{' ||
                  text.front() == '[' || text.front() == '"');
    if (!quotes) {
      out_ += text;
      return 0;
    }
    out_ += '"';
    for (const char c : text) {
      if (c == '"') out_ += '"';
      out_ += c;
    }
    out_ += '"';
    return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
  }

  void mark(sheet::CellKind kind, ColumnUse use) {
    switch (kind) {
      case sheet::CellKind::error:
        out_ += static_cast<char>(CellMark::error);
        break;
      case sheet::CellKind::uncalculated:
        out_ += static_cast<char>(CellMark::uncalculated);
        break;
      case sheet::CellKind::date:
        if (use == ColumnUse::answer) out_ += static_cast<char>(CellMark::date);
        break;
      case sheet::CellKind::text:
      case sheet::CellKind::number:
      case sheet::CellKind::truth:
        break;
    }
  }

  std::unique_ptr<ByteSource> raw_;
  int descriptor_;
  bool spooled_ = false, opened_ = false, told_ = false, merges_known_ = false, whole_rows_ = false;
  SheetChoice choice_;
  WorkbookFacts& facts_;
  Problem problem_;
  sheet::Package package_;
  sheet::Workbook book_;
  sheet::Styles styles_;
  sheet::SharedStrings strings_;
  std::optional<sheet::SheetReader> reader_;
  std::string name_;
  std::vector<sheet::Range> merged_;      // found before the header was
  std::optional<Problem> merged_header_;  // until it is known whether it is the header
  std::vector<ColumnUse> uses_;
  std::string out_, number_;
  std::size_t sent_ = 0;
  std::uint32_t row_ = 0, first_ = 0, width_ = 1;
  std::uint64_t line_ = 0;    // lines written
  mutable std::mutex shift_;  // guards what `locate` reads while rows are read
  std::vector<Shift> shifts_;
  std::uint64_t header_line_ = 0;
};

}  // namespace

std::unique_ptr<ByteSource> make_sheet_source(std::unique_ptr<ByteSource> raw,
                                              int seekable_descriptor, const SheetChoice& choice,
                                              WorkbookFacts& facts) {
  return std::make_unique<SheetSource>(std::move(raw), seekable_descriptor, choice, facts);
}

}  // namespace sourcing::input

#else

namespace sourcing::input {

namespace {

class NoSheets : public ByteSource {
 public:
  std::size_t read(char*, std::size_t) override { return 0; }
  [[nodiscard]] Problem problem() const override {
    return {"E0701",
            "this is a workbook, and this build reads none",
            "build with libminizip-dev and libexpat1-dev, or save it as CSV",
            "",
            0,
            0,
            ""};
  }
};

}  // namespace

std::unique_ptr<ByteSource> make_sheet_source(std::unique_ptr<ByteSource>, int, const SheetChoice&,
                                              WorkbookFacts&) {
  return std::make_unique<NoSheets>();
}

}  // namespace sourcing::input

#endif
