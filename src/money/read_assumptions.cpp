// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>

#include "base/decimal.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "money/assumptions.hpp"

namespace sourcing::money {

namespace {

constexpr std::array<std::string_view, 11> keys = {
    "id", "line", "low", "high", "value", "unit", "note", "applies_to", "source", "year", "weak"};

// An entry of a file: what it gives, and where.
struct Entry {
  const json::Value* value = nullptr;
  std::string at;  // JSON pointer
  [[nodiscard]] const json::Value* find(std::string_view key) const { return value->find(key); }
};

class Reader {
 public:
  Reader(std::string_view source, Assumptions onto, bool own)
      : source_(source), assumptions_(std::move(onto)), own_(own) {}

  Result<Assumptions> run(std::string_view bytes) {
    json::ParseResult parsed = json::parse(bytes, source_);
    problems_ = std::move(parsed.problems);
    if (!parsed.readable()) return std::move(problems_);
    top(parsed.root);
    if (!problems_.empty()) {
      json::sort_by_place(problems_);
      return std::move(problems_);
    }
    return std::move(assumptions_);
  }

 private:
  void fail(std::string_view code, const json::Value& value, std::string pointer,
            std::string message, std::string hint = {}) {
    problems_.push_back({std::string(code), std::move(message), std::move(hint), source_,
                         value.at.line, value.at.column, std::move(pointer)});
  }

  void top(const json::Value& root) {
    const json::Value* const list = root.find("assumptions");
    if (list == nullptr || list->kind != json::Kind::array) {
      fail("E0901", list == nullptr ? root : *list, list == nullptr ? "" : "/assumptions",
           "a file of assumptions is an object with an array `assumptions`",
           "`sourcing schema money` has the form");
      return;
    }
    for (std::size_t i = 0; i < list->items.size(); ++i) {
      const Entry entry{&list->items[i], fmt::format("/assumptions/{}", i)};
      if (entry.value->kind != json::Kind::object) {
        fail("E0901", *entry.value, entry.at,
             fmt::format("an assumption is an object, found {}", kind_name(entry.value->kind)));
        continue;
      }
      known_keys(entry);
      one(entry);
    }
  }

  void known_keys(const Entry& entry) {
    for (const json::Member& member : entry.value->members) {
      if (member.key.starts_with("x_")) continue;
      if (std::find(keys.begin(), keys.end(), member.key) != keys.end()) continue;
      const std::string near = base::nearest(member.key, keys);
      fail("E0901", member.value, json::pointer_append(entry.at, member.key),
           fmt::format("an assumption has no `{}`", base::excerpt(member.key)),
           near.empty() ? fmt::format("it may have {}", fmt::join(keys, ", "))
                        : fmt::format("did you mean `{}`?", near));
    }
  }

  // Empty where it is missing or no text, which is told unless it may be missing.
  std::string text(const Entry& entry, std::string_view key, bool needed) {
    const json::Value* const value = entry.find(key);
    if (value == nullptr || value->kind == json::Kind::null) {
      if (needed) fail("E0901", *entry.value, entry.at, fmt::format("`{}` is missing", key));
      return {};
    }
    if (value->kind != json::Kind::string || value->text.empty()) {
      fail("E0901", *value, json::pointer_append(entry.at, key),
           fmt::format("`{}` must be a text that is not empty", key));
      return {};
    }
    return value->text;
  }

  void one(const Entry& entry) {
    const std::string id = text(entry, "id", true);
    if (id.empty()) return;
    if (std::find(seen_.begin(), seen_.end(), id) != seen_.end()) {
      fail("E0902", *entry.value, entry.at,
           fmt::format("the assumption `{}` is given twice", base::excerpt(id)));
      return;
    }
    seen_.push_back(id);
    const auto known = std::find_if(assumptions_.begin(), assumptions_.end(),
                                    [&](const Assumption& each) { return each.id == id; });
    const bool fresh = known == assumptions_.end();
    Assumption next = fresh ? Assumption{} : *known;
    next.id = id;
    next.own = own_;
    if (fresh && !placed(entry, next)) return;
    if (!fresh && !same_line(entry, next)) return;
    if (!options(entry, next, fresh)) return;
    if (!range(entry, next, fresh)) return;
    about(entry, next);
    if (fresh) {
      assumptions_.push_back(std::move(next));
    } else {
      *known = std::move(next);
    }
    take_over(id);
  }

