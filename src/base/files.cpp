// SPDX-License-Identifier: Apache-2.0
#include "base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace sourcing::base {
namespace {

constexpr std::size_t buffer_bytes = 256U << 10U;

/// The system's words for an errno, in English whatever the locale is.
std::string reason(int error_number) {
#ifdef __GLIBC__
  const char* text = ::strerrordesc_np(error_number);
  return text != nullptr ? text : "error " + std::to_string(error_number);
#else
  return std::generic_category().message(error_number);  // other libraries have English only
#endif
}

/// Names of temporary files for a signal handler. A slot's name is written before the slot is
/// marked live, and the file is gone before the slot is freed.
enum SlotState : int { slot_free, slot_claimed, slot_live };
struct Slot {
  std::atomic<int> state{slot_free};
  std::array<char, PATH_MAX> name{};
};
std::array<Slot, 16> slots;
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler reads it");

int claim_slot(const std::string& name) {
  if (name.size() >= PATH_MAX) return -1;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    int expected = slot_free;
    if (!slots[i].state.compare_exchange_strong(expected, slot_claimed)) continue;
    std::memcpy(slots[i].name.data(), name.c_str(), name.size() + 1);
    slots[i].state.store(slot_live);
    return static_cast<int>(i);
  }
  return -1;
}

void free_slot(int& slot) noexcept {
  if (slot >= 0) slots[static_cast<std::size_t>(slot)].state.store(slot_free);
  slot = -1;
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

constexpr int most_links = 40;

/// Goes on to where the link `path` points. False where it is none.
bool follow_link(std::string& path) {
  std::array<char, PATH_MAX> target{};
  const ssize_t length = ::readlink(path.c_str(), target.data(), target.size());
  if (length <= 0) return false;
  const std::string_view text(target.data(), static_cast<std::size_t>(length));
  path = text.starts_with('/') ? std::string(text) : folder_of(path) + '/' + std::string(text);
  return true;
}

/// The descriptor that a path such as /dev/stdout, /dev/fd/3 or /proc/self/fd/3 stands for, or -1.
/// What lies behind it may be a pipe without a name, or a file that others append to: it is to be
/// written as it is, not followed to.
int named_descriptor(std::string_view path) {
  if (path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!path.starts_with(folder)) continue;
    const std::string_view number = path.substr(folder.size());
    int descriptor = -1;
    const auto end = number.data() + number.size();
    const auto read = std::from_chars(number.data(), end, descriptor);
    if (read.ec == std::errc{} && read.ptr == end && descriptor >= 0) return descriptor;
  }
  return -1;
}

/// The same of a path that leads there by links of somebody's own.
int descriptor_behind(std::string path) {
  for (int links = 0; links < most_links; ++links) {
    if (const int named = named_descriptor(path); named >= 0) return named;
    if (!follow_link(path)) break;
  }
  return -1;
}

/// True once a descriptor that would not block is ready; false when the last call failed for
/// another reason than that it was not.
bool wait_until_ready(int descriptor, short events) {
  if (errno != EAGAIN) return false;
  struct pollfd waiting {};
  waiting.fd = descriptor;
  waiting.events = events;
  return ::poll(&waiting, 1, -1) > 0 || errno == EINTR;
}

/// Where the links that begin at `path` end, even if nothing is there yet. After too many links the
/// path is returned as far as it was followed; opening it will tell the user.
std::string follow_links(std::string path) {
  for (int links = 0; links < most_links && follow_link(path); ++links) {
  }
  return path;
}

/// Writes all bytes; the errno on failure, else 0.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR || wait_until_ready(descriptor, POLLOUT)) continue;
      return errno;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

/// Makes sure that a file can hold so many bytes before the first of it is written over: a disk
/// that is full leaves it as it is. The errno on failure, else 0.
int make_room(int descriptor, off_t size) {
  struct stat before {};
  if (::fstat(descriptor, &before) != 0) return errno;
  if (size <= before.st_size) return 0;
  const int error_number = ::posix_fallocate(descriptor, 0, size);
  if (error_number == 0 || error_number == EINVAL || error_number == EOPNOTSUPP) return 0;
  return ::ftruncate(descriptor, before.st_size) == 0 ? error_number : errno;
}

/// Copies what was written under a temporary name into a file that cannot be replaced, such as one
/// that is a mount of its own in a container. The errno on failure, else 0.
int write_in_place(const std::string& from, const std::string& into) {
  const int source = ::open(from.c_str(), O_RDONLY | O_CLOEXEC);
  if (source < 0) return errno;
  const int target = ::open(into.c_str(), O_WRONLY | O_CLOEXEC);
  int error_number = target < 0 ? errno : 0;
  struct stat info {};
  if (error_number == 0 && ::fstat(source, &info) != 0) error_number = errno;
  if (error_number == 0) error_number = make_room(target, info.st_size);
  std::string piece(buffer_bytes, '\0');
  while (error_number == 0) {
    const ssize_t got = ::read(source, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) error_number = errno;
    if (got <= 0) break;
    error_number =
        write_all(target, std::string_view(piece).substr(0, static_cast<std::size_t>(got)));
  }
  if (error_number == 0 && ::ftruncate(target, info.st_size) != 0) error_number = errno;
  (void)::close(source);
  if (target >= 0 && ::close(target) != 0 && error_number == 0) error_number = errno;
  return error_number;
}

