// SPDX-License-Identifier: Apache-2.0
#include "cli/refuse.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"

namespace sourcing::cli {

namespace {

// Arguments that nobody asked for.
void refuse_extras(const Session& session, const CLI::App& app) {
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  }
  const std::vector<std::string_view> candidates(known.begin(), known.end());
  for (const std::string& extra : app.remaining(true)) {
    const std::string bare = extra.substr(0, extra.find('='));
    if (!bare.starts_with('-') || bare == "-") {
      session.messages.error("E0604",
                             fmt::format("unexpected argument `{}`", base::printable(extra)));
      continue;
    }
    const std::string near = base::nearest(bare, candidates);
    session.messages.error(
        "E0603", fmt::format("`{}` has no option `{}`", app.get_name(), base::printable(bare)),
        near.empty() ? fmt::format("`{} --help` lists them", app.get_name())
                     : fmt::format("did you mean `{}`?", near));
  }
}

// The kinds of mistake that CLI11 tells apart, each with what it says of it:
//   ArgumentMismatch  --format: 1 required text|json missing
//   ConversionError   Could not convert: --cells = many
//   ValidationError   --cells: what our check said
std::string in_our_words(const CLI::ParseError& error) {
  const std::string_view said = error.what();
  const std::size_t colon = said.find(": ");
  if (colon == std::string_view::npos) return base::printable(said);
  const std::string_view before = said.substr(0, colon), after = said.substr(colon + 2);
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

ExitCode refuse(const Session& session, const CLI::App& app, const CLI::ParseError& error) {
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    refuse_extras(session, app);
  } else {
    session.messages.error("E0605", in_our_words(error),
                           fmt::format("see `{} --help`", app.get_name()));
  }
  return ExitCode::usage;
}

}  // namespace sourcing::cli
