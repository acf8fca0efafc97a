// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

#include "base/files.hpp"
#include "catch.hpp"

namespace {

namespace fs = std::filesystem;
using sourcing::base::OutputFile;
using sourcing::base::read_file;
using sourcing::base::same_file;
using sourcing::base::same_output;

/// A folder of its own for each test, removed afterwards.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "sourcing-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }

  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

  std::size_t count() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
  }

 private:
  fs::path path_;
};

void put(const std::string& path, const std::string& bytes) { std::ofstream(path) << bytes; }

unsigned mode_of(const std::string& path) {
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  return info.st_mode & 07777U;
}

}  // namespace

TEST_CASE("Files are read whole, or the reason is given without the path") {
  const Folder folder;
  const std::string big(300'000, 'x');
  put(folder / "big", big);
  put(folder / "empty", "");
  CHECK(read_file(folder / "big", 1U << 20U).bytes == big);
  CHECK(read_file(folder / "big", big.size()).bytes == big);
  CHECK(read_file(folder / "empty", 0).error.empty());
  CHECK(read_file(folder / "nope", 10).error == "No such file or directory");
  CHECK(read_file(folder / "", 10).error == "Is a directory");
  CHECK(read_file("", 10).error == "No such file or directory");
  const auto large = read_file(folder / "big", big.size() - 1);
  CHECK(large.error == "larger than 299999 bytes");
  CHECK(large.too_large);
  CHECK(large.bytes.empty());
  CHECK(read_file("/dev/zero", 1000).too_large);
  CHECK(read_file("/proc/self/status", 1U << 20U).bytes.starts_with("Name:"));
}

TEST_CASE("A FIFO is read to its end and written straight through") {
  const Folder folder;
  const std::string path = folder / "pipe";
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  const std::string text(200'000, 'y');
  bool written = false;
  std::thread writer([&] {
    OutputFile out;
    written = out.open(path) && out.write(text) && out.commit();
  });
  const auto read = read_file(path, 1U << 20U);
  writer.join();
  CHECK(written);
  CHECK(read.bytes == text);
  CHECK(fs::is_fifo(path));
}

TEST_CASE("An output file appears only when it is committed") {
  const Folder folder;
  const std::string path = folder / "out.csv";
  {
    OutputFile out;
    REQUIRE(out.open(path));
    CHECK(out.write("half"));
    CHECK(out.flush());
    CHECK_FALSE(fs::exists(path));
    CHECK(folder.count() == 1);
  }
  CHECK(folder.count() == 0);
  const std::string large(1'000'000, 'z');
  OutputFile out;
  REQUIRE(out.open(path));
  CHECK(out.write("a"));
  CHECK(out.write(large));
  CHECK(out.write("b"));
  CHECK(out.commit());
  CHECK(out.error().empty());
  CHECK(folder.count() == 1);
  CHECK(read_file(path, 1U << 21U).bytes == "a" + large + "b");
  CHECK_FALSE(out.write("late"));
}

TEST_CASE("An output file keeps the old content until the new one is whole, and the old mode") {
  const Folder folder;
  const std::string path = folder / "out";
  put(path, "old");
  REQUIRE(::chmod(path.c_str(), 0640) == 0);
  {
    OutputFile out;
    REQUIRE(out.open(path));
    CHECK(out.write("new"));
    CHECK(out.flush());
    CHECK(read_file(path, 10).bytes == "old");
  }
  CHECK(read_file(path, 10).bytes == "old");
  OutputFile out;
  CHECK((out.open(path) && out.write("new") && out.commit()));
  CHECK(read_file(path, 10).bytes == "new");
  CHECK(mode_of(path) == 0640);

  const mode_t before = ::umask(027);
  OutputFile fresh;
  CHECK((fresh.open(folder / "fresh") && fresh.commit()));
  ::umask(before);
  CHECK(mode_of(folder / "fresh") == 0640);
}

TEST_CASE("Two writers of one file leave one of the two results whole") {
  const Folder folder;
  OutputFile a;
  OutputFile b;
  REQUIRE(a.open(folder / "out"));
  REQUIRE(b.open(folder / "out"));
  CHECK((a.write("from a") && b.write("from b") && b.commit() && a.commit()));
  CHECK(read_file(folder / "out", 10).bytes == "from a");
  CHECK(folder.count() == 1);
}

TEST_CASE("A symbolic link is followed, also when nothing is there yet") {
  const Folder folder;
  fs::create_directory(folder / "sub");
  fs::create_symlink("sub/real", folder / "link");
  fs::create_symlink("link", folder / "link2");
  OutputFile out;
  CHECK((out.open(folder / "link2") && out.write("x") && out.commit()));
  CHECK(fs::is_symlink(folder / "link2"));
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(read_file(folder / "sub/real", 10).bytes == "x");
}

TEST_CASE("Output that cannot be written says why") {
  const Folder folder;
  put(folder / "file", "");
  fs::create_symlink("loop", folder / "loop");
  struct Case {
    std::string path, error;
  };
  for (const auto& [path, error] : {
           Case{folder / "", "Is a directory"},
           Case{folder / "no/out", "No such file or directory"},
           Case{folder / "file/out", "Not a directory"},
           Case{folder / "loop", "Too many levels of symbolic links"},
           Case{"", "No such file or directory"},
       }) {
    CAPTURE(path);
    OutputFile out;
    CHECK_FALSE(out.open(path));
    CHECK(out.error() == error);
    CHECK_FALSE(out.write("x"));
    CHECK_FALSE(out.commit());
    CHECK(out.error() == error);
  }
  if (::geteuid() != 0) {
    REQUIRE(::chmod((folder / "file").c_str(), 0444) == 0);
    OutputFile out;
    CHECK_FALSE(out.open(folder / "file"));
    CHECK(out.error() == "Permission denied");
  }
  OutputFile full;
  REQUIRE(full.open("/dev/full"));
  CHECK((full.write("x") && !full.commit()));
  CHECK(full.error() == "No space left on device");
  CHECK(full.error_number() == ENOSPC);
}

TEST_CASE("A full disk leaves the old file and no litter") {
  const Folder folder;
  const std::string path = folder / "out";
  put(path, "old");
  // A size limit makes write() fail as a full disk does; in a child, because it cannot be undone.
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{100'000, 100'000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    bool fine = false;
    {
      OutputFile out;
      fine = out.open(path) && out.write(std::string(1'000'000, 'x')) && out.commit();
    }
    ::_exit(fine ? 1 : 0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  CHECK(read_file(path, 10).bytes == "old");
  CHECK(folder.count() == 1);
}

TEST_CASE("A signal handler can remove what is not finished") {
  const Folder folder;
  put(folder / "out", "old");
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGTERM, [](int) {
      sourcing::base::unlink_temporary_files();
      ::_exit(143);
    });
    OutputFile a;
    OutputFile b;
    if (a.open(folder / "out") && b.open(folder / "other") && a.write("half") && a.flush()) {
      std::raise(SIGTERM);
    }
    ::_exit(1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WEXITSTATUS(status) == 143);
  CHECK(folder.count() == 1);
  CHECK(read_file(folder / "out", 10).bytes == "old");
}

TEST_CASE("The registry of temporary files frees its places and may be full") {
  const Folder folder;
  for (int round = 0; round < 3; ++round) {
    std::array<OutputFile, 20> files;
    for (std::size_t i = 0; i < files.size(); ++i) {
      REQUIRE(files[i].open(folder / std::to_string(i)));
      if (i % 2 == 0) CHECK(files[i].commit());
    }
  }
  CHECK(folder.count() == 10);
}

TEST_CASE("Names of one file are recognised through links and dots") {
  const Folder folder;
  put(folder / "a", "");
  put(folder / "b", "");
  fs::create_symlink("a", folder / "soft");
  fs::create_hard_link(folder / "a", folder / "hard");
  CHECK(same_file(folder / "a", folder / "soft"));
  CHECK(same_file(folder / "a", folder / "hard"));
  CHECK(same_file(folder / "a", folder / "./a"));
  CHECK_FALSE(same_file(folder / "a", folder / "b"));
  CHECK_FALSE(same_file(folder / "a", folder / "none"));
  CHECK_FALSE(same_file(folder / "none", folder / "none"));
}

TEST_CASE("Outputs that would be one file are recognised before they are there") {
  const Folder folder;
  put(folder / "a", "");
  fs::create_symlink("none", folder / "dangling");
  fs::create_symlink(folder / ".", folder / "home");
  CHECK(same_output(folder / "none", folder / "none"));
  CHECK(same_output(folder / "none", folder / "dangling"));
  CHECK(same_output(folder / "dangling", folder / "home/./none"));
  CHECK(same_output(folder / "a", folder / "home/a"));
  CHECK(same_output("-", "-"));
  CHECK_FALSE(same_output("-", folder / "none"));
  CHECK_FALSE(same_output(folder / "a", folder / "none"));
  CHECK_FALSE(same_output(folder / "none", folder / "other"));
  CHECK_FALSE(same_output("/dev/null", "/dev/null"));
}

TEST_CASE("A very long file name still gets a temporary file") {
  const Folder folder;
  const std::string name(255, 'n');
  OutputFile out;
  CHECK((out.open(folder / name) && out.write("x") && out.commit()));
  CHECK(fs::exists(folder / name));
}
