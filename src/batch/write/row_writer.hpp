// SPDX-License-Identifier: Apache-2.0
// Output rows of csv and tsv. What a cell holds is defined in render/row.hpp; this writes the same
// bytes faster, and only the columns that were asked for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "batch/judge/status.hpp"
#include "batch/plan/buffer.hpp"
#include "batch/plan/group.hpp"
#include "batch/plan/plan.hpp"
#include "batch/plan/tables.hpp"
#include "batch/plan/texts.hpp"
#include "batch/read/row_reader.hpp"
#include "batch/write/reason_texts.hpp"
#include "render/row.hpp"

namespace sourcing::batch {

/// Which columns are written, under which names.
struct Layout {
  char delimiter = ',';
  bool raw = false;
  /// Indices into render::columns, and past these into render::analysis_columns; from `first_field`
  /// on into `fields`.
  std::vector<std::uint8_t> columns;
  std::vector<std::string> fields;  ///< what travels, as far as it is a column
  std::vector<std::string> names;
  bool standard = true;  ///< all columns, in their order, in the usual signs
  char decimal = '.';    ///< of scores
  std::string_view line_end = "\n";
  bool byte_order_mark = false;

  static constexpr std::uint8_t first_field = 128;
  static constexpr std::size_t most_fields = 128;
  static constexpr std::uint8_t reasons = 9;
  static constexpr std::uint8_t possible = render::columns.size();
  static constexpr std::uint8_t flip = possible + 1;
  static constexpr std::uint8_t stability = possible + 2;
  static constexpr std::uint8_t robust = possible + 3;
  static constexpr std::uint8_t place = possible + 4;
  static constexpr std::uint8_t why = possible + 7;
  static constexpr std::uint8_t rule = possible + 8;
  [[nodiscard]] bool has(std::uint8_t column) const noexcept;
  [[nodiscard]] bool wants_places() const noexcept {
    return has(place) || has(place + 1) || has(place + 2);
  }
};

/// Problems go to `problems`. With --append, columns that the input has already are left out (id,
/// name) or get another name.
[[nodiscard]] Layout make_layout(const BatchOptions& options, const Plan* plan,
                                 std::vector<Problem>& problems);

inline constexpr std::size_t disposition_count = 3, engagement_count = 2;

/// A verdict as the kernel leaves it.
struct Judgment {
  engine::Lanes sum = 0;
  std::uint8_t excluded = 0;
  std::int8_t location = 0;
  Engagement engagement{};
  Disposition disposition{};
  RowStatus status;

  // What is said of each part, as a number; one past the last where nothing is.
  [[nodiscard]] std::size_t disposition_index() const noexcept {
    return index(status.disposition, static_cast<std::size_t>(disposition), disposition_count);
  }
  [[nodiscard]] std::size_t engagement_index() const noexcept {
    return index(status.engagement, static_cast<std::size_t>(engagement), engagement_count);
  }
  [[nodiscard]] std::size_t location_index() const noexcept {
    return index(status.location, estimated_location(), location_count);
  }
  /// Of the estimate, said or not.
  [[nodiscard]] std::size_t estimated_location() const noexcept {
    return location == engine::no_location ? location_count : static_cast<std::size_t>(location);
  }

 private:
  static std::size_t index(Status status, std::size_t value, std::size_t none) noexcept {
    return status == Status::undetermined ? none : value;
  }
};

/// Text cells of a row as they stand in the file.
struct RawTexts {
  std::string_view id, name;
  std::uint64_t number = 0;
  bool printable = true;  ///< printable ASCII, delimiters, quotes and line ends, in good order
  bool quotes = false;    ///< there may be a quote
  const render::RowAnalysis* analysis = nullptr;  ///< where columns of it are wanted
  const RowView* row = nullptr;                   ///< where columns of what travels are wanted
};

class RowWriter {
 public:
  RowWriter(const Plan& plan, const Tables& tables, const Texts& texts, const Layout& layout);

  /// The line of column names, behind `before` (the input's header, with --append).
  void header(std::string_view before, Buffer& out) const;
  /// A judged row of a group. `before` are the input's columns, with --append.
  void judged(std::string_view before, const RawTexts& texts, const Judgment& judgment,
              const Group& group, std::size_t slot, Buffer& out);
  /// Any row.
  void row(std::string_view before, const render::Row& row, Buffer& out);

  /// Appends a text cell, as base::append_csv_field does.
  void append_text(std::string_view text, Buffer& out);

 private:
  char* put_number(char* out, std::int32_t hundredths) const;
  char* put_raw(char* out, std::string_view raw, const RawTexts& texts, Buffer& buffer);
  char* put_odd(char* out, std::string_view raw, const RawTexts& texts, Buffer& buffer);
  static char* put_words(char* out, std::string_view text);
  [[nodiscard]] std::string_view as_it_stands(std::string_view raw, const RawTexts& texts) const;
  char* put_reasons(char* out, const Judgment& judgment, const Group& group, std::size_t slot);
  char* put_axis(char* out, std::size_t axis, const Group& group, std::size_t slot);
  void append_reasons(std::string_view reasons, Buffer& out) const;
  void column(std::uint8_t which, const RawTexts& texts, const Judgment& judgment,
              const Group& group, std::size_t slot, Buffer& out);
  /// Of Texts::close.
  [[nodiscard]] std::size_t close_index(const Judgment& judgment) const noexcept;
  /// What travels of a row, in the column that is the one of `layout_.fields` with this number.
  void put_field(std::size_t field, const RowView* row, Buffer& out);
  [[nodiscard]] bool is_plain_start(char c) const noexcept {
    return plain_start_[static_cast<unsigned char>(c)] != 0;
  }

  const Plan& plan_;
  const Texts& texts_;
  const Layout& layout_;
  bool same_delimiter_;                 // in what is read and what is written
  std::vector<std::size_t> excluding_;  // rules
  std::size_t reasons_room_ = 0;
  std::array<std::uint8_t, 256> plain_start_{}, byte_class_{};
  ReasonTexts reason_texts_;
  std::string scratch_, unquoted_;
};

}  // namespace sourcing::batch
