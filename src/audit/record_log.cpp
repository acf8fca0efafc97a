// SPDX-License-Identifier: Apache-2.0
#include "audit/record_log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <optional>
#include <system_error>
#include <thread>

#include "audit/json_value.hpp"
#include "base/sha256.hpp"

namespace sourcing::audit {

namespace {

constexpr off_t block = off_t{64} << 10;

std::string reason(int error_number) {
  return std::error_code(error_number, std::generic_category()).message();
}

// Opens the log and waits until nobody else writes to it.
class Locked {
 public:
  Locked() = default;
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;
  ~Locked() {
    if (descriptor_ >= 0) (void)::close(descriptor_);  // gives the lock back
  }

  // Returns why not, empty when it is ours.
  std::string open(const std::string& path, const AppendOptions& options) {
    for (;;) {
      // Decisions and their evidence are nobody else's to read unless somebody says so.
      descriptor_ = ::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
      if (descriptor_ < 0) return reason(errno);
      struct stat mine {};
      if (::fstat(descriptor_, &mine) != 0) return reason(errno);
      if (!S_ISREG(mine.st_mode)) return "not a regular file: a record log is one";
      if (std::string error = lock(options); !error.empty()) return error;
      // Meanwhile the log may have been moved away (rotated): then ours is not the one any more.
      struct stat named {};
      const bool same = ::stat(path.c_str(), &named) == 0 && named.st_ino == mine.st_ino &&
                        named.st_dev == mine.st_dev;
      if (same && ::fstat(descriptor_, &mine) == 0) {
        size_ = mine.st_size;
        return {};
      }
      (void)::close(descriptor_);
      descriptor_ = -1;
    }
  }

  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
  [[nodiscard]] off_t size() const noexcept { return size_; }

 private:
  [[nodiscard]] std::string lock(const AppendOptions& options) const {
    using namespace std::chrono_literals;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(options.patience);
    bool told = false;
    while (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      if (errno == EINTR) continue;
      if (errno != EWOULDBLOCK) return reason(errno);
      if (std::chrono::steady_clock::now() >= end) {
        return fmt::format("another process has held it for {} seconds", options.patience);
      }
      if (!told && options.waiting) options.waiting();
      told = true;
      std::this_thread::sleep_for(20ms);
    }
    return {};
  }

