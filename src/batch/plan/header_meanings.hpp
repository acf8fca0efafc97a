// SPDX-License-Identifier: Apache-2.0
// What a header means by its words, though it is no name of ours: data/headers.json.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "batch/plan/header_words.hpp"
#include "engine/program.hpp"

namespace sourcing::batch {

/// data/headers.json as it is; the source is written by the build.
extern const std::string_view embedded_headers_json;

/// How surely a header means what it seems to.
enum class Certainty : std::uint8_t {
  asked,  ///< it may: somebody has to say so
  known,  ///< other words for it
  same,   ///< its own name, perhaps without small words, or with its unit or scale beside it
};

struct HeaderMeaning {
  std::string_view target;  ///< criterion, `id`, `name` or a field; empty: nothing, or two things
  Certainty certainty = Certainty::asked;
  /// What a column of another period is multiplied and divided by; empty: by nothing.
  std::string_view times, divide_by;
};

/// Made where the first header is looked for, from what `program` asks. Refers to it.
class HeaderMeanings {
 public:
  explicit HeaderMeanings(const engine::Program& program);

  [[nodiscard]] HeaderMeaning of(std::string_view header) const;
  /// Whether a header is a criterion, by its name or in other words.
  [[nodiscard]] bool name_criterion(std::string_view header) const;

 private:
  struct Name {
    std::string target;
    std::size_t criterion;  // or their number
    std::vector<HeaderWord> words;
    bool own, asks, needs_period;
  };
  struct Period {
    std::string times, divide_by;
    bool operator==(const Period&) const = default;
  };
  using Words = std::unordered_set<std::string>;

  void read();
  void add(std::string target, std::string_view name, bool own, bool asks, bool needs_period);
  [[nodiscard]] HeaderMeaning look(const HeaderWords& header, const std::vector<HeaderWord>& words,
                                   const Period* period, bool plain) const;
  [[nodiscard]] Certainty certainty(const Name& name, const HeaderWords& header,
                                    const Period* period, bool plain) const;
  [[nodiscard]] bool fits(const Name& name, const std::vector<std::string>& notes,
                          const Period* period) const;
  [[nodiscard]] bool is_cut_from(const std::vector<HeaderWord>& words, const Name& name) const;
  [[nodiscard]] const Period* period_of(std::string_view word) const;

  const engine::Program& program_;
  std::vector<Name> names_;
  std::unordered_multimap<std::string, std::size_t> by_words_;  // places in names_
  Words joining_, beside_;
  std::unordered_map<std::string, Period> periods_;
  std::vector<Words> units_;   // of each criterion
  std::vector<bool> monthly_;  // whether it counts by the month
};

}  // namespace sourcing::batch
