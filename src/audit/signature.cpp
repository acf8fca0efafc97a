// SPDX-License-Identifier: Apache-2.0
#include "audit/signature.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <vector>

#include "base/text.hpp"

extern "C" {
extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to us
}

namespace sourcing::audit {

namespace {

constexpr const char* program = "ssh-keygen";

std::string reason(int error_number) {
  return std::error_code(error_number, std::generic_category()).message();
}

// A file without a name that holds `bytes`; the child reads it as /dev/fd/N.
class Unnamed {
 public:
  explicit Unnamed(std::string_view bytes) : descriptor_(::memfd_create("sourcing", 0)) {
    if (descriptor_ < 0) return;
    const bool whole =
        ::write(descriptor_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
    if (!whole || ::lseek(descriptor_, 0, SEEK_SET) != 0) close();
  }
  Unnamed(const Unnamed&) = delete;
  Unnamed& operator=(const Unnamed&) = delete;
  ~Unnamed() { close(); }

  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
  [[nodiscard]] std::string path() const { return fmt::format("/dev/fd/{}", descriptor_); }
  [[nodiscard]] std::string read_all() const {
    std::string out;
    std::array<char, 4096> piece{};
    off_t at = 0;
    for (;;) {
      const ssize_t got = ::pread(descriptor_, piece.data(), piece.size(), at);
      if (got <= 0) return out;
      out.append(piece.data(), static_cast<std::size_t>(got));
      at += got;
    }
  }

 private:
  void close() noexcept {
    if (descriptor_ >= 0) (void)::close(descriptor_);
    descriptor_ = -1;
  }
  int descriptor_;
};

struct Ran {
  bool good = false;
  std::string output, errors;
};

// Runs ssh-keygen with `input` as its standard input.
Ran run(const std::vector<std::string>& arguments, std::string_view input) {
  Ran ran;
  const Unnamed in(input), out(""), err("");
  if (in.descriptor() < 0 || out.descriptor() < 0 || err.descriptor() < 0) {
    ran.errors = reason(errno);
    return ran;
  }
  std::string name(program);
  std::vector<char*> argv = {name.data()};
  std::vector<std::string> copies = arguments;
  for (std::string& argument : copies) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, in.descriptor(), STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, out.descriptor(), STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, err.descriptor(), STDERR_FILENO);
  pid_t child = 0;
  const int failed = ::posix_spawnp(&child, program, &actions, nullptr, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) {
    ran.errors = fmt::format("{} (OpenSSH) cannot be started: {}", program, reason(failed));
    return ran;
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  ran.good = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  ran.output = out.read_all();
  ran.errors = err.read_all();
  return ran;
}

std::string first_line(std::string_view text) {
  return std::string(base::trim(text.substr(0, text.find('\n'))));
}

}  // namespace

std::optional<std::string> sign(const std::string& key, std::string_view hash, std::string& error) {
  Ran ran = run({"-Y", "sign", "-f", key, "-n", std::string(signature_namespace)}, hash);
  if (ran.good && ran.output.starts_with("-----BEGIN SSH SIGNATURE-----")) {
    return std::move(ran.output);
  }
  error = fmt::format("it cannot be signed with {}: {}", base::printable(key),
                      base::printable(first_line(ran.errors)));
  return std::nullopt;
}

bool is_signed(const std::string& allowed, std::string_view hash, std::string_view signature,
               std::string& error) {
  const Unnamed file(signature);
  if (file.descriptor() < 0) {
    error = reason(errno);
    return false;
  }
  const Ran who = run({"-Y", "find-principals", "-s", file.path(), "-f", allowed}, "");
  if (!who.good) {
    error = first_line(who.errors);
    return false;
  }
  const Ran ran = run({"-Y", "verify", "-f", allowed, "-I", first_line(who.output), "-n",
                       std::string(signature_namespace), "-s", file.path()},
                      hash);
  if (!ran.good) error = first_line(ran.errors);
  return ran.good;
}

}  // namespace sourcing::audit
