// SPDX-License-Identifier: Apache-2.0
#include "batch/write/document_writer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <functional>

#include "analysis/estimate.hpp"
#include "base/decimal.hpp"
#include "base/json_writer.hpp"
#include "batch/read/extract.hpp"
#include "engine/kernel.hpp"
#include "input/csv_fields.hpp"

namespace sourcing::batch {

using render::Place;

namespace {

// Sorts numbers below 2^31, all of them different, from the greatest down. Of few, each is put
// where as many come before as are greater: which of two is greater cannot be guessed, so nothing
// branches on it.
void sort_down(std::uint32_t* ranks, std::size_t count) noexcept {
  constexpr std::size_t few = 32, wide = 4;
  using Four = std::int32_t __attribute__((vector_size(4 * wide)));
  if (count > few) {
    std::sort(ranks, ranks + count, std::greater<>());
    return;
  }
  std::array<std::int32_t, few> own{};
  std::memcpy(own.data(), ranks, count * sizeof(std::int32_t));
  for (std::size_t at = 0; at < count; at += wide) {
    Four here, greater{};
    std::memcpy(&here, own.data() + at, sizeof here);
    for (std::size_t i = 0; i < count; ++i) greater -= own[i] > here;
    for (std::size_t j = 0; j < wide && at + j < count; ++j) {
      ranks[static_cast<std::size_t>(greater[j])] = static_cast<std::uint32_t>(here[j]);
    }
  }
}

std::size_t bits_of(const std::array<bool, location_count>& marked) noexcept {
  std::size_t bits = 0;
  for (std::size_t l = 0; l < location_count; ++l) bits |= (marked[l] ? 1U : 0U) << l;
  return bits;
}

}  // namespace

/// What is written, and where the next byte goes. There is room for all of it.
struct DocumentWriter::Cursor {
  char* at;
  const Texts& numbers;

  void any(std::string_view text) noexcept {
    if (!text.empty()) std::memcpy(at, text.data(), text.size());
    at += text.size();
  }
  // Short ones are copied with what is behind them: that is written over.
  void text(DocumentTexts::Text text) noexcept {
    if (text.size() <= DocumentTexts::readable / 2) return put<DocumentTexts::readable / 2>(text);
    put<DocumentTexts::readable>(text);
  }
  void shown(const Shown& shown) noexcept { put<16>(shown.text); }
  void fixed2(std::int32_t hundredths) {
    if (std::abs(hundredths) <= Texts::most) {
      at = numbers.put_fixed(at, hundredths);
      return;
    }
    // Bounds may be wider than any score where the budget ran out.
    std::string text;
    base::append_fixed2(text, hundredths);
    any(text);
  }

 private:
  template <std::size_t Readable>
  void put(std::string_view text) noexcept {
    if (text.size() <= Readable) {
      std::memcpy(at, text.data(), Readable);
    } else {
      std::memcpy(at, text.data(), text.size());
    }
    at += text.size();
  }
};

struct DocumentWriter::Row {
  std::uint64_t number;
  Judgment& judgment;
  const Group& group;
  std::size_t slot;
  const std::vector<Shown>& shown;
  std::int8_t runner_up = engine::no_location;

