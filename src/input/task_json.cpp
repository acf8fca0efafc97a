// SPDX-License-Identifier: Apache-2.0
#include "input/task_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <sourcing/engine.hpp>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/escape.hpp"
#include "base/fold.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "input/name_hints.hpp"
#include "input/nearest_activity.hpp"
#include "input/value.hpp"

namespace sourcing::input {

namespace {

// Listed for one task; the rest is counted. A file that is no task at all may have millions.
constexpr std::size_t most_problems = 1'000;

// Where a value stands: put together only where something is wrong with it.
struct At {
  const At* above;  // null: `key` is the pointer of the task itself
  std::string_view key;

  [[nodiscard]] std::string pointer() const {
    return above == nullptr ? std::string(key) : json::pointer_append(above->pointer(), key);
  }
};

class TaskReader {
 public:
  TaskReader(const engine::Program& program, std::string_view source)
      : program_(program), source_(source), task_(empty_task(program)) {}

  Result<Task> read(const json::Value& document, std::string_view pointer) {
    const At task{nullptr, pointer};
    if (document.kind != json::Kind::object) {
      fail(document.at, task, "E0209",
           fmt::format("a task is an object, found {}", json::kind_name(document.kind)),
           document.kind == json::Kind::array ? "write one task a line instead (NDJSON)" : "");
      return std::move(problems_);
    }
    for (const json::Member& member : document.members) {
      const At at{&task, member.key};
      if (member.key == "$schema") continue;
      if (member.key.starts_with("x_")) {
        // `x_judgment` is how a task of `sourcing new` explains itself: nobody wants that back.
        if (!is_criterion(std::string_view(member.key).substr(2))) field(member);
      } else if (member.key == "id") {
        text(member.value, at, "id", task_.id);
      } else if (member.key == "name") {
        text(member.value, at, "name", task_.name);
      } else if (member.key == "activity") {
        activity(member.value, at);
      } else if (const std::size_t c = engine::find_named(program_, member.key);
                 c < program_.criteria.size()) {
        if (!once(c, member, at)) continue;
        answer(program_.criteria[c], member.value, at, task_.answers[c]);
      } else if (is_task_field(member.key)) {
        field(member);
      } else {
        unknown_field(member, at);
      }
    }
    if (unlisted_ > 0) {
      problems_.push_back(Problem{"E0201",
                                  fmt::format("{} more problems are not listed", unlisted_),
                                  "mend these first", std::string(source_), 0, 0, ""});
    }
    if (!problems_.empty()) return std::move(problems_);
    apply_profile(program_, task_);
    return std::move(task_);
  }

 private:
  void fail(json::Position place, const At& at, std::string_view code, std::string message,
            std::string hint = {}) {
    // A hostile task may have a million unknown keys: nobody reads that many messages.
    if (problems_.size() >= most_problems) {
      ++unlisted_;
      return;
    }
    problems_.push_back(Problem{std::string(code), std::move(message), std::move(hint),
                                std::string(source_), place.line, place.column, at.pointer()});
  }

  // A criterion may be called by its id and by its labels, but once.
  bool once(std::size_t criterion, const json::Member& member, const At& at) {
    if (read_.size() < program_.criteria.size()) read_.resize(program_.criteria.size());
    if (read_[criterion].empty()) {
      read_[criterion] = member.key;
      return true;
    }
    if (read_[criterion] != member.key) {  // the same key twice is told by the JSON reader
      fail(member.key_at, at, "E0304",
           fmt::format("`{}` and `{}` are both `{}`", base::excerpt(read_[criterion]),
                       base::excerpt(member.key), program_.criteria[criterion].id),
           "answer it once");
    }
    return false;
  }

  void unknown_field(const json::Member& member, const At& at) {
    if (unlisted_ > 0) {
      ++unlisted_;
      return;
    }
    std::vector<std::string_view> known = {"id", "name", "activity"};
    std::string near = nearest_name(program_, member.key, std::move(known));
    if (near.empty()) near = base::nearest(member.key, task_fields);
    fail(member.key_at, at, "E0201",
         fmt::format("unknown field `{}`", base::excerpt(base::show_invisible(member.key))),
         near.empty() ? key_advice(program_, member.key, member.value)
                      : fmt::format("did you mean `{}`?", near));
  }

