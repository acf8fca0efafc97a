// SPDX-License-Identifier: Apache-2.0
// What lies between a reader of XML and who is told: depth, what is passed over, the first problem.
#pragma once

#include <fmt/format.h>

#include "sheet/read/xml.hpp"

namespace sourcing::sheet {

class XmlEvents {
 public:
  static constexpr unsigned most_depth = 100;

  explicit XmlEvents(XmlHandler& handler) noexcept : handler_(handler) {}

  void start(std::string_view name, const Attributes& attributes) {
    if (problem_) return;
    if (++depth_ > most_depth) {
      fail({"E0703", fmt::format("its XML is nested deeper than {} levels", most_depth), "", "", 0,
            0, ""});
      return;
    }
    const std::string_view local = local_name(name);
    if (skipped_ > 0 || is_passed_over(local)) {
      ++skipped_;
      return;
    }
    handler_.start(local, attributes);
  }

  void end(std::string_view name) {
    if (problem_) return;
    --depth_;
    if (skipped_ > 0) {
      --skipped_;
      return;
    }
    handler_.end(local_name(name));
  }

  void text(std::string_view piece) {
    if (!problem_ && skipped_ == 0) handler_.text(piece);
  }

  /// The first problem counts.
  void fail(Problem problem) {
    if (!problem_) problem_ = std::move(problem);
  }
  void broken(std::string_view why) {
    fail({"E0702", fmt::format("its XML is broken: {}", why), "", "", 0, 0, ""});
  }

  [[nodiscard]] const std::optional<Problem>& problem() const noexcept { return problem_; }
  [[nodiscard]] unsigned depth() const noexcept { return depth_; }

 private:
  // Parts of newer programs: extensions, and the choices that need them; what stands in for such a
  // choice is read. Their elements have names of ours and other meanings.
  static bool is_passed_over(std::string_view name) noexcept {
    return name == "extLst" || name == "Choice";
  }

  XmlHandler& handler_;
  unsigned depth_ = 0;
  unsigned skipped_ = 0;  // how deep inside what is passed over
  std::optional<Problem> problem_;
};

}  // namespace sourcing::sheet
