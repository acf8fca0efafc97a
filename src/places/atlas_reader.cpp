// SPDX-License-Identifier: Apache-2.0
#include "places/atlas_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.hpp"
#include "base/text.hpp"

namespace sourcing::places {

namespace {

constexpr std::size_t most_problems = 100;

std::string_view name_of(const At& at) { return at.key.empty() ? "an element" : at.key; }

}  // namespace

std::string At::pointer() const {
  if (up == nullptr) return {};
  const std::string before = up->pointer();
  return key.empty() ? fmt::format("{}/{}", before, index) : json::pointer_append(before, key);
}

void AtlasReader::fail(const At& at, std::string message, std::string hint) {
  if (problems_.size() >= most_problems) return;
  problems_.push_back(Problem{"E1001", std::move(message), std::move(hint), std::string(source_),
                              at.value->at.line, at.value->at.column, at.pointer()});
}

bool AtlasReader::expect(const At& at, json::Kind kind) {
  if (at.value->kind == kind) return true;
  fail(at, fmt::format("`{}` must be {}, found {}", base::excerpt(name_of(at)),
                       json::kind_name(kind), json::kind_name(at.value->kind)));
  return false;
}

void AtlasReader::allow(const At& object, std::initializer_list<std::string_view> keys) {
  const std::vector<std::string_view> allowed(keys);
  for (const json::Member& member : object.value->members) {
    if (member.key == "$schema" || member.key.starts_with("x_")) continue;
    if (std::find(allowed.begin(), allowed.end(), member.key) != allowed.end()) continue;
    const std::string near = base::nearest(member.key, allowed);
    fail({&member.value, &object, member.key, 0},
         fmt::format("unknown key `{}`", base::excerpt(member.key)),
         near.empty() ? "keys of your own may start with `x_`"
                      : fmt::format("did you mean `{}`?", near));
  }
}

std::optional<At> AtlasReader::member(const At& object, std::string_view key, bool required) {
  if (const json::Value* value = object.value->find(key)) return At{value, &object, key, 0};
  if (required) fail(object, fmt::format("`{}` is missing", key));
  return std::nullopt;
}

std::string AtlasReader::string(const At& object, std::string_view key, bool required) {
  const auto at = member(object, key, required);
  if (!at || !expect(*at, json::Kind::string)) return {};
  if (base::printable(at->value->text) != at->value->text) {
    fail(*at, fmt::format("`{}` must not hold control characters", key));
    return {};
  }
  if (required && base::trim(at->value->text).empty()) {
    fail(*at, fmt::format("`{}` must not be empty", key));
  }
  return at->value->text;
}

std::optional<std::int64_t> AtlasReader::number(const At& at, int decimals, std::int64_t low,
                                                std::int64_t high) {
  if (!expect(at, json::Kind::number)) return std::nullopt;
  const base::ScaledResult read = base::parse_scaled(at.value->text, decimals, true);
  if (read.error == base::DecimalError::too_many_decimals) {
    fail(at,
         fmt::format("`{}` has more than {} decimals", base::excerpt(at.value->text), decimals));
    return std::nullopt;
  }
  if (read.error != base::DecimalError::none || read.value < low || read.value > high) {
    fail(at, fmt::format("`{}` is out of range", base::excerpt(at.value->text)));
    return std::nullopt;
  }
  return read.value;
}

std::int64_t AtlasReader::number(const At& object, std::string_view key, int decimals,
                                 std::int64_t low, std::int64_t high, std::int64_t otherwise) {
  const auto at = member(object, key);
  return at ? number(*at, decimals, low, high).value_or(otherwise) : otherwise;
}

Texts AtlasReader::texts(const At& at) {
  Texts result;
  if (!expect(at, json::Kind::object)) return result;
  for (const json::Member& each : at.value->members) {
    if (!expect({&each.value, &at, each.key, 0}, json::Kind::string)) continue;
    const std::string_view language = atlas_.keep(each.key);
    result.set(language, atlas_.keep(base::printable(each.value.text)));
  }
  if (result.in("en").empty()) fail(at, "a text needs at least `en`");
  return result;
}

std::vector<std::string> AtlasReader::strings(const At& at) {
  std::vector<std::string> result;
  if (!expect(at, json::Kind::array)) return result;
  for (std::size_t i = 0; i < at.value->items.size(); ++i) {
    const At item{&at.value->items[i], &at, {}, i};
    if (expect(item, json::Kind::string)) result.push_back(base::printable(item.value->text));
  }
  return result;
}

std::string AtlasReader::country(const At& object, std::string_view key, bool required) {
  std::string code = string(object, key, required);
  const bool good = code.size() == 2 && std::all_of(code.begin(), code.end(),
                                                    [](char c) { return c >= 'A' && c <= 'Z'; });
  if (good || code.empty()) return code;
  fail(*member(object, key), fmt::format("`{}` is no country code", base::excerpt(code)),
       "two capital letters, as in ISO 3166: ES");
  return {};
}

std::vector<std::pair<std::int64_t, std::int32_t>> AtlasReader::line(const At& at,
                                                                     std::int64_t most) {
  constexpr std::int64_t bound = 1'000'000'000'000 * 100;
  std::vector<std::pair<std::int64_t, std::int32_t>> result;
  if (!expect(at, json::Kind::array)) return result;
  for (std::size_t i = 0; i < at.value->items.size(); ++i) {
    const At pair{&at.value->items[i], &at, {}, i};
    if (!expect(pair, json::Kind::array)) continue;
    if (pair.value->items.size() != 2) {
      fail(pair, "a point of a line is a pair of numbers");
      continue;
    }
    const auto x = number({pair.value->items.data(), &pair, {}, 0}, 2, -bound, bound);
    const auto y = number({&pair.value->items[1], &pair, {}, 1}, 0, 0, most);
    if (!x || !y) continue;
    if (!result.empty() && result.back().first >= *x) fail(pair, "the numbers must rise");
    result.emplace_back(*x, static_cast<std::int32_t>(*y));
  }
  if (result.empty()) fail(at, "a line needs points");
  return result;
}

std::vector<std::pair<std::string, std::int32_t>> AtlasReader::words(const At& at,
                                                                     std::int64_t most) {
  std::vector<std::pair<std::string, std::int32_t>> result;
  if (!expect(at, json::Kind::object)) return result;
  for (const json::Member& each : at.value->members) {
    const auto value = number({&each.value, &at, each.key, 0}, 0, 0, most);
    if (value) result.emplace_back(each.key, static_cast<std::int32_t>(*value));
  }
  return result;
}

}  // namespace sourcing::places
