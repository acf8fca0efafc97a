// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sourcing/problem.hpp>
#include <utility>
#include <variant>
#include <vector>

namespace sourcing {

/// A value, or the problems (at least one) that prevented it. C++20 has no `std::expected`.
template <class T>
class Result {
 public:
  Result(T value)
      : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit on purpose
  Result(std::vector<Problem> problems)                      // NOLINT: implicit on purpose
      : state_(std::in_place_index<1>, std::move(problems)) {}

  [[nodiscard]] bool ok() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return ok(); }

  /// Throws std::bad_variant_access unless ok(), as `*` and `->` do. Of a result that is about to
  /// end: a value of its own, so that a loop over a part of it does not read what is gone.
  [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
  [[nodiscard]] T& value() & { return std::get<0>(state_); }
  [[nodiscard]] T value() && { return std::get<0>(std::move(state_)); }
  [[nodiscard]] const T& operator*() const& { return value(); }
  [[nodiscard]] T& operator*() & { return value(); }
  [[nodiscard]] T operator*() && { return std::move(*this).value(); }
  const T* operator->() const& { return &value(); }
  T* operator->() & { return &value(); }
  const T* operator->() const&& = delete;  ///< name the result first

  /// Empty when ok().
  [[nodiscard]] const std::vector<Problem>& problems() const& noexcept { return listed(); }
  /// Of a result that is about to end: a list of its own, so that a loop over
  /// `parse_task(…).problems()` does not read what is gone.
  [[nodiscard]] std::vector<Problem> problems() && { return listed(); }
  [[nodiscard]] std::vector<Problem> problems() const&& { return listed(); }

 private:
  [[nodiscard]] const std::vector<Problem>& listed() const noexcept {
    static const std::vector<Problem> none;
    const auto* list = std::get_if<1>(&state_);
    return list != nullptr ? *list : none;
  }

  std::variant<T, std::vector<Problem>> state_;
};

}  // namespace sourcing
