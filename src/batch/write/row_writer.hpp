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
#include "batch/write/layout.hpp"
#include "batch/write/reason_texts.hpp"
#include "batch/write/text_cells.hpp"
#include "render/row.hpp"

namespace sourcing::batch {

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
  /// The parts that are given.
  [[nodiscard]] Verdict verdict() const noexcept {
    Verdict given;
    if (status.disposition != Status::undetermined) given.disposition = disposition;
    if (status.engagement != Status::undetermined) given.engagement = engagement;
    if (status.location != Status::undetermined && location != engine::no_location) {
      given.location = static_cast<Location>(location);
    }
    return given;
  }

 private:
  static std::size_t index(Status status, std::size_t value, std::size_t none) noexcept {
    return status == Status::undetermined ? none : value;
  }
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

 private:
  /// A judged row whose columns are not the standard ones.
  void listed(const RawTexts& texts, const Judgment& judgment, const Group& group, std::size_t slot,
              Buffer& out);
  char* put_number(char* out, std::int32_t hundredths) const;
  char* put_reasons(char* out, const Judgment& judgment, const Group& group, std::size_t slot);
  char* put_axis(char* out, std::size_t axis, const Group& group, std::size_t slot);
  void append_reasons(std::string_view reasons, Buffer& out) const;
  char* put_id(char* out, const RawTexts& texts, Buffer& buffer);
  /// One cell of a judged row, where there is room for all of them. What is written by `buffer`
  /// instead makes room again.
  char* put_cell(char* out, std::uint8_t which, const RawTexts& texts, const Judgment& judgment,
                 const Group& group, std::size_t slot, Buffer& buffer);
  /// Of Texts::hybrid; 2 where there is no engagement.
  [[nodiscard]] std::size_t hybrid_index(const Judgment& judgment) const noexcept;
  /// Of Texts::close; 2 where there is no location.
  [[nodiscard]] static std::size_t close_index(const Judgment& judgment, const Group& group,
                                               std::size_t slot) noexcept {
    return judgment.location_index() == location_count
               ? 2
               : static_cast<std::size_t>(group.close[slot]);
  }
  /// What travels of a row, in the column that is the one of `layout_.fields` with this number.
  void put_field(std::size_t field, const RowView* row, Buffer& out);
  /// A cell of any row.
  void cell(std::uint8_t which, const render::Row& row, Buffer& out);
  void append_number(Centipoints value, Buffer& out);
  /// For all cells of a row, each as often as it was asked for, but what is written by the buffer.
  [[nodiscard]] std::size_t room(const RawTexts& texts) const noexcept {
    return row_room_ + texts_wanted_ * 2 * (texts.id.size() + texts.name.size());
  }

  const Plan& plan_;
  const Texts& texts_;
  const Layout& layout_;
  TextCells cells_;
  std::vector<std::size_t> excluding_;           // rules
  std::size_t row_room_ = 0, texts_wanted_ = 0;  // without its texts; of id and name, the most
  ReasonTexts reason_texts_;
  std::string number_;
};

}  // namespace sourcing::batch
