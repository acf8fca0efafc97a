// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments/change_target.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/text.hpp"
#include "cli/arguments/verdict_words.hpp"

namespace sourcing::cli {

namespace {

bool read_part(const Session& session, const std::string& text, Verdict& target) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) {
    session.messages.error(
        "E0605", fmt::format("--to takes axis=verdict, found `{}`", base::printable(text)));
    return false;
  }
  const auto axis = choose(session, "--to", verdict_id(text.substr(0, equals)),
                           {"engagement", "location", "disposition"});
  if (!axis) return false;
  static const std::vector<std::string_view> values[] = {{"BPO", "KPO"},
                                                         {"onshore", "nearshore", "offshore"},
                                                         {"retain", "automate_first", "outsource"}};
  const auto value = choose(session, "--to", verdict_id(text.substr(equals + 1)), values[*axis]);
  if (!value) return false;
  const bool taken = (*axis == 0 && target.engagement) || (*axis == 1 && target.location) ||
                     (*axis == 2 && target.disposition);
  if (taken) {
    session.messages.error(
        "E0605",
        fmt::format("--to: `{}` is given twice, and a task has one verdict on it",
                    text.substr(0, equals)),
        "give --to once for each verdict to reach");
    return false;
  }
  if (*axis == 0) target.engagement = static_cast<Engagement>(*value);
  if (*axis == 1) target.location = static_cast<Location>(*value);
  if (*axis == 2) target.disposition = static_cast<Disposition>(*value);
  return true;
}

}  // namespace

std::vector<std::string> split_list(const std::vector<std::string>& texts) {
  std::vector<std::string> items;
  for (const std::string& text : texts) {
    std::size_t begin = 0;
    while (begin <= text.size()) {
      const std::size_t end = std::min(text.find(',', begin), text.size());
      const std::string_view item = base::trim(std::string_view(text).substr(begin, end - begin));
      if (!item.empty()) items.emplace_back(item);
      begin = end + 1;
    }
  }
  return items;
}

std::optional<std::vector<Verdict>> read_targets(const Session& session,
                                                 const std::vector<std::string>& texts) {
  std::vector<Verdict> targets;
  bool fine = true;
  for (const std::string& text : texts) {
    Verdict& target = targets.emplace_back();
    for (const std::string& part : split_list({text})) {
      fine = read_part(session, part, target) && fine;
    }
    if (target == Verdict{} && fine) fine = read_part(session, text, target);
  }
  if (!fine) return std::nullopt;
  return targets;
}

}  // namespace sourcing::cli
