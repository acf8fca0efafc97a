// SPDX-License-Identifier: Apache-2.0
// Pictures of a business case: what it hangs on, and the way from today's cost to what remains of
// it. Each is one `<svg>` element, to be put into a page or a file; the same case gives the same
// bytes.
#pragma once

#include <sourcing/engine.hpp>
#include <string>
#include <string_view>

#include "render/case_report.hpp"

namespace sourcing::render {

/// The option that a case is about in pictures: the best in money, else what the verdict comes to,
/// else the farthest.
[[nodiscard]] money::Option case_subject(const CaseReport& report) noexcept;

/// Assumptions by how far each alone moves the net present value of the option, the widest first,
/// each over its own range. REQUIRES: report.detailed, and there is a case.
[[nodiscard]] std::string tornado_svg(const Engine& engine, const CaseReport& report,
                                      money::Option option, std::string_view language);

/// From the cost of `years` as they are, by what is saved, what is paid once and what waiting and
/// discounting take, to the cost that remains. Bars are the middles of the exact ranges, whiskers
/// their ends.
struct Waterfall {
  std::string title, currency;
  money::Wide base = 0;  ///< a year
  int years = 0;
  money::WideInterval saving, one_off, npv;
};
[[nodiscard]] Waterfall waterfall_of(const Engine& engine, const CaseReport& report,
                                     money::Option option, std::string_view language);
/// Of the rows of a group, each with what its verdict comes to.
[[nodiscard]] Waterfall waterfall_of(const Engine& engine, const CaseGroup& group,
                                     const money::Horizon& horizon, bool independent,
                                     std::string_view language);
[[nodiscard]] std::string waterfall_svg(const Engine& engine, const Waterfall& waterfall,
                                        std::string_view language);

/// What people call an option.
[[nodiscard]] std::string option_label(const Engine& engine, money::Option option,
                                       std::string_view language);

}  // namespace sourcing::render
