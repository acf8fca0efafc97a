// SPDX-License-Identifier: Apache-2.0
#include "input/first_bytes.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace sourcing::input {

namespace {

constexpr std::size_t most = 512;

// A pipe's bytes cannot be put back, but doubled into another pipe.
ssize_t look_into_pipe(int descriptor, char* into) {
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return -1;
  ssize_t got = 0;
  do {
    got = ::tee(descriptor, ends[1], most, 0);
  } while (got < 0 && errno == EINTR);
  if (got > 0) got = ::read(ends[0], into, static_cast<std::size_t>(got));
  ::close(ends[0]);
  ::close(ends[1]);
  return got;
}

std::string look(int descriptor) {
  struct stat info {};
  if (::fstat(descriptor, &info) != 0) return {};
  std::string bytes(most, '\0');
  ssize_t got = -1;
  if (S_ISREG(info.st_mode)) {
    const off_t here = ::lseek(descriptor, 0, SEEK_CUR);
    got = ::pread(descriptor, bytes.data(), most, here < 0 ? 0 : here);
  } else if (S_ISFIFO(info.st_mode)) {
    got = look_into_pipe(descriptor, bytes.data());
  } else if (S_ISSOCK(info.st_mode)) {
    got = ::recv(descriptor, bytes.data(), most, MSG_PEEK);
  }
  bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return bytes;
}

}  // namespace

std::string first_bytes(const std::string& path) {
  if (path == "-") return look(STDIN_FILENO);
  struct stat info {};
  // Whoever opens a named pipe twice has taken it from somebody.
  if (::stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return {};
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return {};
  std::string bytes = look(descriptor);
  ::close(descriptor);
  return bytes;
}

}  // namespace sourcing::input
