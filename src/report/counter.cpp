// SPDX-License-Identifier: Apache-2.0
#include "report/counter.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "input/csv_fields.hpp"
#include "input/task_json.hpp"
#include "money/task_case.hpp"

namespace sourcing::report {

namespace {

// In this order; the last is known by its name, so that the sign in front of it is the input's.
constexpr std::array<std::string_view, 12> wanted = {
    "id",       "name",          "disposition",     "engagement",
    "location", "score_onshore", "score_nearshore", "score_offshore",
    "error",    "hybrid",        "close",           "margin"};
enum Column : std::size_t {
  disposition = 2,
  engagement,
  location,
  onshore,
  error = 8,
  hybrid,
  close_call,
  margin
};

template <class Part>
std::optional<Part> part_named(std::string_view text, std::initializer_list<Part> parts) {
  for (const Part part : parts) {
    if (name(part) == text) return part;
  }
  return std::nullopt;
}

void bar(Bars& bars, std::int64_t value) {
  const std::int64_t last = static_cast<std::int64_t>(bars.rows.size()) - 1;
  const std::int64_t at = std::clamp<std::int64_t>((value - bars.from) / bars.step, 0, last);
  ++bars.rows[static_cast<std::size_t>(at)];
}

}  // namespace

Counter::Counter(const BatchOptions& options, Document& document, RememberedLines* lines,
                 ByteSink* data)
    : options_(options), document_(document), lines_(lines), data_(data) {
  constexpr std::size_t engagement_bars = 40, location_bars = 20;
  document_.engagement_margins.from = -10'000;
  document_.engagement_margins.rows.assign(engagement_bars, 0);
  document_.location_margins.rows.assign(location_bars, 0);
  weight_.name = document.weight;
  for (const std::string& name : document.by) by_.push_back({name, {}, false});
}

std::vector<std::string> Counter::columns() { return {wanted.begin(), wanted.end()}; }

bool Counter::write(std::string_view bytes) {
  if (data_ != nullptr && !data_->write(bytes)) return false;
  if (!begun_ && !bytes.empty()) {
    begun_ = true;
    if (options_.header) {
      read_header(bytes);
    } else {
      no_header(bytes);
    }
    for (Looked& column : by_) find(column);
    for (Looked* column : {&weight_, &fte_, &cost_, &currency_}) find(*column);
  }
  while (!bytes.empty()) {
    const std::string_view before = bytes;
    next_row(bytes, delimiter, fields_);
    if (fields_.size() >= inputs_ + wanted.size()) row(before);
  }
  return true;
}

void Counter::read_header(std::string_view& bytes) {
  // The last name is ours; what stands before it is the input's own sign.
  for (std::size_t at = bytes.find(wanted.back()); at != std::string_view::npos;
       at = bytes.find(wanted.back(), at + 1)) {
    const std::size_t end = at + wanted.back().size();
    if (end == bytes.size() || (bytes[end] != '\n' && bytes[end] != '\r')) continue;
    if (at > 0) delimiter = bytes[at - 1];
    break;
  }
  const std::string_view before = bytes;
  next_row(bytes, delimiter, fields_);
  inputs_ = fields_.size() - wanted.size();
  std::string scratch;
  for (std::size_t i = 0; i < inputs_; ++i) {
    names_.emplace_back(input::unquote(fields_[i], scratch));
  }
  if (inputs_ == 0) return;
  header = before.substr(0, static_cast<std::size_t>(fields_[inputs_].data() - before.data()) - 1);
  if (header.starts_with("\xEF\xBB\xBF")) header.erase(0, 3);
  if (!names_.empty() && names_.front().starts_with("\xEF\xBB\xBF")) names_.front().erase(0, 3);
  header += '\n';
}

// Where no header is written its sign is the one that gives as many fields as there are names.
void Counter::no_header(std::string_view bytes) {
  names_ = options_.header_names;
  if (lines_ != nullptr) return;
  for (const char each : input::common_delimiters) {
    std::string_view rest = bytes;
    next_row(rest, options_.delimiter != 0 ? options_.delimiter : each, fields_);
    if (fields_.size() <= wanted.size()) continue;
    delimiter = options_.delimiter != 0 ? options_.delimiter : each;
    inputs_ = fields_.size() - wanted.size();
    if (names_.empty() || names_.size() == inputs_) return;
  }
}

void Counter::find(Looked& column) const {
  if (column.name.empty()) return;
  const std::string folded = input::fold_name(column.name);
  const auto at = [&](std::string_view name) {
    for (std::size_t i = 0; i < names_.size() && i < inputs_; ++i) {
      if (input::fold_name(names_[i]) == name) return std::optional<std::size_t>(i);
    }
    return std::optional<std::size_t>();
  };
  column.field = at(folded);
  if (column.field) return;
  for (const auto& [theirs, ours] : options_.map) {
    if (input::fold_name(ours) == folded) column.field = at(input::fold_name(theirs));
  }
}

std::string_view Counter::cell(std::size_t column) const { return fields_[inputs_ + column]; }

// The object of a line, whose values are asked for by name.
void Counter::look_at(std::string_view line) {
  json::ParseResult parsed = json::parse(line, "");
  object_ = parsed.readable() ? std::move(parsed.root) : json::Value{};
}

std::string Counter::value(Looked& column) {
  if (column.field) {
    std::string scratch;
    return std::string(base::trim(input::unquote(fields_[*column.field], scratch)));
  }
  if (lines_ == nullptr || column.name.empty()) return {};
  const auto own = [&](const std::string& key) {
    for (const auto& [theirs, ours] : options_.map) {
      if (input::fold_name(theirs) == input::fold_name(key)) return input::fold_name(ours);
    }
    return input::fold_name(key);
  };
  for (const json::Member& member : object_.members) {
    if (own(member.key) != input::fold_name(column.name)) continue;
    column.seen = true;
    return input::read_field(member.key, member.value).text;
  }
  return {};
}

void Counter::row(std::string_view line) {
  ++number_;
  std::string object;
  if (lines_ != nullptr) {
    object = lines_->next();
    look_at(object);
  }
  const input::Signs signs{.comma = delimiter != ',',
                           .decimal = options_.decimal,
                           .thousands = options_.thousands,
                           .exact = lines_ != nullptr};
  Kept kept_row;
  kept_row.number = number_;
  if (!weight_.name.empty()) {
    const auto read = hundredths(input::number_text(value(weight_), signs));
    kept_row.weighed = read.has_value();
    kept_row.weight = read.value_or(0);
  }
  Verdict verdict;
  verdict.disposition =
      part_named(cell(disposition),
                 {Disposition::retain, Disposition::automate_first, Disposition::outsource});
  verdict.engagement = part_named(cell(engagement), {Engagement::bpo, Engagement::kpo});
  verdict.location =
      part_named(cell(location), {Location::onshore, Location::nearshore, Location::offshore});
  std::string scratch;
  kept_row.error = input::unquote(cell(error), scratch);
  if (kept_row.error.empty()) {
    const VerdictIndex index = index_of(verdict);
    margins(index);
    cost(index);
  }
  const bool fits = kept.size() < most_rows || kept_row < *kept.rbegin();
  // JSON is looked through for the columns all the same: whether it has them is told.
  if (!fits && lines_ == nullptr) return;
  for (Looked& column : by_) kept_row.key.push_back(value(column));
  const std::size_t size =
      inputs_ == 0 ? 0 : static_cast<std::size_t>(fields_[inputs_].data() - line.data()) - 1;
  kept_row.record = lines_ != nullptr ? std::move(object) : std::string(line.substr(0, size));
  keep(std::move(kept_row));
}

// What the work costs today, as `sourcing case` has it.
void Counter::cost(const VerdictIndex& verdict) {
  if (!cost_.field && lines_ == nullptr) return;
  const input::Signs signs{.comma = delimiter != ',',
                           .decimal = options_.decimal,
                           .thousands = options_.thousands,
                           .exact = lines_ != nullptr};
  Task task;
  for (Looked* column : {&fte_, &cost_}) {
    task.fields.push_back({column->name, input::number_text(value(*column), signs), {}});
  }
  const money::TaskMoney money = money::read_money(task, std::nullopt);
  if (!money.missing.empty()) {
    ++document_.costs.gaps;
    return;
  }
  std::int64_t& sum = document_.costs.by_currency[value(currency_)][verdict];
  if (__builtin_add_overflow(sum, money.work.base, &sum)) {
    ++document_.costs.gaps;
    return;
  }
  ++document_.costs.rows;
}

void Counter::margins(const VerdictIndex& verdict) {
  if (verdict[1] < 2) bar(document_.engagement_margins, hundredths(cell(margin)).value_or(0));
  if (cell(hybrid) == "true") ++document_.hybrid;
  if (cell(close_call) == "true") ++document_.close;
  if (verdict[2] >= location_count) return;
  // The lead over the next best score; what gates exclude is not known here, so rows that are drawn
  // say more exactly.
  std::int64_t own = 0, second = -1;
  for (std::size_t l = 0; l < location_count; ++l) {
    const std::int64_t score = hundredths(cell(onshore + l)).value_or(0);
    if (l == verdict[2]) {
      own = score;
    } else {
      second = std::max(second, score);
    }
  }
  bar(document_.location_margins, std::max<std::int64_t>(own - second, 0));
}

void Counter::keep(Kept row) {
  if (kept.size() >= most_rows && !(row < *kept.rbegin())) return;
  kept.insert(std::move(row));
  if (kept.size() > most_rows) kept.erase(std::prev(kept.end()));
}

std::vector<std::string> Counter::unseen() const {
  std::vector<std::string> names;
  if (lines_ == nullptr) return names;
  for (const Looked& column : by_) {
    if (!column.seen) names.push_back(column.name);
  }
  if (!weight_.name.empty() && !weight_.seen) names.push_back(weight_.name);
  return names;
}

}  // namespace sourcing::report
