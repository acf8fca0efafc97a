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

constexpr std::size_t most_line_bytes = std::size_t{16} << 20;

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
    return {lines_.size() + (block.tail == input::TailError::none ? 0 : 1), number};
  }

  void judge(const input::Block& block, Extent before, std::uint64_t most_rows,
             Judged& judged) override {
    judged.clear();
    if (plan_.options.summary) {
      judged.counts.reset(tables_.criteria.size(), tables_.rules.size());
    }
    const std::uint64_t rows = std::min<std::uint64_t>(lines_.size(), most_rows);
    for (std::size_t i = 0; i < rows; ++i) {
      const std::uint64_t number = before.rows + i + 1;
      if (plan_.options.row != 0 && number != plan_.options.row) continue;
      one(block, lines_[i], number, before, i, judged);
    }
    judged.rows = rows;
    if (block.tail == input::TailError::none || most_rows <= lines_.size()) return;
    ++judged.rows;
    BadRow bad = tail_row(
        plan_, block, before.rows + judged.rows,
        before.lines +
            static_cast<std::uint64_t>(std::count(block.data(), block.data() + block.size, '\n')) +
            1);
    bad.rows_until = judged.rows;
    output_.failed(std::move(bad), judged);
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
    json::Limits limits;
    limits.bytes = most_line_bytes;
    json::ParseResult parsed =
        json::parse(text, plan_.options.source, limits, static_cast<std::uint32_t>(line_number));
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
    if (!plan_.options.show_values) hide_values(bad.failure.problems);
    bad.failure.row = number;
    bad.offset = block.offset + line.begin;
    if (!bad.failure.problems.empty()) bad.column = bad.failure.problems.front().pointer;
    if (plan_.options.rejects) bad.record = text;
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

  // What a task's problem quotes may be a value; the pointer says where it is.
  static void hide_values(std::vector<Problem>& problems) {
    for (Problem& problem : problems) {
      if (!problem.code.starts_with("E02") || problem.code == "E0201") continue;
      const std::size_t open = problem.message.find('`');
      const std::size_t close =
          open == std::string::npos ? open : problem.message.find('`', open + 1);
      if (open != 0 || close == std::string::npos) continue;
      problem.message.replace(open, close - open + 1, "the value");
    }
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