/// True for a file that another one in its place would not be the same as: it has more names, an
/// owner that the other could not be given, or a list of who may read it.
bool has_more_to_it(const std::string& path, const std::string& other) {
  struct stat info {};
  struct stat beside {};
  if (::stat(path.c_str(), &info) != 0 || ::stat(other.c_str(), &beside) != 0) return false;
  return info.st_nlink > 1 || info.st_uid != beside.st_uid || info.st_gid != beside.st_gid ||
         ::getxattr(path.c_str(), "system.posix_acl_access", nullptr, 0) > 0;
}

}  // namespace

ReadResult read_file(const std::string& path, std::size_t limit) {
  ReadResult result;
  const bool standard = path == "-";
  const int descriptor = standard ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const auto failed = [&](int error_number) {
    result.bytes.clear();
    result.error = reason(error_number);
    if (!standard && descriptor >= 0) ::close(descriptor);
    return result;
  };
  if (descriptor < 0) return failed(errno);

  struct stat info {};
  if (::fstat(descriptor, &info) != 0) return failed(errno);
  if (S_ISDIR(info.st_mode)) return failed(EISDIR);
  // The size is a hint only: the file may grow, shrink, or be no regular file.
  std::size_t room = 64U << 10U;
  if (S_ISREG(info.st_mode) && info.st_size > 0) {
    room = static_cast<std::size_t>(info.st_size) + 1;
  }
  std::size_t filled = 0;
  while (true) {
    const std::size_t most = limit < SIZE_MAX ? limit + 1 : limit;  // one more tells "too large"
    if (filled == result.bytes.size()) {
      const std::size_t wanted = std::max(room, 2 * filled);
      result.bytes.resize(std::min(wanted, most));
    }
    const ssize_t got =
        ::read(descriptor, result.bytes.data() + filled, result.bytes.size() - filled);
    if (got < 0 && (errno == EINTR || wait_until_ready(descriptor, POLLIN))) continue;
    if (got < 0) return failed(errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
    if (filled > limit) {
      failed(EFBIG);
      result.too_large = true;
      result.error = "larger than " + std::to_string(limit) + " bytes";
      return result;
    }
  }
  result.bytes.resize(filled);
  if (!standard) ::close(descriptor);
  return result;
}

bool begins_with(const std::string& path, std::string_view bytes) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return false;
  std::string first(bytes.size(), '\0');
  const ssize_t got = ::read(descriptor, first.data(), first.size());
  (void)::close(descriptor);
  return got == static_cast<ssize_t>(bytes.size()) && first == bytes;
}

bool is_named_fifo(const std::string& path) {
  struct stat info {};
  return !path.starts_with("/dev/") && !path.starts_with("/proc/") &&
         ::stat(path.c_str(), &info) == 0 && S_ISFIFO(info.st_mode);
}

