// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments/verdict_words.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "base/fold.hpp"
#include "engine/program.hpp"

namespace sourcing::cli {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 10> phrases = {{
    {"report.engagement", "engagement"},
    {"table.engagement", "engagement"},
    {"report.location", "location"},
    {"topic.location", "location"},
    {"report.disposition", "disposition"},
    {"summary.disposition", "disposition"},
    {"disposition.automate_first", "automate_first"},
    {"disposition.outsource", "outsource"},
    {"disposition.retain", "retain"},
    {"table.retain", "retain"},
}};
constexpr std::array<std::string_view, 11> ids = {
    "engagement", "location", "disposition",    "BPO",      "KPO", "onshore", "nearshore",
    "offshore",   "retain",   "automate_first", "outsource"};

}  // namespace

std::string verdict_id(const std::string& text) {
  const engine::Program& program = engine::embedded_program;
  const std::string folded = base::fold_close(text);
  for (const std::string_view id : ids) {
    if (base::fold_close(id) == folded) return std::string(id);
  }
  for (const auto& [phrase, id] : phrases) {
    for (std::size_t l = 0; l < program.languages.size(); ++l) {
      if (base::fold_close(engine::phrase(program, phrase, l)) == folded) return std::string(id);
    }
  }
  return text;
}

}  // namespace sourcing::cli
