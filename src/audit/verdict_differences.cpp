// SPDX-License-Identifier: Apache-2.0
#include "audit/verdict_differences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "base/json_canonical.hpp"

namespace sourcing::audit {

namespace {

// A stranger's log may differ everywhere; what is listed of one record has an end.
constexpr std::size_t most_differences = 20;

// What decides. All else is how it is said, and may be said better by a later version.
bool decides(std::string_view pointer) {
  const auto begins = [&](std::string_view prefix) { return pointer.starts_with(prefix); };
  if (begins("/verdict/reasons/")) {
    return pointer.ends_with("/code") || pointer.ends_with("/axis") ||
           pointer.ends_with("/points") ||
           pointer.find('/', std::string_view("/verdict/reasons/").size()) ==
               std::string_view::npos;
  }
  if (begins("/verdict/possible/")) return pointer.find("/witness") == std::string_view::npos;
  constexpr std::string_view decisive[] = {
      "/verdict/id",       "/verdict/verdict",       "/verdict/disposition_status",
      "/verdict/possible", "/verdict/engagement",    "/verdict/location",
      "/verdict/proven",   "/verdict/given_profile", "/verdict/unknown",
      "/verdict/reasons",
  };
  return std::any_of(std::begin(decisive), std::end(decisive), [&](std::string_view member) {
    return pointer == member || (begins(member) && pointer[member.size()] == '/');
  });
}

// Members that decide and came after the first release: older records do not have them.
bool came_later(std::string_view pointer) {
  constexpr std::string_view later[] = {"/verdict/location/band", "/verdict/location/close"};
  return std::find(std::begin(later), std::end(later), pointer) != std::end(later);
}

// Lists the places in which a verdict differs from the recorded one.
class Differences {
 public:
  Differences(const Discrepancy& at, std::vector<Discrepancy>& found) : at_(at), found_(found) {}

  void compare(const json::Value& recorded, const json::Value& replayed,
               const std::string& pointer) {
    if (recorded.kind == json::Kind::object && replayed.kind == json::Kind::object) {
      return members(recorded, replayed, pointer);
    }
    if (recorded.kind == json::Kind::array && replayed.kind == json::Kind::array) {
      return items(recorded, replayed, pointer);
    }
    std::string a = json::canonical(recorded), b = json::canonical(replayed);
    if (a != b) differ(pointer, std::move(a), std::move(b));
  }

  void finish() {
    if (words_ > 0) {
      Discrepancy& entry = add(DiscrepancyKind::words_differ);
      entry.note = true;
      entry.message = words_ == 1 ? "1 sentence or member is not that of the record; what is "
                                    "decided is"
                                  : fmt::format(
                                        "{} sentences or members are not those of the record; "
                                        "what is decided is",
                                        words_);
    }
    if (left_out_ > 0) {
      add(DiscrepancyKind::more).message = fmt::format("and {} more places differ", left_out_);
    }
  }

 private:
  Discrepancy& add(DiscrepancyKind kind) {
    Discrepancy& entry = found_.emplace_back();
    entry.kind = kind;
    entry.line = at_.line;
    entry.who = at_.who;
    return entry;
  }

  void differ(const std::string& where, std::string a, std::string b) {
    if (!decides(where) || (a.empty() && came_later(where))) {
      ++words_;
      return;
    }
    if (++told_ > most_differences) {
      ++left_out_;
      return;
    }
    Discrepancy& entry = add(DiscrepancyKind::verdict_differs);
    entry.pointer = where;
    entry.recorded = std::move(a);
    entry.replayed = std::move(b);
    entry.message = "something else comes out";
  }

  void members(const json::Value& recorded, const json::Value& replayed,
               const std::string& pointer) {
    for (const json::Member& member : recorded.members) {
      const std::string inner = json::pointer_append(pointer, member.key);
      const json::Value* other = replayed.find(member.key);
      if (other == nullptr) {
        differ(inner, json::canonical(member.value), "");
      } else {
        compare(member.value, *other, inner);
      }
    }
    for (const json::Member& member : replayed.members) {
      if (recorded.find(member.key) != nullptr) continue;
      differ(json::pointer_append(pointer, member.key), "", json::canonical(member.value));
    }
  }

  void items(const json::Value& recorded, const json::Value& replayed, const std::string& pointer) {
    for (std::size_t i = 0; i < std::max(recorded.items.size(), replayed.items.size()); ++i) {
      const std::string inner = fmt::format("{}/{}", pointer, i);
      if (i >= replayed.items.size()) {
        differ(inner, json::canonical(recorded.items[i]), "");
      } else if (i >= recorded.items.size()) {
        differ(inner, "", json::canonical(replayed.items[i]));
      } else {
        compare(recorded.items[i], replayed.items[i], inner);
      }
    }
  }

  const Discrepancy& at_;
  std::vector<Discrepancy>& found_;
  std::size_t told_ = 0, left_out_ = 0, words_ = 0;
};

}  // namespace

void tell_differences(const json::Value& recorded, const json::Value& replayed,
                      const Discrepancy& at, std::vector<Discrepancy>& found) {
  Differences differences(at, found);
  differences.compare(recorded, replayed, "/verdict");
  differences.finish();
}

}  // namespace sourcing::audit
