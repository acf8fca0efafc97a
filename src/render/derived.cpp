// SPDX-License-Identifier: Apache-2.0
#include "render/derived.hpp"

#include <algorithm>

#include "base/json.hpp"

namespace sourcing::render {

std::vector<DerivedAnswer> derived_answers(const std::vector<Field>& fields) {
  std::vector<DerivedAnswer> out;
  const auto field = std::find_if(fields.begin(), fields.end(),
                                  [](const Field& each) { return each.name == "derived"; });
  if (field == fields.end()) return out;
  const json::ParseResult parsed = json::parse(field->json, "derived");
  if (!parsed.ok()) return out;
  for (const json::Value& entry : parsed.root.items) {
    const json::Value* criterion = entry.find("criterion");
    const json::Value* value = entry.find("value");
    const json::Value* from = entry.find("from");
    if (criterion == nullptr || value == nullptr || from == nullptr) continue;
    if (value->kind == json::Kind::null) continue;
    DerivedAnswer& answer = out.emplace_back();
    answer.criterion = criterion->text;
    for (const json::Value& column : from->items) answer.columns.push_back(column.text);
  }
  return out;
}

const DerivedAnswer* find_derived(const std::vector<DerivedAnswer>& derived,
                                  std::string_view criterion) noexcept {
  const auto found = std::find_if(derived.begin(), derived.end(), [&](const DerivedAnswer& each) {
    return each.criterion == criterion;
  });
  return found == derived.end() ? nullptr : &*found;
}

}  // namespace sourcing::render
