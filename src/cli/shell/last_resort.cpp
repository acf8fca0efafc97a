// SPDX-License-Identifier: Apache-2.0
#include "cli/shell/last_resort.hpp"

#include <unistd.h>

#include <exception>
#include <new>

#include "base/files.hpp"
#include "cli/shell/exit_code.hpp"
#include "cli/shell/messages.hpp"

namespace sourcing::cli {

namespace {

[[noreturn]] void end() noexcept {
  base::unlink_temporary_files();
  ExitCode code = ExitCode::bug;
  // Without an exception that is being handled, `throw` would come here again.
  if (std::current_exception() == nullptr) {
    write_error("sourcing: a bug in sourcing: it was ended from within [E7000]\n");
  } else {
    try {
      throw;
    } catch (const std::bad_alloc&) {
      write_error("sourcing: out of memory [E0503]\n");
      code = ExitCode::io;
    } catch (const std::exception& error) {
      write_error("sourcing: a bug in sourcing: ");
      write_error(error.what());
      write_error(" [E7000]\n");
    } catch (...) {
      write_error("sourcing: a bug in sourcing: an unknown exception [E7000]\n");
    }
  }
  ::_exit(static_cast<int>(code));
}

}  // namespace

void install_last_resort() noexcept { std::set_terminate(end); }

}  // namespace sourcing::cli