  // The line of an assumption that nobody has named before.
  bool placed(const Entry& entry, Assumption& next) {
    const json::Value* const given = entry.find("line");
    const std::string line = given == nullptr ? next.id : text(entry, "line", false);
    if (line.empty()) return false;
    const auto found = line_named(line);
    if (!found) {
      std::vector<std::string_view> names;
      for (const Assumption& each : assumptions_) names.push_back(each.id);
      for (const LineKind& each : line_kinds()) names.push_back(each.id);
      const std::string near = base::nearest(line, names);
      fail("E0902", given == nullptr ? *entry.value : *given, entry.at,
           fmt::format("`{}` is no assumption and no line of a business case", base::excerpt(line)),
           near.empty() ? "docs/money.md lists them" : fmt::format("did you mean `{}`?", near));
      return false;
    }
    next.line = *found;
    return true;
  }

  bool same_line(const Entry& entry, const Assumption& next) {
    const json::Value* const given = entry.find("line");
    if (given == nullptr || text(entry, "line", false) == kind(next.line).id) return true;
    fail("E0902", *given, json::pointer_append(entry.at, "line"),
         fmt::format("`{}` is of the line `{}`", next.id, kind(next.line).id),
         "another line needs another id");
    return false;
  }

  bool options(const Entry& entry, Assumption& next, bool fresh) {
    const json::Value* const given = entry.find("applies_to");
    const std::string at = json::pointer_append(entry.at, "applies_to");
    if (given == nullptr) {
      if (fresh) {
        for (const Assumption& each : assumptions_) {
          if (each.line == next.line) next.applies_to |= each.applies_to;
        }
      }
      if (next.applies_to != 0) return true;
      fail("E0901", *entry.value, entry.at, "`applies_to` is missing",
           fmt::format("a list of options: {}", fmt::join(option_names, ", ")));
      return false;
    }
    next.applies_to = 0;
    bool good = given->kind == json::Kind::array && !given->items.empty();
    for (const json::Value& item : given->items) {
      const auto option =
          option_named(item.kind == json::Kind::string ? std::string_view(item.text) : "");
      // Keeping the work knows one line only: how its cost grows.
      if (option.has_value() && (*option != Option::keep || next.line == Line::wage_growth)) {
        next.applies_to =
            static_cast<std::uint8_t>(next.applies_to | 1U << static_cast<unsigned>(*option));
      } else {
        good = false;
      }
    }
    if (good) return true;
    fail("E0901", *given, at,
         fmt::format("`applies_to` of the line `{}` must be a list of: {}", kind(next.line).id,
                     next.line == Line::wage_growth
                         ? fmt::format("{}", fmt::join(option_names, ", "))
                         : fmt::format("{}", fmt::join(option_names.begin() + 1, option_names.end(),
                                                       ", "))));
    return false;
  }

  bool range(const Entry& entry, Assumption& next, bool fresh) {
    if (const std::string unit = text(entry, "unit", false);
        !unit.empty() && unit != name(kind(next.line).unit)) {
      fail("E0903", *entry.find("unit"), json::pointer_append(entry.at, "unit"),
           fmt::format("`{}` is measured in `{}`", next.id, name(kind(next.line).unit)));
      return false;
    }
    const json::Value *const value = entry.find("value"), *const low = entry.find("low"),
                             *const high = entry.find("high");
    if (value != nullptr && (low != nullptr || high != nullptr)) {
      fail("E0903", *value, json::pointer_append(entry.at, "value"),
           "`value` stands for both ends, so `low` and `high` must not be there");
      return false;
    }
    if (fresh && value == nullptr && (low == nullptr || high == nullptr)) {
      fail("E0903", *entry.value, entry.at, "`low` and `high`, or `value`, are missing");
      return false;
    }
    bool good = true;
    if (value != nullptr) {
      good = number(*value, json::pointer_append(entry.at, "value"), next.line, next.low);
      next.high = next.low;
    }
    if (low != nullptr) {
      good = number(*low, json::pointer_append(entry.at, "low"), next.line, next.low) && good;
    }
    if (high != nullptr) {
      good = number(*high, json::pointer_append(entry.at, "high"), next.line, next.high) && good;
    }
    if (good && next.low > next.high) {
      const Unit unit = kind(next.line).unit;
      fail("E0903", *entry.value, entry.at,
           fmt::format("the low end {} of `{}` is above its high end {}", shown(unit, next.low),
                       next.id, shown(unit, next.high)));
      return false;
    }
    return good;
  }

