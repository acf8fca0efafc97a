// SPDX-License-Identifier: Apache-2.0
// Ready-made pieces of output rows, made once per batch and shared by the workers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "engine/program.hpp"

namespace sourcing::batch {

/// A short text that is copied as a whole, whatever its length.
struct alignas(32) Piece {
  std::array<char, 31> text{};
  std::uint8_t size = 0;

  char* put(char* out) const noexcept {
    std::memcpy(out, this, sizeof *this);  // two words; what is past the text is written over
    return out + size;
  }
  [[nodiscard]] std::string_view view() const noexcept { return {text.data(), size}; }
};
static_assert(sizeof(Piece) == 32);
[[nodiscard]] Piece piece(std::string_view text);

/// Hundredths from 0.00 to 100.00.
struct Hundredths {
  std::array<char, 7> text{};
  std::uint8_t size = 0;

  char* put(char* out) const noexcept {
    std::memcpy(out, this, 8);  // one word; the last byte is written over
    return out + size;
  }
};

struct Texts {
  Texts(const engine::Program& program, char delimiter);

  static constexpr std::int32_t most = 10'000;
  std::vector<Hundredths> hundredths;  ///< 0 to `most`
  /// `,outsource,KPO,` by disposition (3: none) and engagement (2: none).
  std::array<std::array<Piece, 3>, 4> dispositions;
  std::array<Piece, 4> locations;  ///< `,offshore,`; 3: none
  std::array<Piece, 4> statuses;   ///< `,decided,`
  std::array<Piece, 3> hybrid;     ///< `,false,`, `,true,`, `,,`
  std::array<Piece, 3> close;      ///< the same at the end of a line
  /// Where columns stand in another order: a cell each, empty where there is nothing to say.
  struct Words {
    std::array<Piece, 4> dispositions, locations, statuses;
    std::array<Piece, 3> engagements, truths;
  } words;

  /// Code of a reason and `=`. Short ones are copied as a whole.
  struct Code {
    std::array<char, 32> text{};
    std::uint32_t size = 0;
    const char* whole = nullptr;
  };
  std::vector<Code> codes;  ///< by the codes of weigh.hpp; those of no criterion are empty

  char* put_fixed(char* out, std::int32_t value) const noexcept {
    // Without a branch: which sign it is cannot be guessed.
    *out = '-';
    out += value < 0 ? 1 : 0;
    return hundredths[static_cast<std::size_t>(value < 0 ? -value : value)].put(out);
  }
  static char* put_code(char* out, const Code& code) noexcept {
    std::memcpy(out, code.text.data(), code.text.size());
    if (code.size > code.text.size()) std::memcpy(out, code.whole, code.size);
    return out + code.size;
  }

 private:
  std::string storage_;
};

}  // namespace sourcing::batch
