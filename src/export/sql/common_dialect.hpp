// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include "export/sql/dialect.hpp"

namespace sourcing::sql {

// The spelling that the engines with SUBSTR, LTRIM(text, characters) and so on share.
class Common : public Dialect {
 public:
  std::string from(const std::string& text, const std::string& at) const override {
    return fmt::format("SUBSTR({}, {})", text, at);
  }
  std::string first(const std::string& text, const std::string& count) const override {
    return fmt::format("SUBSTR({}, 1, {})", text, count);
  }
  std::string length(const std::string& text) const override {
    return fmt::format("LENGTH({})", text);
  }
  std::string find(const std::string& text, std::string_view what) const override {
    return fmt::format("STRPOS({}, {})", text, literal(what));
  }
  std::string strip_front(const std::string& text) const override {
    return fmt::format("LTRIM({}, '-0')", text);
  }
  std::string strip_back(const std::string& text) const override {
    return fmt::format("RTRIM({}, '0')", text);
  }
  std::string open(Form form, const Frame& frame) const override {
    return form == Form::view ? fmt::format("CREATE OR REPLACE VIEW {} AS\n", table(frame.name))
                              : std::string{};
  }

 protected:
  // What a cell of printable ASCII may have so that LOWER is all that folds it: what stands within
  // the brackets of a pattern.
  static constexpr std::string_view plain = " -&(-_a-}";
  // What word processors put in place of blanks and dashes, and the text with what is folded of it
  // replaced: without a look at each character.
  struct Few {
    std::string signs, replaced;
  };
  [[nodiscard]] static Few few(const std::string& text, const Folding& folding) {
    Few few{fmt::format("{}{}", other_blank, ellipsis), text};
    for (const auto& [character, as] : folding) {
      if (character != "\xE2\x80\x8B" && character != "\xE2\x80\x93" &&
          character != "\xE2\x80\x94") {
        continue;
      }
      few.signs += character;
      few.replaced = fmt::format("REPLACE({}, '{}', '{}')", few.replaced, character, as);
    }
    return few;
  }
};

// The engines; each lives as long as the program.
[[nodiscard]] const Dialect& duckdb_dialect();
[[nodiscard]] const Dialect& postgres_dialect();
[[nodiscard]] const Dialect& sqlite_dialect();
[[nodiscard]] const Dialect& ansi_dialect();
[[nodiscard]] const Dialect& clickhouse_dialect();
[[nodiscard]] const Dialect& spark_dialect();
[[nodiscard]] const Dialect& bigquery_dialect();
[[nodiscard]] const Dialect& snowflake_dialect();
[[nodiscard]] const Dialect& mysql_dialect();
[[nodiscard]] const Dialect& mariadb_dialect();

}  // namespace sourcing::sql
