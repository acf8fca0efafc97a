// SPDX-License-Identifier: Apache-2.0
// What a command takes, as it declares it. Parsing, help, man pages and completions are all made
// from these lists; declaring costs next to nothing, so a start builds no more than it uses.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sourcing::cli {

/// One option, flag or positional argument. The texts are literals, the target outlives the
/// parsing.
class Option {
 public:
  /// Where the value goes. A flag is a bool; a vector takes several values.
  using Target =
      std::variant<bool*, std::string*, std::vector<std::string>*, std::uint64_t*, std::uint32_t*>;
  /// Empty when the text will do, else what is wrong with it.
  using Check = std::string (*)(const std::string& text);

  Option(std::string_view names, Target target, std::string_view description)
      : names_(names), description_(description), target_(target) {}

  /// `FILE`, or all values there are: `text|json`.
  Option& type_name(std::string type) noexcept {
    type_ = std::move(type);
    return *this;
  }
  /// The heading in help; without one the option is for tests and is shown nowhere.
  Option& group(std::string_view heading) noexcept {
    group_ = heading;
    return *this;
  }
  Option& check(Check how) noexcept {
    check_ = how;
    return *this;
  }
  Option& required() noexcept {
    required_ = true;
    return *this;
  }
  /// Takes one value each time it is given, not all that follow.
  Option& one_at_a_time() noexcept {
    one_at_a_time_ = true;
    return *this;
  }

  /// `-f,--format` as declared; a positional has its one name.
  [[nodiscard]] std::string_view declared_names() const noexcept { return names_; }
  /// `-f` and `--format`.
  [[nodiscard]] std::vector<std::string_view> names() const;
  [[nodiscard]] std::string_view description() const noexcept { return description_; }
  [[nodiscard]] const std::string& type() const noexcept { return type_; }
  [[nodiscard]] std::string_view group() const noexcept { return group_; }
  [[nodiscard]] const Target& target() const noexcept { return target_; }
  [[nodiscard]] Check check() const noexcept { return check_; }
  [[nodiscard]] bool is_required() const noexcept { return required_; }
  [[nodiscard]] bool is_one_at_a_time() const noexcept { return one_at_a_time_; }
  [[nodiscard]] bool is_positional() const noexcept { return !names_.starts_with('-'); }
  [[nodiscard]] bool is_flag() const noexcept { return std::holds_alternative<bool*>(target_); }
  [[nodiscard]] bool is_number() const noexcept {
    return std::holds_alternative<std::uint64_t*>(target_) ||
           std::holds_alternative<std::uint32_t*>(target_);
  }
  [[nodiscard]] bool takes_many() const noexcept {
    return std::holds_alternative<std::vector<std::string>*>(target_);
  }
  /// Whether an argument, such as `--format=json` or `-qf`, may name it.
  [[nodiscard]] bool may_be_named_by(std::string_view argument) const noexcept;

 private:
  std::string_view names_, description_, group_ = "Options";
  std::string type_;
  Target target_;
  Check check_ = nullptr;
  bool required_ = false, one_at_a_time_ = false;
};

/// The options of one command, in the order declared.
class OptionList {
 public:
  Option& add_option(std::string_view names, Option::Target target, std::string_view description) {
    return options_.emplace_back(names, target, description);
  }
  Option& add_flag(std::string_view names, bool& target, std::string_view description) {
    return options_.emplace_back(names, &target, description);
  }
  [[nodiscard]] const std::deque<Option>& options() const noexcept { return options_; }

 private:
  std::deque<Option> options_;  // references to its elements stay good
};

}  // namespace sourcing::cli
