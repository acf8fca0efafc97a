// SPDX-License-Identifier: Apache-2.0
#include "report/drawing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <sourcing/decide.hpp>

#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "batch/tasks/each_task.hpp"
#include "engine/program.hpp"
#include "render/sentences.hpp"
#include "render/verdict_json.hpp"
#include "report/input_lines.hpp"

namespace sourcing::report {

namespace {

class Nothing : public ByteSink {
 public:
  bool write(std::string_view) override { return true; }
};

// They have been told of already.
class Silent : public BatchObserver {};

// Puts each task where its row is.
class Taken : public batch::TaskHandler {
 public:
  Taken(std::vector<Task>& tasks, std::map<std::size_t, Failure>& failures)
      : tasks_(tasks), failures_(failures) {}
  void task(const Task& task, std::string&) override { tasks_.push_back(task); }
  void failed(const Failure& failure, std::string&) override {
    failures_.emplace(tasks_.size(), failure);
    tasks_.emplace_back();
  }

 private:
  std::vector<Task>& tasks_;
  std::map<std::size_t, Failure>& failures_;  // of the tasks that are none
};

// Where the member that begins at `at` ends.
std::size_t end_of_member(std::string_view text, std::size_t at) {
  int depth = 0;
  bool quoted = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c == '\\') ++at;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth-- == 0) break;
    } else if (c == ',' && depth == 0) {
      break;
    }
  }
  return at;
}

// What a task answers, and what it is called.
void append_task(const engine::Program& program, const Task& task, std::string& out) {
  const std::size_t begin = out.size();
  const auto member = [&](std::string_view key) {
    if (out.size() > begin) out += ',';
    json::append_quoted(out, key);
    out += ':';
  };
  const auto text = [&](std::string_view key, std::string_view value) {
    if (value.empty()) return;
    member(key);
    json::append_quoted(out, value);
  };
  text("id", task.id);
  text("name", task.name);
  text("activity", task.activity);
  for (std::size_t c = 0; c < task.answers.size(); ++c) {
    const Answer& answer = task.answers[c];
    if (answer.origin != Origin::answered && answer.origin != Origin::option) continue;
    member(program.criteria[c].id);
    if (answer.evidence.empty()) {
      out += answer.shown;
      continue;
    }
    out += fmt::format(R"({{"value":{},"evidence":)", answer.shown);
    json::append_quoted(out, answer.evidence);
    out += '}';
  }
}

// The object of `batch` less the members that the page's module makes again, under the number that
// the row has in the whole input, with the task in it. Of `considered` the page says whether it has
// room for it.
void write_object(const engine::Program& program, std::string_view whole, Row& row) {
  static constexpr std::array<std::string_view, 4> left_out = {
      "reasons", "possible", "possible_complete", "next_questions"};
  std::string& out = row.json;
  out = "{";
  for (std::size_t at = 1; at + 1 < whole.size();) {
    const std::size_t end = end_of_member(whole, at);
    const std::string_view member = whole.substr(at, end - at);
    const std::string_view key = member.substr(1, member.find('"', 1) - 1);
    if (key == "row") {
      out += fmt::format("\"row\":{},", row.number);
    } else if (key == "considered") {
      row.considered = member;
    } else if (std::find(left_out.begin(), left_out.end(), key) == left_out.end()) {
      out += member;
      out += ',';
    }
    at = end + 1;
  }
  out += "\"task\":{";
  if (!row.failed) append_task(program, row.task, out);
  out += "}}";
}

template <class Part>
void take(const json::Value& object, std::string_view key, std::initializer_list<Part> parts,
          std::optional<Part>& into) {
  const json::Value* const value = object.find(key);
  if (value == nullptr) return;
  for (const Part part : parts) {
    if (name(part) == value->text) into = part;
  }
}

bool is_true(const json::Value& object, std::string_view key) {
  const json::Value* const value = object.find(key);
  return value != nullptr && value->kind == json::Kind::boolean && value->boolean;
}

