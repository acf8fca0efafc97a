// SPDX-License-Identifier: Apache-2.0
// Cells that are read at a glance, against reading them one by one; and the versions for any
// processor against those for one with AVX2.
#include <fmt/format.h>

#include <cstring>

#include "batch/read/cell_places.hpp"
#include "batch/read/strips.hpp"
#include "input/csv_index.hpp"
#include "property/support.hpp"

namespace sourcing::test {
namespace {

constexpr std::size_t columns = 11;  // more than are turned at a time

std::string number(Random& random) {
  switch (random.below(4)) {
    case 0:
      return fmt::format("{}", random.below(12));
    case 1:
      return fmt::format("{}.{}", random.below(11), random.below(11));
    case 2:
      return fmt::format("{}.{:02}", random.below(7), random.below(100));
    default:
      return fmt::format("{}", random.below(std::uint64_t{1} << random.below(34)));
  }
}

std::string cell(Random& random) {
  if (random.chance(70)) return number(random);
  std::string text;
  constexpr std::string_view bytes = "0159.5-+ eax:/";
  for (std::size_t left = random.below(20); left > 0; --left) {
    text += bytes[random.below(bytes.size())];
  }
  return text;
}

// A table with its index, and a group of its rows.
struct Table {
  explicit Table(Random& random) {
    rows = 16 * (1 + random.below(batch::group_rows / 16));
    for (std::size_t r = 0; r < rows; ++r) {
      for (std::size_t c = 0; c < columns; ++c) {
        cells.push_back(c == 0 ? fmt::format("r{}", r) : cell(random));
        block += cells.back() + (c + 1 < columns ? ',' : '\n');
      }
    }
    const std::size_t size = block.size();
    block.append(input::block_padding, '\0');
    input::index_block({block.data(), size}, {}, false, input::best_compare(), index);
    for (std::size_t r = 0; r < batch::group_rows; ++r) {
      const std::size_t row = r < rows ? r : 0;
      slots.begin[r] = index.begin[row];
      slots.first[r] = index.first[row];
    }
  }

  [[nodiscard]] const std::string& at(std::size_t row, std::size_t column) const {
    return cells[row * columns + column];
  }

  std::size_t rows = 0;
  std::vector<std::string> cells;
  std::string block;
  input::Index index;
  batch::Slots slots;
};

// What a reading makes of a column: a position a row, -1 where it is left to others.
struct Reader {
  explicit Reader(const Table& table_in) : table(table_in) {
    places.begin(table.index, table.slots, table.rows);
  }

  template <class Read>
  std::vector<int> positions(std::size_t column, bool wide, Read read) {
    places.show(column, wide);
    std::array<std::uint16_t, batch::group_rows> at{};
    std::array<std::uint16_t, batch::group_rows + 8> slow{};
    const batch::Strip strip{table.block.data(), places.before(), places.end(),
                             table.rows,         at.data(),       slow.data()};
    for (std::size_t r = 0; r < table.rows; ++r) {
      REQUIRE(std::string_view(strip.cell(r), strip.length(r)) == table.at(r, column));
    }
    const std::size_t count = read(strip);
    std::vector<int> result(at.begin(), at.begin() + static_cast<std::ptrdiff_t>(table.rows));
    for (std::size_t i = 0; i < count; ++i) {
      REQUIRE(slow[i] < table.rows);
      if (i > 0) REQUIRE(slow[i - 1] < slow[i]);
      result[slow[i]] = -1;
    }
    return result;
  }

