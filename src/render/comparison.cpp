// SPDX-License-Identifier: Apache-2.0
#include "render/comparison.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace sourcing::render {

namespace {

constexpr std::size_t longest_cell = 32;
constexpr std::size_t gap = 2;

}  // namespace

Comparison::Row Comparison::heads(const Wording& wording) {
  return {wording.say("compare.task"), wording.say("compare.disposition"),
          wording.text(wording.program().axes[0].label), wording.say("heading.location"),
          wording.say("compare.firm")};
}

void Comparison::add(const Wording& wording, const Decision& decision) {
  if (rows_.empty()) heads_ = heads(wording);
  Row& row = rows_.emplace_back();
  const Verdict& verdict = decision.verdict;
  row[0] = wording.task(decision.id, decision.name, decision.row);
  row[1] = verdict.disposition ? wording.disposition(*verdict.disposition) : "?";
  row[2] = verdict.engagement ? wording.engagement(*verdict.engagement) : "?";
  if (verdict.engagement && decision.hybrid) row[2] += ", " + wording.say("compare.hybrid");
  row[3] = verdict.location                                   ? std::string(name(*verdict.location))
           : decision.location_status == Status::undetermined ? std::string("?")
                                                              : wording.say("target.no_location");
  if (decision.close.value_or(false)) row[3] += ", " + wording.say("compare.close");
  const bool clear = verdict.engagement && verdict.location && verdict.disposition &&
                     !decision.hybrid && !decision.close.value_or(false) && decision.robust;
  row[4] = decision.status != Status::decided ? wording.status(decision.status)
           : clear                            ? wording.say("compare.clear")
           : decision.robust                  ? wording.say("compare.close_call")
                                              : wording.say("compare.fragile");
}

std::string Comparison::text() const {
  std::array<std::size_t, width> widths{};
  std::vector<Row> all{heads_};
  all.insert(all.end(), rows_.begin(), rows_.end());
  for (Row& row : all) {
    for (std::size_t i = 0; i < width; ++i) {
      row[i] = base::truncate(base::printable(row[i]), longest_cell);
      widths[i] = std::max(widths[i], base::display_width(row[i]));
    }
  }
  std::string out;
  for (const Row& row : all) {
    for (std::size_t i = 0; i < width; ++i) {
      if (i + 1 == width) {
        out += row[i];
      } else {
        out += base::pad_right(row[i], widths[i] + gap);
      }
    }
    out += '\n';
  }
  return out;
}

}  // namespace sourcing::render
