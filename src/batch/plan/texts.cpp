// SPDX-License-Identifier: Apache-2.0
#include "batch/plan/texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "batch/plan/reason_key.hpp"

namespace sourcing::batch {

Piece piece(std::string_view text) {
  Piece result;
  result.size = static_cast<std::uint8_t>(std::min(text.size(), result.text.size()));
  std::copy_n(text.begin(), result.size, result.text.begin());
  return result;
}

Texts::Texts(const engine::Program& program, char delimiter) {
  static_assert(sizeof(Hundredths) == 8);
  hundredths.resize(most + 1);
  for (std::int32_t value = 0; value <= most; ++value) {
    Hundredths& entry = hundredths[static_cast<std::size_t>(value)];
    char* const begin = entry.text.data();
    char* end = std::to_chars(begin, begin + entry.text.size(), value / 100).ptr;
    *end++ = '.';
    *end++ = static_cast<char>('0' + value / 10 % 10);
    *end++ = static_cast<char>('0' + value % 10);
    entry.size = static_cast<std::uint8_t>(end - begin);
  }
  const auto d_name = [](std::size_t i) {
    return i == 3 ? std::string_view{} : name(static_cast<Disposition>(i));
  };
  const auto e_name = [](std::size_t i) {
    return i == 2 ? std::string_view{} : name(static_cast<Engagement>(i));
  };
  const auto l_name = [](std::size_t i) {
    return i == 3 ? std::string_view{} : name(static_cast<Location>(i));
  };
  for (std::size_t d = 0; d < dispositions.size(); ++d) {
    words.dispositions[d] = piece(d_name(d));
    for (std::size_t e = 0; e < dispositions[d].size(); ++e) {
      dispositions[d][e] = piece(fmt::format("{0}{1}{0}{2}{0}", delimiter, d_name(d), e_name(e)));
    }
  }
  for (std::size_t l = 0; l < locations.size(); ++l) {
    locations[l] = piece(fmt::format("{0}{1}{0}", delimiter, l_name(l)));
    words.locations[l] = piece(l_name(l));
    words.statuses[l] = piece(name(static_cast<Status>(l)));
    statuses[l] = piece(fmt::format("{0}{1}{0}", delimiter, words.statuses[l].view()));
  }
  for (std::size_t e = 0; e < words.engagements.size(); ++e)
    words.engagements[e] = piece(e_name(e));
  words.truths = {piece("false"), piece("true"), piece("")};
  hybrid = {piece(fmt::format("{0}false{0}", delimiter)),
            piece(fmt::format("{0}true{0}", delimiter)), piece(fmt::format("{0}{0}", delimiter))};
  close = {piece(fmt::format("{}false\n", delimiter)), piece(fmt::format("{}true\n", delimiter)),
           piece(fmt::format("{}\n", delimiter))};

  // One string for all codes; pointers into it once it has stopped growing.
  std::vector<std::size_t> begins;
  const auto add = [&](std::string_view id) {
    begins.push_back(storage_.size());
    storage_ += id;
    storage_ += '=';
  };
  for (const engine::Criterion& criterion : program.criteria) add(criterion.id);
  for (const engine::Rule& rule : program.rules) add(rule.id);
  begins.push_back(storage_.size());
  codes.resize(first_rule_code + program.rules.size());
  for (std::size_t i = 0; i + 1 < begins.size(); ++i) {
    const std::size_t criteria = program.criteria.size();
    Code& code = codes[i < criteria ? i : first_rule_code + i - criteria];
    code.whole = storage_.data() + begins[i];
    code.size = static_cast<std::uint32_t>(begins[i + 1] - begins[i]);
    std::memcpy(code.text.data(), code.whole, std::min<std::size_t>(code.size, code.text.size()));
  }
}

}  // namespace sourcing::batch
