// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/new_interview.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <sourcing/decide.hpp>
#include <string>

#include "base/text.hpp"
#include "cli/arguments/batch_io.hpp"
#include "cli/shell/messages.hpp"
#include "cli/shell/terminal.hpp"
#include "engine/program.hpp"
#include "render/wording.hpp"

namespace sourcing::cli {

namespace {

// A line of standard input, byte by byte: nothing typed ahead may be lost to a buffer. Nothing at
// the end of it, or when `wake` becomes readable.
std::optional<std::string> read_line(int wake) {
  std::string line;
  for (;;) {
    std::array<pollfd, 2> ready = {{{STDIN_FILENO, POLLIN, 0}, {wake, POLLIN, 0}}};
    if (::poll(ready.data(), wake < 0 ? 1 : 2, -1) < 0 && errno != EINTR) return std::nullopt;
    if (SignalGuard::caught() != 0) return std::nullopt;
    if (ready[0].revents == 0) continue;
    char c = 0;
    const ssize_t got = ::read(STDIN_FILENO, &c, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return line.empty() ? std::nullopt : std::optional(line);
    if (c == '\n') return line;
    if (c != '\r') line += c;
  }
}

// Where nobody looks at it line by line, lines are not broken.
std::size_t width() { return is_terminal(STDERR_FILENO) ? columns(STDERR_FILENO) : 0; }

void show(const interview::Line& line) {
  const std::size_t indent = base::display_width(line.head);
  const std::size_t most = width();
  std::string out = line.head;
  bool first = true;
  for (const std::string& part : base::wrap(line.text, most > indent ? most - indent : most)) {
    if (!first) out.append(indent, ' ');
    first = false;
    out += part;
    out += '\n';
  }
  write_error(out);
}

}  // namespace

int hold(interview::Interview& interview) {
  const SignalGuard guard;
  for (const interview::Line& line : interview.begin()) show(line);
  while (!interview.finished()) {
    write_error(interview.prompt());
    const auto typed = read_line(guard.wake_descriptor());
    if (!typed) {
      write_error("\n");
      break;
    }
    for (const interview::Line& line : interview.take(*typed)) show(line);
  }
  return SignalGuard::caught();
}

void tell(std::string_view text) { show({{}, std::string(text)}); }

void tell_verdict(const Engine& engine, const Task& task, std::size_t language) {
  DecideOptions options;
  options.explore = false;
  options.language = engine.program().languages[language];
  const Decision decision = decide(engine, task, options);
  const render::Wording wording(engine.program(), options.language);
  write_error("\n");
  const std::string heading = wording.task(decision.id, decision.name, 0);
  tell(base::printable((heading.empty() ? "" : heading + ": ") + wording.verdict(decision)));
  tell(wording.status_line(decision));
  if (decision.status == Status::undetermined) return;
  tell(wording.engagement_line(decision));
  tell(wording.location_line(decision));
}

}  // namespace sourcing::cli
