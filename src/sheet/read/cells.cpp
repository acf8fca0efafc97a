// SPDX-License-Identifier: Apache-2.0
#include "sheet/read/cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace sourcing::sheet {

namespace {

constexpr std::size_t piece = std::size_t{64} << 10;
constexpr std::size_t most_row_bytes = std::size_t{8} << 20;
constexpr std::size_t most_cell_bytes = std::size_t{1} << 20;

}  // namespace

std::string column_letters(std::uint32_t column) {
  std::string letters;
  for (std::uint64_t left = std::uint64_t{column} + 1; left > 0; left = (left - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (left - 1) % 26));
  }
  return letters;
}

std::optional<Address> read_address(std::string_view text) noexcept {
  std::size_t at = text.starts_with('$') ? 1 : 0;
  std::uint32_t column = 0, row = 0;
  const std::size_t letters = at;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    const bool small = c >= 'a' && c <= 'z';
    if (!small && (c < 'A' || c > 'Z')) break;
    column = column * 26 + static_cast<std::uint32_t>(c - (small ? 'a' : 'A')) + 1;
    if (column > most_columns) return std::nullopt;
  }
  if (at == letters) return std::nullopt;
  if (at < text.size() && text[at] == '$') ++at;
  const std::size_t digits = at;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
    row = row * 10 + static_cast<std::uint32_t>(text[at] - '0');
    if (row > most_rows) return std::nullopt;
  }
  if (at == digits || at != text.size() || row == 0) return std::nullopt;
  return Address{row - 1, column - 1};
}

namespace {

std::optional<Range> read_range(std::string_view text) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  const auto from = read_address(text.substr(0, colon));
  const auto to = read_address(text.substr(std::min(colon + 1, text.size())));
  if (!from || !to) return std::nullopt;
  return Range{*from, *to};
}

class MergeReader : public XmlHandler {
 public:
  std::vector<Range> ranges;

  void start(std::string_view name, const Attributes& attributes) override {
    constexpr std::size_t most = 65'536;
    if (name != "mergeCell" || ranges.size() == most) return;
    if (const auto range = read_range(attributes.get("ref"))) ranges.push_back(*range);
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}
};

}  // namespace

std::vector<Range> merged_cells(Package& package, const std::string& part) {
  // Looking for the word costs a tenth of reading the XML, and most sheets do not have it.
  constexpr std::string_view word = "mergeCell";
  std::string window;
  bool found = false;
  if (package.begin(part)) return {};
  while (!found) {
    const std::size_t kept = std::min(window.size(), word.size());
    window.erase(0, window.size() - kept);
    window.resize(kept + piece);
    const std::size_t got = package.read(window.data() + kept, piece);
    window.resize(kept + got);
    if (got == 0) return {};
    found = window.find(word) != std::string::npos;
  }
  MergeReader merges;
  XmlReader xml(merges);
  // What is wrong with the part is told when its rows are read.
  static_cast<void>(read_part(package, part, xml));
  return std::move(merges.ranges);
}

// The events of a sheet's part. A cell's text goes to the end of the row's own bytes; where it is,
// is written down by offsets, since those bytes may move as they grow.
class SheetReader::Events : public XmlHandler {
 public:
  Events(const SharedStrings& strings, const Styles& styles, bool from_1904, RowHandler& handler)
      : strings_(strings), styles_(styles), from_1904_(from_1904), handler_(handler), xml_(*this) {}

  [[nodiscard]] XmlReader& xml() noexcept { return xml_; }

  void start(std::string_view name, const Attributes& attributes) override {
    if (in_cell_) {
      in_value_ = name == "v";
      if (in_value_) has_value_ = true;
      if (name == "f") formula_ = true;
      text_.start(name);
    } else if (name == "c" && in_row_) {
      begin_cell(attributes);
    } else if (name == "row" && in_data_) {
      begin_row(attributes);
    } else if (name == "sheetData") {
      in_data_ = true;
    } else if (name == "mergeCell") {
      merge(attributes.get("ref"));
    }
  }

  void end(std::string_view name) override {
    if (in_cell_) {
      in_value_ = false;
      text_.end(name);
      if (name == "c") end_cell();
    } else if (name == "row" && in_row_) {
      end_row();
    } else if (name == "sheetData") {
      in_data_ = false;
    }
  }

  void text(std::string_view more) override {
    if (!in_cell_) return;
    if (in_value_) {
      value_ += more;
    } else {
      text_.text(more);
    }
    if (value_.size() + text_.written().size() > most_cell_bytes) fail("holds more than 1 MiB");
  }