  /// Some answer is open.
  [[nodiscard]] bool is_open() const noexcept { return group.partial[slot] != 0; }
  [[nodiscard]] std::int32_t score(std::size_t axis) const noexcept {
    return engine::lane(judgment.sum, axis);
  }
  // Without a chosen location nothing was won or lost, whatever the scores of the estimate are.
  [[nodiscard]] bool is_compared() const noexcept {
    return judgment.location_index() != location_count && runner_up != engine::no_location;
  }
  // REQUIRES: is_compared().
  [[nodiscard]] std::int32_t lead() const noexcept {
    return score(judgment.location_index() + 1) - score(static_cast<std::size_t>(runner_up) + 1);
  }
};

DocumentWriter::DocumentWriter(const Plan& plan, const Tables& tables, const Texts& numbers,
                               const DocumentTexts& texts)
    : plan_(plan),
      tables_(tables),
      numbers_(numbers),
      texts_(texts),
      cells_(plan),
      open_(plan.program),
      open_texts_(plan, texts),
      around_(plan, texts),
      answers_(plan.program.criteria.size()),
      ranks_(plan.program.criteria.size() + plan.program.rules.size()),
      points_(ranks_.size()) {}

bool DocumentWriter::takes(const RowView& row) {
  // Fields are written by who knows tasks.
  for (const FieldColumn& column : plan_.travelling) {
    if (!row.field(column.field).empty()) return false;
  }
  constexpr int none = -1;
  if (plan_.program.varies) return false;  // what a rule gives is no ready-made text
  return !plan_.activity || read_activity(plan_, row.field(*plan_.activity), scratch_) == none;
}

void DocumentWriter::look_at_open_answers(Row& row) {
  row.group.load_box(row.slot, box_);
  DecideOptions options = plan_.options.decide;
  options.explore = true;
  seen_ = open_.look(box_, options);
  // Here it is also asked whether they are proven, within the budget that decide() has.
  const auto bears = [](Status each) { return each != Status::undetermined; };
  RowStatus& status = row.judgment.status;
  const auto found = analysis::statuses(
      plan_.program, box_,
      {bears(status.engagement), bears(status.location), bears(status.disposition)}, options.cells,
      seen_.bounds[0]);
  status = {found.engagement, found.location, found.disposition, found.overall};
  seen_.proven = seen_.proven && found.proven;
  possible_.clear();
  next_questions_.clear();
  open_texts_.append_possible(*seen_.possible, box_, possible_);
  open_texts_.append_questions(seen_.questions, next_questions_);
}

void DocumentWriter::look_around(const Row& row) {
  const Judgment& judgment = row.judgment;
  engine::Point point{};
  engine::CriterionSet answered;
  for (std::size_t c = 0; c < answers_.size(); ++c) {
    point[c] = row.group.positions(c)[row.slot];
    const Shown& shown = row.shown[c];
    answers_[c] = {};
    if (shown.origin != Origin::answered && shown.origin != Origin::option) continue;
    answers_[c] = shown.text;
    answered.insert(c);
  }
  engine::Outcome outcome{};
  for (std::size_t a = 0; a < axis_count; ++a) outcome.scores[a] = row.score(a);
  outcome.excluded = judgment.excluded;
  outcome.location = judgment.location;
  outcome.engagement = judgment.engagement;
  outcome.disposition = judgment.disposition;
  if (!row.is_open()) row.group.load_box(row.slot, box_);
  around_.look({point, outcome, box_, answered, plan_.options.decide.cells}, answers_);
}

void DocumentWriter::write(const RowView& view, std::uint64_t number, Judgment& judgment,
                           const Group& group, std::size_t slot, Buffer& buffer) {
  Row row{number, judgment, group, slot, cells_.read(view)};
  if (judgment.location != engine::no_location) {
    row.runner_up = engine::choose_location(
        judgment.sum, static_cast<std::uint8_t>(judgment.excluded | (1U << judgment.location)));
  }
  fired_.clear();
  for (std::size_t r = 0; r < tables_.rules.size(); ++r) {
    if (group.fired[r * group_rows + slot] != 0) fired_.push_back(static_cast<std::uint16_t>(r));
  }
  quote(plan_.id ? view.field(*plan_.id) : std::string_view{}, id_);
  quote(plan_.name ? view.field(*plan_.name) : std::string_view{}, name_);
  if (row.is_open()) look_at_open_answers(row);
  look_around(row);
  std::size_t answers = 0;
  for (const Shown& shown : row.shown) answers += shown.text.size();
  const std::size_t most = texts_.most + id_.size() + name_.size() + possible_.size() +
                           next_questions_.size() + around_.flip_step().size() +
                           around_.considered().size() +
                           (axis_count + texts_.gates.size()) * answers;
  Cursor out{buffer.room(most), numbers_};
  for (const DocumentTexts::Part& part : texts_.parts) {
    out.text(part.before);
    place(part.place, row, out);
  }
  out.text(texts_.end);
  buffer.advance_to(out.at);
}

// Long, since it says of every place what stands there: the compiler tells when one is left out.
void DocumentWriter::place(Place place, const Row& row, Cursor& out) {
  const Judgment& judgment = row.judgment;
  const auto status = [&](Status each) {
    out.text(texts_.statuses[static_cast<std::size_t>(each)]);
  };
  const auto bounds = [&](std::size_t axis) {
    *out.at++ = '[';
    out.fixed2(row.is_open() ? seen_.bounds[axis].low : row.score(axis));
    *out.at++ = ',';
    out.fixed2(row.is_open() ? seen_.bounds[axis].high : row.score(axis));
    *out.at++ = ']';
  };
  const std::int32_t margin = row.score(0) - plan_.program.threshold;
  switch (place) {
    case Place::id:
      return out.any(id_.empty() ? texts_.none : id_);
    case Place::row:
      if (!id_.empty()) return;
      out.text(texts_.row);
      out.at = std::to_chars(out.at, out.at + 20, row.number).ptr;
      return;
    case Place::name:
      return out.any(name_.empty() ? texts_.none : name_);
    case Place::disposition:
      return out.text(texts_.dispositions[judgment.disposition_index()]);
    case Place::engagement:
      return out.text(texts_.engagements[judgment.engagement_index()]);
    case Place::hybrid: {
      const std::int32_t band = plan_.program.hybrid_band;
      const bool hybrid = margin <= band && -margin <= band;
      return out.text(judgment.engagement_index() == engagement_count
                          ? texts_.none
                          : texts_.flags[hybrid ? 1 : 0]);
    }
    case Place::location:
      return out.text(texts_.locations[judgment.location_index()]);
    case Place::status:
      return status(judgment.status.overall);
    case Place::disposition_status:
      return status(judgment.status.disposition);
    case Place::engagement_status:
      return status(judgment.status.engagement);
    case Place::location_status:
      return status(judgment.status.location);
    case Place::proven:
      return out.text(texts_.flags[!row.is_open() || seen_.proven ? 1 : 0]);
    case Place::possible_complete:
      return out.text(texts_.flags[!row.is_open() || seen_.possible->complete ? 1 : 0]);
    case Place::engagement_score:
      return out.fixed2(row.score(0));
    case Place::onshore_score:
      return out.fixed2(row.score(1));
    case Place::nearshore_score:
      return out.fixed2(row.score(2));
    case Place::offshore_score:
      return out.fixed2(row.score(3));
    case Place::engagement_margin:
      return out.fixed2(margin);
    case Place::engagement_bounds:
      return bounds(0);
    case Place::onshore_bounds:
      return bounds(1);
    case Place::nearshore_bounds:
      return bounds(2);
    case Place::offshore_bounds:
      return bounds(3);
    case Place::location_margin:
      if (!row.is_compared()) return out.text(texts_.none);
      return out.fixed2(row.lead());
    case Place::runner_up:
      return out.text(texts_.locations[row.is_compared() ? static_cast<std::size_t>(row.runner_up)
                                                         : location_count]);
    case Place::close: {
      if (judgment.location_index() == location_count) return out.text(texts_.none);
      const bool close = row.is_compared() && row.lead() <= plan_.program.location_band;
      return out.text(texts_.flags[close ? 1 : 0]);
    }
    case Place::excluded:
      return out.text(texts_.location_sets[judgment.excluded]);
    case Place::maybe_excluded:
      return out.text(texts_.location_sets[row.is_open() ? bits_of(seen_.maybe_excluded) : 0]);
    case Place::robust:
      return out.text(texts_.flags[around_.robust() ? 1 : 0]);
    case Place::flip_step:
      return out.any(around_.flip_step());
    case Place::considered:
      return out.any(around_.considered());
    case Place::given_profile:
      return;
    case Place::reasons:
      return reasons(row, out);
    case Place::possible:
      if (row.is_open()) return out.any(possible_);
      return out.text(
          texts_.possible[static_cast<std::size_t>(judgment.disposition)][static_cast<std::size_t>(
              judgment.engagement)][judgment.estimated_location()]);
    case Place::next_questions:
      if (row.is_open()) return out.any(next_questions_);
      return out.text(texts_.empty);
    case Place::unknown:
    case Place::assumed: {
      const Origin wanted = place == Place::unknown ? Origin::unknown : Origin::option;
      return list(out, [&] {
        for (std::size_t c = 0; c < row.shown.size(); ++c) {
          if (row.shown[c].origin == wanted) out.text(texts_.criteria[c]);
        }
      });
    }
  }
}

template <class Take>
void DocumentWriter::list(Cursor& out, Take take) const {
  char* const begin = out.at;
  out.text(texts_.open);
  const char* const first = out.at;
  take();
  if (out.at == first) {
    out.at = begin;
    return out.text(texts_.empty);
  }
  out.at -= texts_.between.size();
  out.text(texts_.close);
}

void DocumentWriter::reasons(const Row& row, Cursor& out) {
  list(out, [&] {
    for (const DocumentTexts::Gate& gate : texts_.gates) {
      if (row.group.fired[gate.rule * group_rows + row.slot] == 0) continue;
      const Shown& shown = row.shown[gate.criterion];
      out.text(gate.text.before);
      out.shown(shown);
      out.text(gate.text.origins[static_cast<std::size_t>(shown.origin)]);
    }
    if (row.judgment.excluded == engine::all_locations) out.text(texts_.no_location);
    for (const DocumentTexts::Setting& setting : texts_.settings) {
      if (row.group.fired[setting.rule * group_rows + row.slot] != 0) out.text(setting.text);
    }
    axis(0, row, out);
    const std::size_t chosen = row.judgment.estimated_location();
    if (chosen != location_count) axis(chosen + 1, row, out);
    for (std::size_t l = 0; l < location_count; ++l) {
      if (l != chosen) axis(l + 1, row, out);
    }
  });
}

// The largest first; ties in the order of the model, criteria before rules.
void DocumentWriter::axis(std::size_t axis, const Row& row, Cursor& out) {
  const std::vector<DocumentTexts::Term>& terms = texts_.terms[axis];
  constexpr std::uint32_t last = 0xFFFF;
  std::uint32_t* const ranks = ranks_.data();
  std::uint32_t count = 0;
  const auto rank = [&](std::int32_t points) {
    points_[count] = static_cast<std::int16_t>(points);
    ranks[count] = static_cast<std::uint32_t>(std::abs(points)) << 16 | (last - count);
    ++count;
  };
  for (const DocumentTexts::Term& term : terms) {
    const CriterionTable& table = tables_.criteria[term.criterion];
    const std::uint16_t at = row.group.positions(term.criterion)[row.slot];
    rank(engine::lane(table.contributions[at], axis) -
         engine::lane(table.contributions[table.neutral_at], axis));
  }
  for (const std::uint16_t r : fired_) rank(plan_.program.rules[r].points[axis]);
  sort_down(ranks, count);
  for (std::uint32_t place = 0; place < count; ++place) {
    const std::size_t order = last - (ranks[place] & last);
    if (order >= terms.size()) {
      out.text(texts_.rules[axis][fired_[order - terms.size()]]);
      continue;
    }
    const DocumentTexts::Term& term = terms[order];
    const Shown& shown = row.shown[term.criterion];
    if (shown.origin == Origin::unknown) continue;
    const std::int32_t points = points_[order];
    out.text(term.text.before);
    out.shown(shown);
    out.text(term.text.origins[static_cast<std::size_t>(shown.origin)]);
    out.fixed2(points);
    out.text(term.text.after[(points > 0 ? 1U : 0U) + (points < 0 ? 2U : 0U)]);
  }
  out.text(texts_.bases[axis]);
}

void DocumentWriter::quote(std::string_view raw, std::string& out) {
  out.clear();
  const std::string_view text = input::unquote(raw, scratch_);
  if (!text.empty()) json::append_quoted(out, text);
}

}  // namespace sourcing::batch
