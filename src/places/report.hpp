// SPDX-License-Identifier: Apache-2.0
// Places for one task as text, Markdown, JSON and CSV. Computes no rank.
#pragma once

#include <cstddef>
#include <optional>
#include <sourcing/decision.hpp>
#include <sourcing/engine.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.hpp"
#include "places/rank.hpp"
#include "render/wording.hpp"

namespace sourcing::places {

/// One answer that, changed alone, puts a place first; or the one that brings it furthest.
struct Step {
  std::string criterion;
  std::string from, to;  ///< JSON text
  std::uint32_t rank = 0;
};

/// What would have to change for one place to be first.
struct Toward {
  const Place* place = nullptr;
  std::uint32_t rank = 0;  ///< 0: it is shut out
  std::vector<Step> steps;
  /// Without steps: answers that do it together, and none of which can be left out. All sets are of
  /// one size, the smallest; the nearest first.
  std::vector<std::vector<Step>> sets;
  std::optional<Step> best;  ///< without steps: the furthest that one answer brings it
};

/// Tries every answer of every criterion that weighs, one at a time, then two together, then three
/// (of these only the words and the levels at which a weight bends). What it tells was applied and
/// ranks the place first.
[[nodiscard]] Toward toward(const Engine& engine, const Atlas& atlas, const Task& task,
                            const Request& request, const Ranking& ranking, const Place& place);

/// All that is told of a task. Refers to what it was made from.
struct Report {
  const Engine& engine;
  const Atlas& atlas;
  const Decision& decision;
  const Request& request;
  const Ranking& ranking;
  const Toward* to = nullptr;
};

/// The sentences, in one language.
class Sayings {
 public:
  Sayings(const Report& report, std::string_view language);

  /// A score: two decimals, with the decimal sign of the language.
  [[nodiscard]] std::string points(std::int64_t hundredths) const {
    return wording_.value(render::fixed2(hundredths));
  }
  /// A number, with the signs of the language.
  [[nodiscard]] std::string number(std::int64_t hundredths) const;
  [[nodiscard]] const render::Wording& wording() const noexcept { return wording_; }
  [[nodiscard]] std::string name(const Place& place) const;
  [[nodiscard]] std::string label(std::size_t component) const;
  /// `Shared hours: 8 in January, 7 in July, of 9`.
  [[nodiscard]] std::string part(const Ranked& place, std::size_t component) const;
  /// The fact behind a component; null where it is computed or not known.
  [[nodiscard]] const Fact* fact(const Ranked& place, std::size_t component) const;
  /// 1 speaks for the place, -1 against it, 0 neither: by its worth against that of all.
  [[nodiscard]] int side(const Ranked& place, std::size_t component) const;
  /// Why a place is shut out, and what would let it in.
  [[nodiscard]] std::string bar(const ShutOut& place) const;
  [[nodiscard]] std::string lifted_by(Bar bar) const;
  [[nodiscard]] std::string bar_label(Bar bar) const;
  [[nodiscard]] std::string location(Location kind) const;
  /// What is to be known of the whole, each a sentence.
  [[nodiscard]] std::vector<std::string> notes() const;
  [[nodiscard]] std::string languages() const;

 private:
  [[nodiscard]] std::string value(const Ranked& place, std::size_t component) const;
  void note_language(std::vector<std::string>& notes) const;
  void note_class(std::vector<std::string>& notes) const;

  const Report& report_;
  std::string language_;
  render::Wording wording_;
  std::vector<std::int32_t> mean_;  ///< worth of each component over the places listed
};

/// Codes of the places whose score is within the limit of a near tie of the first.
[[nodiscard]] std::vector<std::string> near_ties(const Report& report);

/// For a person. `top`: how many places are listed, 0 for all; `full`: every reason and exclusion.
void write_text(std::string& out, const Report& report, std::string_view language,
                std::size_t width, std::size_t top, bool full);
void write_markdown(std::string& out, const Report& report, std::string_view language,
                    std::size_t top, bool full);
/// A part of a page: no heading above `<h4>`.
void write_html(std::string& out, const Report& report, std::string_view language, std::size_t top);
/// `sourcing.places/1`.
void write_json(json::Writer& writer, const Report& report, std::string_view language,
                std::size_t top);
void append_csv_header(std::string& out, const Atlas& atlas, char delimiter);
/// A row for each place, listed or shut out.
void append_csv(std::string& out, const Report& report, std::string_view language, std::size_t top,
                char delimiter, bool raw);

}  // namespace sourcing::places
