// SPDX-License-Identifier: Apache-2.0
#include "audit/expectation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <span>

#include "base/decimal.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"

namespace sourcing::audit {

namespace {

constexpr std::array<std::string_view, 2> engagements = {"BPO", "KPO"};
constexpr std::array<std::string_view, 3> locations = {"onshore", "nearshore", "offshore"};
constexpr std::array<std::string_view, 3> dispositions = {"retain", "automate_first", "outsource"};
constexpr std::array<std::string_view, 3> statuses = {"decided", "tentative", "undetermined"};

constexpr std::array<std::string_view, 17> keys = {
    "disposition",       "engagement",      "location",           "status",
    "engagement_status", "location_status", "disposition_status", "hybrid",
    "engagement_score",  "margin",          "location_scores",    "runner_up",
    "excluded",          "reasons",         "not_reasons",        "gates",
    "possible"};

std::string quoted(std::string_view text) {
  std::string out;
  json::append_quoted(out, text);
  return out;
}

template <class T>
std::string quoted_or_null(const std::optional<T>& value) {
  return value ? quoted(name(*value)) : "null";
}

// 64 bits: an expectation may be beyond what scores can be, and is then different.
std::string hundredths(std::int64_t value) {
  std::string out;
  base::append_fixed2(out, value);
  return out;
}

std::string listed(const std::vector<std::string>& items) {
  std::string out = "[";
  for (const std::string& item : items) out += (out.size() > 1 ? ", " : "") + quoted(item);
  return out + "]";
}

class Checker {
 public:
  explicit Checker(std::string pointer) : pointer_(std::move(pointer)) {}

  std::vector<Problem> run(const json::Value& expect) {
    if (expect.kind != json::Kind::object) {
      fail(expect, pointer_, "`expect` must be an object");
      return std::move(problems_);
    }
    for (const json::Member& member : expect.members) {
      if (member.key.starts_with("x_")) continue;
      const std::string at = json::pointer_append(pointer_, member.key);
      if (std::find(keys.begin(), keys.end(), member.key) == keys.end()) {
        const std::string near = base::nearest(member.key, keys);
        problems_.push_back(
            Problem{"E0802", fmt::format("unknown expectation `{}`", base::printable(member.key)),
                    near.empty() ? fmt::format("it may be {}", fmt::join(keys, ", "))
                                 : fmt::format("did you mean `{}`?", near),
                    "", member.key_at.line, member.key_at.column, at});
        continue;
      }
      entry(member.key, member.value, at);
    }
    return std::move(problems_);
  }

 private:
  void fail(const json::Value& value, const std::string& pointer, std::string message,
            std::string hint = {}) {
    problems_.push_back(Problem{"E0803", std::move(message), std::move(hint), "", value.at.line,
                                value.at.column, pointer});
  }

  void word(const json::Value& value, const std::string& at,
            std::span<const std::string_view> words, bool may_be_null) {
    if (may_be_null && value.kind == json::Kind::null) return;
    if (value.kind == json::Kind::string &&
        std::find(words.begin(), words.end(), value.text) != words.end()) {
      return;
    }
    const std::string near =
        value.kind == json::Kind::string ? base::nearest(value.text, words) : std::string();
    fail(value, at,
         fmt::format("must be one of {}{}", fmt::join(words, ", "), may_be_null ? ", null" : ""),
         near.empty() ? "" : fmt::format("did you mean `{}`?", near));
  }

  void number(const json::Value& value, const std::string& at) {
    if (value.kind != json::Kind::number) {
      fail(value, at, "must be a number");
    } else if (base::parse_scaled(value.text, 2, true).error != base::DecimalError::none) {
      fail(value, at, fmt::format("{} has more than two decimals, or is no score", value.text));
    }
  }

  void strings(const json::Value& value, const std::string& at,
               std::span<const std::string_view> words = {}) {
    if (value.kind != json::Kind::array) {
      fail(value, at, "must be an array");
      return;
    }
    for (std::size_t i = 0; i < value.items.size(); ++i) {
      const std::string place = fmt::format("{}/{}", at, i);
      if (!words.empty()) {
        word(value.items[i], place, words, false);
      } else if (value.items[i].kind != json::Kind::string) {
        fail(value.items[i], place, "must be a string");
      }
    }
  }

  void possible(const json::Value& value, const std::string& at) {
    if (value.kind != json::Kind::array) {
      fail(value, at, "must be an array");
      return;
    }
    for (std::size_t i = 0; i < value.items.size(); ++i) {
      const json::Value& item = value.items[i];
      const std::string place = fmt::format("{}/{}", at, i);
      if (item.kind != json::Kind::object) {
        fail(item, place, "must be an object");
        continue;
      }
      for (const json::Member& member : item.members) {
        const std::string inner = json::pointer_append(place, member.key);
        if (member.key == "disposition") {
          word(member.value, inner, dispositions, false);
        } else if (member.key == "engagement") {
          word(member.value, inner, engagements, false);
        } else if (member.key == "location") {
          word(member.value, inner, locations, true);
        } else if (member.key != "witness" && !member.key.starts_with("x_")) {
          fail(member.value, inner, "has disposition, engagement and location only");
        }
      }
    }
  }

