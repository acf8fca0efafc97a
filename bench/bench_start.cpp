// SPDX-License-Identifier: Apache-2.0
// Times one decision from spawn to exit against a C++ hello-world, in alternating runs, so that a
// drift of the machine hits both alike.
//
//   bench_start RUNS HELLO SOURCING TASK.json
//
// Wall time is from spawn to reaped; CPU time is user and system of the child. Page faults are the
// part of the cost that a quiet machine repeats exactly.
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

extern char** environ;

namespace {

struct Samples {
  std::vector<double> wall, cpu;  // milliseconds
  long faults = 0;
};

double milliseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

bool run_once(std::vector<char*> arguments, Samples& samples) {
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const auto from = std::chrono::steady_clock::now();
  const int failed =
      posix_spawn(&child, arguments.front(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  int status = 0;
  rusage usage{};
  if (failed != 0 || wait4(child, &status, 0, &usage) != child || status != 0) {
    fmt::print(stderr, "bench_start: {} failed\n", arguments.front());
    return false;
  }
  const auto to = std::chrono::steady_clock::now();
  samples.wall.push_back(std::chrono::duration<double, std::milli>(to - from).count());
  samples.cpu.push_back(milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime));
  samples.faults = usage.ru_minflt;
  return true;
}

struct Summary {
  double least, median;
};

Summary summary(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return {values.front(), values[values.size() / 2]};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    fmt::print(stderr, "usage: bench_start RUNS HELLO SOURCING TASK.json\n");
    return 2;
  }
  const int runs = std::max(1, std::atoi(argv[1]));
  std::string classify = "classify";
  const std::vector<char*> hello = {argv[2]};
  const std::vector<char*> decision = {argv[3], classify.data(), argv[4]};
  Samples of_hello, of_decision;
  for (int i = 0; i < runs; ++i) {
    if (!run_once(hello, of_hello) || !run_once(decision, of_decision)) return 1;
  }
  std::vector<double> pairs;
  for (std::size_t i = 0; i < of_hello.wall.size(); ++i) {
    pairs.push_back(of_decision.wall[i] / of_hello.wall[i]);
  }
  const auto print = [](const char* label, const Samples& samples) {
    const Summary wall = summary(samples.wall), cpu = summary(samples.cpu);
    fmt::print(
        "{:<12} wall ms min {:.3f} median {:.3f} | cpu ms min {:.3f} median {:.3f} | {} page "
        "faults\n",
        label, wall.least, wall.median, cpu.least, cpu.median, samples.faults);
  };
  print("hello", of_hello);
  print("one decision", of_decision);
  const Summary wall_hello = summary(of_hello.wall), wall = summary(of_decision.wall);
  const Summary cpu_hello = summary(of_hello.cpu), cpu = summary(of_decision.cpu);
  fmt::print(
      "ratio        wall min {:.2f} median {:.2f}, median of pairs {:.2f} | cpu min {:.2f} median "
      "{:.2f}\n",
      wall.least / wall_hello.least, wall.median / wall_hello.median, summary(pairs).median,
      cpu.least / cpu_hello.least, cpu.median / cpu_hello.median);
}
