// SPDX-License-Identifier: Apache-2.0
// Tasks out of a file or a pipe, one at a time: a single JSON document, or NDJSON of any length.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <sourcing/result.hpp>
#include <sourcing/task.hpp>
#include <string>
#include <string_view>

#include "engine/program.hpp"

namespace sourcing::input {

/// Limit of one document, or of one line of NDJSON.
inline constexpr std::size_t most_task_bytes = std::size_t{16} << 20;

/// Reads lines from a descriptor with a bounded buffer.
class LineReader {
 public:
  LineReader() = default;
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;
  ~LineReader();

  /// `-` is standard input. Returns why it cannot be opened, empty when it can.
  [[nodiscard]] std::string open(const std::string& path);

  /// The next line with its line feed, or nothing at the end. A line over the limit is cut short;
  /// `too_long` says so and the rest of it is skipped. The view lasts until the next call.
  [[nodiscard]] std::optional<std::string_view> line(std::size_t limit, bool& too_long);

  /// Everything from here to the end, up to the limit.
  [[nodiscard]] std::string rest(std::size_t limit, bool& too_long);

  /// True when nothing but white space follows in what can be read.
  [[nodiscard]] bool blank_until_end();
  /// The first byte after white space without consuming it; 0 at the end.
  [[nodiscard]] char peek_past_blank();

  /// Why reading failed, empty when it did not.
  [[nodiscard]] const std::string& error() const noexcept { return error_; }

 private:
  bool fill();

  int descriptor_ = -1;
  bool owned_ = false;
  bool end_ = false;
  std::string buffer_;
  std::size_t begin_ = 0;  // of what has not been handed out
  std::string error_;
};

/// The tasks of one input, in order; each with its own problems.
class TaskStream {
 public:
  TaskStream(const engine::Program& program, std::string path);

  /// Returns why it cannot be opened or read, empty when it can.
  [[nodiscard]] std::string open();

  /// The next task or its problems; nothing at the end. After the end, `error()` tells whether
  /// reading broke off.
  [[nodiscard]] std::optional<Result<Task>> next();

  [[nodiscard]] const std::string& error() const noexcept { return reader_.error(); }
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  /// True when the input turned out to be NDJSON. Known after the first `next()`.
  [[nodiscard]] bool is_ndjson() const noexcept { return ndjson_; }

  /// Keeps the JSON text of each task as it was read, for a decision record.
  void keep_text() noexcept { keep_text_ = true; }
  /// That of the last task, without white space around it.
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

 private:
  Result<Task> parse(std::string_view bytes, std::uint32_t first_line);
  Result<Task> too_long(std::uint32_t line);

  const engine::Program& program_;
  std::string path_, name_;
  LineReader reader_;
  bool started_ = false, ndjson_ = false, keep_text_ = false;
  std::string text_;
  std::uint32_t line_ = 0;  // of the line handed out last
};

}  // namespace sourcing::input
