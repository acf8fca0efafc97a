// SPDX-License-Identifier: Apache-2.0
#include "batch/flow/flat_rows.hpp"

#include <algorithm>
#include <cstring>

#include "base/text.hpp"
#include "batch/flow/json_rows.hpp"
#include "input/task_json.hpp"
#include "model/scale.hpp"

namespace sourcing::batch {

namespace {

constexpr std::uint16_t id_field = 0, name_field = 1, activity_field = 2, first_criterion = 3;
// Longer lines, and more keys than these, are no rows of a table.
constexpr std::size_t longest_line = std::size_t{64} << 10;
constexpr std::size_t most_keys = 1'024;

bool is_word(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

// Whether a table is to have columns of what travels.
bool asks_for_fields(const BatchOptions& options) {
  return std::any_of(options.columns.begin(), options.columns.end(), [](std::string_view name) {
    return name.starts_with("x_") || input::is_task_field(name);
  });
}

Plan table_of(const Plan& lines, char delimiter) {
  Plan table{lines.engine, lines.program, lines.options, lines.other};
  table.dialect = {delimiter, '\n'};
  table.exact = true;
  table.id = id_field;
  table.name = name_field;
  table.activity = activity_field;
  for (std::size_t c = 0; c < lines.program.criteria.size(); ++c) {
    table.used.push_back(
        {static_cast<std::uint16_t>(first_criterion + c), static_cast<std::uint16_t>(c)});
  }
  table.fields = first_criterion + table.used.size();
  return table;
}

}  // namespace

// Goes over one line. Each function passes what it is called for, or returns false and the line is
// none of ours.
class FlatRows::Scanner {
 public:
  explicit Scanner(std::string_view line) : at_(line.data()), end_(at_ + line.size()) {}

  void blanks() noexcept {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\r')) ++at_;
  }
  [[nodiscard]] bool passes(char c) noexcept {
    blanks();
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }
  [[nodiscard]] bool passes(std::string_view text) noexcept {
    if (!rest().starts_with(text)) return false;
    at_ += text.size();
    return true;
  }
  [[nodiscard]] bool at_end() noexcept {
    blanks();
    return at_ == end_;
  }
  [[nodiscard]] char next() noexcept {
    blanks();
    return at_ == end_ ? '\0' : *at_;
  }
  [[nodiscard]] std::string_view rest() const noexcept {
    return {at_, static_cast<std::size_t>(end_ - at_)};
  }

  /// A string of printable ASCII without escapes, with its quotes.
  [[nodiscard]] bool plain_string(std::string_view& quoted) noexcept {
    const char* const begin = at_;
    if (at_ == end_ || *at_ != '"') return false;
    for (++at_; at_ != end_ && *at_ != '"'; ++at_) {
      if (*at_ == '\\' || *at_ < ' ' || *at_ > '~') return false;  // also what is beyond ASCII
    }
    if (at_ == end_) return false;
    quoted = {begin, static_cast<std::size_t>(++at_ - begin)};
    return true;
  }

  /// A number without an exponent.
  [[nodiscard]] bool number(std::string_view& text) noexcept {
    const char* const begin = at_;
    const auto digits = [&] {
      const char* const first = at_;
      while (at_ != end_ && *at_ >= '0' && *at_ <= '9') ++at_;
      return at_ - first;
    };
    if (at_ != end_ && *at_ == '-') ++at_;
    const char* const whole = at_;
    const auto count = digits();
    if (count == 0 || (count > 1 && *whole == '0')) return false;
    if (at_ != end_ && *at_ == '.') {
      ++at_;
      if (digits() == 0) return false;
    }
    if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) return false;
    text = {begin, static_cast<std::size_t>(at_ - begin)};
    return true;
  }

  /// A string as a quoted cell of CSV. `flags` get what the row has to be looked at for.
  [[nodiscard]] bool text(std::string& cell, std::uint8_t& flags) {
    cell.assign(1, '"');
    for (++at_; at_ != end_ && *at_ != '"'; ++at_) {
      if (*at_ == '\\') {
        if (!escape(cell, flags)) return false;
        continue;
      }
      if (static_cast<unsigned char>(*at_) < ' ') return false;
      if (*at_ > '~' || *at_ < ' ') flags |= input::row_check;
      cell += *at_;
    }
    if (at_ == end_) return false;
    ++at_;
    cell += '"';
    return true;
  }

