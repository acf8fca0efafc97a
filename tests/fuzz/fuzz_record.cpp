// SPDX-License-Identifier: Apache-2.0
// The record log. A stranger's log never crashes the replay; a record of ours replays as it was
// made; and no byte of it can be changed without being noticed.
#include <algorithm>
#include <sourcing/decide.hpp>

#include "audit/record.hpp"
#include "audit/replay.hpp"
#include "support.hpp"

namespace {

using namespace sourcing;

struct Findings {
  std::vector<audit::Discrepancy> found;
  std::vector<Problem> problems;

  [[nodiscard]] bool none() const { return found.empty() && problems.empty(); }
};

Findings replay(const Engine& engine, std::string_view line) {
  Findings result;
  const audit::ReplayOptions how{{&engine}, false, {}};
  audit::Replay log(how);
  (void)log.line(line, 1, true, "<log>", result.found, result.problems);
  return result;
}

void strangers_log(const Engine& engine, std::string_view bytes) {
  const audit::ReplayOptions how{{&engine}, false, {}};
  audit::Replay log(how);
  Findings all;
  std::uint64_t number = 0;
  while (!bytes.empty() && number < 16) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const bool terminated = end < bytes.size();
    const bool read =
        log.line(bytes.substr(0, end), ++number, terminated, "<log>", all.found, all.problems);
    fuzz::check(read || !all.problems.empty(), "a line that is no JSON says why");
    bytes.remove_prefix(end + (terminated ? 1 : 0));
  }
  if (!all.problems.empty()) fuzz::check_problems(all.problems);
  for (const audit::Discrepancy& entry : all.found) {
    fuzz::check(!entry.message.empty(), "a discrepancy says what it is");
  }
}

void our_record(const Engine& engine, std::string_view text, std::size_t where, char other) {
  const auto task = parse_task(engine, text, "<in>");
  if (!task) return;
  audit::RecordOptions options;
  options.cells = 16;
  options.nodes = 64;
  DecideOptions deciding;
  deciding.cells = options.cells;
  deciding.nodes = options.nodes;
  const Decision decision = decide(engine, *task, deciding);
  std::string hash;
  std::string line = audit::seal(
      audit::make_record(engine, text, decision, options, {}, {"2026-11-24T00:00:00Z", false}),
      audit::no_previous, hash);
  fuzz::check(line.ends_with('\n') && line.find('\n') == line.size() - 1, "a record is one line");
  line.pop_back();
  const Findings fresh = replay(engine, line);
  for (const auto& entry : fresh.found) std::fprintf(stderr, "%s\n", entry.message.c_str());
  fuzz::check(fresh.none(), "a record replays as it was made");
  where %= line.size();
  if (line[where] == other) return;
  line[where] = other;
  fuzz::check(!replay(engine, line).none(), "a changed byte is noticed");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  static const Engine engine = Engine::embedded();
  const std::string_view bytes = fuzz::text_of(data + 3, size - 3);
  strangers_log(engine, bytes);
  our_record(engine, bytes, data[0] * std::size_t{256} + data[1], static_cast<char>(data[2]));
  return 0;
}
