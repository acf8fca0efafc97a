// SPDX-License-Identifier: Apache-2.0
#include "report/move_words.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

namespace sourcing::report {

namespace {

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

}  // namespace

std::string MoveWords::verdict(std::string_view text) const {
  std::string out;
  for (const std::string_view part : split(text)) {
    std::string word(part);
    for (const Disposition each :
         {Disposition::retain, Disposition::automate_first, Disposition::outsource}) {
      if (name(each) == part) word = words_.disposition(each);
    }
    render::append_item(out, part == "-" ? words_.say("report.none") : word);
  }
  return out;
}

std::string MoveWords::named(std::string_view id) const {
  if (id == "base") return words_.say("report.base");
  for (const std::string_view axis : {"engagement", "location", "disposition"}) {
    if (id == axis) return words_.say(fmt::format("report.{}", axis));
  }
  // Whatever a model does not know, it says as it was asked.
  for (const render::Wording* const words : {&words_, &before_}) {
    if (std::string label = words->criterion(id); label != id) return label;
    if (std::string label = words->rule(id); label != id) return label;
  }
  return std::string(id);
}

std::string MoveWords::cause(std::string_view text) const {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> endings = {
      {{" fires no more", "report.cause_fires_no_more"},
       {" fires", "report.cause_fires"},
       {" acts otherwise", "report.cause_acts_otherwise"}}};
  for (const auto& [ending, key] : endings) {
    if (!text.ends_with(ending)) continue;
    return words_.say(key, {{"what", named(text.substr(0, text.size() - ending.size()))}});
  }
  const std::vector<std::string_view> parts = split(text);
  constexpr std::string_view bears_no_more = "no answer bears on the ",
                             bears = "an answer bears on the ";
  if (text.starts_with(bears_no_more)) {
    return words_.say("report.cause_bears_no_more", {{"what", named(parts[5])}});
  }
  if (text.starts_with(bears)) {
    return words_.say("report.cause_bears", {{"what", named(text.substr(bears.size()))}});
  }
  if (parts.size() == 4 && parts[0] == "threshold" && parts[2] == "to") {
    return words_.say("report.cause_threshold", {{"from", parts[1]}, {"to", parts[3]}});
  }
  // `judgment +2.00 on nearshore over offshore`; the points and the second axis may be missing.
  std::size_t at = 1;
  std::string what = parts.empty() ? std::string() : named(parts[0]);
  if (at < parts.size() && parts[at] != "on") what += fmt::format(" {}", parts[at++]);
  if (at + 1 >= parts.size() || parts[at] != "on") return std::string(text);
  const std::string axis = named(parts[at + 1]);
  if (at + 3 < parts.size()) {
    return words_.say("report.cause_over",
                      {{"what", what}, {"axis", axis}, {"other", named(parts[at + 3])}});
  }
  return words_.say("report.cause_on", {{"what", what}, {"axis", axis}});
}

}  // namespace sourcing::report
