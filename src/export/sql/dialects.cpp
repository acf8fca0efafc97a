// SPDX-License-Identifier: Apache-2.0
// The engines that there are, in the order in which they are listed.
#include <algorithm>
#include <array>

#include "export/sql/common_dialect.hpp"

namespace sourcing::sql {

namespace {

const std::array<const Dialect*, 10>& all() {
  static const std::array<const Dialect*, 10> list = {
      &duckdb_dialect(),    &postgres_dialect(), &clickhouse_dialect(), &sqlite_dialect(),
      &mariadb_dialect(),   &mysql_dialect(),    &spark_dialect(),      &bigquery_dialect(),
      &snowflake_dialect(), &ansi_dialect()};
  return list;
}

}  // namespace

const std::vector<std::string_view>& dialect_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> list;
    list.reserve(all().size());
    for (const Dialect* dialect : all()) list.push_back(dialect->name());
    return list;
  }();
  return names;
}

const Dialect* find_dialect(std::string_view name) {
  const auto found = std::find_if(all().begin(), all().end(),
                                  [&](const Dialect* dialect) { return dialect->name() == name; });
  return found == all().end() ? nullptr : *found;
}

}  // namespace sourcing::sql
