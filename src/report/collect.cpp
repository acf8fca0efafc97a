// SPDX-License-Identifier: Apache-2.0
#include "report/collect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <sourcing/decide.hpp>
#include <sourcing/task.hpp>
#include <utility>

#include "base/decimal.hpp"
#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "engine/program.hpp"
#include "render/verdict_json.hpp"
#include "report/csv_lines.hpp"

namespace sourcing::report {

namespace {

constexpr std::array<std::string_view, 11> wanted = {"id",
                                                     "disposition",
                                                     "engagement",
                                                     "location",
                                                     "score_onshore",
                                                     "score_nearshore",
                                                     "score_offshore",
                                                     "status",
                                                     "error",
                                                     "hybrid",
                                                     "margin"};
enum Column : std::size_t {
  id,
  disposition,
  engagement,
  location,
  onshore,
  nearshore,
  offshore,
  status,
  error,
  hybrid,
  margin
};

template <std::size_t N>
std::uint8_t index_in(const std::array<std::string_view, N>& names, std::string_view text) {
  const auto* const found = std::find(names.begin(), names.end(), text);
  return static_cast<std::uint8_t>(found - names.begin());
}
constexpr std::array<std::string_view, 3> dispositions = {"retain", "automate_first", "outsource"};
constexpr std::array<std::string_view, 2> engagements = {"BPO", "KPO"};
constexpr std::array<std::string_view, 3> locations = {"onshore", "nearshore", "offshore"};
constexpr std::array<std::string_view, 4> statuses = {"decided", "tentative", "undetermined",
                                                      "error"};

// A number as people write it in a table: `12.5`, `12,5`, `1234`. Hundredths.
std::optional<std::int64_t> number_of(std::string_view text) {
  std::string plain(base::trim(text));
  std::replace(plain.begin(), plain.end(), ',', '.');
  // More decimals than two are cut: a weight is for sorting and sharing out.
  const std::size_t point = plain.find('.');
  if (point != std::string::npos && plain.size() > point + 3 &&
      plain.find('.', point + 1) == std::string::npos &&
      plain.find_first_not_of("0123456789", point + 1) == std::string::npos) {
    plain.resize(point + 3);
  }
  const auto read = base::parse_scaled(plain, 2, false);
  constexpr std::int64_t most = 1'000'000'000'000'000;  // so that sums of all rows stay exact
  if (read.error != base::DecimalError::none || read.value > most || read.value < -most) {
    return std::nullopt;
  }
  return read.value;
}

bool same_name(std::string_view a, std::string_view b) {
  return base::ascii_lower(base::trim(a)) == base::ascii_lower(base::trim(b));
}

// A kept row: the input's fields, until it is judged once more with all that the page says of it.
struct Kept {
  std::int64_t weight;
  std::uint64_t number;
  std::string record;
  std::vector<std::string> key;
  std::string error;
  bool operator<(const Kept& other) const noexcept {  // the heaviest first, then input order
    return weight != other.weight ? weight > other.weight : number < other.number;
  }
};

// Adds rows up.
class Totals {
 public:
  explicit Totals(Document& document) : document_(document) {
    document_.engagement_margins.from = -10'000;
    document_.engagement_margins.rows.assign(40, 0);
    document_.location_margins.rows.assign(20, 0);
  }

  void row(const VerdictIndex& verdict, std::size_t status, std::int64_t weight,
           const std::vector<std::string>& key) {
    const bool failed = status >= static_cast<std::size_t>(Status::error);
    add(document_.total, verdict, failed, weight);
    if (!document_.by.empty()) add(document_.groups[key], verdict, failed, weight);
    ++document_.by_status[std::min<std::size_t>(status, 3)];
  }
  void engagement(std::int64_t margin, bool hybrid) {
    bar(document_.engagement_margins, margin);
    if (hybrid) ++document_.hybrid;
  }
  void lead(std::int64_t lead) { bar(document_.location_margins, std::max<std::int64_t>(lead, 0)); }

 private:
  void add(Tally& tally, const VerdictIndex& verdict, bool failed, std::int64_t weight) const {
    ++tally.rows;
    if (failed) {
      ++tally.errors;
    } else {
      Tally::Part& part = tally.by_verdict[verdict];
      ++part.rows;
      part.weight += weight;
    }
    tally.sums.resize(document_.sums.size());
    for (std::int64_t& sum : tally.sums) sum += weight;
  }