  void entry(std::string_view key, const json::Value& value, const std::string& at) {
    if (key == "disposition") return word(value, at, dispositions, true);
    if (key == "engagement") return word(value, at, engagements, true);
    if (key == "location" || key == "runner_up") return word(value, at, locations, true);
    if (key.ends_with("status")) return word(value, at, statuses, false);
    if (key == "engagement_score" || key == "margin") return number(value, at);
    if (key == "excluded") return strings(value, at, locations);
    if (key == "possible") return possible(value, at);
    if (key == "hybrid") {
      if (value.kind != json::Kind::boolean) fail(value, at, "must be true or false");
      return;
    }
    if (key == "location_scores") {
      if (value.kind != json::Kind::object) return fail(value, at, "must be an object");
      for (const json::Member& member : value.members) {
        const std::string inner = json::pointer_append(at, member.key);
        if (std::find(locations.begin(), locations.end(), member.key) == locations.end()) {
          fail(member.value, inner, "is no location");
        } else {
          number(member.value, inner);
        }
      }
      return;
    }
    strings(value, at);
  }

  std::string pointer_;
  std::vector<Problem> problems_;
};

class Comparer {
 public:
  explicit Comparer(const Decision& decision) : decision_(decision) {}

  std::vector<Difference> run(const json::Value& expect) {
    for (const json::Member& member : expect.members) entry(member.key, member.value);
    return std::move(differences_);
  }

 private:
  void differ(std::string_view key, std::string expected, std::string actual) {
    differences_.push_back({std::string(key), std::move(expected), std::move(actual)});
  }

  void same(std::string_view key, const json::Value& value, const std::string& actual) {
    std::string expected;
    switch (value.kind) {
      case json::Kind::null:
        expected = "null";
        break;
      case json::Kind::boolean:
        expected = value.boolean ? "true" : "false";
        break;
      case json::Kind::number:
        expected = hundredths(base::parse_scaled(value.text, 2, true).value);
        break;
      default:
        expected = quoted(value.text);
    }
    if (expected != actual) differ(key, expected, actual);
  }

  static std::set<std::string> texts(const json::Value& value) {
    std::set<std::string> out;
    for (const json::Value& item : value.items) out.insert(item.text);
    return out;
  }

  void sets(std::string_view key, const json::Value& value, const std::set<std::string>& actual) {
    const std::set<std::string> expected = texts(value);
    if (expected == actual) return;
    differ(key, listed({expected.begin(), expected.end()}), listed({actual.begin(), actual.end()}));
  }

  // Codes that say something: a criterion whose points are zero does not.
  [[nodiscard]] std::set<std::string> speaking() const {
    std::set<std::string> codes;
    for (const Reason& reason : decision_.reasons) {
      if (reason.kind == ReasonKind::base) continue;
      if (reason.points && *reason.points == 0) continue;
      codes.insert(reason.code);
    }
    return codes;
  }

  void reasons(std::string_view key, const json::Value& value, bool wanted) {
    const std::set<std::string> codes = speaking();
    std::vector<std::string> wrong;
    for (const std::string& code : texts(value)) {
      if (codes.contains(code) != wanted) wrong.push_back(code);
    }
    if (wrong.empty()) return;
    differ(key, (wanted ? "with " : "without ") + listed(wrong),
           listed({codes.begin(), codes.end()}));
  }

  static std::string triple(std::string_view disposition, std::string_view engagement,
                            std::string_view location) {
    return fmt::format("{} {} {}", disposition, engagement, location);
  }

  void possible(const json::Value& value) {
    std::set<std::string> expected, actual;
    const auto text = [](const json::Value& item, std::string_view key) {
      const json::Value* found = item.find(key);
      return found == nullptr                  ? std::string("*")
             : found->kind == json::Kind::null ? std::string("nowhere")
                                               : found->text;
    };
    for (const Possible& entry : decision_.possible) {
      actual.insert(triple(entry.verdict.disposition ? name(*entry.verdict.disposition) : "?",
                           entry.verdict.engagement ? name(*entry.verdict.engagement) : "?",
                           entry.verdict.location ? name(*entry.verdict.location) : "nowhere"));
    }
    // An entry that leaves an axis out stands for every verdict that agrees with the rest of it.
    const auto matches = [](const std::string& pattern, const std::string& verdict) {
      std::size_t p = 0, v = 0;
      while (p < pattern.size()) {
        const std::size_t pe = std::min(pattern.find(' ', p), pattern.size());
        const std::size_t ve = std::min(verdict.find(' ', v), verdict.size());
        const std::string_view want = std::string_view(pattern).substr(p, pe - p);
        if (want != "*" && want != std::string_view(verdict).substr(v, ve - v)) return false;
        p = pe + 1;
        v = ve + 1;
      }
      return true;
    };
    for (const json::Value& item : value.items) {
      expected.insert(
          triple(text(item, "disposition"), text(item, "engagement"), text(item, "location")));
    }
    const auto covered = [&](const std::string& verdict) {
      return std::any_of(expected.begin(), expected.end(),
                         [&](const auto& pattern) { return matches(pattern, verdict); });
    };
    const auto happens = [&](const std::string& pattern) {
      return std::any_of(actual.begin(), actual.end(),
                         [&](const auto& verdict) { return matches(pattern, verdict); });
    };
    const bool fine = std::all_of(actual.begin(), actual.end(), covered) &&
                      std::all_of(expected.begin(), expected.end(), happens) &&
                      decision_.possible_complete;
    if (fine) return;
    std::string got = listed({actual.begin(), actual.end()});
    if (!decision_.possible_complete) got += " and perhaps more: the search budget ran out";
    differ("possible", listed({expected.begin(), expected.end()}), std::move(got));
  }

