// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments/money_options.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/decimal.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "money/amount.hpp"

namespace sourcing::cli {

std::optional<std::int64_t> read_share(const Session& session, std::string_view option,
                                       std::string_view text) {
  const bool percent = text.ends_with('%');
  const auto read = base::parse_scaled(base::trim(percent ? text.substr(0, text.size() - 1) : text),
                                       percent ? 4 : 6, false);
  if (read.error == base::DecimalError::none && read.value >= 0 && read.value <= money::million) {
    return read.value;
  }
  session.messages.error(
      "E0602", fmt::format("{} takes a share from 0 to 1, found `{}`", option, base::excerpt(text)),
      "8% and 0.08 are the same");
  return std::nullopt;
}

std::optional<money::Assumptions> read_assumptions(const Session& session, const std::string& path,
                                                   ExitCode& code) {
  constexpr std::size_t largest_file = std::size_t{16} << 20;
  money::Assumptions published = money::published_assumptions();
  if (path.empty()) return published;
  const base::ReadResult file = base::read_file(path, largest_file);
  if (!file.error.empty()) {
    session.messages.error("E0501", file.error, "", path);
    code = ExitCode::io;
    return std::nullopt;
  }
  auto read = money::read_assumptions(file.bytes, path, std::move(published));
  if (!read) {
    session.messages.errors(read.problems());
    code = ExitCode::bad_input;
    return std::nullopt;
  }
  return std::move(read).value();
}

bool check_years(const Session& session, std::uint32_t years) {
  if (years >= 1 && years <= most_years) return true;
  session.messages.error("E0602", fmt::format("--years takes 1 to {}", most_years));
  return false;
}

}  // namespace sourcing::cli