  bool number(const json::Value& value, std::string pointer, Line line, std::int64_t& into) {
    const LineKind& of = kind(line);
    const auto read = value.kind == json::Kind::number
                          ? base::parse_scaled(value.text, decimals(of.unit), true)
                          : base::ScaledResult{0, base::DecimalError::not_a_number};
    if (read.error == base::DecimalError::none && read.value >= of.least && read.value <= of.most) {
      into = read.value;
      return true;
    }
    std::string message;
    if (read.error == base::DecimalError::too_many_decimals) {
      message = fmt::format("`{}` has more than {} decimals", base::excerpt(value.text),
                            decimals(of.unit));
    } else {
      message = fmt::format("`{}` takes a number from {} to {}", of.id, shown(of.unit, of.least),
                            shown(of.unit, of.most));
    }
    fail("E0903", value, std::move(pointer), std::move(message),
         of.unit == Unit::share ? "a share is a fraction of 1: 0.25 is 25 %" : "");
    return false;
  }

  void about(const Entry& entry, Assumption& next) {
    if (own_) next.weak = false;
    if (const std::string source = text(entry, "source", !own_); !source.empty()) {
      next.source = source;
    } else if (own_) {
      next.source = source_;
    }
    if (const json::Value* const weak = entry.find("weak"); weak != nullptr) {
      next.weak = weak->boolean;
    }
    next.note = text(entry, "note", false);
    if (own_) next.year = 0;
    const json::Value* const year = entry.find("year");
    if (year == nullptr || year->kind == json::Kind::null) return;
    const auto read = year->kind == json::Kind::number ? base::parse_scaled(year->text, 0, false)
                                                       : base::ScaledResult{};
    constexpr std::int64_t first = 1900, last = 2999;
    if (read.value >= first && read.value <= last) {
      next.year = read.value;
      return;
    }
    fail("E0903", *year, json::pointer_append(entry.at, "year"),
         fmt::format("`year` takes a number from {} to {}", first, last));
  }

  // Of one line an option has one assumption: the one that was said last.
  void take_over(std::string_view id) {
    const auto winner = std::find_if(assumptions_.begin(), assumptions_.end(),
                                     [&](const Assumption& each) { return each.id == id; });
    for (Assumption& each : assumptions_) {
      if (each.id == id || each.line != winner->line) continue;
      each.applies_to = static_cast<std::uint8_t>(each.applies_to & ~winner->applies_to);
    }
    std::erase_if(assumptions_, [](const Assumption& each) { return each.applies_to == 0; });
  }

  std::string source_;
  Assumptions assumptions_;
  bool own_;
  std::vector<std::string> seen_;
  std::vector<Problem> problems_;
};

}  // namespace

Assumptions published_assumptions() {
  auto read = Reader("data/money.json", {}, false).run(published_assumptions_json);
  assert(read.ok());
  return std::move(read).value();
}

Result<Assumptions> read_assumptions(std::string_view json, std::string_view source,
                                     Assumptions onto) {
  return Reader(source, std::move(onto), true).run(json);
}

const Assumption* find(const Assumptions& assumptions, Option option, Line line) noexcept {
  for (const Assumption& each : assumptions) {
    if (each.line == line && each.applies(option)) return &each;
  }
  return nullptr;
}

std::string shown(Unit unit, std::int64_t value) {
  if (unit == Unit::months) return std::to_string(value);
  std::string text;
  if (unit == Unit::amount) {
    base::append_fixed2(text, value);
    return text;
  }
  constexpr std::int64_t whole = 1'000'000;
  const std::int64_t size = value < 0 ? -value : value;
  text = fmt::format("{}{}.{:06}", value < 0 ? "-" : "", size / whole, size % whole);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace sourcing::money
