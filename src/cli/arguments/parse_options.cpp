// SPDX-License-Identifier: Apache-2.0
// The only user of CLI11.
#include "cli/arguments/parse_options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
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

CLI::Option* add(CLI::App& app, const Option& option) {
  std::string names(option.declared_names()), description(option.description());
  return std::visit(
      [&](auto* target) -> CLI::Option* {
        if constexpr (std::is_same_v<decltype(target), bool*>) {
          return app.add_flag(std::move(names), *target, std::move(description));
        } else {
          return app.add_option(std::move(names), *target, std::move(description));
        }
      },
      option.target());
}

CLI::Option* add_whole(CLI::App& app, const Option& option) {
  CLI::Option* added = add(app, option);
  if (!option.type().empty()) added->type_name(option.type());
  if (option.check() != nullptr) {
    added->check(option.check());
  } else if (option.is_number()) {
    added->check(whole_number);  // CLI11 reads -1 as a very large number, and 010 as eight
  }
  if (option.is_required()) added->required();
  if (option.is_one_at_a_time()) added->allow_extra_args(false);
  return added;
}

// Building an option costs CLI11 as much as judging a task does, so only what the arguments may
// name is built.
bool needed(const Option& option, const std::vector<std::string>& arguments) {
  return option.is_positional() ||
         std::any_of(arguments.begin(), arguments.end(),
                     [&](const std::string& each) { return option.may_be_named_by(each); });
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

// Arguments that nobody asked for.
void refuse_extras(const Session& session, const CLI::App& app, const OptionList& list) {
  std::vector<std::string_view> candidates;
  for (const Option& option : list.options()) {
    for (const std::string_view name : option.names()) {
      if (name.starts_with("--")) candidates.push_back(name);
    }
  }
  for (const std::string& extra : app.remaining(true)) {
    const std::string bare = extra.substr(0, extra.find('='));
    if (!bare.starts_with('-') || bare == "-") {
      session.messages.error("E0604",
                             fmt::format("unexpected argument `{}`", base::printable(extra)));
      continue;
    }
    const std::string near = meant_by(bare, candidates);
    session.messages.error(
        "E0603", fmt::format("`{}` has no option `{}`", app.get_name(), base::printable(bare)),
        near.empty() ? fmt::format("`{} --help` lists them", app.get_name())
                     : fmt::format("did you mean {}?", near));
  }
}

// The kinds of mistake that CLI11 tells apart, each with what it says of it:
//   ArgumentMismatch  --format: 1 required text|json missing
//   ConversionError   Could not convert: --cells = many
//   ValidationError   --cells: what our check said
//   RequiredError     KIND is required
std::string in_our_words(const CLI::ParseError& error) {
  const std::string_view said = error.what();
  constexpr std::string_view required = " is required";
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr && said.ends_with(required)) {
    return fmt::format("{} is required",
                       base::printable(said.substr(0, said.size() - required.size())));
  }
  const std::size_t colon = said.find(": ");
  if (colon == std::string_view::npos) return base::printable(said);
  const std::string_view before = said.substr(0, colon), after = said.substr(colon + 2);
  if (after.starts_with("At Most 1 required")) {
    return fmt::format("`{}` is given twice", base::printable(before));
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr && after.ends_with("missing")) {
    return fmt::format("`{}` needs a value", base::printable(before));
  }
  if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) {
    const std::size_t equals = after.find(" = ");
    if (equals != std::string_view::npos) {
      return fmt::format("`{}` does not take `{}`", base::printable(after.substr(0, equals)),
                         base::printable(after.substr(equals + 3)));
    }
  }
  if (dynamic_cast<const CLI::ValidationError*>(&error) != nullptr) {
    return fmt::format("`{}`: {}", base::printable(before), base::printable(after));
  }
  return base::printable(said);
}

}  // namespace

bool parse_options(const Session& session, const std::string& command, OptionList& list,
                   const std::vector<std::string>& arguments) {
  if (!none_is_empty(session, command, list, arguments)) return false;
  CLI::App app{"", command};
  app.set_help_flag();  // ours is answered before
  std::vector<std::pair<Option*, const CLI::Option*>> built;
  for (Option& option : list.options()) {
    if (needed(option, arguments)) built.emplace_back(&option, add_whole(app, option));
  }
  try {
    // CLI11 wants them in reverse.
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    for (const auto& [option, added] : built) {
      if (added->count() > 0) option->set_given();
    }
    return keeps_rules(session, command, list);
  } catch (const CLI::ExtrasError&) {
    refuse_extras(session, app, list);
  } catch (const CLI::ParseError& error) {
    session.messages.error("E0605", in_our_words(error), fmt::format("see `{} --help`", command));
  }
  return false;
}

}  // namespace sourcing::cli
