// SPDX-License-Identifier: Apache-2.0
// NDJSON in, any format out: each line is a task.
#include <algorithm>

#include "batch/json_rows.hpp"
#include "batch/task_output.hpp"

namespace sourcing::batch {

namespace {

class JsonWorker : public Worker {
 public:
  explicit JsonWorker(const Shared& shared)
      : plan_(shared.plan), tables_(shared.tables), output_(shared) {}

  void begin(Buffer& out) override { output_.begin(out); }
  void end(Buffer& out) override { output_.end(out); }

  Extent index(const input::Block& block) override { return find_lines(block, lines_); }

  void judge(const input::Block& block, Extent before, Wanted most, Judged& judged) override {
    judged.clear();
    if (plan_.options.summary) {
      judged.counts.reset(tables_.criteria.size(), tables_.rules.size());
    }
    const std::uint64_t rows = std::min<std::uint64_t>(lines_.size(), most.rows);
    for (std::size_t i = 0; i < rows && judged.bad.size() < most.bad; ++i) {
      judged.rows = i + 1;
      if (plan_.options.row != 0 && before.rows + i + 1 != plan_.options.row) continue;
      BadRow bad;
      if (const auto task = read_json_row(plan_, block, lines_[i], {i, before}, bad)) {
        output_.decided(*task, judged);
      } else {
        output_.failed(std::move(bad), judged);
      }
    }
  }

 private:
  const Plan& plan_;
  const Tables& tables_;
  TaskOutput output_;
  std::vector<JsonLine> lines_;
};

}  // namespace

std::unique_ptr<Worker> make_json_worker(const Shared& shared) {
  return std::make_unique<JsonWorker>(shared);
}

}  // namespace sourcing::batch