  static void bar(Bars& bars, std::int64_t value) {
    const std::int64_t last = static_cast<std::int64_t>(bars.rows.size()) - 1;
    const std::int64_t at = std::clamp<std::int64_t>((value - bars.from) / bars.step, 0, last);
    ++bars.rows[static_cast<std::size_t>(at)];
  }

  Document& document_;
};

// Counts rows as the batch writes them.
class Counter : public ByteSink {
 public:
  Counter(const CollectOptions& options, Document& document, Totals& totals)
      : options_(options), document_(document), totals_(totals) {}

  bool write(std::string_view bytes) override {
    if (options_.data != nullptr && !options_.data->write(bytes)) return false;
    if (!header_) {
      read_header(bytes);
      header_ = true;
      if (!missing.empty()) return false;
    }
    while (!bytes.empty()) {
      const std::string_view before = bytes;
      next_row(bytes, delimiter, fields_);
      if (fields_.size() >= inputs_ + wanted.size()) row(before);
    }
    return true;
  }

  std::vector<std::string> missing;
  std::set<Kept> kept;
  std::string header;  // of the input
  char delimiter = ',';

 private:
  void read_header(std::string_view& bytes) {
    // The last name is ours; what stands before it is the input's own sign.
    const std::string_view line = bytes.substr(0, bytes.find("margin\n"));
    if (!line.empty()) delimiter = line.back();
    const std::string_view before = bytes;
    next_row(bytes, delimiter, fields_);
    inputs_ = fields_.size() - wanted.size();
    for (std::size_t i = 0; i < inputs_; ++i) names_.push_back(unquoted(fields_[i]));
    if (inputs_ > 0) {
      header =
          before.substr(0, static_cast<std::size_t>(fields_[inputs_].data() - before.data()) - 1);
    }
    const auto find = [&](const std::string& name) {
      for (std::size_t i = 0; i < inputs_; ++i) {
        if (same_name(names_[i], name)) return i;
      }
      missing.push_back(name);
      return inputs_;
    };
    for (const std::string& name : options_.by) by_.push_back(find(name));
    if (!options_.weight.empty()) {
      weight_ = find(options_.weight);
    } else {
      for (std::size_t i = 0; i < inputs_; ++i) {
        if (same_name(names_[i], "fte")) weight_ = i;
      }
    }
    if (weight_ && *weight_ < inputs_) {
      document_.weight = names_[*weight_];
      document_.sums = {document_.weight};
    }
    if (options_.by.empty()) {
      for (std::size_t i = 0; i < inputs_; ++i) {
        if (!same_name(names_[i], "function")) continue;
        by_ = {i};
        document_.by = {names_[i]};
      }
    }
  }

  [[nodiscard]] std::string_view cell(Column column) const { return fields_[inputs_ + column]; }

  void row(std::string_view line) {
    ++number_;
    std::int64_t weight = 100;
    if (weight_) {
      const auto read = number_of(unquoted(fields_[*weight_]));
      weight = read.value_or(0);
      if (!read) ++document_.gaps;
    }
    const bool failed = cell(status) == "error";
    const VerdictIndex verdict = {index_in(dispositions, cell(disposition)),
                                  index_in(engagements, cell(engagement)),
                                  index_in(locations, cell(location))};
    std::vector<std::string> key;
    for (const std::size_t column : by_) key.emplace_back(base::trim(unquoted(fields_[column])));
    totals_.row(verdict, index_in(statuses, cell(status)), weight, key);
    if (!failed) margins(verdict);
    keep(line, weight, std::move(key), failed);
  }

  void margins(const VerdictIndex& verdict) {
    if (verdict[1] < 2) {
      totals_.engagement(number_of(cell(margin)).value_or(0), cell(hybrid) == "true");
    }
    if (verdict[2] >= 3) return;
    // The lead over the next best; what gates exclude is not known here, so rows that are drawn say
    // more exactly.
    std::array<std::int64_t, 3> scores{};
    for (std::size_t l = 0; l < 3; ++l) {
      scores[l] = number_of(cell(static_cast<Column>(onshore + l))).value_or(0);
    }
    std::int64_t second = -1;
    for (std::size_t l = 0; l < 3; ++l) {
      if (l != verdict[2]) second = std::max(second, scores[l]);
    }
    totals_.lead(scores[verdict[2]] - second);
  }