  const Table& table;
  batch::CellPlaces places;
};

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Of `4`, `3.5` and `3.25`, in hundredths; -1 for all else.
int decimal(std::string_view text) {
  const bool whole = text.size() == 1 && is_digits(text);
  const bool fraction = (text.size() == 3 || text.size() == 4) && text[1] == '.' &&
                        is_digits(text.substr(0, 1)) && is_digits(text.substr(2));
  if (!whole && !fraction) return -1;
  const std::string digits =
      std::string(text.substr(0, 1)) + std::string(fraction ? text.substr(2) : "") + "00";
  return std::stoi(digits.substr(0, 3));
}

}  // namespace

TEST_CASE("a column of cells is read at a glance as it is read one by one") {
  const bool has_wide = input::has_avx2();
  for (std::size_t trial = 0; trial < trials(200); ++trial) {
    Random random(seed_of(trial));
    const Table table(random);
    INFO(repeat(trial));
    REQUIRE(table.index.rows == table.rows);
    const auto minimum = static_cast<std::uint32_t>(100 * random.below(3));
    const auto last = static_cast<std::uint32_t>(1 + random.below(600));
    const std::vector<std::uint32_t> begins = {3, 10, 1'000, 100'000,
                                               static_cast<std::uint32_t>(random.below(1U << 31))};
    batch::Memo memo;
    for (int i = 0; i < 20; ++i) {
      const std::string& seen = table.cells[random.below(table.cells.size())] + std::string(40, 0);
      const std::size_t size = std::strlen(seen.c_str());
      const auto at = static_cast<std::uint16_t>(size);
      memo.remember(seen.data(), size, {at, at, at}, {});
    }
    // In any order, since columns that are not used are not turned to.
    Reader narrow(table), wide(table);
    for (int look = 0; look < 15; ++look) {
      const std::size_t column = look == 0 ? 0 : random.below(columns);
      const auto both = [&](auto read) {
        const auto result =
            narrow.positions(column, false, [&](const auto& strip) { return read(strip, false); });
        REQUIRE(wide.positions(column, has_wide,
                               [&](const auto& strip) { return read(strip, has_wide); }) == result);
        return result;
      };
      const auto decimals = both([&](const batch::Strip& strip, bool with) {
        return read_decimals(strip, minimum, last, with);
      });
      const auto bands = both(
          [&](const batch::Strip& strip, bool with) { return read_bands(strip, begins, with); });
      const auto known =
          both([&](const batch::Strip& strip, bool with) { return read_known(strip, memo, with); });
      for (std::size_t r = 0; r < table.rows; ++r) {
        const std::string& text = table.at(r, column);
        INFO("cell `" << text << "`");
        const int at = decimal(text) - static_cast<int>(minimum);
        const bool on_scale = decimal(text) >= 0 && at >= 0 && at <= static_cast<int>(last);
        REQUIRE(decimals[r] == (on_scale ? at : -1));
        const bool whole = is_digits(text) && text.size() <= 8;
        const auto in_band = [&] {
          return static_cast<int>(
              std::count_if(begins.begin(), begins.end(),
                            [&](std::uint32_t begin) { return std::stoul(text) >= begin; }));
        };
        REQUIRE(bands[r] == (whole ? in_band() : -1));
        // What was seen may have made place for another.
        if (known[r] != -1) REQUIRE(known[r] == static_cast<int>(text.size()));
      }
    }
  }
}

TEST_CASE("a cell that was remembered is known, whatever stands behind it") {
  batch::Memo memo;
  for (std::size_t size = 0; size <= 40; ++size) {
    const std::string text(size, 'x');
    const auto at = static_cast<std::uint16_t>(size);
    batch::Leads leads;
    leads.by[0] = static_cast<std::int32_t>(size);
    const batch::Effect& made =
        memo.remember((text + std::string(40, 'y')).data(), size,
                      {at, at, at, static_cast<std::uint8_t>(size % 2)}, leads);
    CHECK(made.at == at);
    CHECK(memo.leads(made).by[0] == static_cast<std::int32_t>(size % 2 != 0 ? size : 0));
    const batch::Effect* known = memo.find((text + std::string(40, ',')).data(), size);
    REQUIRE((known != nullptr) == (size <= batch::Memo::longest));
    if (known == nullptr) continue;
    CHECK(known->at == at);
    CHECK(memo.leads(*known).by[0] == memo.leads(made).by[0]);
    CHECK(memo.find((text + 'x' + std::string(40, ',')).data(), size + 1) == nullptr);
  }
}

}  // namespace sourcing::test
