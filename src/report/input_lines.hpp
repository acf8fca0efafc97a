// SPDX-License-Identifier: Apache-2.0
// Sources in front of the rows: one whose first bytes may be looked at, one that remembers lines,
// one that is in memory.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <mutex>
#include <sourcing/batch.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing::report {

/// Bytes in memory.
class Memory : public ByteSource {
 public:
  explicit Memory(std::string_view bytes) : bytes_(bytes) {}
  std::size_t read(char* into, std::size_t size) override {
    size = std::min(size, bytes_.size());
    std::copy_n(bytes_.data(), size, into);
    bytes_.remove_prefix(size);
    return size;
  }

 private:
  std::string_view bytes_;
};

/// A source of which the first bytes have been looked at.
class Looked : public ByteSource {
 public:
  explicit Looked(ByteSource& source) : source_(source) {
    constexpr std::size_t most = std::size_t{256} << 10;
    front_.resize(most);
    std::size_t size = 0;
    while (size < most) {
      const std::size_t got = source.read(front_.data() + size, most - size);
      if (got == 0) break;
      size += got;
    }
    front_.resize(size);
  }
  [[nodiscard]] std::string_view front() const noexcept { return front_; }
  std::size_t read(char* into, std::size_t size) override {
    if (at_ == front_.size()) return source_.read(into, size);
    size = std::min(size, front_.size() - at_);
    std::copy_n(front_.data() + at_, size, into);
    at_ += size;
    return size;
  }
  bool ready() override { return at_ < front_.size() || source_.ready(); }
  [[nodiscard]] Problem problem() const override { return source_.problem(); }
  bool use_columns(const std::vector<ColumnUse>& uses) override {
    return source_.use_columns(uses);
  }
  void locate(Problem& problem) const override { source_.locate(problem); }

 private:
  ByteSource& source_;
  std::string front_;
  std::size_t at_ = 0;
};

/// Remembers each line that holds something until it is asked for.
class RememberedLines : public ByteSource {
 public:
  explicit RememberedLines(ByteSource& source) : source_(source) {}
  std::size_t read(char* into, std::size_t size) override;
  bool ready() override { return source_.ready(); }
  [[nodiscard]] Problem problem() const override { return source_.problem(); }
  /// The first that was not asked for yet; empty when there is none.
  [[nodiscard]] std::string next();

 private:
  ByteSource& source_;
  std::mutex mutex_;
  std::deque<std::string> lines_;
  std::string open_;
};

/// How tasks stand in an input that begins like this.
enum class InputForm : std::uint8_t { table, lines, whole_json };
[[nodiscard]] InputForm form_of(std::string_view front);

/// JSON tasks, one or an array of them, as one line each. False: `problems` says why not.
[[nodiscard]] bool to_lines(ByteSource& source, std::string_view label, std::string& lines,
                            std::vector<Problem>& problems);

/// The fields of the row at the front of `bytes`, as they are written, quotes and all; `bytes` then
/// begins with the next row.
void next_row(std::string_view& bytes, char delimiter, std::vector<std::string_view>& fields);

}  // namespace sourcing::report
