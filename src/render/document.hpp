// SPDX-License-Identifier: Apache-2.0
// A decision as a document for people: what to say and in which order, but not how it looks.
// text.cpp and markdown.cpp lay it out, and make it safe to show: a name may hold anything.
#pragma once

#include <array>
#include <sourcing/decision.hpp>
#include <sourcing/render.hpp>
#include <string>
#include <vector>

#include "render/wording.hpp"

namespace sourcing::render {

/// One line of a table of points.
struct PointsRow {
  /// Where the count starts, something that adds to it, the sum of such as are not named, and what
  /// it adds up to.
  enum class Kind : std::uint8_t { start, item, others, sum };
  Kind kind = Kind::item;
  std::string label;
  std::string value;  ///< the answer in words, may be empty
  Centipoints points = 0;
  std::string why;             ///< a sentence, may be empty
  bool decimal_comma = false;  ///< the language writes 22,50
};

/// One line of the table that has a column for each location.
struct PlacesRow {
  std::string label;
  std::string value;  ///< the answer in words, may be empty
  std::array<std::string, location_count> cells;
};

struct Block {
  enum class Kind : std::uint8_t { title, heading, paragraph, bullets, lines, points, places };
  Kind kind = Kind::paragraph;
  std::string text;  ///< title, heading, paragraph; of points and places: a sentence above; of
                     ///< lines: a heading, where headings take no room
  std::vector<std::string> items;  ///< bullets, lines, and the sentences below a title
  std::vector<PointsRow> rows;     ///< points
  std::vector<PlacesRow> places;   ///< places; the first row names the columns
};

using Document = std::vector<Block>;

/// Puts a document together, block by block.
class DocumentBuilder {
 protected:
  Block& add(Block::Kind kind, std::string text = {});
  void heading(std::string text) { add(Block::Kind::heading, std::move(text)); }
  void paragraph(std::string text) { add(Block::Kind::paragraph, std::move(text)); }
  /// Nothing where there are no items.
  void bullets(std::vector<std::string> items);

  Document document_;
};

/// Lays documents out, one after another. Not thread-safe; make one per thread.
class DocumentWriter {
 public:
  virtual ~DocumentWriter() = default;
  virtual void print(std::string& out, const Document& document) = 0;
};

/// The verdict first, then why, then what is open. `full` leaves nothing out; else it is
/// `in_short`.
[[nodiscard]] Document explain(const Wording& wording, const Decision& decision, bool full);

/// What a person asks first, on half a screen: what to do, how firm that is, why at all, three
/// reasons for each part, what would change it, and what to do next.
[[nodiscard]] Document in_short(const Wording& wording, const Decision& decision);

/// What prevented a verdict.
[[nodiscard]] Document explain(const Wording& wording, const Failure& failure);

}  // namespace sourcing::render
