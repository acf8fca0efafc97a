// SPDX-License-Identifier: Apache-2.0
#include "cli/shell/signals.hpp"

#include <csignal>

#include "base/files.hpp"

namespace sourcing::cli {

namespace {

extern "C" void clean_up_and_end(int signal) {
  base::unlink_temporary_files();
  // The handler is gone already (SA_RESETHAND): this ends the process by the signal itself.
  (void)::raise(signal);
}

}  // namespace

void install_signal_handlers() noexcept {
  for (const int signal : {SIGPIPE, SIGXFSZ}) (void)::signal(signal, SIG_IGN);
  for (const int signal : {SIGHUP, SIGINT, SIGTERM}) {
    struct sigaction before {};
    if (::sigaction(signal, nullptr, &before) != 0 || before.sa_handler == SIG_IGN) continue;
    struct sigaction action {};
    action.sa_handler = clean_up_and_end;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_NODEFER);
    (void)::sigaction(signal, &action, nullptr);
  }
}

}  // namespace sourcing::cli
