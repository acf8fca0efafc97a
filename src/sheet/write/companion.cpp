// SPDX-License-Identifier: Apache-2.0
#include "sheet/write/companion.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <system_error>

extern char** environ;

namespace sourcing::sheet {

namespace {

constexpr std::size_t most_buffered = std::size_t{64} << 10;

std::string reason(int error_number) { return std::generic_category().message(error_number); }

// Beside this program in a build, below libexec where it is installed.
std::string find_program() {
  std::array<char, PATH_MAX> self{};
  const ssize_t length = ::readlink("/proc/self/exe", self.data(), self.size() - 1);
  if (length <= 0) return {};
  std::string folder(self.data(), static_cast<std::size_t>(length));
  folder.resize(folder.rfind('/'));
  for (const std::string& place :
       {folder + "/../libexec/sourcing/sourcing-xlsx", folder + "/sourcing-xlsx"}) {
    if (::access(place.c_str(), X_OK) == 0) return place;
  }
  return {};
}

// A file without a name, which is gone when it is closed.
int unnamed_file() {
  const char* const set = std::getenv("TMPDIR");
  std::string name =
      std::string(set != nullptr && *set != '\0' ? set : "/tmp") + "/sourcing-XXXXXX";
  const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor >= 0) ::unlink(name.c_str());
  return descriptor;
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '\t' || c == '\n' || c == '\\') {
      out += '\\';
      out += c == '\t' ? 't' : c == '\n' ? 'n' : '\\';
    } else if (c != '\0' && c != '\r') {
      out += c;
    }
  }
}

}  // namespace

std::string letters(std::size_t column) {
  std::string out;
  for (std::size_t left = column + 1; left > 0; left = (left - 1) / 26) {
    out.insert(out.begin(), static_cast<char>('A' + (left - 1) % 26));
  }
  return out;
}

Companion::~Companion() {
  if (feed_ >= 0) ::close(feed_);
  if (child_ > 0) {
    // Without `end` it writes nothing.
    int status = 0;
    while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
    }
  }
  if (file_ >= 0) ::close(file_);
  if (complaints_ >= 0) ::close(complaints_);
}

bool Companion::fail(std::string error) {
  if (error_.empty()) error_ = std::move(error);
  return false;
}

bool Companion::start(std::string_view title, std::int64_t created) {
  const std::string program = find_program();
  if (program.empty()) {
    return fail(
        "workbooks are written by `sourcing-xlsx`, which is not beside this program; it is "
        "built where libxlsxwriter-dev is installed");
  }
  file_ = unnamed_file();
  complaints_ = unnamed_file();
  std::array<int, 2> ends{-1, -1};
  if (file_ < 0 || complaints_ < 0 ||
      ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return fail(reason(errno));
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, file_, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, complaints_, STDERR_FILENO);
  std::string name = "sourcing-xlsx", path = "/dev/fd/1";
  const std::array<char*, 3> arguments{name.data(), path.data(), nullptr};
  const int failed =
      ::posix_spawn(&child_, program.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  feed_ = ends[0];
  if (failed != 0) {
    child_ = -1;
    return fail(fmt::format("{}: {}", program, reason(failed)));
  }
  return line({"property", title, std::to_string(created)});
}

bool Companion::line(const std::vector<std::string_view>& fields) {
  if (!error_.empty()) return false;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) buffer_ += '\t';
    append_escaped(buffer_, fields[i]);
  }
  buffer_ += '\n';
  return buffer_.size() < most_buffered || flush();
}

bool Companion::row(std::uint64_t number, const std::vector<Written>& cells) {
  if (!error_.empty()) return false;
  buffer_ += fmt::format("row\t{}", number);
  for (const Written& cell : cells) {
    buffer_ += '\t';
    if (cell.value.empty()) continue;
    buffer_ += cell.kind;
    buffer_ += cell.style;
    append_escaped(buffer_, cell.value);
  }
  buffer_ += '\n';
  return buffer_.size() < most_buffered || flush();
}

bool Companion::select(std::size_t sheet) {
  if (sheet == selected_) return error_.empty();
  selected_ = sheet;
  return line({"select", std::to_string(sheet)});
}

bool Companion::flush() {
  std::string_view bytes = buffer_;
  while (!bytes.empty()) {
    const ssize_t sent = ::send(feed_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return fail(wait());
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  buffer_.clear();
  return true;
}

// What the program said before it ended badly; empty when it ended well.
std::string Companion::wait() {
  if (feed_ >= 0) ::close(feed_);
  feed_ = -1;
  int status = 0;
  while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
  }
  child_ = -1;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  std::array<char, 400> said{};
  const ssize_t got = ::pread(complaints_, said.data(), said.size(), 0);
  std::string text(said.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
  text = text.substr(0, text.find('\n'));
  return "the workbook could not be written: " +
         (text.empty() ? std::string("`sourcing-xlsx` ended early") : text);
}

bool Companion::end() {
  if (!line({"end"}) || !flush()) return false;
  const std::string said = wait();
  return said.empty() || fail(said);
}

bool Companion::next(std::string& piece) {
  constexpr std::size_t size = std::size_t{256} << 10;
  piece.resize(size);
  ssize_t got = 0;
  while ((got = ::pread(file_, piece.data(), size, static_cast<off_t>(read_))) < 0 &&
         errno == EINTR) {
  }
  if (got < 0) fail(reason(errno));
  if (got <= 0) return false;
  read_ += static_cast<std::uint64_t>(got);
  piece.resize(static_cast<std::size_t>(got));
  return true;
}

}  // namespace sourcing::sheet
