// SPDX-License-Identifier: Apache-2.0
// The arguments are gone through twice: first for what belongs to which option, then each option in
// the order declared makes of it what its target holds. What is wrong first in that order is told.
#include "cli/arguments/parse_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/text.hpp"
#include "cli/arguments/option_rules.hpp"
#include "cli/shell/session.hpp"

namespace sourcing::cli {

namespace {

// `-` alone is a file, and `-5` a number.
bool is_value(std::string_view argument) {
  return !argument.starts_with('-') || argument.size() == 1 ||
         (argument[1] >= '0' && argument[1] <= '9');
}

// Whether it takes all values that follow.
bool takes_all(const Option& option) { return option.takes_many() && !option.is_one_at_a_time(); }

class Arguments {
 public:
  Arguments(const OptionList& list, std::span<const std::string> arguments)
      : list_(list), rest_(arguments) {}

  /// Goes through all of them; the option that is left without a value, or null.
  const Option* sort_out() {
    bool options = true;  // until `--`
    while (!rest_.empty()) {
      const std::string_view argument = next();
      if (options && argument == "--") {
        options = false;
      } else if (!options || is_value(argument)) {
        positional(argument);
      } else if (const Option* lacking = argument.starts_with("--") ? long_name(argument)
                                                                    : letters(argument.substr(1))) {
        return lacking;
      }
    }
    return nullptr;
  }

  [[nodiscard]] std::vector<std::string_view> values_of(const Option& option) const {
    std::vector<std::string_view> values;
    for (const auto& [owner, value] : given_) {
      if (owner == &option) values.push_back(value);
    }
    return values;
  }
  /// Arguments that nobody asked for.
  [[nodiscard]] const std::vector<std::string>& extras() const noexcept { return extras_; }

 private:
  std::string_view next() {
    const std::string_view argument = rest_.front();
    rest_ = rest_.subspan(1);
    return argument;
  }

  [[nodiscard]] bool has(const Option& option) const {
    return std::any_of(given_.begin(), given_.end(),
                       [&](const auto& each) { return each.first == &option; });
  }

  const Option* long_name(std::string_view argument) {
    const std::size_t equals = std::min(argument.find('='), argument.size());
    const Option* option = list_.find(argument.substr(0, equals));
    if (option == nullptr) {
      extras_.emplace_back(argument);
      return nullptr;
    }
    return take(*option, argument.substr(std::min(equals + 1, argument.size())));
  }

  // Of `-qf`, `qf`: flags can stand together, and the value of another is what follows.
  const Option* letters(std::string_view rest) {
    while (!rest.empty()) {
      const std::array<char, 2> name = {'-', rest.front()};
      const Option* option = list_.find({name.data(), name.size()});
      if (option == nullptr) {
        extras_.push_back(fmt::format("-{}", rest));
        return nullptr;
      }
      rest.remove_prefix(1);
      if (!option->is_flag()) return take(*option, rest);
      given_.emplace_back(option, "");
    }
    return nullptr;
  }

  // The option with its value, which stands in the same argument or is the next.
  const Option* take(const Option& option, std::string_view value) {
    if (option.is_flag() || !value.empty()) {
      given_.emplace_back(&option, value);
    } else if (rest_.empty()) {
      return &option;
    } else {
      given_.emplace_back(&option, next());
    }
    if (!takes_all(option)) return nullptr;
    const std::size_t kept = positionals_required();
    while (rest_.size() > kept && is_value(rest_.front())) given_.emplace_back(&option, next());
    if (!rest_.empty() && rest_.front() == "--") next();
    return nullptr;
  }

  void positional(std::string_view value) {
    for (const Option& option : list_.options()) {
      if (!option.is_positional() || (has(option) && !takes_all(option))) continue;
      given_.emplace_back(&option, value);
      return;
    }
    extras_.emplace_back(value);
  }

  // How many arguments are still needed for those.
  [[nodiscard]] std::size_t positionals_required() const {
    const auto& options = list_.options();
    return static_cast<std::size_t>(
        std::count_if(options.begin(), options.end(), [&](const Option& option) {
          return option.is_positional() && option.is_required() && !has(option);
        }));
  }

