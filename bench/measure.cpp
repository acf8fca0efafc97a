// SPDX-License-Identifier: Apache-2.0
// Runs one command and tells what it took: seconds of wall time, seconds of processor time (user
// and system, threads and reaped children included) and peak resident KiB, on one line.
//
//   measure REPORT OUTPUT COMMAND [ARGUMENT …]
//
// Small and static on purpose: a process inherits the peak of whoever spawns it, so that a Python
// script would measure itself.
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdio>

extern char** environ;

namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fputs("usage: measure REPORT OUTPUT COMMAND [ARGUMENT ...]\n", stderr);
    return 2;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0644);
  pid_t child = 0;
  const auto from = std::chrono::steady_clock::now();
  if (posix_spawnp(&child, argv[3], &actions, nullptr, argv + 3, environ) != 0) return 127;
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child) return 1;
  const auto to = std::chrono::steady_clock::now();
  std::FILE* report = std::fopen(argv[1], "w");
  if (report == nullptr) return 5;
  std::fprintf(report, "%.6f %.6f %ld\n", std::chrono::duration<double>(to - from).count(),
               seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss);
  std::fclose(report);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
