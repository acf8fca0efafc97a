// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments/change_target.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "base/fold.hpp"
#include "base/text.hpp"
#include "engine/program.hpp"

namespace sourcing::cli {

namespace {

// What is said of a verdict in any language, as the id of it; anything else as it is. Shown words
// are those of the default phrases: a model may have others, and then takes the ids alone.
std::string as_verdict(const std::string& text) {
  const engine::Program& program = engine::embedded_program;
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> phrases = {{
      {"topic.location", "location"},
      {"disposition.automate_first", "automate_first"},
      {"disposition.outsource", "outsource"},
      {"disposition.retain", "retain"},
  }};
  const std::string folded = base::fold_close(text);
  for (const auto& [phrase, id] : phrases) {
    if (base::fold_close(id) == folded) return std::string(id);
    for (std::size_t l = 0; l < program.languages.size(); ++l) {
      if (base::fold_close(engine::phrase(program, phrase, l)) == folded) return std::string(id);
    }
  }
  for (const std::string_view id :
       {"engagement", "disposition", "BPO", "KPO", "onshore", "nearshore", "offshore"}) {
    if (base::fold_close(id) == folded) return std::string(id);
  }
  return text;
}

bool read_part(const Session& session, const std::string& text, Verdict& target) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) {
    session.messages.error(
        "E0605", fmt::format("--to takes axis=verdict, found `{}`", base::printable(text)));
    return false;
  }
  const auto axis = choose(session, "--to", as_verdict(text.substr(0, equals)),
                           {"engagement", "location", "disposition"});
  if (!axis) return false;
  static const std::vector<std::string_view> values[] = {{"BPO", "KPO"},
                                                         {"onshore", "nearshore", "offshore"},
                                                         {"retain", "automate_first", "outsource"}};
  const auto value = choose(session, "--to", as_verdict(text.substr(equals + 1)), values[*axis]);
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
