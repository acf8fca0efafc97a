// SPDX-License-Identifier: Apache-2.0
#include "audit/record_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sourcing/verdict.hpp>
#include <span>

#include "audit/record.hpp"
#include "base/text.hpp"

namespace sourcing::audit {

namespace {

using Fits = bool (*)(const json::Value& value);
struct Field;

// The members of one object. `data/record.schema.json` says the same for other readers, and
// tests/records holds the two against each other.
struct Shape {
  std::span<const Field> fields;
};

struct Field {
  std::string_view name;
  bool required;
  Fits fits;
  const Shape* inside = nullptr;  // of an object whose members are looked at too
};

bool is_text(const json::Value& value) { return value.kind == json::Kind::string; }
bool is_object(const json::Value& value) { return value.kind == json::Kind::object; }
bool says_something(const json::Value& value) {
  return is_text(value) && !base::trim(value.text).empty();
}
bool is_schema(const json::Value& value) {
  return is_text(value) && value.text == record_schema_id;
}
bool is_time(const json::Value& value) { return is_text(value) && is_moment(value.text); }
bool is_time_source(const json::Value& value) {
  return is_text(value) && value.text == "SOURCE_DATE_EPOCH";
}
bool is_signature(const json::Value& value) {
  return is_text(value) && value.text.starts_with("-----BEGIN SSH SIGNATURE-----");
}
bool is_hash(const json::Value& value) {
  constexpr std::size_t digits = 64;
  return is_text(value) && value.text.size() == digits &&
         value.text.find_first_not_of("0123456789abcdef") == std::string::npos;
}
bool is_count(const json::Value& value) {
  return value.kind == json::Kind::number &&
         value.text.find_first_not_of("0123456789") == std::string::npos;
}
bool is_some(const json::Value& value) { return is_count(value) && value.text != "0"; }
bool is_list(const json::Value& value) {
  return value.kind == json::Kind::array &&
         std::all_of(value.items.begin(), value.items.end(), is_text);
}
bool is_filled_list(const json::Value& value) { return is_list(value) && !value.items.empty(); }
bool is_filled(const json::Value& value) { return is_object(value) && !value.members.empty(); }
bool is_disposition(const json::Value& value) {
  return is_text(value) && from_name<Disposition>(value.text).has_value();
}
bool is_engagement(const json::Value& value) {
  return is_text(value) && from_name<Engagement>(value.text).has_value();
}
bool is_location(const json::Value& value) {
  return is_text(value) && from_name<Location>(value.text).has_value();
}

constexpr Field tool_fields[] = {{"name", true, is_text}, {"version", true, is_text}};
constexpr Field model_fields[] = {
    {"id", true, is_text}, {"version", true, is_text}, {"sha256", true, is_hash}};
constexpr Field stored_task_fields[] = {{"json", true, says_something}, {"sha256", true, is_hash}};
constexpr Field option_fields[] = {{"assume", true, is_list},
                                   {"language", true, is_text},
                                   {"cells", true, is_count},
                                   {"nodes", true, is_count}};
constexpr Field value_fields[] = {{"disposition", false, is_disposition},
                                  {"engagement", false, is_engagement},
                                  {"location", false, is_location}};
constexpr Shape tool{tool_fields}, model{model_fields}, task{stored_task_fields},
    options{option_fields}, values{value_fields};
constexpr Field override_fields[] = {{"values", true, is_filled, &values},
                                     {"because", true, says_something},
                                     {"by", false, says_something},
                                     {"against_gates", false, is_filled_list}};
constexpr Field repaired_fields[] = {{"bytes", true, is_some}, {"sha256", true, is_hash}};
constexpr Shape overriding{override_fields}, repaired{repaired_fields};
constexpr Field record_fields[] = {{"schema", true, is_schema},
                                   {"time", true, is_time},
                                   {"time_source", false, is_time_source},
                                   {"tool", true, is_object, &tool},
                                   {"model", true, is_object, &model},
                                   {"task", true, is_object, &task},
                                   {"options", true, is_object, &options},
                                   {"verdict", true, is_object},
                                   {"override", false, is_object, &overriding},
                                   {"repaired", false, is_object, &repaired},
                                   {"previous", true, is_hash},
                                   {"hash", true, is_hash},
                                   {"signature", false, is_signature}};
constexpr Shape whole{record_fields};

void look_at(const json::Value& object, const Shape& shape, const std::string& pointer,
             std::vector<std::string>& problems) {
  for (const json::Member& member : object.members) {
    const bool known = std::any_of(shape.fields.begin(), shape.fields.end(),
                                   [&](const Field& field) { return field.name == member.key; });
    if (known) continue;
    problems.push_back(fmt::format("records have no member `{}`",
                                   base::excerpt(json::pointer_append(pointer, member.key))));
  }
  for (const Field& field : shape.fields) {
    const std::string inner = json::pointer_append(pointer, field.name);
    const json::Value* value = object.find(field.name);
    if (value == nullptr) {
      if (field.required) problems.push_back(fmt::format("the member `{}` is missing", inner));
    } else if (!field.fits(*value)) {
      problems.push_back(fmt::format("`{}` is not what a record has there", inner));
    } else if (field.inside != nullptr) {
      look_at(*value, *field.inside, inner, problems);
    }
  }
}

}  // namespace

bool is_moment(std::string_view text) noexcept {
  constexpr std::string_view shape = "0000-00-00T00:00:00Z";
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == '0' ? !digit : text[i] != shape[i]) return false;
  }
  struct Part {
    std::size_t at;
    int least, most;
  };
  constexpr std::array<Part, 5> parts = {
      {{5, 1, 12}, {8, 1, 31}, {11, 0, 23}, {14, 0, 59}, {17, 0, 60}}};  // 60: a leap second
  return std::all_of(parts.begin(), parts.end(), [&](const Part& part) {
    const int number = (text[part.at] - '0') * 10 + (text[part.at + 1] - '0');
    return number >= part.least && number <= part.most;
  });
}

std::vector<std::string> form_problems(const json::Value& record) {
  std::vector<std::string> problems;
  look_at(record, whole, "", problems);
  return problems;
}

}  // namespace sourcing::audit
