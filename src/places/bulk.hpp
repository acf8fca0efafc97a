// SPDX-License-Identifier: Apache-2.0
// The best places for millions of tasks from one home: what `rank` lists first, without ranges and
// reasons.
#pragma once

#include <array>
#include <atomic>
#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <sourcing/engine.hpp>
#include <sourcing/task.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "places/rank.hpp"

namespace sourcing::places {

/// Rows whose own fields were of no use.
struct Gaps {
  std::atomic<std::uint64_t> homes = 0;      ///< none, or no place
  std::atomic<std::uint64_t> languages = 0;  ///< no codes of languages: as if there were none
};

/// What all rows share. Immutable but for the gaps; keeps what it was made from.
struct BulkRequest {
  Engine engine;
  Atlas atlas;
  Request request;        ///< an empty home, or no languages: each row's own
  std::string otherwise;  ///< home of rows that say none; may be empty
  std::shared_ptr<Gaps> gaps = std::make_shared<Gaps>();
};

/// What a row says in its fields `home` and `work_languages`.
struct RowFields {
  std::string_view home, languages;
};

/// The best places of one row. The views live as long as the BulkRequest.
struct Best {
  static constexpr std::size_t most = 5;
  std::array<const Place*, most> places{};
  std::size_t count = 0;  ///< 0: all are shut out, or it is not known where home is
  std::array<Centipoints, most> scores{};
};

/// Works them out; one per thread. Rows that are alike in what matters are worked out once.
class Bulk {
 public:
  /// `wanted`: so many of the best are asked for, 1 to Best::most.
  explicit Bulk(std::shared_ptr<const BulkRequest> shared, std::size_t wanted = Best::most);

  /// What the request says beats what the row says.
  [[nodiscard]] Best best(const Task& task, RowFields fields = {});

 private:
  // An answer as it was given, as one number.
  using Packed = std::uint64_t;
  // The answers that shut out: hours, residency, language.
  using GateKey = std::array<Packed, 3>;
  struct GateHash {
    [[nodiscard]] std::size_t operator()(const GateKey& key) const noexcept;
  };
  using LetIn = std::unordered_map<GateKey, std::vector<std::uint16_t>, GateHash>;
  // The places as seen from one home with one set of languages.
  struct Stand {
    std::size_t number = 0;
    const Place* home = nullptr;
    Request request;
    std::vector<Seen> seen;
    /// Worths by place and then by component, each place filled up with zeros to `stride`.
    std::vector<std::int16_t> low, high;
    /// The low ones again: by two components, then by place (filled up with zeros to a multiple of
    /// `side_by_side`), then the two.
    std::vector<std::int16_t> pairs;
    std::optional<Derived> derived;  ///< as for a task that does not answer
    LetIn let_in;                    ///< places, by the answers that shut out
  };
  using Key = std::array<Packed, 32>;
  struct Remembered {
    Key key{};
    Best best;
    bool used = false;
  };
  // Texts as rows have them, and whether the world's languages will do.
  struct StandKey {
    std::string home, languages;
    bool anywhere = false;
    auto operator<=>(const StandKey&) const = default;
  };

  Stand& stand(RowFields fields, bool anywhere);
  [[nodiscard]] Stand make_stand(RowFields fields, bool anywhere) const;
  [[nodiscard]] static Packed pack(const Answer& answer) noexcept;
  [[nodiscard]] bool make_key(const Task& task, const Stand& stand, Key& key,
                              std::uint64_t& hash) const;
  [[nodiscard]] bool anywhere(const Task& task) const;
  [[nodiscard]] Best work_out(Stand& stand, const Task& task, bool anywhere);
  /// Places that nothing shuts out; asked once for tasks that agree in what shuts out.
  const std::vector<std::uint16_t>& let_in(Stand& stand, const Task& task, bool anywhere) const;
  void weigh(const Stand& stand, const Task& task);
  void share_out();
  static void set_pairs(Stand& stand, std::size_t stride);
  /// Fills `rough_`: of each place the sum of weight times worth, without rounding.
  template <std::size_t Width>
  void add_roughly(const Stand& stand);
  /// The least of the greatest sums, as many as are wanted; 0 where there are fewer.
  [[nodiscard]] std::int32_t least_wanted(const std::vector<std::uint16_t>& places) const noexcept;
  [[nodiscard]] Centipoints exact(const std::int16_t* worths) const noexcept;
  void count_gaps(RowFields fields, const Stand& stand) const;

  std::shared_ptr<const BulkRequest> shared_;
  std::size_t wanted_;
  Weigher weigher_;
  std::map<StandKey, Stand> stands_;
  StandKey last_key_;
  Stand* last_ = nullptr;
  std::size_t made_ = 0;
  std::vector<std::size_t> criteria_;   ///< that weigh or shut out
  std::array<std::size_t, 3> gates_{};  ///< hours, residency, language; past the last: none
  std::size_t stride_ = 0;
  std::vector<Remembered> remembered_;
  std::optional<std::uint16_t> world_;  ///< position of the language that is found everywhere
  std::vector<std::int64_t> raw_, remainders_;
  std::vector<std::int16_t> weights_;
  std::vector<std::int32_t> rough_;
};

}  // namespace sourcing::places