  void keep(std::string_view line, std::int64_t weight, std::vector<std::string> key, bool failed) {
    if (kept.size() >= most_rows && !(Kept{weight, number_, {}, {}, {}} < *kept.rbegin())) return;
    const std::size_t size =
        inputs_ == 0 ? 0 : static_cast<std::size_t>(fields_[inputs_].data() - line.data()) - 1;
    kept.insert(Kept{weight, number_, std::string(line.substr(0, size)), std::move(key),
                     failed ? unquoted(cell(error)) : std::string()});
    if (kept.size() > most_rows) kept.erase(std::prev(kept.end()));
  }

  const CollectOptions& options_;
  Document& document_;
  Totals& totals_;
  bool header_ = false;
  std::size_t inputs_ = 0;
  std::vector<std::string> names_;
  std::vector<std::size_t> by_;
  std::optional<std::size_t> weight_;
  std::vector<std::string_view> fields_;
  std::uint64_t number_ = 0;
};

// A row's object without the members that the page's module makes again, with the task in it.
class RowText {
 public:
  explicit RowText(const Engine& engine) : engine_(engine), program_(engine.program()) {}

  std::string decided(const Task& task, const Decision& decision) const {
    std::string whole;
    json::Writer json(whole);
    render::VerdictJson(json, engine_).decision(decision);
    return with_task(whole, &task);
  }
  /// The task as JSON: what it answers, and what it is called.
  [[nodiscard]] std::string task(const Task& task) const {
    std::string out = "{";
    answers(task, out);
    return out + "}";
  }
  std::string failed(const Failure& failure) const {
    std::string whole;
    json::Writer json(whole);
    render::VerdictJson(json, engine_).failure(failure);
    return with_task(whole, nullptr);
  }

 private:
  std::string with_task(std::string_view whole, const Task* task) const {
    static constexpr std::array<std::string_view, 4> left_out = {
        "reasons", "possible", "possible_complete", "next_questions"};
    std::string out = "{";
    for (std::size_t at = 1; at + 1 < whole.size();) {
      const std::size_t end = end_of_member(whole, at);
      const std::string_view member = whole.substr(at, end - at);
      const std::string_view key = member.substr(1, member.find('"', 1) - 1);
      if (std::find(left_out.begin(), left_out.end(), key) == left_out.end()) {
        out += member;
        out += ',';
      }
      at = end + 1;
    }
    out += "\"task\":{";
    if (task != nullptr) answers(*task, out);
    return out + "}}";
  }

  void answers(const Task& task, std::string& out) const {
    const std::size_t begin = out.size();
    const auto member = [&](std::string_view key) {
      if (out.size() > begin) out += ',';
      json::append_quoted(out, key);
      out += ':';
    };
    const auto text = [&](std::string_view key, std::string_view value) {
      if (value.empty()) return;
      member(key);
      json::append_quoted(out, value);
    };
    text("id", task.id);
    text("name", task.name);
    text("activity", task.activity);
    for (std::size_t c = 0; c < task.answers.size(); ++c) {
      const Answer& answer = task.answers[c];
      if (answer.origin != Origin::answered && answer.origin != Origin::option) continue;
      member(program_.criteria[c].id);
      if (answer.evidence.empty()) {
        out += answer.shown;
        continue;
      }
      out += fmt::format(R"({{"value":{},"evidence":)", answer.shown);
      json::append_quoted(out, answer.evidence);
      out += '}';
    }
  }

  static std::size_t end_of_member(std::string_view text, std::size_t at) {
    int depth = 0;
    bool quoted = false;
    for (; at < text.size(); ++at) {
      const char c = text[at];
      if (quoted) {
        if (c == '\\') ++at;
        if (c == '"') quoted = false;
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        ++depth;
      } else if (c == '}' || c == ']') {
        if (depth-- == 0) break;
      } else if (c == ',' && depth == 0) {
        break;
      }
    }
    return at;
  }

  const Engine& engine_;
  const engine::Program& program_;
};

// Judges the kept rows once more, with everything.
class Drawing {
 public:
  /// `totals`: the rows have not been counted yet.
  Drawing(const Engine& engine, Document& document, const std::vector<const Kept*>& order,
          Totals* totals)
      : text_(engine), document_(document), order_(order), totals_(totals) {
    document_.unanswered.assign(engine.criteria(), 0);
  }

