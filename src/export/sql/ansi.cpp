// SPDX-License-Identifier: Apache-2.0
// The spelling of the SQL standard, where others differ from it.
#include <fmt/format.h>

#include "export/sql/common_dialect.hpp"

namespace sourcing::sql {

namespace {

class Ansi : public Dialect {
 public:
  std::string_view name() const override { return "ansi"; }
  std::string_view title() const override {
    return "the SQL standard, with TRANSLATE, LEAST and GREATEST";
  }
  // The standard's TRIM takes one character, and it has no REPLACE.
  std::string fold(const std::string& text, const Folding& folding) const override {
    Folding blanks = folding;
    for (auto& [character, as] : blanks) {
      if (as == other_blank) as = blank();
    }
    blanks.emplace_back(other_blank, blank());
    return Dialect::fold(text, blanks);
  }
  std::string controls() const override { return "U&'\\0009\\000A\\000D'"; }
  std::string is_ascii(const std::string& text) const override {
    return fmt::format("OCTET_LENGTH({0}) = CHAR_LENGTH({0})", text);
  }
  std::string is_hundredths(const std::string& text, int first, int last) const override {
    return fmt::format("{} SIMILAR TO '[{}-{}][.][0-9][0-9]'", text, first, last);
  }
  std::string without_point(const std::string& text) const override {
    return fmt::format("TRANSLATE({}, '.', '')", text);
  }
  // There are engines whose SUBSTRING takes no BIGINT.
  std::string from(const std::string& text, const std::string& at) const override {
    return Dialect::from(text, small(at));
  }
  std::string first(const std::string& text, const std::string& count) const override {
    return Dialect::first(text, small(count));
  }
  bool reads_in_place() const override { return true; }
  std::string_view blank() const override { return " "; }
  std::string trim(const std::string& text) const override {
    return fmt::format("TRIM(BOTH ' ' FROM {})", text);
  }
  std::string one_dash(const std::string& text) const override {
    return fmt::format("TRANSLATE({}, '{}', '-')", text, other_dash);
  }
  // PostgreSQL, where it is tested, writes a plain WITH into its place as often as it is read.
  std::string_view fence() const override { return "OFFSET 0 ROWS"; }

 private:
  static std::string small(const std::string& number) {
    const bool digits = number.find_first_not_of("0123456789") == std::string::npos;
    return digits ? number : fmt::format("CAST({} AS INTEGER)", number);
  }
};

}  // namespace

const Dialect& ansi_dialect() {
  static const Ansi dialect;
  return dialect;
}

}  // namespace sourcing::sql