  [[nodiscard]] bool is_criterion(std::string_view id) const {
    return engine::find_criterion(program_, id) < program_.criteria.size();
  }

  void field(const json::Member& member) {
    if (member.value.kind == json::Kind::null) return;
    task_.fields.push_back(read_field(member.key, member.value));
  }

  void text(const json::Value& value, const At& at, std::string_view key, std::string& out) {
    if (value.kind == json::Kind::null) return;
    if (value.kind != json::Kind::string) {
      fail(value.at, at, "E0202",
           fmt::format("`{}` must be a string, found {}", key, json::kind_name(value.kind)),
           value.kind == json::Kind::number ? fmt::format("write \"{}\"", base::excerpt(value.text))
                                            : "");
      return;
    }
    out = value.text;
  }

  void activity(const json::Value& value, const At& at) {
    text(value, at, "activity", task_.activity);
    if (task_.activity.empty()) return;
    if (const std::size_t found = engine::find_activity(program_, task_.activity);
        found < program_.activities.size()) {
      task_.activity = program_.activities[found].id;
      return;
    }
    fail(value.at, at, "E0208",
         fmt::format("there is no activity `{}`", base::excerpt(task_.activity)),
         activity_hint(program_, task_.activity));
  }

  void wrong(const engine::Criterion& criterion, ValueError error, const json::Value& value,
             const At& at, std::string_view shown) {
    ValueMessage said = describe(criterion, error, shown);
    fail(value.at, at, said.code, std::move(said.message), std::move(said.hint));
  }

  // A number or a word (or true / false): one position.
  std::optional<std::uint16_t> single(const engine::Criterion& criterion, const json::Value& value,
                                      const At& at) {
    const auto wrong_kind = [&] {
      // `"6.500"` is a text of somebody's, who may mean thousands.
      if (value.kind == json::Kind::string &&
          read_value(criterion, value.text, {.comma = true}).error == ValueError::thousands) {
        wrong(criterion, ValueError::thousands, value, at, value.text);
        return std::nullopt;
      }
      const bool number_in_quotes =
          value.kind == json::Kind::string && is_numeric(criterion.scale) &&
          base::parse_scaled(value.text, 2, false).error == base::DecimalError::none;
      fail(value.at, at, "E0202",
           fmt::format("`{}` takes {}, found {}", criterion.id, accepted(criterion),
                       value.kind == json::Kind::boolean  ? (value.boolean ? "true" : "false")
                       : value.kind == json::Kind::number ? base::excerpt(value.text)
                                                          : json::kind_name(value.kind)),
           number_in_quotes ? "write the number without quotes" : "");
      return std::nullopt;
    };
    switch (value.kind) {
      case json::Kind::string: {
        // The published schema names the ids alone; words of people's languages are read too.
        if (const auto place = place_word(criterion, value.text)) return *place;
        if (is_numeric(criterion.scale) &&
            base::parse_scaled(value.text, 2, false).error == base::DecimalError::none) {
          return wrong_kind();
        }
        if (value.text.find_first_of(".- ") != std::string::npos &&
            read_value(criterion, value.text).error == ValueError::none) {
          fail(value.at, at, "E0204",
               fmt::format("`{}` is not a value of `{}`", base::excerpt(value.text), criterion.id),
               "write a range as in [2, 4]");
          return std::nullopt;
        }
        wrong(criterion, ValueError::unknown_word, value, at,
              value.text.empty() ? std::string_view("\"\"") : std::string_view(value.text));
        return std::nullopt;
      }
      case json::Kind::boolean:
        if (criterion.scale != Scale::boolean) return wrong_kind();
        return static_cast<std::uint16_t>(value.boolean ? 1 : 0);
      case json::Kind::number:
        break;
      case json::Kind::null:
      case json::Kind::array:
      case json::Kind::object:
        return wrong_kind();
    }
    if (!is_numeric(criterion.scale)) return wrong_kind();
    const auto scaled = base::parse_scaled(value.text, 2, true);
    ValueError error = ValueError::none;
    if (scaled.error == base::DecimalError::none) {
      const Place place = place_number(criterion, scaled.value);
      if (place.placing == Placing::ok) return place.at;
      error =
          place.placing == Placing::out_of_range ? ValueError::out_of_range : ValueError::off_grid;
    } else {
      error = scaled.error == base::DecimalError::too_many_decimals ? ValueError::off_grid
                                                                    : ValueError::out_of_range;
    }
    wrong(criterion, error, value, at, value.text);
    return std::nullopt;
  }