  void decided(const Task& task, const Decision& decision) {
    if (totals_ != nullptr) {
      count(decision);
      if (document_.rows.size() >= most_rows) return;
    }
    const Kept* const kept = at(task.row);
    Row& row = document_.rows.emplace_back();
    row.decision = decision;
    row.task = task;
    put(row, task.id, task.name, task.row, kept);
    row.decision.row = row.task.row = row.number;
    row.verdict = text_.decided(row.task, row.decision);
    for (std::size_t c = 0; c < task.answers.size(); ++c) {
      if (task.answers[c].origin == Origin::unknown) ++document_.unanswered[c];
    }
  }
  void bad_row(const Failure& failure) {
    if (totals_ != nullptr) {
      totals_->row({3, 2, 3}, static_cast<std::size_t>(Status::error), 100, {});
      if (document_.rows.size() >= most_rows) return;
    }
    const Kept* const kept = at(failure.row);
    Row& row = document_.rows.emplace_back();
    row.failed = true;
    put(row, failure.id, failure.name, failure.row, kept);
    Failure told = failure;
    told.row = row.number;
    row.error = kept != nullptr && !kept->error.empty() ? kept->error
                : told.problems.empty()                 ? std::string()
                                                        : told.problems.front().message;
    row.verdict = text_.failed(told);
  }

 private:
  void count(const Decision& decision) {
    const Verdict& verdict = decision.verdict;
    const auto index = [](const auto& value, std::uint8_t none) {
      return value ? static_cast<std::uint8_t>(*value) : none;
    };
    totals_->row(
        {index(verdict.disposition, 3), index(verdict.engagement, 2), index(verdict.location, 3)},
        static_cast<std::size_t>(decision.status), 100, {});
    if (verdict.engagement) totals_->engagement(decision.margin, decision.hybrid);
    if (verdict.location && decision.runner_up) totals_->lead(decision.location_margin);
  }
  [[nodiscard]] const Kept* at(std::uint64_t row) const {
    return row >= 1 && row <= order_.size() ? order_[row - 1] : nullptr;
  }
  static void put(Row& row, const std::string& id, const std::string& name, std::uint64_t number,
                  const Kept* kept) {
    row.id = id;
    row.name = name;
    row.number = kept != nullptr ? kept->number : number;
    if (kept == nullptr) return;
    row.key = kept->key;
    row.weight = kept->weight;
  }

  RowText text_;
  Document& document_;
  const std::vector<const Kept*>& order_;
  Totals* totals_;
};

// A source of which the first bytes have been looked at.
class Looked : public ByteSource {
 public:
  explicit Looked(ByteSource& source) : source_(source) {
    front_.resize(std::size_t{64} << 10);
    front_.resize(source.read(front_.data(), front_.size()));
  }
  /// The first byte that is no white space, 0 for none.
  [[nodiscard]] char first() const {
    const std::size_t at = front_.find_first_not_of(" \t\r\n");
    return at == std::string::npos ? '\0' : front_[at];
  }
  /// Whether that line is a whole object: then each line is one.
  [[nodiscard]] bool lines() const {
    const std::size_t at = front_.find_first_not_of(" \t\r\n");
    const std::size_t end = front_.find('\n', at);
    return json::parse(std::string_view(front_).substr(at, end - at), "").ok();
  }
  std::size_t read(char* into, std::size_t size) override {
    if (at_ == front_.size()) return source_.read(into, size);
    size = std::min(size, front_.size() - at_);
    std::copy_n(front_.data() + at_, size, into);
    at_ += size;
    return size;
  }
  bool ready() override { return at_ < front_.size() || source_.ready(); }
  [[nodiscard]] Problem problem() const override { return source_.problem(); }

