// SPDX-License-Identifier: Apache-2.0
#include "batch/flow/worker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/fold.hpp"
#include "input/csv_fields.hpp"

namespace sourcing::batch {

void Counts::reset(std::size_t criteria, std::size_t rules) {
  verdicts = {};
  status = {};
  scores = {};
  fired.assign(rules, 0);
  codes.assign(criteria + rules, 0);
  groups.clear();
}

void Counts::add(const Counts& more) {
  for (std::size_t d = 0; d < verdicts.size(); ++d) {
    for (std::size_t e = 0; e < verdicts[d].size(); ++e) {
      for (std::size_t l = 0; l < verdicts[d][e].size(); ++l) {
        verdicts[d][e][l] += more.verdicts[d][e][l];
      }
    }
  }
  for (std::size_t i = 0; i < status.size(); ++i) status[i] += more.status[i];
  for (std::size_t a = 0; a < scores.size(); ++a) scores[a] += more.scores[a];
  for (std::size_t i = 0; i < fired.size() && i < more.fired.size(); ++i) fired[i] += more.fired[i];
  for (std::size_t i = 0; i < codes.size() && i < more.codes.size(); ++i) codes[i] += more.codes[i];
  groups.add(more.groups);
}

void Judged::clear() {
  out.clear();
  rows = 0;
  bad.clear();
  ids.clear();
  totals = {};
}

void Judged::note_number(std::uint64_t number) {
  ids.push_back({hash_of(std::to_string(number)), number});
}

bool TotalRows::may_begin(char first) noexcept {
  static constexpr std::array<bool, 256> those = [] {
    std::array<bool, 256> firsts{};
    for (const char c : {'t', 'T', 'g', 'G', 's', 'S', ' ', '"'}) {
      firsts[static_cast<unsigned char>(c)] = true;
    }
    return firsts;
  }();
  return those[static_cast<unsigned char>(first)];
}

void TotalRows::look_closely(std::uint64_t number, std::size_t at, std::string_view raw) {
  // As they are told, and folded as base::fold_close does.
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> words = {
      {{"total", "total"},
       {"totals", "totals"},
       {"totales", "totales"},
       {"total general", "totalgeneral"},
       {"grand total", "grandtotal"},
       {"subtotal", "subtotal"},
       {"sum", "sum"},
       {"suma", "suma"},
       {"summe", "summe"},
       {"gesamt", "gesamt"}}};
  const bool quoted = raw.front() == '"' && raw.back() == '"';
  if (quoted) raw = raw.substr(1, raw.size() - 2);
  if (raw.empty() || !may_begin(raw.front())) return;
  const base::FoldedWord folded(raw);
  for (const auto& [told, close] : words) {
    if (folded.view() != close) continue;
    add({1, number, told, at});
    return;
  }
}

void TotalRows::add(const TotalRows& more) {
  if (rows == 0) {
    first = more.first;
    word = more.word;
    field = more.field;
  }
  rows += more.rows;
}

namespace {

// A row with the CR of its line end, but without the terminator.
std::string_view raw_record(const input::Block& block, const input::Index& index,
                            std::size_t row) noexcept {
  const std::size_t begin = index.begin[row];
  std::size_t end = index.ends[index.first[row + 1] - 1];
  if (block.data()[end] == '\r' && block.data()[end + 1] == '\n') ++end;
  return {block.data() + begin, end - begin};
}

}  // namespace

BadRow broken_row(const Plan& plan, const input::Block& block, const BrokenRecord& broken,
                  Extent before, std::uint64_t line) {
  const std::string_view record(block.data() + broken.begin, broken.size);
  const auto lines = [&](std::string_view text) {
    return static_cast<std::uint64_t>(
        std::count(text.begin(), text.end(), plan.dialect.terminator));
  };
  BadRow bad;
  bad.last = true;
  bad.failure.row = before.rows + broken.row + 1;
  bad.rows_until = broken.row + 1;
  bad.offset = block.offset + broken.begin;
  constexpr std::size_t most_kept = 4096;
  if (plan.options.rejects) bad.record = record.substr(0, most_kept);
  Problem problem;
  problem.source = plan.options.source;
  const auto at_field = [&](std::size_t field, std::size_t at) {
    problem.line = line + lines(record.substr(0, at));
    // The fields before it are sound.
    const auto sound = input::split_record(record.substr(0, at), plan.dialect.delimiter);
    if (plan.id && *plan.id < field) bad.failure.id = sound[*plan.id];
    if (plan.name && *plan.name < field) bad.failure.name = sound[*plan.name];
    if (field < plan.columns.size()) bad.column = plan.columns[field].header;
  };
  if (const auto overlong = input::find_overlong(record, plan.dialect.delimiter)) {
    at_field(overlong->field, overlong->begin);
    problem.code = overlong->record ? "E0317" : "E0314";
    problem.message = fmt::format(
        "the {} that begins here is longer than {} MiB; nothing was "
        "judged from here on",
        overlong->record ? "row" : "field",
        (overlong->record ? input::most_record_bytes : input::most_field_bytes) >> 20U);
    if (overlong->quoted) problem.hint = "is its quote closed?";
    if (overlong->record) bad.column.clear();
  } else {
    const auto [field, at] = input::last_field(record, plan.dialect.delimiter);
    at_field(field, at);
    const std::uint64_t lost = lines(record.substr(at)) + (record.ends_with('\n') ? 0 : 1);
    problem.code = "E0313";
    problem.message = fmt::format(
        "a quote opens a field here and is never closed: {} line{} to the end of the input {} not "
        "judged",
        lost, lost == 1 ? "" : "s", lost == 1 ? "was" : "were");
    problem.hint = "close it; inside quotes, write a quote twice";
  }
  bad.failure.problems.push_back(std::move(problem));
  return bad;
}

std::optional<BrokenRecord> find_broken(const input::Block& block, const input::Index& index,
                                        char delimiter) {
  // Only a block that was made larger for its sake can hold a record that is too long.
  const std::size_t rows = block.size > input::most_field_bytes ? index.rows : 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::string_view record = raw_record(block, index, row);
    if (!input::find_overlong(record, delimiter)) continue;
    return BrokenRecord{row, index.begin[row], record.size()};
  }
  if (block.tail) return BrokenRecord{index.rows, block.size, block.tail_size};
  return std::nullopt;
}

}  // namespace sourcing::batch