 private:
  enum class Type : std::uint8_t { number, shared, text, inline_text, truth, error, date };
  struct Place {
    std::uint32_t column;
    CellKind kind;
    std::size_t begin, end;
  };

  void fail(std::string_view what) {
    xml_.fail({"E0702", fmt::format("the cell {}", what), "", "", 0, 0,
               fmt::format("{}{}", column_letters(column_), row_)});
  }

  static bool is_true(std::string_view flag) noexcept {
    return flag == "1" || flag == "true" || flag == "on";
  }

  void begin_row(const Attributes& attributes) {
    in_row_ = true;
    places_.clear();
    bytes_.clear();
    column_ = 0;
    formulas_ = 0;
    fresh_ = true;
    numbered_ = false;
    hidden_ = is_true(attributes.get("hidden"));
    std::uint32_t number = row_ + 1;
    if (const auto written = attributes.find("r")) {
      numbered_ = true;
      const auto [end, error] =
          std::from_chars(written->data(), written->data() + written->size(), number);
      if (error != std::errc{} || end != written->data() + written->size() || number == 0) {
        number = most_rows + 1;
      }
    }
    if (number > most_rows) {
      xml_.fail({"E0702", fmt::format("a row after row {} has a number that no sheet has", row_),
                 "", "", 0, 0, ""});
    } else if (number <= row_) {
      xml_.fail(
          {"E0702", fmt::format("row {} comes after row {}", number, row_), "", "", 0, 0, ""});
    } else {
      row_ = number;
    }
  }

  void begin_cell(const Attributes& attributes) {
    in_cell_ = true;
    type_ = Type::number;
    formula_ = has_value_ = false;
    style_ = 0;
    value_.clear();
    text_.clear();
    std::string_view reference;
    for (const auto& [name, value] : attributes) {
      if (name.size() != 1) continue;
      switch (name[0]) {
        case 'r':
          reference = value;
          break;
        case 't':
          type_ = type_of(value);
          break;
        case 's':
          std::from_chars(value.data(), value.data() + value.size(), style_);
          break;
        default:
          break;
      }
    }
    if (reference.empty()) {
      if (!fresh_) ++column_;
      if (column_ >= most_columns) fail("is in a column that no sheet has");
    } else if (const auto address = read_address(reference); address && is_row(address->row + 1)) {
      row_ = address->row + 1;
      column_ = address->column;
    } else {
      xml_.fail(
          {"E0702",
           fmt::format("a cell of row {} says that it is `{}`", row_, base::excerpt(reference)), "",
           "", 0, 0, ""});
    }
    fresh_ = false;
  }

  // A row without a number is where its first cell says that it is.
  [[nodiscard]] bool is_row(std::uint32_t number) const noexcept {
    return number == row_ || (!numbered_ && fresh_ && number > row_);
  }

  static Type type_of(std::string_view name) noexcept {
    if (name == "s") return Type::shared;
    if (name == "str") return Type::text;
    if (name == "inlineStr") return Type::inline_text;
    if (name == "b") return Type::truth;
    if (name == "e") return Type::error;
    if (name == "d") return Type::date;
    return Type::number;
  }

  void end_cell() {
    in_cell_ = false;
    // An empty text that a formula gave is a value; no value at all is none.
    if (formula_ && !has_result()) {
      put(CellKind::uncalculated, "#UNCALCULATED!");
      return;
    }
    switch (type_) {
      case Type::inline_text:
      case Type::text:
        // Some writers mix the two up.
        put_text(is_inline() ? text_.written() : value_);
        break;
      case Type::shared:
        put_shared();
        break;
      case Type::truth:
        put_truth(base::trim(value_));
        break;
      case Type::error:
        put(CellKind::error, base::trim(value_));
        break;
      case Type::date:
        put(CellKind::date, base::trim(value_));
        break;
      case Type::number:
        put_number();
        break;
    }
  }

  // Whether the formula's value stands beside it.
  [[nodiscard]] bool has_result() const noexcept {
    if (type_ == Type::inline_text) return !text_.written().empty() || !value_.empty();
    return has_value_ && (type_ == Type::text || !value_.empty());
  }

  [[nodiscard]] bool is_inline() const noexcept {
    return type_ == Type::inline_text ? !text_.written().empty() || value_.empty() : !has_value_;
  }

  void put_truth(std::string_view written) {
    if (written == "0" || written == "false") {
      put(CellKind::truth, "false");
    } else if (written == "1" || written == "true") {
      put(CellKind::truth, "true");
    } else {
      put_text(written);
    }
  }