 private:
  ByteSource& source_;
  std::string front_;
  std::size_t at_ = 0;
};

// Lines of a source, one after the other. `most`: what is longer is cut there and is no task.
class Lines {
 public:
  explicit Lines(ByteSource& source) : source_(source) {}
  bool next(std::string& line) {
    constexpr std::size_t chunk = std::size_t{256} << 10, most = std::size_t{64} << 20;
    for (;;) {
      const std::size_t end = buffer_.find('\n', at_);
      if (end != std::string::npos || ended_ || buffer_.size() - at_ > most) {
        if (at_ == buffer_.size()) return false;
        line = buffer_.substr(at_, end == std::string::npos ? end : end - at_);
        at_ = end == std::string::npos ? buffer_.size() : end + 1;
        return true;
      }
      buffer_.erase(0, at_);
      at_ = 0;
      const std::size_t before = buffer_.size();
      buffer_.resize(before + chunk);
      const std::size_t got = source_.read(buffer_.data() + before, chunk);
      buffer_.resize(before + got);
      ended_ = got == 0;
    }
  }
  /// All that is left.
  std::string rest() {
    std::string all, line;
    while (next(line)) all += line + "\n";
    return all;
  }

 private:
  ByteSource& source_;
  std::string buffer_;
  std::size_t at_ = 0;
  bool ended_ = false;
};

// Judges tasks one by one, with all that is known of each.
class OneByOne {
 public:
  OneByOne(const Engine& engine, const BatchOptions& batch, Drawing& drawing)
      : engine_(engine), batch_(batch), drawing_(drawing), row_text_(engine) {
    options_ = batch.decide;
    options_.explore = false;
    options_.language = batch.language;
  }

  /// A JSON object. False: its problems are in `failure`.
  bool json(std::string_view text, std::uint64_t number, Failure& failure) {
    return take(parse_task(engine_, text, batch_.source), number, failure);
  }

  /// A record of a table, whose columns mean `columns`.
  bool record(std::string_view record, char delimiter, const std::vector<BatchColumn>& columns,
              std::uint64_t number, Failure& failure) {
    next_row(record, delimiter, fields_);
    Task task = make_task(engine_);
    for (std::size_t i = 0; i < fields_.size() && i < columns.size(); ++i) {
      const std::string& target = columns[i].target;
      if (target.empty()) continue;
      const std::string cell = unquoted(fields_[i]);
      if (target == "id") {
        failure.id = task.id = cell;
      } else if (target == "name") {
        failure.name = task.name = cell;
      } else if (target == "activity") {
        task.activity = base::trim(cell);
      } else {
        answer(task, target, cell, delimiter, failure.problems);
      }
    }
    if (!failure.problems.empty()) {
      failure.row = number;
      drawing_.bad_row(failure);
      return false;
    }
    // Read once more as JSON: an activity's profile is filled in there.
    return take(parse_task(engine_, row_text_.task(task), batch_.source), number, failure);
  }

 private:
  void answer(Task& task, const std::string& criterion, std::string cell, char delimiter,
              std::vector<Problem>& problems) const {
    const std::string_view trimmed = base::trim(cell);
    const auto same = [&](const std::string& word) {
      return base::ascii_lower(word) == base::ascii_lower(trimmed);
    };
    if (std::any_of(batch_.unknown.begin(), batch_.unknown.end(), same)) return;
    std::vector<Problem> wrong = set_answer(engine_, task, criterion, cell);
    if (!wrong.empty() && delimiter != ',') {  // there the decimal comma is allowed
      std::replace(cell.begin(), cell.end(), ',', '.');
      if (set_answer(engine_, task, criterion, cell).empty()) wrong.clear();
    }
    problems.insert(problems.end(), wrong.begin(), wrong.end());
  }

  bool take(Result<Task> task, std::uint64_t number, Failure& failure) {
    failure.row = number;
    if (!task.ok()) {
      failure.problems = task.problems();
      drawing_.bad_row(failure);
      return false;
    }
    Task& judged = task.value();
    judged.row = number;
    for (std::size_t c = 0; c < judged.answers.size() && c < batch_.assumed.answers.size(); ++c) {
      if (batch_.assumed.answers[c].origin != Origin::option) continue;
      if (judged.answers[c].origin != Origin::answered)
        judged.answers[c] = batch_.assumed.answers[c];
    }
    drawing_.decided(judged, decide(engine_, judged, options_));
    return true;
  }

