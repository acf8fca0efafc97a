// SPDX-License-Identifier: Apache-2.0
// What shuts a place out: never weighed against points.
#pragma once

#include <sourcing/task.hpp>
#include <vector>

#include "places/rank.hpp"

namespace sourcing::places {

/// The gates that a task sets, worked out once.
class Gates {
 public:
  Gates(const engine::Program& program, const Atlas& atlas, const Task& task,
        const Request& request, const Place& home);

  /// In the order in which they are named; empty: the place is in.
  [[nodiscard]] std::vector<Barred> bars(const Seen& seen, const Languages& languages) const;
  /// Whether a fact that is not known could shut out a place that is in.
  [[nodiscard]] bool could_be_barred(const Seen& seen, const Languages& languages) const;
  /// Residency `region`, and it is not known which region home is in.
  [[nodiscard]] bool region_unknown() const noexcept { return region_ && !home_in_eea_; }

 private:
  void residency(const Seen& seen, std::vector<Barred>& bars) const;

  const Request& request_;
  std::int64_t hours_ = 0;  ///< hundredths
  bool region_ = false, country_ = false, local_ = false;
  bool home_in_eea_ = false, home_not_known_ = false;
};

/// The task says that a language found everywhere will do.
[[nodiscard]] bool world_language(const engine::Program& program, const Atlas& atlas,
                                  const Task& task) noexcept;

/// The answer to a criterion, if the task itself gives one (or an option does).
[[nodiscard]] const Answer* stated(const engine::Program& program, const Task& task,
                                   std::string_view criterion) noexcept;

}  // namespace sourcing::places