  int descriptor_ = -1;
  off_t size_ = 0;
};

bool read_at(int descriptor, off_t offset, std::string& into) {
  std::size_t done = 0;
  while (done < into.size()) {
    const ssize_t got = ::pread(descriptor, into.data() + done, into.size() - done,
                                offset + static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    done += static_cast<std::size_t>(got);
  }
  return true;
}

// The end of the log: its last whole line, and what follows it.
struct Tail {
  std::string last, torn;
};

// Where the line that ends at `end` begins, looked for backwards and no farther than a record may
// reach; nothing when it is longer, -1 when the file cannot be read.
std::optional<off_t> line_begin(int descriptor, off_t end) {
  std::string piece;
  for (off_t from = end; from > 0;) {
    if (end - from > static_cast<off_t>(most_record_bytes)) return std::nullopt;
    piece.resize(static_cast<std::size_t>(std::min<off_t>(from, block)));
    from -= static_cast<off_t>(piece.size());
    if (!read_at(descriptor, from, piece)) return -1;
    const std::size_t feed = piece.rfind('\n');
    if (feed != std::string::npos) return from + static_cast<off_t>(feed) + 1;
  }
  return 0;
}

bool read_between(int descriptor, off_t begin, off_t end, std::string& into) {
  into.resize(static_cast<std::size_t>(end - begin));
  return read_at(descriptor, begin, into);
}

// Returns what is wrong, empty when the tail was read.
std::string read_tail(int descriptor, off_t size, Tail& tail) {
  constexpr const char* too_long = "not a record log: its last line is longer than a record can be";
  constexpr const char* unreadable = "its end cannot be read";
  const std::optional<off_t> torn = line_begin(descriptor, size);
  if (!torn) return too_long;
  if (*torn < 0 || !read_between(descriptor, *torn, size, tail.torn)) return unreadable;
  if (*torn == 0) return {};
  const off_t feed = *torn - 1;
  const std::optional<off_t> last = line_begin(descriptor, feed);
  if (!last) return too_long;
  if (*last < 0 || !read_between(descriptor, *last, feed, tail.last)) return unreadable;
  return {};
}

// The hash of a line that is a whole record as it was sealed, empty otherwise.
std::string head_of(std::string_view line) {
  json::Limits limits;
  limits.bytes = most_record_bytes;
  limits.string_bytes = std::size_t{64} << 20;
  const json::ParseResult parsed = json::parse(line, "", limits);
  if (!parsed.ok() || text_of(parsed.root, "schema") != record_schema_id) return {};
  std::string hash(text_of(parsed.root, "hash"));
  const bool sealed = is_canonical(parsed.root, line) && hash == hash_of(parsed.root);
  return sealed ? hash : std::string{};
}

// Whether the file begins as a log does, so that nothing long has to be looked through to see that
// it is none. An empty one will.
bool begins_as_log(int descriptor, off_t size) {
  std::string first(std::min<std::size_t>(record_opening.size(), static_cast<std::size_t>(size)),
                    '\0');
  return read_at(descriptor, 0, first) && may_be_torn(first);
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(descriptor, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return ::fsync(descriptor) == 0;
}

// A new file is there after a crash only once its directory is synced.
void sync_directory(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  (void)::fsync(descriptor);
  (void)::close(descriptor);
}

}  // namespace

bool may_be_torn(std::string_view line) noexcept {
  while (line.ends_with('\0')) line.remove_suffix(1);
  const std::size_t shared = std::min(line.size(), record_opening.size());
  return line.substr(0, shared) == record_opening.substr(0, shared);
}

Appended append(const std::string& path, std::vector<json::Value> records,
                const AppendOptions& options) {
  Appended result;
  Locked log;
  result.error = log.open(path, options);
  if (!result.error.empty() || records.empty()) return result;
  if (!begins_as_log(log.descriptor(), log.size())) {
    result.error = "not a record log: it does not begin as one";
    return result;
  }

  Tail tail;
  result.error = read_tail(log.descriptor(), log.size(), tail);
  if (!result.error.empty()) return result;
  std::string previous(no_previous), lines;
  off_t keep = log.size();
  if (!tail.last.empty()) previous = head_of(tail.last);
  if (!tail.torn.empty()) {
    if (const std::string whole = head_of(tail.torn); !whole.empty()) {
      previous = whole;
      lines = "\n";  // only the line feed is missing
    } else if (may_be_torn(tail.torn) && !previous.empty()) {
      result.repaired = tail.torn.size();
      keep -= static_cast<off_t>(tail.torn.size());
    } else {
      previous.clear();
    }
  }
  if (previous.empty() || (log.size() > 0 && tail.last.empty() && tail.torn.empty())) {
    result.error = "its last line is no record, or was edited: `sourcing verify` tells";
    return result;
  }
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (i == 0 && result.repaired > 0) {
      json::Value torn = object();
      put(torn, "bytes", number(result.repaired));
      put(torn, "sha256", string(base::sha256_hex(tail.torn)));
      put(records[i], "repaired", std::move(torn));
    }
    const std::string line = options.sign ? seal(std::move(records[i]), previous, result.head,
                                                 options.sign, result.error)
                                          : seal(std::move(records[i]), previous, result.head);
    if (!result.error.empty()) return result;
    if (head_of(std::string_view(line).substr(0, line.size() - 1)) != result.head) {
      result.error = "the record could not be read back, so it is not written";
      return result;
    }
    lines += line;
    previous = result.head;
  }
  const bool shorter = keep < log.size();
  if ((shorter && ::ftruncate(log.descriptor(), keep) != 0) ||
      !write_all(log.descriptor(), lines)) {
    result.error = reason(errno);
    // Nothing rather than half a line; where even this fails, the next writer repairs it.
    if (::ftruncate(log.descriptor(), keep) != 0) result.error += ", and half a line is left";
    return result;
  }
  if (log.size() == 0) sync_directory(path);
  return result;
}

}  // namespace sourcing::audit
