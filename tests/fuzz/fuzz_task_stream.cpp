// SPDX-License-Identifier: Apache-2.0
// Tasks out of a pipe. However the bytes arrive, one at a time or all at once, the tasks and the
// problems are the same; and a stream never invents or loses a task.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <sourcing/engine.hpp>

#include "input/task_stream.hpp"
#include "support.hpp"

namespace {

using namespace sourcing;

// As many packets as a pipe of a megabyte holds.
constexpr std::size_t most_packets = 250;

std::string told(const Result<Task>& task) {
  std::string out;
  if (!task) {
    fuzz::check_problems(task.problems());
    for (const Problem& problem : task.problems()) out += to_string(problem) + "\n";
    return out;
  }
  out = "task " + task->id + "|" + task->name + "|" + task->activity;
  for (const Answer& answer : task->answers) {
    out += " " + std::to_string(static_cast<int>(answer.origin)) + ":" +
           std::to_string(answer.low) + "-" + std::to_string(answer.high) + answer.shown +
           answer.evidence;
  }
  return out + "\n";
}

// The pipe keeps packets apart, so a read returns at most `chunk` bytes.
std::string read_in_chunks(std::string_view bytes, std::size_t chunk) {
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_DIRECT | O_CLOEXEC) != 0) return "no pipe";
  (void)::fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
  for (std::size_t at = 0; at < bytes.size(); at += chunk) {
    const std::string_view packet = bytes.substr(at, chunk);
    fuzz::check(
        ::write(ends[1], packet.data(), packet.size()) == static_cast<ssize_t>(packet.size()),
        "the pipe takes it all");
  }
  ::close(ends[1]);
  ::dup2(ends[0], STDIN_FILENO);
  ::close(ends[0]);
  std::string out;
  const Engine engine = Engine::embedded();
  input::TaskStream stream(engine.program(), "-");
  fuzz::check(stream.open().empty(), "standard input opens");
  std::size_t count = 0;
  while (const auto task = stream.next()) {
    out += told(*task);
    fuzz::check(++count <= bytes.size() + 1, "no more tasks than bytes");
  }
  fuzz::check(stream.error().empty(), "nothing fails");
  fuzz::check(count > 0 || bytes.empty(), "an input is told about");
  return out;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1 || size > 4'000) return 0;
  const std::string_view bytes = fuzz::text_of(data + 1, size - 1);
  const std::size_t least = bytes.size() / most_packets + 1;
  const std::size_t chunk = std::max<std::size_t>(least, data[0] % 64 + 1U);
  fuzz::check(read_in_chunks(bytes, 4'096) == read_in_chunks(bytes, chunk),
              "the chunks do not matter");
  return 0;
}
