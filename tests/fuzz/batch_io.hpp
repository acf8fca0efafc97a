// SPDX-License-Identifier: Apache-2.0
// Where a batch reads from and writes to in memory.
#pragma once

#include <algorithm>
#include <sourcing/batch.hpp>
#include <string>
#include <string_view>

namespace sourcing::fuzz {

/// Bytes in memory, at most `most` at a time.
class Pieces final : public ByteSource {
 public:
  Pieces(std::string_view bytes, std::size_t most) : bytes_(bytes), most_(most) {}

  std::size_t read(char* into, std::size_t size) override {
    const std::size_t count = std::min({size, most_, bytes_.size()});
    std::copy_n(bytes_.data(), count, into);
    bytes_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view bytes_;
  std::size_t most_;
};

/// Keeps what is written.
class Kept final : public ByteSink {
 public:
  bool write(std::string_view bytes) override {
    text += bytes;
    return true;
  }

  std::string text;
};

}  // namespace sourcing::fuzz