  void entry(std::string_view key, const json::Value& value) {
    const Decision& d = decision_;
    if (key == "disposition") return same(key, value, quoted_or_null(d.verdict.disposition));
    if (key == "engagement") return same(key, value, quoted_or_null(d.verdict.engagement));
    if (key == "location") return same(key, value, quoted_or_null(d.verdict.location));
    if (key == "runner_up") return same(key, value, quoted_or_null(d.runner_up));
    if (key == "status") return same(key, value, quoted(name(d.status)));
    if (key == "engagement_status") return same(key, value, quoted(name(d.engagement_status)));
    if (key == "location_status") return same(key, value, quoted(name(d.location_status)));
    if (key == "disposition_status") return same(key, value, quoted(name(d.disposition_status)));
    if (key == "hybrid") return same(key, value, d.hybrid ? "true" : "false");
    if (key == "engagement_score") return same(key, value, hundredths(d.scores[0]));
    if (key == "margin") return same(key, value, hundredths(d.margin));
    if (key == "location_scores") {
      for (const json::Member& member : value.members) {
        const auto l = static_cast<std::size_t>(
            std::find(locations.begin(), locations.end(), member.key) - locations.begin());
        same(fmt::format("location_scores/{}", member.key), member.value,
             hundredths(d.scores[l + 1]));
      }
      return;
    }
    if (key == "excluded") {
      std::set<std::string> out;
      for (std::size_t l = 0; l < location_count; ++l) {
        if (d.excluded[l]) out.emplace(locations[l]);
      }
      return sets(key, value, out);
    }
    if (key == "gates") {
      std::set<std::string> fired;
      for (const Reason& reason : d.reasons) {
        if (reason.kind == ReasonKind::gate) fired.insert(reason.code);
      }
      return sets(key, value, fired);
    }
    if (key == "reasons") return reasons(key, value, true);
    if (key == "not_reasons") return reasons(key, value, false);
    if (key == "possible") return possible(value);
  }

  const Decision& decision_;
  std::vector<Difference> differences_;
};

// Whether any member could ever differ: an empty list of reasons, for one, could not.
bool expects_anything(const json::Value& expect) {
  return std::any_of(expect.members.begin(), expect.members.end(), [](const json::Member& member) {
    if (member.key == "$schema" || member.key.starts_with("x_")) return false;
    const bool lists = member.key == "reasons" || member.key == "not_reasons";
    if (lists) return !member.value.items.empty();
    return member.key != "location_scores" || !member.value.members.empty();
  });
}

}  // namespace

std::vector<Problem> check_expectation(const json::Value& expect, const std::string& pointer) {
  return Checker(pointer).run(expect);
}

std::vector<Problem> check_codes(const engine::Program& program, const json::Value& expect,
                                 const std::string& pointer) {
  std::vector<std::string_view> gates, all = {"no_location"};
  for (const engine::Rule& rule : program.rules) {
    all.push_back(rule.id);
    if (rule.excluded != 0) gates.push_back(rule.id);
  }
  for (const engine::Criterion& criterion : program.criteria) all.push_back(criterion.id);
  std::vector<Problem> problems;
  for (const std::string_view key : {"reasons", "not_reasons", "gates"}) {
    const json::Value* list = expect.find(key);
    if (list == nullptr) continue;
    const auto& known = key == "gates" ? gates : all;
    for (std::size_t i = 0; i < list->items.size(); ++i) {
      const json::Value& item = list->items[i];
      if (std::find(known.begin(), known.end(), item.text) != known.end()) continue;
      const std::string near = base::nearest(item.text, known);
      problems.push_back(
          Problem{"E0804",
                  fmt::format("the model has no {} `{}`", key == "gates" ? "gate" : "reason code",
                              base::printable(item.text)),
                  near.empty() ? "" : fmt::format("did you mean `{}`?", near), "", item.at.line,
                  item.at.column, fmt::format("{}/{}/{}", pointer, key, i)});
    }
  }
  return problems;
}

std::vector<Difference> compare(const json::Value& expect, const Decision& decision) {
  // What is never wrong proves nothing.
  if (!expects_anything(expect)) return {{"expect", "something to compare", "nothing"}};
  return Comparer(decision).run(expect);
}

}  // namespace sourcing::audit