  // What was read, with words as ids.
  static void show(const engine::Criterion& criterion, const json::Value& value, std::string& out) {
    json::Writer writer(out);
    if (value.kind == json::Kind::number) {
      writer.raw_number(value.text);
    } else if (value.kind == json::Kind::boolean) {
      writer.boolean(value.boolean);
    } else {
      const std::string_view word = plain_word(criterion, value.text);
      const bool as_is = word.empty() || value.text == "yes" || value.text == "no";
      if (criterion.scale == Scale::boolean && !as_is && word != value.text) {
        writer.boolean(word == "true");
      } else {
        writer.string(as_is ? std::string_view(value.text) : word);
      }
    }
  }

  void answer(const engine::Criterion& criterion, const json::Value& value, const At& at,
              Answer& out) {
    if (value.kind == json::Kind::object) return with_evidence(criterion, value, at, out);
    if (value.kind == json::Kind::null) return;
    if (value.kind != json::Kind::array) {
      const auto place = single(criterion, value, at);
      if (!place) return;
      out.low = out.high = *place;
      out.origin = Origin::answered;
      show(criterion, value, out.shown);
      return;
    }
    if (value.items.size() != 2) {
      fail(value.at, at, "E0207", fmt::format("a range has two ends, found {}", value.items.size()),
           "write it as in [2, 4]");
      return;
    }
    const auto low = single(criterion, value.items[0], At{&at, "0"});
    const auto high = single(criterion, value.items[1], At{&at, "1"});
    if (!low || !high) return;
    std::string shown = "[";
    show(criterion, value.items[0], shown);
    shown += ',';
    show(criterion, value.items[1], shown);
    shown += ']';
    if (*low > *high) return wrong(criterion, ValueError::backwards, value, at, shown);
    out.low = *low;
    out.high = *high;
    out.origin = Origin::answered;
    out.shown = std::move(shown);
  }

  void with_evidence(const engine::Criterion& criterion, const json::Value& value, const At& at,
                     Answer& out) {
    const json::Value* inner = nullptr;
    for (const json::Member& member : value.members) {
      const At inside{&at, member.key};
      if (member.key == "value") {
        inner = &member.value;
      } else if (member.key == "evidence") {
        text(member.value, inside, "evidence", out.evidence);
      } else if (!member.key.starts_with("x_")) {
        const std::array<std::string_view, 2> known = {"value", "evidence"};
        const std::string near = base::nearest(member.key, known);
        fail(member.key_at, inside, "E0201",
             fmt::format("unknown field `{}`", base::excerpt(member.key)),
             near.empty() ? "an answer has `value` and `evidence`"
                          : fmt::format("did you mean `{}`?", near));
      }
    }
    if (inner == nullptr) {
      fail(value.at, at, "E0211", fmt::format("the answer to `{}` has no `value`", criterion.id));
    } else if (inner->kind == json::Kind::object) {
      fail(inner->at, At{&at, "value"}, "E0202",
           fmt::format("`{}` takes {}, found an object", criterion.id, accepted(criterion)));
    } else {
      answer(criterion, *inner, At{&at, "value"}, out);
    }
  }

