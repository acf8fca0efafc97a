// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments/requirement.hpp"

#include <fmt/format.h>

#include <string_view>

#include "cli/arguments/verdict_words.hpp"

namespace sourcing::cli {

namespace {

using What = Requirement::What;

std::optional<Requirement> read_require(const Session& session, const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::string axis =
      equals == std::string::npos ? "status" : verdict_id(text.substr(0, equals));
  Requirement requirement{What::status,
                          equals == std::string::npos ? text : text.substr(equals + 1),
                          "--require " + text};
  const auto what =
      choose(session, "--require", axis, {"status", "engagement", "location", "disposition"});
  if (!what) return std::nullopt;
  requirement.what = static_cast<What>(*what);
  std::vector<std::string_view> values = {"decided", "tentative", "undetermined"};
  if (requirement.what != What::disposition_status) values.emplace_back("clear");
  if (!choose(session, "--require", requirement.value, values)) return std::nullopt;
  if (requirement.value == "clear") {
    requirement.what = requirement.what == What::engagement_status ? What::clear_engagement
                       : requirement.what == What::location_status ? What::clear_location
                                                                   : What::clear;
  }
  return requirement;
}

std::optional<Requirement> read_expect(const Session& session, const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) {
    session.messages.error("E0605", fmt::format("--expect takes axis=verdict, found `{}`", text));
    return std::nullopt;
  }
  const auto what = choose(session, "--expect", verdict_id(text.substr(0, equals)),
                           {"engagement", "location", "disposition", "hybrid"});
  if (!what) return std::nullopt;
  Requirement requirement{static_cast<What>(*what + static_cast<std::size_t>(What::engagement)),
                          verdict_id(text.substr(equals + 1)), "--expect " + text};
  static const std::vector<std::string_view> values[] = {{"BPO", "KPO"},
                                                         {"onshore", "nearshore", "offshore"},
                                                         {"retain", "automate_first", "outsource"},
                                                         {"true", "false"}};
  if (!choose(session, "--expect", requirement.value, values[*what])) return std::nullopt;
  return requirement;
}

bool clear_engagement(const Decision& decision) {
  return decision.verdict.engagement && !decision.hybrid;
}
bool clear_location(const Decision& decision) {
  return decision.verdict.location && !decision.close.value_or(true);
}

template <class T>
std::string_view named(const std::optional<T>& value) {
  return value ? name(*value) : std::string_view{};
}

}  // namespace

bool Requirement::holds(const Decision& decision) const {
  switch (what) {
    case What::status:
      return name(decision.status) == value;
    case What::engagement_status:
      return name(decision.engagement_status) == value;
    case What::location_status:
      return name(decision.location_status) == value;
    case What::disposition_status:
      return name(decision.disposition_status) == value;
    case What::engagement:
      return named(decision.verdict.engagement) == value;
    case What::location:
      return named(decision.verdict.location) == value;
    case What::disposition:
      return named(decision.verdict.disposition) == value;
    case What::clear:
      return clear_engagement(decision) && clear_location(decision) &&
             decision.verdict.disposition && decision.robust;
    case What::clear_engagement:
      return clear_engagement(decision);
    case What::clear_location:
      return clear_location(decision);
    case What::hybrid:
      return decision.verdict.engagement && (decision.hybrid ? "true" : "false") == value;
  }
  return false;
}

std::optional<std::vector<Requirement>> read_requirements(const Session& session,
                                                          const std::vector<std::string>& require,
                                                          const std::vector<std::string>& expect) {
  std::vector<Requirement> requirements;
  bool fine = true;
  const auto add = [&](std::optional<Requirement> requirement) {
    fine = fine && requirement.has_value();
    if (requirement) requirements.push_back(std::move(*requirement));
  };
  for (const std::string& text : require) add(read_require(session, text));
  for (const std::string& text : expect) add(read_expect(session, text));
  for (auto one = requirements.begin(); one != requirements.end(); ++one) {
    for (auto other = requirements.begin(); other != one; ++other) {
      if (one->what != other->what || one->value == other->value) continue;
      session.messages.error("E0605",
                             fmt::format("`{}` and `{}` cannot both hold", other->text, one->text),
                             "leave one of them out");
      fine = false;
    }
  }
  if (!fine) return std::nullopt;
  return requirements;
}

}  // namespace sourcing::cli
