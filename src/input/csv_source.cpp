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

#include "base/file_kind.hpp"
#include "base/text.hpp"
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
    while (prefix_.size() < wanted && more(wanted)) {
    }
    return prefix_;
  }
  // The first bytes that can be had without waiting for more than the first of them.
  std::string_view sample(std::size_t most) {
    while (prefix_.size() < most && (prefix_.empty() || rest_.ready()) && more(most)) {
    }
    return prefix_;
  }
  void skip(std::size_t count) { prefix_.erase(0, count); }

  std::size_t read(char* into, std::size_t size) override {
    if (given_ == prefix_.size()) return rest_.read(into, size);
    const std::size_t count = std::min(size, prefix_.size() - given_);
    std::memcpy(into, prefix_.data() + given_, count);
    given_ += count;
    return count;
  }
  bool ready() override { return given_ < prefix_.size() || rest_.ready(); }
  [[nodiscard]] Problem problem() const override { return rest_.problem(); }

 private:
  bool more(std::size_t wanted) {
    const std::size_t size = prefix_.size();
    prefix_.resize(wanted);
    const std::size_t got = rest_.read(prefix_.data() + size, wanted - size);
    prefix_.resize(size + got);
    return got > 0;
  }

  ByteSource& rest_;
  std::unique_ptr<ByteSource> owned_;
  std::string prefix_;
  std::size_t given_ = 0;  // of the prefix: it is looked at before anything is read
};

constexpr std::size_t sample_bytes = std::size_t{64} << 10;

// Letters, and the signs that stand beside words, of the languages of western Europe: what other
// encodings have there makes no word.
bool is_western(unsigned char byte) noexcept {
  constexpr std::string_view letters =
      "\xC0\xC1\xC2\xC3\xC4\xC7\xC8\xC9\xCA\xCB\xCC\xCD\xCE\xCF\xD1\xD2\xD3\xD4\xD5\xD6\xD9"
      "\xDA\xDB\xDC\xDF\xE0\xE1\xE2\xE3\xE4\xE7\xE8\xE9\xEA\xEB\xEC\xED\xEE\xEF\xF1\xF2\xF3"
      "\xF4\xF5\xF6\xF9\xFA\xFB\xFC";
  return letters.find(static_cast<char>(byte)) != std::string_view::npos;
}

bool is_western_sign(unsigned char byte) noexcept {
  constexpr std::string_view signs =
      "\x80\x85\x91\x92\x93\x94\x96\x97\xA0\xA1\xA7\xA9\xAA\xAB\xAE\xB0\xB7\xBA\xBB\xBF";
  return signs.find(static_cast<char>(byte)) != std::string_view::npos;
}

bool is_ascii_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// `i`, 0, `d`, 0: UTF-16 of ASCII, as nothing else is.
std::string_view zeros_of(std::string_view first) noexcept {
  constexpr std::size_t looked_at = 4;
  if (first.size() < looked_at) return {};
  const auto ascii = [](char c) { return c >= 0x20 && c < 0x7F; };
  if (ascii(first[0]) && first[1] == 0 && ascii(first[2]) && first[3] == 0) return "utf-16le";
  if (first[0] == 0 && ascii(first[1]) && first[2] == 0 && ascii(first[3])) return "utf-16be";
  return {};
}

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

bool surely_western(std::string_view bytes) noexcept {
  std::size_t letters = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    if (byte < 0x80) {
      if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') return false;
      continue;
    }
    if (const base::CodePoint point = base::decode_utf8(bytes, at); point.valid) return false;
    if (is_western_sign(byte)) continue;
    if (!is_western(byte)) return false;
    const auto beside = [&](std::size_t other) {
      return other < bytes.size() && is_ascii_letter(bytes[other]);
    };
    if (!beside(at + 1) && (at == 0 || !beside(at - 1))) return false;
    ++letters;
  }
  return letters > 0;
}

namespace {

Problem no_text(std::string_view kind) {
  return Problem{"E0322",
                 "this is " + std::string(kind) + ", not CSV or NDJSON",
                 "save or unpack it as CSV",
                 "",
                 0,
                 0,
                 ""};
}

std::unique_ptr<ByteSource> decode_text(std::unique_ptr<Prefixed> bytes, Encoding& encoding,
                                        std::string_view wanted) {
  if (const std::string_view kind = base::file_kind(bytes->peek(6)); !kind.empty()) {
    return make_refused(no_text(kind));
  }
  encoding.text = "utf-8";
  std::string_view mark = bytes->peek(4);
  // Some tools put one in front of one that is there already.
  while (mark.starts_with("\xef\xbb\xbf")) {
    encoding.text = "utf-8 with BOM";
    bytes->skip(3);
    mark = bytes->peek(4);
  }
  if (encoding.text != "utf-8") return bytes;
  const bool little = mark.starts_with("\xff\xfe"), big = mark.starts_with("\xfe\xff");
  if (little || big) {
    encoding.text = little ? "utf-16le" : "utf-16be";
    bytes->skip(2);
    return make_utf16(std::move(bytes), big);
  }
  if (wanted == "windows-1252" || wanted == "iso-8859-1" || wanted == "iso-8859-15") {
    encoding.text = wanted;
    return make_single_byte(std::move(bytes), wanted == "windows-1252" ? SingleByte::windows_1252
                                              : wanted == "iso-8859-1" ? SingleByte::iso_8859_1
                                                                       : SingleByte::iso_8859_15);
  }
  const std::string_view zeros = zeros_of(mark);
  if (wanted == "utf-16" || (wanted == "auto" && !zeros.empty())) {
    encoding.text = zeros.empty() ? "utf-16le" : zeros;
    encoding.guessed = wanted == "auto";
    return make_utf16(std::move(bytes), encoding.text == "utf-16be");
  }
  if (wanted == "auto" && surely_western(bytes->sample(sample_bytes))) {
    encoding.text = "windows-1252";
    encoding.guessed = true;
    return make_single_byte(std::move(bytes), SingleByte::windows_1252);
  }
  return bytes;
}

}  // namespace

std::unique_ptr<ByteSource> decode(ByteSource& raw, Encoding& encoding, std::string_view wanted,
                                   const SheetChoice& sheet) {
  auto packed = std::make_unique<Prefixed>(raw, nullptr);
  const std::string_view magic = packed->peek(4);
  if (looks_like_workbook(magic)) {
    encoding.workbook = true;
    encoding.text = "utf-8";
    const auto* const file = dynamic_cast<const FileSource*>(&raw);
    const int descriptor = file == nullptr ? -1 : file->seekable();
    return make_sheet_source(std::move(packed), descriptor, sheet, encoding.facts);
  }
  const bool gzip = magic.starts_with("\x1f\x8b");
  const bool zstd = magic.starts_with("\x28\xb5\x2f\xfd");
  if (!gzip && !zstd) return decode_text(std::move(packed), encoding, wanted);
  encoding.compression = gzip ? "gzip" : "zstd";
  auto inner = gzip ? make_gunzip(std::move(packed)) : make_unzstd(std::move(packed));
  ByteSource& rest = *inner;
  return decode_text(std::make_unique<Prefixed>(rest, std::move(inner)), encoding, wanted);
}

}  // namespace sourcing::input
