// SPDX-License-Identifier: Apache-2.0
// Output bytes of a block. Grows, but never shrinks: after the first blocks nothing is allocated.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace sourcing::batch {

class Buffer {
 public:
  /// Makes room for `more` bytes and a few that whole-word copies write past them. The pointer is
  /// where they go; tell `advance_to` how far you got.
  char* room(std::size_t more) {
    if (capacity_ - size_ < more + slack) grow(more);
    return bytes_.get() + size_;
  }
  void advance_to(const char* end) noexcept {
    size_ = static_cast<std::size_t>(end - bytes_.get());
  }
  void append(std::string_view text) {
    char* at = room(text.size());
    if (!text.empty()) std::memcpy(at, text.data(), text.size());
    size_ += text.size();
  }
  void clear() noexcept { size_ = 0; }
  void cut(std::size_t size) noexcept { size_ = size; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::string_view view() const noexcept { return {bytes_.get(), size_}; }
  [[nodiscard]] char* data() noexcept { return bytes_.get(); }

 private:
  static constexpr std::size_t slack = 64;

  void grow(std::size_t more) {
    const std::size_t wanted = 2 * capacity_ + more + slack;
    auto larger = std::make_unique_for_overwrite<char[]>(wanted);
    if (size_ > 0) std::memcpy(larger.get(), bytes_.get(), size_);
    bytes_ = std::move(larger);
    capacity_ = wanted;
  }

  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0, capacity_ = 0;
};

}  // namespace sourcing::batch