  const OptionList& list_;
  std::span<const std::string> rest_;
  std::vector<std::pair<const Option*, std::string_view>> given_;
  std::vector<std::string> extras_;
};

// A flag is on, unless it says otherwise: `--quiet=no`.
bool read(std::string_view text, bool& flag) {
  constexpr std::array<std::string_view, 6> on = {"", "true", "on", "yes", "enable", "1"};
  constexpr std::array<std::string_view, 5> off = {"false", "off", "no", "disable", "0"};
  const std::string word = base::ascii_lower(text);
  flag = std::find(on.begin(), on.end(), word) != on.end();
  return flag || std::find(off.begin(), off.end(), word) != off.end();
}

template <class Number>
bool read(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

bool read(std::string_view text, std::string& target) {
  target = text;
  return true;
}

// What is wrong with one of the values; empty if nothing is.
std::string checked(const Option& option, const std::vector<std::string_view>& values) {
  const Option::Check check = option.check() != nullptr ? option.check()
                              : option.is_number()      ? whole_number
                                                        : nullptr;
  for (const std::string_view value : values) {
    if (check == nullptr) break;
    const std::string mistake = check(std::string(value));
    if (!mistake.empty()) {
      return fmt::format("`{}`: {}", option.spoken_name(), base::printable(mistake));
    }
  }
  return {};
}

// Gives an option its values. What is wrong with them; empty if nothing is.
std::string set(Option& option, const std::vector<std::string_view>& values) {
  if (std::string mistake = checked(option, values); !mistake.empty()) return mistake;
  if (values.size() > 1 && !option.is_flag() && !option.takes_many()) {
    return fmt::format("`{}` is given twice", option.spoken_name());
  }
  option.set_given();
  const bool fine = std::visit(
      [&](auto* target) {
        if constexpr (std::is_same_v<decltype(target), std::vector<std::string>*>) {
          target->assign(values.begin(), values.end());
          return true;
        } else {
          return read(values.back(), *target);
        }
      },
      option.target());
  if (fine) return {};
  return fmt::format("`{}` does not take `{}`", option.spoken_name(),
                     base::printable(values.back()));
}

// The options that a name may have been meant for: those that it begins, else the nearest.
std::string meant_by(const std::string& bare, const std::vector<std::string_view>& candidates) {
  constexpr std::size_t shortest = 4, most = 3;
  std::vector<std::string> begun;
  for (const std::string_view name : candidates) {
    if (bare.size() >= shortest && name.starts_with(bare))
      begun.push_back(fmt::format("`{}`", name));
  }
  if (!begun.empty() && begun.size() <= most) return fmt::format("{}", fmt::join(begun, " or "));
  const std::string near = base::nearest(bare, candidates);
  return near.empty() ? near : fmt::format("`{}`", near);
}

void refuse_extras(const Session& session, std::string_view command, const OptionList& list,
                   const std::vector<std::string>& extras) {
  std::vector<std::string_view> candidates;
  for (const Option& option : list.options()) {
    for (const std::string_view name : option.names()) {
      if (name.starts_with("--")) candidates.push_back(name);
    }
  }
  for (const std::string& extra : extras) {
    const std::string bare = extra.substr(0, extra.find('='));
    if (!bare.starts_with('-') || bare == "-") {
      session.messages.error("E0604",
                             fmt::format("unexpected argument `{}`", base::printable(extra)));
      continue;
    }
    const std::string near = meant_by(bare, candidates);
    session.messages.error("E0603",
                           fmt::format("`{}` has no option `{}`", command, base::printable(bare)),
                           near.empty() ? fmt::format("`{} --help` lists them", command)
                                        : fmt::format("did you mean {}?", near));
  }
}

// The first thing that is wrong with what was given; empty if nothing is.
std::string give_out(OptionList& list, Arguments& arguments) {
  if (const Option* lacking = arguments.sort_out(); lacking != nullptr) {
    return fmt::format("`{}` needs a value", lacking->spoken_name());
  }
  for (Option& option : list.options()) {
    const std::vector<std::string_view> values = arguments.values_of(option);
    if (values.empty()) continue;
    if (std::string mistake = set(option, values); !mistake.empty()) return mistake;
  }
  for (const Option& option : list.options()) {
    if (option.is_required() && !option.is_given()) {
      return fmt::format("{} is required", option.spoken_name());
    }
  }
  return {};
}

}  // namespace

bool parse_options(const Session& session, const std::string& command, OptionList& list,
                   const std::vector<std::string>& arguments) {
  if (!none_is_empty(session, command, list, arguments)) return false;
  Arguments sorted(list, arguments);
  if (std::string mistake = give_out(list, sorted); !mistake.empty()) {
    session.messages.error("E0605", std::move(mistake), fmt::format("see `{} --help`", command));
    return false;
  }
  if (!sorted.extras().empty()) {
    refuse_extras(session, command, list, sorted.extras());
    return false;
  }
  return keeps_rules(session, command, list);
}

}  // namespace sourcing::cli
