// SPDX-License-Identifier: Apache-2.0
// Cells are loaded 16 bytes at a time, whatever their size.
#pragma once

#include <array>
#include <cstddef>

namespace sourcing::batch {

/// 16 bytes of which the first `size` are all ones and the others zeros; size is 0 to 16.
[[nodiscard]] inline const char* first_bytes(std::size_t size) noexcept {
  static constexpr std::array<char, 32> ones_before_zeros = {-1, -1, -1, -1, -1, -1, -1, -1,
                                                             -1, -1, -1, -1, -1, -1, -1, -1};
  return ones_before_zeros.data() + 16 - size;
}

}  // namespace sourcing::batch
