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
