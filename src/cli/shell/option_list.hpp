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
  /// The value is a path that is read: no output may end there.
  Option& reads() noexcept {
    file_use_ = FileUse::reads;
    return *this;
  }
  /// The value is a path that is written; `what` names it where two outputs would be one file.
  Option& writes(std::string_view what) noexcept {
    file_use_ = FileUse::writes;
    written_ = what;
    return *this;
  }
  /// What a written file holds where no option chooses: `csv`, `sql|js`.
  Option& holds(std::string_view formats) noexcept {
    held_ = formats;
    return *this;
  }
  /// As `writes`, but only ever added to, as a record log is.
  Option& appends(std::string_view what) noexcept {
    appends_ = true;
    return writes(what);
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
  [[nodiscard]] bool is_read() const noexcept { return file_use_ == FileUse::reads; }
  [[nodiscard]] bool is_written() const noexcept { return file_use_ == FileUse::writes; }
  [[nodiscard]] bool appends() const noexcept { return appends_; }
  [[nodiscard]] std::string_view written() const noexcept { return written_; }
  [[nodiscard]] std::string_view held() const noexcept { return held_; }
  /// Whether the arguments named it; known once they are parsed.
  [[nodiscard]] bool is_given() const noexcept { return given_; }
  void set_given() noexcept { given_ = true; }
  /// The name to speak of it by: the long one.
  [[nodiscard]] std::string_view spoken_name() const noexcept;
  /// Its values, as far as they are texts that are not empty.
  [[nodiscard]] std::vector<std::string_view> values() const;
  /// Whether an argument, such as `--format=json` or `-qf`, may name it.
  [[nodiscard]] bool may_be_named_by(std::string_view argument) const noexcept;

 private:
  enum class FileUse : std::uint8_t { none, reads, writes };

  std::string_view names_, description_, written_, held_, group_ = "Options";
  std::string type_;
  Target target_;
  Check check_ = nullptr;
  FileUse file_use_ = FileUse::none;
  bool required_ = false, one_at_a_time_ = false, given_ = false, appends_ = false;
};

/// Which options go together. An option that has no effect is an error, since whoever gave it
/// believes that it has one.
struct OptionRule {
  enum class Kind : std::uint8_t {
    needs,     ///< each of `options` has an effect only with one of `others`
    excludes,  ///< none of `options` goes with any of `others`
  };
  Kind kind;
  std::string_view options, others;  ///< long names joined by commas
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
  [[nodiscard]] std::deque<Option>& options() noexcept { return options_; }
  /// The option of this name (`--on`, `-o`), or null.
  [[nodiscard]] const Option* find(std::string_view name) const noexcept;

  /// Each of `options` has an effect only with one of `others`; long names joined by commas.
  void needs(std::string_view options, std::string_view others) {
    rules_.push_back({OptionRule::Kind::needs, options, others});
  }
  /// None of `options` goes with any of `others`.
  void excludes(std::string_view options, std::string_view others) {
    rules_.push_back({OptionRule::Kind::excludes, options, others});
  }
  [[nodiscard]] const std::vector<OptionRule>& rules() const noexcept { return rules_; }

 private:
  std::vector<OptionRule> rules_;
  std::deque<Option> options_;  // references to its elements stay good
};

}  // namespace sourcing::cli
