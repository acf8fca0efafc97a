// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/decimal.hpp"
#include "base/escape.hpp"
#include "places/report.hpp"

namespace sourcing::places {

namespace {

class Row {
 public:
  Row(std::string& out, char delimiter, bool raw) : out_(out), delimiter_(delimiter), raw_(raw) {}

  void cell(std::string_view text) {
    if (any_) out_ += delimiter_;
    any_ = true;
    base::append_csv_field(out_, text, delimiter_, !raw_);
  }
  void end() { out_ += '\n'; }

 private:
  std::string& out_;
  char delimiter_;
  bool raw_, any_ = false;
};

std::string hours(std::int32_t minutes) {
  return base::shortest2(std::int64_t{minutes} * 100 / 60);
}

}  // namespace

void append_csv_header(std::string& out, const Atlas& atlas, char delimiter) {
  Row row(out, delimiter, false);
  for (const std::string_view column :
       {"id", "home", "rank", "iso2", "name", "class", "score", "score_best", "rank_best",
        "rank_worst", "overlap_january", "overlap_july", "distance_km", "excluded", "unknown"}) {
    row.cell(column);
  }
  for (const Component& component : atlas.components) row.cell("points_" + component.id);
  row.end();
}

void append_csv(std::string& out, const Report& report, std::string_view language, std::size_t top,
                char delimiter, bool raw) {
  const Ranking& ranking = report.ranking;
  const auto common = [&](Row& row, const Seen& seen, std::string_view rank) {
    row.cell(report.decision.id.empty() ? fmt::format("{}", report.decision.row)
                                        : report.decision.id);
    row.cell(ranking.home->iso2);
    row.cell(rank);
    row.cell(seen.place->iso2);
    row.cell(seen.place->names.in(language));
    row.cell(sourcing::name(seen.kind));
  };
  const auto far = [&](Row& row, const Seen& seen) {
    row.cell(hours(seen.january));
    row.cell(hours(seen.july));
    row.cell(fmt::format("{}", seen.kilometres));
  };
  for (const Ranked& place : ranking.places) {
    if (top != 0 && place.rank > top) break;
    Row row(out, delimiter, raw);
    common(row, place.seen, fmt::format("{}", place.rank));
    row.cell(render::fixed2(place.score));
    row.cell(render::fixed2(place.most));
    row.cell(fmt::format("{}", place.best));
    row.cell(fmt::format("{}", place.worst));
    far(row, place.seen);
    row.cell("");
    row.cell(fmt::format("{}", fmt::join(place.unknown, ";")));
    for (const Part& part : place.parts) row.cell(render::fixed2(part.points));
    row.end();
  }
  for (const ShutOut& place : ranking.excluded) {
    Row row(out, delimiter, raw);
    common(row, place.seen, "");
    for (int empty = 0; empty < 4; ++empty) row.cell("");
    far(row, place.seen);
    std::string codes;
    for (const Barred& bar : place.bars) {
      if (!codes.empty()) codes += ';';
      codes += name(bar.bar);
    }
    row.cell(codes);
    row.cell("");
    for (std::size_t c = 0; c < report.atlas.components.size(); ++c) row.cell("");
    row.end();
  }
}

}  // namespace sourcing::places
