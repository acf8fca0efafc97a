// SPDX-License-Identifier: Apache-2.0
// Cells of text in csv and tsv: the bytes of base::append_csv_field, written faster.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "batch/plan/buffer.hpp"
#include "batch/plan/first_bytes.hpp"
#include "batch/plan/loose.hpp"
#include "batch/plan/plan.hpp"
#include "batch/read/row_reader.hpp"
#include "batch/write/layout.hpp"
#include "render/row.hpp"

namespace sourcing::batch {

/// Text cells of a row as they stand in the file.
struct RawTexts {
  std::string_view id, name;
  std::uint64_t number = 0;
  bool printable = true;  ///< printable ASCII, delimiters, quotes and line ends, in good order
  bool quotes = false;    ///< there may be a quote
  const render::RowAnalysis* analysis = nullptr;  ///< where columns of it are wanted
  const RowView* row = nullptr;                   ///< where columns of what travels are wanted
};

class TextCells {
 public:
  TextCells(const Plan& plan, const Layout& layout);

  /// Appends a text, as base::append_csv_field does.
  void append(std::string_view text, Buffer& out);
  /// Appends what a raw cell holds, without its quotes: what a formula could begin is neutralised.
  void append_unquoted(std::string_view raw, Buffer& out) { append(unquoted(raw), out); }
  /// The text of a raw cell; valid until the next call.
  [[nodiscard]] std::string_view unquoted(std::string_view raw);

  /// Puts a raw cell where there is room for it twice, for two quotes and a word more. Where it is
  /// an odd one it is written by `buffer`, which makes room for `room` bytes more.
  char* put(char* out, std::string_view raw, const RawTexts& texts, Buffer& buffer,
            std::size_t room) {
    if (raw.empty()) return out;
    const bool plain = texts.printable && !texts.quotes && same_delimiter_ &&
                       is_plain_start(raw.front()) && raw.back() != ' ' && !put_marked(out, raw);
    return plain ? out + raw.size() : put_odd(out, raw, texts, buffer, room);
  }

  /// Whole words, of which there is room for one past the end: most texts are of one or two.
  static char* put_words(char* out, std::string_view text) {
    for (std::size_t at = 0; at < text.size(); at += word) {
      std::memcpy(out + at, text.data() + at, word);
    }
    return out + text.size();
  }

 private:
  // What cells are copied by.
  static constexpr std::size_t word = 16;
  using Bytes = char __attribute__((vector_size(word)));
  using Halves = std::uint64_t __attribute__((vector_size(word)));

  // Whether there is a quote in a text, what makes it need quotes, and what needs a closer look.
  struct Marks {
    bool quote, needs_quotes, needs_care;
  };
  static Marks marks(std::string_view text, char delimiter);

  // As put_words. True when there is a semicolon, where a spreadsheet may cut.
  static bool put_marked(char* out, std::string_view text) {
    Halves found{};
    for (std::size_t at = 0; at < text.size(); at += word) {
      Bytes bytes, within;
      load(bytes, text.data() + at);
      store(out + at, bytes);
      load(within, first_bytes(std::min(word, text.size() - at)));
      found |= reinterpret_cast<Halves>((bytes == ';') & within);
    }
    return (found[0] | found[1]) != 0;
  }

  char* put_odd(char* out, std::string_view raw, const RawTexts& texts, Buffer& buffer,
                std::size_t room);
  [[nodiscard]] std::string_view as_it_stands(std::string_view raw, const RawTexts& texts) const;
  [[nodiscard]] std::uint8_t class_at(std::string_view text, std::size_t i) const;
  [[nodiscard]] bool is_plain_start(char c) const noexcept {
    return plain_start_[static_cast<unsigned char>(c)] != 0;
  }

  const Plan& plan_;
  const Layout& layout_;
  bool same_delimiter_;  // in what is read and what is written
  std::array<std::uint8_t, 256> plain_start_{}, byte_class_{};
  std::string scratch_, unquoted_;
};

}  // namespace sourcing::batch