bool same_file(const std::string& path_a, const std::string& path_b) {
  struct stat a {};
  struct stat b {};
  if (::stat(path_a.c_str(), &a) != 0 || ::stat(path_b.c_str(), &b) != 0) return false;
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

bool same_output(const std::string& path_a, const std::string& path_b) {
  namespace fs = std::filesystem;
  const auto standard = [](const std::string& path) {
    return path == "-" ? STDOUT_FILENO : descriptor_behind(path);
  };
  if (standard(path_a) >= 0 || standard(path_b) >= 0) return standard(path_a) == standard(path_b);
  std::error_code failed;
  // Devices are no files that are replaced.
  if (fs::exists(path_a, failed) || fs::exists(path_b, failed)) {
    return fs::is_regular_file(path_a, failed) && same_file(path_a, path_b);
  }
  const auto place = [&](const std::string& path) {
    return fs::weakly_canonical(fs::absolute(follow_links(path), failed), failed);
  };
  return place(path_a) == place(path_b);
}

OutputFile::~OutputFile() { abandon(); }

bool OutputFile::open(const std::string& path) {
  if (path.empty()) return fail(ENOENT);
  if (path == "-") {
    descriptor_ = STDOUT_FILENO;
    return true;
  }
  if (const int named = descriptor_behind(path); named >= 0) {
    descriptor_ = ::fcntl(named, F_DUPFD_CLOEXEC, 0);
    if (descriptor_ < 0) return fail(errno);
    owns_descriptor_ = true;
    return true;
  }
  struct stat named {};
  // A pipe or a device is opened under its own name; only a file is replaced where it lies.
  const bool file = ::stat(path.c_str(), &named) != 0 || S_ISREG(named.st_mode);
  target_ = file ? follow_links(path) : path;
  struct stat info {};
  const bool exists = ::stat(target_.c_str(), &info) == 0;
  if (!exists && errno != ENOENT) return fail(errno);
  if (exists && S_ISDIR(info.st_mode)) return fail(EISDIR);
  if (exists && !S_ISREG(info.st_mode)) {
    descriptor_ = ::open(target_.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor_ < 0) return fail(errno);
    owns_descriptor_ = true;
    return true;
  }
  // Renaming needs no right to write the old file; whoever protected it meant it all the same.
  if (exists && ::access(target_.c_str(), W_OK) != 0) return fail(errno);
  if (!open_temporary(info.st_mode & 0777U, exists)) return false;
  // The owner stays the same where the system lets.
  if (exists && (info.st_uid != ::geteuid() || info.st_gid != ::getegid())) {
    if (::fchown(descriptor_, info.st_uid, info.st_gid) != 0) return true;
    if (::fchmod(descriptor_, info.st_mode & 0777U) != 0) return fail(errno);
  }
  return true;
}

bool OutputFile::open_temporary(unsigned existing_mode, bool exists) {
  const std::size_t slash = target_.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : target_.substr(0, slash + 1);
  // Cut, so that the longer name still fits the file system's limit of 255 bytes.
  const std::string name = target_.substr(folder.size()).substr(0, 200);
  for (int attempt = 0; attempt < 100; ++attempt) {
    // By chance: in a container every process is number 1, and one that was killed leaves its file.
    std::uint64_t chance = 0;
    if (::getrandom(&chance, sizeof chance, GRND_NONBLOCK) < 0) {
      chance = static_cast<std::uint64_t>(::getpid()) * 100 + static_cast<std::uint64_t>(attempt);
    }
    temporary_ = fmt::format("{}.{}.{:016x}.tmp", folder, name, chance);
    // Registered before it exists: a signal in between must not leave it behind.
    slot_ = claim_slot(temporary_);
    descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                         exists ? existing_mode : 0666U);  // never more public than the old one
    if (descriptor_ >= 0) break;
    const int error_number = errno;
    free_slot(slot_);
    temporary_.clear();
    if (error_number != EEXIST) return fail(error_number);
  }
  if (descriptor_ < 0) return fail(EEXIST);
  owns_descriptor_ = true;
  if (exists && ::fchmod(descriptor_, existing_mode) != 0) return fail(errno);
  return true;
}

bool OutputFile::write(std::string_view bytes) {
  if (descriptor_ < 0) return fail(EBADF);
  const bool large = bytes.size() > buffer_bytes / 4;  // worth a call: not copied
  if (!large && buffer_.size() + bytes.size() <= buffer_bytes) {
    buffer_ += bytes;
    return true;
  }
  if (!flush()) return false;
  if (!large) {
    buffer_ += bytes;
    return true;
  }
  const int error_number = write_all(descriptor_, bytes);
  return error_number == 0 || fail(error_number);
}

bool OutputFile::flush() {
  if (descriptor_ < 0) return fail(EBADF);
  const int error_number = write_all(descriptor_, buffer_);
  buffer_.clear();
  return error_number == 0 || fail(error_number);
}

int OutputFile::write_at(std::uint64_t offset, std::string_view bytes) const noexcept {
  while (!bytes.empty()) {
    const ssize_t written =
        ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return 0;
}

bool OutputFile::commit() {
  if (!flush()) return false;
  if (temporary_.empty()) {
    const int descriptor = descriptor_;
    descriptor_ = -1;
    // Closing standard output is left to the process, but a late error (a full network file
    // system) must not be lost: closing a duplicate reports it.
    const int closing = owns_descriptor_ ? descriptor : ::dup(descriptor);
    if (closing < 0 || ::close(closing) != 0) return fail(errno);
    return true;
  }
  // Some file systems cannot fsync and say so; a real error is another one.
  if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != ENOTSUP) return fail(errno);
  const int descriptor = descriptor_;
  descriptor_ = -1;
  if (::close(descriptor) != 0) return fail(errno);
  const bool in_place = has_more_to_it(target_, temporary_);
  if (in_place || ::rename(temporary_.c_str(), target_.c_str()) != 0) {
    if (!in_place && errno != EBUSY) return fail(errno);
    const int error_number = write_in_place(temporary_, target_);
    (void)::unlink(temporary_.c_str());
    temporary_.clear();
    free_slot(slot_);
    return error_number == 0 || fail(error_number);
  }
  temporary_.clear();
  free_slot(slot_);
  // So that the new name survives a power cut. Not every file system can; the file is whole anyway.
  const int folder = ::open(folder_of(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    ::fsync(folder);
    ::close(folder);
  }
  return true;
}

bool OutputFile::fail(int error_number) {
  if (error_number_ == 0) {  // the first reason is the one that matters
    error_number_ = error_number;
    error_ = reason(error_number);
  }
  abandon();
  return false;
}

void OutputFile::abandon() noexcept {
  if (descriptor_ >= 0 && owns_descriptor_) ::close(descriptor_);
  descriptor_ = -1;
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
  temporary_.clear();
  free_slot(slot_);
}

void unlink_temporary_files() noexcept {
  for (Slot& slot : slots) {
    if (slot.state.load() == slot_live) ::unlink(slot.name.data());
  }
}

}  // namespace sourcing::base