  const Engine& engine_;
  const BatchOptions& batch_;
  Drawing& drawing_;
  RowText row_text_;
  DecideOptions options_;
  std::vector<std::string_view> fields_;
};

// Tasks as JSON: one a line, one over several lines, or an array of them.
void read_json(OneByOne& rows, Looked& looked, BatchObserver& observer, BatchReport& report) {
  const auto one = [&](std::string_view text) {
    if (base::trim(text).empty()) return;
    Failure failure;
    ++report.rows;
    if (rows.json(text, report.rows, failure)) {
      ++report.verdicts;
    } else {
      ++report.rejects;
      observer.bad_row(failure);
    }
  };
  const bool each = looked.lines();
  Lines lines(looked);
  std::string text;
  if (each) {
    while (!observer.stop() && lines.next(text)) one(text);
    return;
  }
  text = lines.rest();
  const json::ParseResult parsed = json::parse(text, "");
  if (!parsed.ok() || parsed.root.kind != json::Kind::array) return one(text);
  for (const json::Value& item : parsed.root.items) {
    std::string line;
    json::Writer writer(line);
    json::write(writer, item);
    one(line);
  }
}

}  // namespace

Collected collect(const Engine& engine, ByteSource& source, BatchObserver& observer,
                  const BatchOptions& batch, const CollectOptions& options, Document& document) {
  Collected result;
  document.by = options.by;
  Totals totals(document);
  const std::vector<const Kept*> none;
  Looked looked(source);
  if (looked.first() == '{' || looked.first() == '[') {
    result.missing = options.by;
    if (!options.weight.empty()) result.missing.push_back(options.weight);
    if (!result.missing.empty()) return result;
    Drawing drawing(engine, document, none, &totals);
    OneByOne rows(engine, batch, drawing);
    read_json(rows, looked, observer, result.report);
    return result;
  }

  BatchOptions counting = batch;
  counting.format = Format::csv;
  counting.append = true;
  counting.columns.assign(wanted.begin(), wanted.end());
  Counter counter(options, document, totals);
  result.report = run_batch(engine, looked, counter, nullptr, observer, counting);
  result.missing = counter.missing;
  if (!result.missing.empty() || result.report.end == BatchEnd::bad_header) return result;

  std::vector<const Kept*> order;
  for (const Kept& kept : counter.kept) order.push_back(&kept);
  std::sort(order.begin(), order.end(),
            [](const Kept* a, const Kept* b) { return a->number < b->number; });
  Drawing drawing(engine, document, order, nullptr);
  OneByOne rows(engine, batch, drawing);
  for (std::size_t i = 0; i < order.size(); ++i) {
    Failure failure;
    (void)rows.record(order[i]->record, counter.delimiter, result.report.columns, i + 1, failure);
  }
  std::sort(document.rows.begin(), document.rows.end(),
            [](const Row& a, const Row& b) { return a.number < b.number; });
  return result;
}

namespace {

void write_tally(json::Writer& json, const Document& document, const Tally& tally) {
  json.count("rows", tally.rows);
  json.count("errors", tally.errors);
  json.begin_array("by_verdict");
  for (const auto& [verdict, part] : tally.by_verdict) {
    json.begin_object();
    const auto named = [&](std::string_view key, const auto& names, std::uint8_t at) {
      json.text_or_null(key, at < names.size() ? names[at] : std::string_view{});
    };
    named("disposition", dispositions, verdict[0]);
    named("engagement", engagements, verdict[1]);
    named("location", locations, verdict[2]);
    json.count("rows", part.rows);
    json.end_object();
  }
  json.end_array();
  json.begin_object("sums");
  for (std::size_t i = 0; i < document.sums.size(); ++i) {
    json.fixed2(document.sums[i], i < tally.sums.size() ? tally.sums[i] : 0);
  }
  json.end_object();
}

}  // namespace

std::string summary_json(const Engine& engine, const Document& document) {
  std::string out;
  json::Writer json(out);
  json.begin_object();
  json.text("schema", "sourcing.summary/1");
  json.begin_object("model");
  json.text("id", engine.model_id());
  json.text("version", engine.model_version());
  json.text("sha256", engine.model_sha256());
  json.end_object();
  json.begin_object("total");
  write_tally(json, document, document.total);
  json.end_object();
  json.begin_array("groups");
  for (const auto& [key, tally] : document.groups) {
    json.begin_object();
    json.begin_object("key");
    for (std::size_t i = 0; i < document.by.size() && i < key.size(); ++i)
      json.text(document.by[i], key[i]);
    json.end_object();
    write_tally(json, document, tally);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return out;
}

}  // namespace sourcing::report