// What the list says of a row.
void read_verdict(const json::Value& root, Row& row) {
  if (const json::Value* const verdict = root.find("verdict")) {
    take(*verdict, "disposition",
         {Disposition::retain, Disposition::automate_first, Disposition::outsource},
         row.verdict.disposition);
    take(*verdict, "engagement", {Engagement::bpo, Engagement::kpo}, row.verdict.engagement);
    take(*verdict, "location", {Location::onshore, Location::nearshore, Location::offshore},
         row.verdict.location);
    std::optional<Status> status;
    take(*verdict, "status",
         {Status::decided, Status::tentative, Status::undetermined, Status::error}, status);
    row.status = status.value_or(Status::error);
    row.hybrid = is_true(*verdict, "hybrid");
  }
  row.robust = is_true(root, "robust");
  if (const json::Value* const engagement = root.find("engagement")) {
    if (const json::Value* const score = engagement->find("score")) row.score = score->text;
  }
  if (const json::Value* const location = root.find("location")) {
    const json::Value* const close = location->find("close");
    if (close != nullptr && close->kind == json::Kind::boolean) row.close = close->boolean;
    const json::Value* const next = location->find("runner_up");
    const json::Value* const lead = location->find("margin");
    if (next != nullptr && next->kind == json::Kind::string && lead != nullptr && row.close) {
      row.lead = lead->text;
    }
  }
}

// As these rows were read the first time, all of them.
BatchOptions again(const BatchOptions& batch, bool header) {
  BatchOptions options = batch;
  options.header = header;
  options.header_row = 0;
  options.skip_where.clear();
  options.limit = options.most_errors = ~std::uint64_t{0};
  options.row = 0;
  options.append = options.rejects = options.summary = options.dry_run = false;
  options.by.clear();
  options.sum.clear();
  options.columns.clear();
  options.format = Format::ndjson;
  return options;
}

// As the batch writes it; without the search for what the page leaves out.
std::string decided_object(const Engine& engine, const Task& task, std::string_view language) {
  DecideOptions options;
  options.explore = false;
  options.language = language;
  std::string whole;
  json::Writer json(whole);
  render::VerdictJson(json, engine).decision(decide(engine, task, options));
  return whole;
}

std::string failed_object(const Engine& engine, const Failure& failure) {
  std::string whole;
  json::Writer json(whole);
  render::VerdictJson(json, engine).failure(failure);
  return whole;
}

}  // namespace

void draw(const Engine& engine, const BatchOptions& batch, const std::string& header,
          const std::vector<const Kept*>& order, const FailureOf& failure_of, Document& document) {
  std::string bytes = header;
  for (const Kept* const kept : order) {
    bytes += kept->record;
    bytes += '\n';
  }
  const BatchOptions options = again(batch, batch.header);
  Silent silent;
  Nothing nothing;
  std::vector<Task> tasks;
  std::map<std::size_t, Failure> failures;
  tasks.reserve(order.size());
  BatchOptions one_thread = options;  // so that they come in their order
  one_thread.jobs = 1;
  Memory same(bytes);
  (void)batch::each_task(engine, same, nothing, silent, one_thread, {},
                         [&] { return std::make_unique<Taken>(tasks, failures); });

  const engine::Program& program = engine.program();
  document.unanswered.assign(engine.criteria(), 0);
  const bool any_failed = std::any_of(order.begin(), order.end(),
                                      [](const Kept* kept) { return !kept->error.empty(); });
  const render::Sentences sentences(any_failed ? std::string_view(options.language) : "en");
  for (std::size_t i = 0; i < order.size() && i < tasks.size(); ++i) {
    const Kept& kept = *order[i];
    Row& row = document.rows.emplace_back();
    row.number = kept.number;
    row.key = kept.key;
    row.weight = kept.weight;
    row.weighed = kept.weighed;
    row.error = sentences.say_errors(kept.error);
    row.failed = !kept.error.empty();
    row.task = std::move(tasks[i]);
    row.task.row = row.number;
    // Where all rows were read it was told with its line; of very many the first were remembered.
    const Failure* failure = row.failed ? failure_of(row.number) : nullptr;
    if (const auto own = failures.find(i); failure == nullptr && own != failures.end()) {
      failure = &own->second;
    }
    write_object(program,
                 failure != nullptr ? failed_object(engine, *failure)
                                    : decided_object(engine, row.task, options.language),
                 row);
    // Without the reasons it is read four times as fast.
    const json::ParseResult parsed = json::parse(row.json, "");
    read_verdict(parsed.root, row);
    const auto text = [&](std::string_view key) {
      const json::Value* const value = parsed.root.find(key);
      return value == nullptr ? std::string() : value->text;
    };
    row.id = text("id");
    row.name = text("name");
    if (row.robust) ++document.robust;
    for (std::size_t c = 0; c < row.task.answers.size(); ++c) {
      if (row.task.answers[c].origin == Origin::unknown) ++document.unanswered[c];
    }
  }
}

}  // namespace sourcing::report
