// SPDX-License-Identifier: Apache-2.0
// The same rows read by two models: NDJSON, one JSON task, or CSV. What one model does not know it
// does not read.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <sourcing/engine.hpp>
#include <sourcing/task.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "input/task_stream.hpp"

namespace sourcing::audit {

/// One row, or what is wrong with it.
struct Row {
  std::uint64_t number = 0;  ///< 1-based, the header not counted
  Task before, after;
  std::vector<Problem> problems;
};

class RowSource {
 public:
  RowSource(const Engine& before, const Engine& after) : before_(before), after_(after) {}

  /// Returns why the file cannot be read, empty when it can. `-` is standard input.
  [[nodiscard]] std::string open(const std::string& path);
  /// The next row; nothing at the end. After it `error()` tells whether reading broke off.
  [[nodiscard]] std::optional<Row> next();
  [[nodiscard]] const std::string& error() const noexcept { return reader_.error(); }
  /// Columns of a CSV that no model knows.
  [[nodiscard]] const std::vector<std::string>& ignored() const noexcept { return ignored_; }

 private:
  [[nodiscard]] std::optional<std::string> record();
  void split(std::string_view record, std::vector<std::string>& fields) const;
  void header();
  [[nodiscard]] Task task(const Engine& engine, const std::vector<std::string>& fields,
                          std::vector<Problem>& problems) const;
  [[nodiscard]] std::optional<Row> json_row();
  [[nodiscard]] Task json_task(const Engine& engine, const json::Value& document,
                               std::vector<Problem>& problems) const;

  const Engine &before_, &after_;
  input::LineReader reader_;
  std::string name_;
  bool json_ = false, whole_ = false;
  char delimiter_ = ',';
  std::vector<std::string> columns_, ignored_;
  std::vector<std::array<bool, 2>> known_;  // of each column: before, after
  std::uint64_t number_ = 0;
};

}  // namespace sourcing::audit
