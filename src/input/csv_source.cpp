// SPDX-License-Identifier: Apache-2.0
#include "input/csv_source.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "input/csv_decode.hpp"

namespace sourcing::input {

namespace {

std::string reason(int error_number) {
#ifdef __GLIBC__
  const char* text = ::strerrordesc_np(error_number);
  return text != nullptr ? text : "error " + std::to_string(error_number);
#else
  return std::generic_category().message(error_number);
#endif
}

// Hands out bytes that were looked at ahead, then the rest of another source.
class Prefixed : public ByteSource {
 public:
  Prefixed(ByteSource& rest, std::unique_ptr<ByteSource> owned) noexcept
      : rest_(rest), owned_(std::move(owned)) {}

  // The first bytes, as many as asked for if the source has them.
  std::string_view peek(std::size_t wanted) {
    while (prefix_.size() < wanted) {
      char byte = 0;
      if (rest_.read(&byte, 1) == 0) break;
      prefix_ += byte;
    }
    return prefix_;
  }
  void skip(std::size_t count) { prefix_.erase(0, count); }

  std::size_t read(char* into, std::size_t size) override {
    if (prefix_.empty()) return rest_.read(into, size);
    const std::size_t count = std::min(size, prefix_.size());
    std::memcpy(into, prefix_.data(), count);
    prefix_.erase(0, count);
    return count;
  }
  bool ready() override { return !prefix_.empty() || rest_.ready(); }
  [[nodiscard]] Problem problem() const override { return rest_.problem(); }

 private:
  ByteSource& rest_;
  std::unique_ptr<ByteSource> owned_;
  std::string prefix_;
};

}  // namespace

FileSource::~FileSource() {
  if (owned_) ::close(descriptor_);
}

std::string FileSource::open(const std::string& path, int wake) {
  wake_ = wake;
  name_ = path == "-" ? "<stdin>" : path;
  descriptor_ = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) return reason(errno);
  owned_ = path != "-";
  struct stat info {};
  if (::fstat(descriptor_, &info) != 0) return reason(errno);
  if (S_ISDIR(info.st_mode)) return reason(EISDIR);
  regular_ = S_ISREG(info.st_mode);
  if (regular_) size_ = static_cast<std::uint64_t>(info.st_size);
  return {};
}

std::size_t FileSource::read(char* into, std::size_t size) {
  while (true) {
    if (!regular_ && wake_ >= 0) {
      std::array<pollfd, 2> wait{{{descriptor_, POLLIN, 0}, {wake_, POLLIN, 0}}};
      if (::poll(wait.data(), wait.size(), -1) < 0 && errno == EINTR) continue;
      if (wait[1].revents != 0) {
        problem_ = Problem{"E0501", "stopped", "", name_, 0, 0, ""};
        return 0;
      }
    }
    const ssize_t got = ::read(descriptor_, into, size);
    if (got >= 0) {
      read_ += static_cast<std::uint64_t>(got);
      return static_cast<std::size_t>(got);
    }
    if (errno == EINTR) continue;
    if (errno == EAGAIN) {
      pollfd wait{descriptor_, POLLIN, 0};
      ::poll(&wait, 1, -1);
      continue;
    }
    problem_ = Problem{"E0501", reason(errno), "", name_, 0, 0, ""};
    return 0;
  }
}

bool FileSource::ready() {
  if (regular_) return true;
  pollfd wait{descriptor_, POLLIN, 0};
  return ::poll(&wait, 1, 0) > 0;
}

std::unique_ptr<ByteSource> decode(ByteSource& raw, Encoding& encoding) {
  auto packed = std::make_unique<Prefixed>(raw, nullptr);
  const std::string_view magic = packed->peek(4);
  const bool gzip = magic.starts_with("\x1f\x8b");
  const bool zstd = magic.starts_with("\x28\xb5\x2f\xfd");
  std::unique_ptr<Prefixed> bytes;
  if (gzip || zstd) {
    encoding.compression = gzip ? "gzip" : "zstd";
    auto inner = gzip ? make_gunzip(std::move(packed)) : make_unzstd(std::move(packed));
    ByteSource& rest = *inner;
    bytes = std::make_unique<Prefixed>(rest, std::move(inner));
  } else {
    bytes = std::move(packed);
  }
  encoding.text = "utf-8";
  std::string_view mark = bytes->peek(3);
  // Some tools put one in front of one that is there already.
  while (mark.starts_with("\xef\xbb\xbf")) {
    encoding.text = "utf-8 with BOM";
    bytes->skip(3);
    mark = bytes->peek(3);
  }
  if (encoding.text != "utf-8") return bytes;
  if (mark.starts_with("\xff\xfe")) {
    encoding.text = "utf-16le";
    bytes->skip(2);
    return make_utf16(std::move(bytes), false);
  } else if (mark.starts_with("\xfe\xff")) {
    encoding.text = "utf-16be";
    bytes->skip(2);
    return make_utf16(std::move(bytes), true);
  }
  return bytes;
}

}  // namespace sourcing::input
