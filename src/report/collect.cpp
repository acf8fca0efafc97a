// SPDX-License-Identifier: Apache-2.0
#include "report/collect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "base/json.hpp"
#include "base/text.hpp"
#include "input/csv_fields.hpp"
#include "report/counter.hpp"
#include "report/drawing.hpp"
#include "report/input_lines.hpp"

namespace sourcing::report {

namespace {

class Nothing : public ByteSink {
 public:
  bool write(std::string_view) override { return true; }
};
class Silent : public BatchObserver {};

// Passes on what it is told, and remembers the rows that could not be judged, the first of them.
class Watching : public BatchObserver {
 public:
  explicit Watching(BatchObserver& observer) : observer_(observer) {}
  void bad_row(const Failure& failure) override {
    if (failures_.size() < most_rows) failures_.emplace(failure.row, failure);
    observer_.bad_row(failure);
  }
  void warning(std::string_view text) override { observer_.warning(text); }
  void note(std::string_view text) override { observer_.note(text); }
  void progress(const BatchProgress& progress) override { observer_.progress(progress); }
  bool stop() override { return observer_.stop(); }

  [[nodiscard]] const Failure* find(std::uint64_t row) const {
    const auto found = failures_.find(row);
    return found == failures_.end() ? nullptr : &found->second;
  }

 private:
  BatchObserver& observer_;
  std::map<std::uint64_t, Failure> failures_;
};

// What the columns at the front of an input are called, and what they are to us.
std::vector<BatchColumn> columns_of(const Engine& engine, InputForm form, std::string_view front,
                                    const BatchOptions& batch) {
  if (form == InputForm::table) {
    BatchOptions look = batch;
    look.limit = 1;
    look.dry_run = true;
    look.jobs = 1;
    Memory memory(front);
    Nothing nothing;
    Silent silent;
    return run_batch(engine, memory, nothing, nullptr, silent, look).columns;
  }
  std::vector<BatchColumn> columns;
  while (!front.empty()) {
    const std::size_t end = std::min(front.find('\n'), front.size());
    const json::ParseResult parsed = json::parse(front.substr(0, end), "");
    front.remove_prefix(std::min(end + 1, front.size()));
    if (!parsed.ok()) continue;
    for (const json::Member& member : parsed.root.members) {
      BatchColumn& column = columns.emplace_back();
      column.header = member.key;
      column.target = input::fold_name(member.key);
    }
  }
  return columns;
}

void choose_columns(const std::vector<BatchColumn>& columns, const CollectOptions& options,
                    Document& document) {
  document.by = options.by;
  document.weight = options.weight;
  for (const BatchColumn& column : columns) {
    const auto is = [&](std::string_view field) {
      return column.target == field || input::fold_name(column.header) == field;
    };
    if (document.weight.empty() && is("fte")) document.weight = column.header;
    if (document.by.empty() && is("function")) document.by = {column.header};
  }
}

}  // namespace

void collect(const Engine& engine, ByteSource& source, BatchObserver& observer,
             const BatchOptions& batch, const CollectOptions& options, Document& document) {
  Looked looked(source);
  const InputForm form = form_of(looked.front());
  std::string lines;
  if (form == InputForm::whole_json &&
      !to_lines(looked, batch.source, lines, document.report.problems)) {
    document.report.end = BatchEnd::bad_header;
    return;
  }
  Memory in_memory(lines);
  ByteSource& rows = form == InputForm::whole_json ? static_cast<ByteSource&>(in_memory) : looked;
  choose_columns(
      columns_of(engine, form,
                 form == InputForm::whole_json ? std::string_view(lines) : looked.front(), batch),
      options, document);

  RememberedLines remembered(rows);
  const bool table = form == InputForm::table;
  BatchOptions counting = batch;
  counting.format = Format::csv;
  counting.append = table;
  counting.decimal_out = '.';
  counting.columns = Counter::columns();
  counting.summary = true;
  counting.by = document.by;
  if (!document.weight.empty()) counting.sum = {document.weight};
  Counter counter(counting, document, table ? nullptr : &remembered, options.data);
  Watching watching(observer);
  document.report = run_batch(engine, table ? rows : static_cast<ByteSource&>(remembered), counter,
                              nullptr, watching, counting);
  if (document.report.end == BatchEnd::bad_header) return;
  for (const std::string& name : counter.unseen()) {
    observer.warning(fmt::format("no row has a field `{}`", base::printable(name)));
  }

  std::vector<const Kept*> order;
  for (const Kept& kept : counter.kept) order.push_back(&kept);
  std::sort(order.begin(), order.end(),
            [](const Kept* a, const Kept* b) { return a->number < b->number; });
  BatchOptions reading = batch;
  if (table) reading.delimiter = counter.delimiter;
  draw(
      engine, reading, counter.header, order,
      [&](std::uint64_t number) { return watching.find(number); }, document);
  choose_pages(document);
}

}  // namespace sourcing::report
