// SPDX-License-Identifier: Apache-2.0
// The best places for millions of tasks from one home: what `rank` lists first, without ranges and
// reasons.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <sourcing/engine.hpp>
#include <sourcing/task.hpp>
#include <string>
#include <vector>

#include "places/rank.hpp"

namespace sourcing::places {

/// What all rows share. Immutable; keeps what it was made from.
struct BulkRequest {
  Engine engine;
  Atlas atlas;
  Request request;  ///< its languages are those of rows that say none
};

/// The best places of one row. The views live as long as the BulkRequest.
struct Best {
  static constexpr std::size_t most = 5;
  std::array<const Place*, most> places{};
  std::size_t count = 0;  ///< 0: all are shut out
  Centipoints score = 0;  ///< of the first
};

/// Works them out; one per thread. Rows that are alike in what matters are worked out once.
class Bulk {
 public:
  explicit Bulk(std::shared_ptr<const BulkRequest> shared);

  /// `languages` as the row's field has them; empty: those of the request.
  [[nodiscard]] Best best(const Task& task, const std::vector<std::string>& languages = {});

 private:
  // The places as seen with one set of languages: rows of one number per place.
  struct Stand {
    Request request;
    std::vector<Seen> seen;
    std::vector<std::int32_t> low, high;  ///< worths, by component and then by place
  };
  using Key = std::array<std::uint16_t, 64>;
  struct Remembered {
    Key key{};
    Best best;
    bool used = false;
  };

  const Stand& stand(const std::vector<std::string>& languages, bool anywhere);
  [[nodiscard]] Best work_out(const Stand& stand, const Task& task, bool anywhere);

  std::shared_ptr<const BulkRequest> shared_;
  const Place& home_;
  Weigher weigher_;
  std::map<std::pair<std::vector<std::string>, bool>, Stand> stands_;
  std::vector<Remembered> remembered_;
  std::vector<std::int32_t> scores_;
};

}  // namespace sourcing::places