  const engine::Program& program_;
  std::string_view source_;
  Task task_;
  std::vector<std::string> read_;  // by criterion, the key that named it
  std::vector<Problem> problems_;
  std::size_t unlisted_ = 0;
};

}  // namespace

Task empty_task(const engine::Program& program) {
  Task task;
  task.answers.resize(program.criteria.size());
  return task;
}

std::string nearest_name(const engine::Program& program, std::string_view word,
                         std::vector<std::string_view> known) {
  for (const engine::Criterion& criterion : program.criteria) known.push_back(criterion.id);
  if (std::string near = base::nearest(word, known); !near.empty()) return near;
  // A label is shown as its id, which is what machines and all languages share.
  const std::string wanted = base::fold_close(word);
  constexpr std::size_t limit = 2, shortest = 4, longest = 256;
  if (wanted.size() < shortest || wanted.size() > longest) return {};
  std::size_t best = limit + 1;
  std::string found;
  for (const engine::Name& name : program.criterion_names) {
    const std::size_t distance = base::damerau_levenshtein(wanted, name.folded, limit);
    if (distance >= best) continue;
    best = distance;
    found = program.criteria[name.index].id;
  }
  return found;
}

void apply_profile(const engine::Program& program, Task& task) {
  if (task.activity.empty()) return;
  for (const engine::Activity& activity : program.activities) {
    if (activity.id != task.activity) continue;
    for (const engine::ProfileEntry& entry : activity.profile) {
      Answer& answer = task.answers[entry.criterion];
      if (answer.origin != Origin::unknown) continue;
      answer.origin = Origin::profile;
      answer.low = entry.low;
      answer.high = entry.high;
      answer.shown = entry.shown;
    }
  }
}

Result<Task> read_task(const engine::Program& program, const json::Value& document,
                       std::string_view source, std::string_view pointer) {
  return TaskReader(program, source).read(document, pointer);
}

Result<Task> read_task(const engine::Program& program, json::ParseResult parsed,
                       std::string_view source) {
  if (!parsed.readable()) return std::move(parsed.problems);
  Result<Task> task = read_task(program, parsed.root, source, "");
  if (parsed.ok()) return task;
  // Duplicate keys stand beside whatever else is wrong, in the order of the input.
  std::vector<Problem> problems = std::move(parsed.problems);
  problems.insert(problems.end(), task.problems().begin(), task.problems().end());
  json::sort_by_place(problems);
  return problems;
}

}  // namespace sourcing::input

namespace sourcing {

Task make_task(const Engine& engine) { return input::empty_task(engine.program()); }

Result<Task> parse_task(const Engine& engine, std::string_view json, std::string_view source) {
  return input::read_task(engine.program(), json::parse(json, source), source);
}

std::vector<Problem> set_answer(const Engine& engine, Task& task, std::string_view criterion,
                                std::string_view value, Origin origin) {
  const engine::Program& program = engine.program();
  const std::size_t c = engine::find_named(program, criterion);
  if (c == program.criteria.size()) {
    const std::string near = input::nearest_name(program, criterion, {});
    return {Problem{"E0201", fmt::format("there is no criterion `{}`", base::excerpt(criterion)),
                    near.empty() ? "" : fmt::format("did you mean `{}`?", near), "", 0, 0, ""}};
  }
  const engine::Criterion& info = program.criteria[c];
  const input::Value read = input::read_value(info, value, {.comma = true});
  if (read.error != input::ValueError::none) {
    input::ValueMessage said = input::describe(info, read.error, base::trim_wide(value));
    return {Problem{said.code, said.message, said.hint, "", 0, 0, ""}};
  }
  // A task that nobody made for this engine gets the answers that it lacks, unknown.
  if (task.answers.size() <= c) task.answers.resize(program.criteria.size());
  Answer& answer = task.answers[c];
  answer = Answer{};
  if (read.unknown) return {};
  answer.origin = origin;
  answer.low = read.low;
  answer.high = read.high;
  answer.shown = input::json_shown(info, value);
  return {};
}

}  // namespace sourcing
