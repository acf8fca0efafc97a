// SPDX-License-Identifier: Apache-2.0
#include "batch/worker.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sourcing::batch {

void Counts::reset(std::size_t criteria, std::size_t rules) {
  verdicts = {};
  status = {};
  scores = {};
  fired.assign(rules, 0);
  codes.assign(criteria + rules, 0);
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
}

void Judged::clear() {
  out.clear();
  rows = 0;
  bad.clear();
}

BadRow tail_row(const Plan& plan, const input::Block& block, std::uint64_t number,
                std::uint64_t line) {
  const char* const record = block.data() + block.size;
  const char newline = plan.dialect.terminator;
  const auto lines = [&](const char* from, const char* to) {
    return static_cast<std::uint64_t>(std::count(from, to, newline));
  };
  const char* const field = block.data() + std::max(block.tail_field, block.size);
  const char* const stop = record + block.tail_size;
  const std::uint64_t field_line = line + lines(record, field);
  BadRow bad;
  bad.failure.row = number;
  bad.offset = block.offset + block.size;
  bad.record.assign(record, std::min<std::size_t>(block.tail_size, 4096));
  Problem problem;
  problem.source = plan.options.source;
  problem.line = field_line;
  switch (block.tail) {
    case input::TailError::unclosed_quote:
      problem.code = "E0313";
      problem.message = fmt::format(
          "a quote opens a field here and is never closed: {} line{} to the end of the "
          "input were not judged",
          lines(field, stop) + 1, lines(field, stop) == 0 ? "" : "s");
      problem.hint = "close it; inside quotes, write a quote twice";
      break;
    case input::TailError::long_field:
      problem.code = "E0314";
      problem.message =
          "the field that begins here is longer than 1 MiB; nothing was judged from "
          "here on";
      problem.hint = *field == '"' ? "is its quote closed?" : "";
      break;
    case input::TailError::long_record:
    case input::TailError::none:
      problem.code = "E0317";
      problem.message = "the row that begins here is too long; nothing was judged from here on";
      break;
  }
  bad.failure.problems.push_back(std::move(problem));
  return bad;
}

}  // namespace sourcing::batch
