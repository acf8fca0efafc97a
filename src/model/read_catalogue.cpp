// SPDX-License-Identifier: Apache-2.0
// The activity catalogue.
#include <fmt/format.h>

#include <set>

#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "model/reader.hpp"

namespace sourcing::model {

namespace {

// The value as JSON text, as the outputs show it.
std::string shown(const json::Value& value) {
  std::string out;
  json::Writer writer(out);
  const auto scalar = [&](const json::Value& item) {
    switch (item.kind) {
      case json::Kind::number:
        writer.raw_number(item.text);
        break;
      case json::Kind::boolean:
        writer.boolean(item.boolean);
        break;
      default:
        writer.string(item.text);
        break;
    }
  };
  if (value.kind != json::Kind::array) {
    scalar(value);
    return out;
  }
  writer.begin_array();
  for (const json::Value& item : value.items) scalar(item);
  writer.end_array();
  return out;
}

void read_profile(Reader& reader, const Cursor& profile, const Model& model, Activity& activity) {
  if (!reader.expect(profile, json::Kind::object, "`profile`")) return;
  for (const json::Member& member : profile.value->members) {
    if (member.key.starts_with("x_")) continue;
    const Cursor cursor{&member.value, json::pointer_append(profile.pointer, member.key)};
    const auto criterion = find_criterion(model, member.key);
    if (!criterion) {
      unknown_criterion(reader, Where{member.key_at.line, member.key_at.column, cursor.pointer},
                        model, member.key);
      continue;
    }
    ProfileEntry entry;
    entry.criterion = *criterion;
    const Criterion& scale = model.criteria[*criterion];
    if (member.value.kind == json::Kind::array) {
      if (member.value.items.size() != 2) {
        reader.fail(cursor, "E0409", "a range has two ends, the lower first");
        continue;
      }
      const auto low = reader.position(reader.item(cursor, 0), scale);
      const auto high = reader.position(reader.item(cursor, 1), scale);
      if (!low || !high) continue;
      if (*low > *high) {
        reader.fail(cursor, "E0409", "a range has two ends, the lower first");
        continue;
      }
      entry.low = *low;
      entry.high = *high;
    } else {
      const auto at = reader.position(cursor, scale);
      if (!at) continue;
      entry.low = entry.high = *at;
    }
    entry.shown = shown(member.value);
    activity.profile.push_back(std::move(entry));
  }
}

// Words by which people look for an activity: a list in each language, or in some. They are for
// searching, which reads the file; a compiled model does without them.
void check_synonyms(Reader& reader, const Cursor& activity) {
  const auto synonyms = reader.member(activity, "synonyms", false);
  if (!synonyms || !reader.expect(*synonyms, json::Kind::object, "`synonyms`")) return;
  reader.languages_of(*synonyms);
  for (const std::string& language : reader.languages) {
    for (const Cursor& word : reader.elements(*synonyms, language, false)) {
      if (!reader.expect(word, json::Kind::string, "a synonym")) continue;
      const std::string& text = word.value->text;
      if (base::trim(text).empty() || base::printable(text) != text) {
        reader.fail(word, "E0403", "a synonym must not be empty or hold control characters");
      }
    }
  }
}

}  // namespace

void read_catalogue(Reader& reader, const Cursor& root, Model& model) {
  if (const std::size_t count = Reader::count(root, "activities"); count > most_activities) {
    reader.fail(root, "E0415",
                fmt::format("{} activities; a model may have at most {}", count, most_activities));
    return;
  }
  std::set<std::string> seen;
  for (const Cursor& cursor : reader.elements(root, "activities", false)) {
    if (!reader.expect(cursor, json::Kind::object, "an activity")) continue;
    reader.allow(cursor, {"id", "names", "synonyms", "label", "source", "profile"});
    Activity activity;
    activity.id = reader.id(cursor);
    activity.names = reader.text(cursor, "names");
    check_synonyms(reader, cursor);
    activity.label = reader.string(cursor, "label");
    activity.source = reader.string(cursor, "source");
    if (!activity.label.empty() && activity.label != "BPO" && activity.label != "KPO") {
      reader.fail(
          *reader.member(cursor, "label"), "E0418",
          fmt::format("`label` is `BPO` or `KPO`, found `{}`", base::excerpt(activity.label)));
    }
    if (!activity.id.empty() && !seen.insert(activity.id).second) {
      reader.fail(cursor, "E0405", fmt::format("the activity `{}` is there already", activity.id));
    }
    if (const auto profile = reader.member(cursor, "profile")) {
      read_profile(reader, *profile, model, activity);
    }
    model.activities.push_back(std::move(activity));
  }
}

}  // namespace sourcing::model
