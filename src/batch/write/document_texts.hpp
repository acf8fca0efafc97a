// SPDX-License-Identifier: Apache-2.0
// The JSON document of a row, cut into the texts that are the same for many rows: made once a batch
// and shared by the workers. They are cut out of what render/verdict_json writes, so that there is
// one description of the document.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <sourcing/engine.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/program.hpp"
#include "render/json_document.hpp"
#include "render/verdict_json.hpp"

namespace sourcing::batch {

/// What stands for a value where a text is to be cut: no JSON text has this byte.
inline constexpr std::string_view hole = "\x01";

struct DocumentTexts {
  /// For documents of `engine`'s decisions in one of JSON's formats.
  DocumentTexts(const Engine& engine, const RenderOptions& options);
  DocumentTexts(const DocumentTexts&) = delete;
  DocumentTexts& operator=(const DocumentTexts&) = delete;

  /// As many bytes may be read from where a text begins, however short it is.
  static constexpr std::size_t readable = 128;
  using Text = std::string_view;

  /// What comes before each place; `end` after the last.
  struct Part {
    Text before;
    render::Place place;
  };
  std::vector<Part> parts;
  Text end;

  // What may stand in a place. One past the last value: there is none.
  std::array<Text, 4> dispositions, locations;
  std::array<Text, 3> engagements;
  std::array<Text, 4> statuses;
  std::array<Text, 2> flags;
  Text none;
  Text row;                           ///< the key of the member
  std::array<Text, 8> location_sets;  ///< by bits
  /// The only one that is possible, no answer being open; by disposition, engagement, location.
  std::array<std::array<std::array<Text, 4>, 2>, 3> possible;

  // A list of the document: each entry is followed by `between`, and `close` takes its place behind
  // the last.
  Text open, between, close, empty;
  std::vector<Text> criteria;  ///< their ids, as entries

  // Reasons, as entries.
  /// Of an answer: `before` it, `origins` behind it, and where there are points, in front of them.
  struct Answered {
    Text before;
    std::array<Text, 4> origins;
    std::array<Text, 3> after;  ///< behind points that are 0, more, less
  };
  /// What a criterion gives to an axis; in model order, so that ties are.
  struct Term {
    std::uint16_t criterion = 0;
    Answered text;
  };
  struct Gate {
    std::uint16_t rule = 0, criterion = 0;
    Answered text;
  };
  struct Setting {
    std::uint16_t rule = 0;
    Text text;
  };
  std::array<std::vector<Term>, axis_count> terms;
  std::array<std::vector<Text>, axis_count> rules;  ///< by rule; empty where it gives nothing
  std::array<Text, axis_count> bases;
  std::vector<Gate> gates;
  std::vector<Setting> settings;  ///< rules that set a disposition
  Text no_location;

  /// What stands in a place of the object itself, where that is not put together from texts.
  void append_value(render::Place place, const Decision& decision, std::string& out) const;

  /// The only entry of such a list, without what stands around it.
  [[nodiscard]] std::string entry_of(render::Place place, const Decision& decision) const;

  /// The most bytes of a document but for its id, its name and what it quotes of answers.
  std::size_t most = 0;

 private:
  class Maker;

  const Engine& engine_;
  render::JsonDocuments documents_;
  std::vector<std::unique_ptr<char[]>> kept_;
};

}  // namespace sourcing::batch
