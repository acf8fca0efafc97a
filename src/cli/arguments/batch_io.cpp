// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments/batch_io.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "base/files.hpp"
#include "base/text.hpp"
#include "cli/arguments/progress_line.hpp"
#include "cli/shell/terminal.hpp"

namespace sourcing::cli {

namespace {

constexpr std::uint64_t most_named = 20;

volatile std::sig_atomic_t caught_signal = 0;
std::array<int, 2> wake_pipe = {-1, -1};

extern "C" void end_now(int) {
  const int signal = caught_signal == 0 ? SIGTERM : static_cast<int>(caught_signal);
  base::unlink_temporary_files();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

extern "C" void ask_to_stop(int signal) {
  if (caught_signal != 0) {
    end_now(signal);
    return;
  }
  caught_signal = signal;
  const int saved = errno;
  const char byte = 0;
  (void)!::write(wake_pipe[1], &byte, 1);
  constexpr unsigned patience = 2;  // seconds
  ::alarm(patience);
  errno = saved;
}

void install(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  ::sigaction(signal, &action, nullptr);
}

}  // namespace

SignalGuard::SignalGuard() {
  if (::pipe(wake_pipe.data()) == 0) {
    for (const int end : wake_pipe) ::fcntl(end, F_SETFD, FD_CLOEXEC);
    ::fcntl(wake_pipe[1], F_SETFL, O_NONBLOCK);
  }
  install(SIGALRM, end_now);
  for (const int signal : {SIGHUP, SIGINT, SIGTERM}) {
    struct sigaction before {};
    ::sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) install(signal, ask_to_stop);  // nohup means it
  }
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of write()
}

SignalGuard::~SignalGuard() { ::alarm(0); }

int SignalGuard::wake_descriptor() const noexcept { return wake_pipe[0]; }

int SignalGuard::caught() noexcept { return static_cast<int>(caught_signal); }

void SignalGuard::end_by(int signal) {
  base::unlink_temporary_files();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
  ::_exit(128 + signal);  // it was blocked
}

bool FileSink::open(const std::string& path) {
  if (!output_.open(path)) return false;
  positional_ = output_.positional();
  return true;
}

bool FileSink::write(std::string_view bytes) {
  // What is judged is shown: a reader at the other end of a pipe does not wait for more.
  return output_.write(bytes) && output_.flush();
}

bool FileSink::write_at(std::uint64_t offset, std::string_view bytes) {
  return output_.write_at(offset, bytes);
}

bool FileSink::commit() { return output_.commit(); }

bool wants_progress(const Session& session) {
  return !session.common.quiet && is_terminal(STDERR_FILENO) && environment("CI").empty() &&
         environment("TERM") != "dumb";
}

BatchMessages::BatchMessages(const Session& session, std::uint64_t input_bytes,
                             const std::function<std::uint64_t()>& bytes_read, bool progress)
    : session_(session),
      input_bytes_(input_bytes),
      bytes_read_(bytes_read),
      enabled_(progress),
      begin_(std::chrono::steady_clock::now()),
      last_(begin_) {}

void BatchMessages::bad_row(const Failure& failure) {
  if (++bad_ > most_named) return;
  clear_line();
  std::vector<Problem> problems = failure.problems;
  for (Problem& problem : problems) {
    problem.message = fmt::format("row {}: {}", failure.row, problem.message);
  }
  session_.messages.errors(problems);
}

void BatchMessages::warning(std::string_view text) { session_.messages.warning(text); }
void BatchMessages::note(std::string_view text) { session_.messages.note(text); }

void BatchMessages::progress(const BatchProgress& progress) {
  if (!enabled_) return;
  using namespace std::chrono_literals;
  const auto now = std::chrono::steady_clock::now();
  if (now - begin_ < 1s || now - last_ < 200ms) return;
  last_ = now;
  Progress now_at{progress.rows, progress.bytes, progress.bad,
                  std::chrono::duration<double>(now - begin_).count(), 0};
  const std::uint64_t read = bytes_read_();
  if (input_bytes_ > 0 && read <= input_bytes_) {
    now_at.share = static_cast<double>(read) / static_cast<double>(input_bytes_);
  }
  write_error("\r" + progress_line(session_.messages, now_at) + "\x1b[K");
  shown_ = true;
}

void BatchMessages::clear_line() {
  if (!shown_) return;
  write_error("\r\x1b[K");
  shown_ = false;
}

void BatchMessages::finish() {
  clear_line();
  if (bad_ <= most_named) return;
  session_.messages.error(
      "", fmt::format("and {} more rows that could not be judged", bad_ - most_named));
}

}  // namespace sourcing::cli
