// SPDX-License-Identifier: Apache-2.0
// NDJSON in, any format out: each line is a task.
#include <fmt/format.h>

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"
#include "batch/row_reader.hpp"
#include "batch/task_output.hpp"
#include "input/csv_fields.hpp"
#include "input/task_json.hpp"

namespace sourcing::batch {

namespace {

// Takes out of a task's problem what it quotes of values: processes can be confidential, and the
// pointer says where it is. Keys are no values.
void hide_values(Problem& problem) {
  std::string& message = problem.message;
  // What stands between the first backtick behind `from` and the next.
  const auto replace = [&](std::size_t from, std::string_view with) {
    const std::size_t open = message.find('`', from);
    const std::size_t close = open == std::string::npos ? open : message.find('`', open + 1);
    if (close != std::string::npos) message.replace(open, close - open + 1, with);
  };
  constexpr std::string_view found = ", found ";
  const std::size_t at_found = message.rfind(found);
  const std::string_view code = problem.code;
  if (code == "E0202") {
    // A kind stays: `found a string`, `found an array`.
    if (at_found != std::string::npos && message[at_found + found.size()] != 'a') {
      message.erase(at_found);
    }
    if (problem.hint.starts_with("write \"")) problem.hint.clear();
  } else if (code == "E0208") {
    message = "there is no such activity";
  } else if (code.starts_with("E02") && code != "E0201") {
    if (message.starts_with('`')) replace(0, "the value");
  } else if (code == "E0110") {
    replace(0, "here");
  } else if (code == "E0106") {
    if (message.starts_with('`')) replace(0, "what stands here");
    if (message.ends_with(", which needs double quotes")) replace(at_found, "a word");
  }
}

class JsonWorker : public Worker {
 public:
  explicit JsonWorker(const Shared& shared)
      : plan_(shared.plan), tables_(shared.tables), output_(shared) {}

  void begin(Buffer& out) override { output_.begin(out); }
  void end(Buffer& out) override { output_.end(out); }

  Extent index(const input::Block& block) override {
    lines_.clear();
    std::uint64_t number = 0;
    const std::string_view text(block.data(), block.size);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      const std::string_view line = text.substr(at, end - at);
      if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
        lines_.push_back({at, line.size(), number});
      }
      ++number;
      at = end + 1;
    }
    if (block.tail) lines_.push_back({block.size, block.tail_size, number++});
    return {lines_.size(), number};
  }

  void judge(const input::Block& block, Extent before, Wanted most, Judged& judged) override {
    judged.clear();
    if (plan_.options.summary) {
      judged.counts.reset(tables_.criteria.size(), tables_.rules.size());
    }
    const std::uint64_t rows = std::min<std::uint64_t>(lines_.size(), most.rows);
    for (std::size_t i = 0; i < rows && judged.bad.size() < most.bad; ++i) {
      judged.rows = i + 1;
      const std::uint64_t number = before.rows + i + 1;
      if (plan_.options.row != 0 && number != plan_.options.row) continue;
      one(block, lines_[i], number, before, i, judged);
    }
  }

 private:
  struct Line {
    std::size_t begin, size;
    std::uint64_t number;  // lines of the block before it
  };

  void one(const input::Block& block, const Line& line, std::uint64_t number, Extent before,
           std::size_t index, Judged& judged) {
    const std::string_view text(block.data() + line.begin, line.size);
    const std::uint64_t line_number = before.lines + line.number + 1;
    json::ParseResult parsed;
    if (text.size() > input::most_line_bytes) {
      parsed.problems.push_back(Problem{
          "E0102", fmt::format("a task may have at most {} MiB", input::most_line_bytes >> 20U), "",
          plan_.options.source, line_number, 1, ""});
    } else {
      parsed = json::parse(text, plan_.options.source, {}, static_cast<std::uint32_t>(line_number));
    }
    BadRow bad;
    if (parsed.ok()) {
      rename(parsed.root);
      Result<Task> task = input::read_task(plan_.program, parsed.root, plan_.options.source, "");
      if (task) {
        Task& read = task.value();
        read.row = number;
        assume(plan_, read);
        output_.decided(read, judged);
        return;
      }
      bad.failure.problems = task.problems();
      names(parsed.root, bad.failure);
    } else {
      bad.failure.problems = std::move(parsed.problems);
    }
    if (!plan_.options.show_values) {
      for (Problem& problem : bad.failure.problems) hide_values(problem);
    }
    bad.failure.row = number;
    bad.offset = block.offset + line.begin;
    if (!bad.failure.problems.empty()) bad.column = bad.failure.problems.front().pointer;
    const bool whole = text.size() <= input::most_line_bytes;
    constexpr std::size_t most_kept = 4096;
    if (plan_.options.rejects) bad.record = whole ? text : text.substr(0, most_kept);
    bad.rows_until = index + 1;
    output_.failed(std::move(bad), judged);
  }

  // Their keys as ours, and their words for unknown as null.
  void rename(json::Value& root) const {
    const BatchOptions& options = plan_.options;
    if (root.kind != json::Kind::object) return;
    std::erase_if(root.members, [&](const json::Member& member) {
      return std::any_of(options.ignore.begin(), options.ignore.end(), [&](const auto& ignored) {
        return input::fold_name(ignored) == input::fold_name(member.key);
      });
    });
    for (json::Member& member : root.members) {
      for (const auto& [theirs, ours] : options.map) {
        if (input::fold_name(theirs) == input::fold_name(member.key)) member.key = ours;
      }
      if (!options.id_column.empty()) {
        if (member.key == options.id_column) {
          member.key = "id";
        } else if (member.key == "id") {
          member.key = "x_id";
        }
      }
      if (member.value.kind == json::Kind::string && member.key != "id" && member.key != "name" &&
          !member.value.text.empty() && plan_.means_unknown(base::trim(member.value.text))) {
        member.value.kind = json::Kind::null;
      }
    }
  }

  static void names(const json::Value& root, Failure& failure) {
    const auto text = [&](std::string_view key, std::string& out) {
      const json::Value* value = root.find(key);
      if (value != nullptr && value->kind == json::Kind::string) out = value->text;
    };
    text("id", failure.id);
    text("name", failure.name);
  }

  const Plan& plan_;
  const Tables& tables_;
  TaskOutput output_;
  std::vector<Line> lines_;
};

}  // namespace

std::unique_ptr<Worker> make_json_worker(const Shared& shared) {
  return std::make_unique<JsonWorker>(shared);
}

}  // namespace sourcing::batch