 private:
  // The usual ones. What they say of control characters and surrogates is not for a glance.
  bool escape(std::string& cell, std::uint8_t& flags) {
    if (++at_ == end_) return false;
    switch (*at_) {
      case '"':
        cell += "\"\"";
        return true;
      case '\\':
      case '/':
        cell += *at_;
        return true;
      case 'u':
        break;
      default:
        return false;
    }
    constexpr std::ptrdiff_t digits = 4;
    if (end_ - at_ <= digits) return false;
    char32_t value = 0;
    for (std::ptrdiff_t i = 0; i < digits; ++i) {
      const char c = *++at_;
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return false;
      value = value * 16 + static_cast<char32_t>(digit);
    }
    if (value < 0x80 || (value >= 0xD800 && value <= 0xDFFF)) return false;
    flags |= input::row_check;
    base::append_utf8(cell, value);
    return true;
  }

  const char* at_;
  const char* end_;
};

FlatRows::FlatRows(const Plan& plan, char delimiter, bool shown)
    : lines_(plan),
      table_(table_of(plan, delimiter)),
      shown_(shown),
      travel_(shown || asks_for_fields(plan.options)),
      // In JSON only strings can mean unknown, in a cell anything can.
      possible_(!plan.numbers_may_be_unknown() && !plan.means_unknown("true") &&
                !plan.means_unknown("false")),
      cells_(table_.fields),
      filled_(table_.fields) {
  for (const engine::Criterion& criterion : plan.program.criteria) {
    auto& words = words_.emplace_back();
    const auto may_stand = [&](std::string_view word) {
      if (is_word(word) && place_word(criterion, word) && !plan.means_unknown(word) &&
          plan.own_word(words_.size() - 1, word) == nullptr) {
        words.push_back(word);
      }
    };
    for (const engine::Level& level : criterion.levels) may_stand(level.word);
    for (const std::string_view word : level_words) may_stand(word);
  }
  for (const engine::Activity& activity : plan.program.activities) {
    if (is_word(activity.id) && !plan.means_unknown(activity.id))
      activities_.push_back(activity.id);
  }
  std::sort(activities_.begin(), activities_.end());
}

const char* FlatRows::block() {
  std::memset(bytes_.room(input::block_padding), 0, input::block_padding);
  index_.ends.resize(index_.first.back() + input::Index::ends_padding);
  return bytes_.data();
}

void FlatRows::clear() {
  bytes_.clear();
  index_.ends.clear();
  index_.begin.clear();
  index_.first.assign(1, 0);
  index_.flags.clear();
  index_.rows = 0;
}

bool FlatRows::takes_word(std::size_t criterion, std::string_view word) const noexcept {
  const auto& words = words_[criterion];
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool FlatRows::is_activity(std::string_view text) const noexcept {
  return std::binary_search(activities_.begin(), activities_.end(), text);
}

FlatRows::Key FlatRows::classify(std::string_view quoted) const {
  Key key{std::string(quoted), Key::Use::other};
  const auto own = own_key(lines_, quoted.substr(1, quoted.size() - 2));
  const auto is_criterion = [&](std::string_view id) {
    return engine::find_criterion(lines_.program, id) < lines_.program.criteria.size();
  };
  // What a template says of a criterion never travels.
  const bool skipped =
      own && own->starts_with("x_") && (!travel_ || is_criterion(std::string_view(*own).substr(2)));
  const bool field = own && input::is_task_field(*own) && !is_criterion(*own);
  if (!own || *own == "$schema" || skipped || (field && !travel_)) {
    key.use = Key::Use::skipped;
  } else if (*own == "id" || *own == "name") {
    key.use = Key::Use::text;
    key.field = *own == "id" ? id_field : name_field;
  } else if (*own == "activity") {
    key.use = Key::Use::activity;
    key.field = activity_field;
  } else if (const std::size_t c = engine::find_named(lines_.program, *own);
             c < lines_.program.criteria.size()) {
    key.use = Key::Use::criterion;
    key.criterion = static_cast<std::uint16_t>(c);
    key.field = static_cast<std::uint16_t>(first_criterion + c);
  }
  return key;
}

std::size_t FlatRows::key_at(std::string_view quoted, std::size_t position) {
  std::size_t k = 0;
  while (k < keys_.size() && keys_[k].quoted != quoted) ++k;
  if (k == keys_.size() && k < most_keys) keys_.push_back(classify(quoted));
  if (position >= usual_.size()) usual_.resize(position + 1);
  usual_[position] = static_cast<std::uint16_t>(k < most_keys ? k : 0);
  return k;
}

// A word, a number or a truth value of a criterion, as it stands.
bool FlatRows::scalar(Scanner& scan, const Key& key, std::string_view& text) const {
  const Scale scale = lines_.program.criteria[key.criterion].scale;
  const char first = scan.next();
  if (first == '"') {
    if (!scan.plain_string(text)) return false;
    text = text.substr(1, text.size() - 2);
    // A cell does not tell whether `true` was in quotes.
    return takes_word(key.criterion, text) && !(shown_ && scale == Scale::boolean);
  }
  if (first == 't' || first == 'f') {
    text = first == 't' ? "true" : "false";
    return scale == Scale::boolean && scan.passes(text);
  }
  return is_numeric(scale) && scan.number(text);
}

bool FlatRows::add(std::string_view line) {
  if (!possible_ || line.size() > longest_line) return false;
  ++line_;
  Scanner scan(line);
  if (!scan.passes('{')) return false;
  std::fill(cells_.begin(), cells_.end(), CellText{});
  std::uint8_t flags = 0;

  const auto value_of = [&](const Key& key) {
    if (scan.next() == 'n') return scan.passes(std::string_view("null"));
    CellText& cell = cells_[key.field];
    switch (key.use) {
      case Key::Use::text: {
        if (scan.next() != '"') return false;
        std::string& text = key.field == id_field ? id_ : name_;
        if (!scan.text(text, flags)) return false;
        flags |= input::row_quote;
        cell.first = text;
        return true;
      }
      case Key::Use::activity: {
        std::string_view text;
        if (!scan.plain_string(text)) return false;
        cell.first = text.substr(1, text.size() - 2);
        return is_activity(cell.first);
      }
      case Key::Use::criterion:
        if (scan.next() != '[') return scalar(scan, key, cell.first);
        return scan.passes('[') && scalar(scan, key, cell.first) && scan.passes(',') &&
               scalar(scan, key, cell.second) && scan.passes(']');
      case Key::Use::skipped: {
        std::string_view text;
        const char first = scan.next();
        if (first == '"') return scan.plain_string(text);
        return scan.passes(std::string_view(first == 't' ? "true" : "false")) || scan.number(text);
      }
      case Key::Use::other:
        break;  // does not come here
    }
    return false;
  };

  for (std::size_t position = 0; scan.next() != '}'; ++position) {
    if (position > 0 && !scan.passes(',')) return false;
    scan.blanks();
    // Lines have their keys in the same order nearly always.
    std::size_t k = position < usual_.size() ? usual_[position] : keys_.size();
    if (k == keys_.size() || !scan.passes(std::string_view(keys_[k].quoted))) {
      std::string_view quoted;
      if (!scan.plain_string(quoted)) return false;
      k = key_at(quoted, position);
      if (k == keys_.size()) return false;
    }
    Key& key = keys_[k];
    if (key.use == Key::Use::other) return false;  // whatever its value: it is refused
    if (key.line == line_ || !scan.passes(':')) return false;
    key.line = line_;
    if (key.use != Key::Use::skipped) {
      // Two of their keys may be one of ours.
      if (filled_[key.field] == line_) return false;
      filled_[key.field] = line_;
    }
    if (!value_of(key)) return false;
  }
  if (!scan.passes('}') || !scan.at_end()) return false;
  put(flags);
  return true;
}

void FlatRows::put(std::uint8_t flags) {
  std::size_t size = 0;
  for (const CellText& cell : cells_) size += cell.first.size() + cell.second.size() + 3;
  const char* const block = bytes_.room(size + input::block_padding) - bytes_.size();
  char* at = bytes_.room(size);
  index_.begin.push_back(static_cast<std::uint32_t>(at - block));
  const auto append = [&](std::string_view text) { at = std::copy(text.begin(), text.end(), at); };
  for (const CellText& cell : cells_) {
    append(cell.first);
    if (!cell.second.empty()) {
      append("..");
      append(cell.second);
    }
    index_.ends.push_back(static_cast<std::uint32_t>(at - block));
    *at++ = table_.dialect.delimiter;
  }
  at[-1] = '\n';
  bytes_.advance_to(at);
  index_.flags.push_back(flags);
  index_.first.push_back(static_cast<std::uint32_t>(index_.ends.size()));
  ++index_.rows;
}

}  // namespace sourcing::batch