  void put_number() {
    // A text where no type says so is one all the same.
    if (!has_value_) return put_text(text_.written());
    if (base::trim(value_).empty()) return;
    if (const DateKind kind = styles_.kind(style_); kind != DateKind::none) {
      if (const auto date = shown_date(value_, kind, from_1904_)) {
        put(CellKind::date, *date);
        return;
      }
    }
    if (stands_as_shown(value_)) {
      put(CellKind::number, value_);
    } else if (const auto number = shown_number(value_)) {
      put(CellKind::number, *number);
    } else {
      put_text(value_);
    }
  }

  void put_shared() {
    const std::string_view written = base::trim(value_);
    if (written.empty()) return;
    std::size_t index = 0;
    const auto [end, error] =
        std::from_chars(written.data(), written.data() + written.size(), index);
    if (error != std::errc{} || end != written.data() + written.size() ||
        index >= strings_.size()) {
      fail("points at a shared text that the workbook does not have");
      return;
    }
    put(CellKind::text, strings_[index]);
  }

  void put_text(std::string_view written) {
    const std::size_t begin = bytes_.size();
    append_text(bytes_, written);
    put_bytes(CellKind::text, begin);
  }

  void put(CellKind kind, std::string_view text) {
    const std::size_t begin = bytes_.size();
    bytes_ += text;
    put_bytes(kind, begin);
  }

  void put_bytes(CellKind kind, std::size_t begin) {
    if (bytes_.size() == begin) return;
    if (bytes_.size() - begin > most_cell_bytes) fail("holds more than 1 MiB");
    if (bytes_.size() > most_row_bytes) {
      xml_.fail({"E0702", fmt::format("row {} holds more than 8 MiB", row_), "", "", 0, 0, ""});
    }
    places_.push_back({column_, kind, begin, bytes_.size()});
    if (formula_ && kind != CellKind::uncalculated) ++formulas_;
  }

  void end_row() {
    in_row_ = false;
    if (places_.empty()) return;
    const auto before = [](const Place& a, const Place& b) { return a.column < b.column; };
    if (!std::is_sorted(places_.begin(), places_.end(), before)) {
      std::stable_sort(places_.begin(), places_.end(), before);
    }
    cells_.clear();
    for (const Place& place : places_) {
      if (!cells_.empty() && cells_.back().column == place.column) {
        column_ = place.column;
        fail("is there twice");
        return;
      }
      cells_.push_back({place.column, place.kind,
                        std::string_view(bytes_).substr(place.begin, place.end - place.begin)});
    }
    if (!handler_.row({row_, hidden_, cells_, formulas_})) xml_.pause();
  }

  void merge(std::string_view text) {
    if (const auto range = read_range(text)) handler_.merged(*range);
  }

  const SharedStrings& strings_;
  const Styles& styles_;
  bool from_1904_;
  RowHandler& handler_;
  bool in_data_ = false, in_row_ = false, in_cell_ = false, in_value_ = false;
  bool formula_ = false, has_value_ = false, fresh_ = true, numbered_ = false, hidden_ = false;
  Type type_ = Type::number;
  std::size_t style_ = 0;
  std::uint32_t row_ = 0, column_ = 0, formulas_ = 0;
  std::string value_, bytes_;
  TextCollector text_;
  std::vector<Place> places_;
  std::vector<Cell> cells_;
  XmlReader xml_;
};

SheetReader::SheetReader(Package& package, const SharedStrings& strings, const Styles& styles,
                         bool from_1904, RowHandler& handler)
    : package_(package),
      events_(std::make_unique<Events>(strings, styles, from_1904, handler)),
      bytes_(std::make_unique_for_overwrite<char[]>(piece)) {}

SheetReader::~SheetReader() = default;

std::optional<Problem> SheetReader::begin(const std::string& part) {
  problem_ = package_.begin(part);
  ended_ = problem_.has_value();
  return problem_;
}

bool SheetReader::next() {
  if (ended_) return false;
  XmlReader& xml = events_->xml();
  bool fine = true;
  if (xml.paused()) {
    fine = xml.resume();
  } else {
    const std::size_t got = package_.read(bytes_.get(), piece);
    if (package_.problem()) {
      problem_ = package_.problem();
      ended_ = true;
      return false;
    }
    last_ = got == 0;
    fine = xml.feed({bytes_.get(), got}, last_);
  }
  if (!fine) problem_ = xml.problem();
  ended_ = !fine || (last_ && !xml.paused());
  return !ended_;
}

}  // namespace sourcing::sheet
