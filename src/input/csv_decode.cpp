// SPDX-License-Identifier: Apache-2.0
#include "input/csv_decode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "base/text.hpp"

#if SOURCING_HAS_ZLIB
#include <zlib.h>
#endif
#if SOURCING_HAS_ZSTD
#include <zstd.h>
#endif

namespace sourcing::input {

namespace {

constexpr std::size_t chunk_bytes = std::size_t{32} << 10;

Problem packed_problem(std::string_view code, std::string message, std::string hint = {}) {
  return Problem{std::string(code), std::move(message), std::move(hint), "", 0, 0, ""};
}

// What the decompressors share: a chunk of packed bytes, and the limit on what it may become.
class Unpacker : public ByteSource {
 public:
  explicit Unpacker(std::unique_ptr<ByteSource> packed) : packed_(std::move(packed)) {}
  bool ready() override { return begin_ < end_ || packed_->ready(); }
  [[nodiscard]] Problem problem() const override {
    return problem_.code.empty() ? packed_->problem() : problem_;
  }

 protected:
  // False at the end of the packed bytes.
  bool fill() {
    if (begin_ < end_) return true;
    begin_ = 0;
    end_ = packed_->read(chunk_.data(), chunk_.size());
    in_ += end_;
    return end_ > 0;
  }
  bool within_limit(std::size_t made) {
    out_ += made;
    if (out_ <= free_expansion || out_ / most_expansion <= in_) return true;
    fail("E0320", fmt::format("unpacks to more than {} times its size", most_expansion),
         "unpack it first, if it is what it should be");
    return false;
  }
  void fail(std::string_view code, std::string message, std::string hint = {}) {
    problem_ = packed_problem(code, std::move(message), std::move(hint));
  }

  std::unique_ptr<ByteSource> packed_;
  std::array<char, chunk_bytes> chunk_{};
  std::size_t begin_ = 0, end_ = 0;
  std::uint64_t in_ = 0, out_ = 0;
  Problem problem_;
};

#if SOURCING_HAS_ZLIB
class Gunzip : public Unpacker {
 public:
  explicit Gunzip(std::unique_ptr<ByteSource> packed) : Unpacker(std::move(packed)) {
    constexpr int gzip_window = 15 + 16;
    if (inflateInit2(&stream_, gzip_window) != Z_OK) fail("E0319", "cannot start zlib");
  }
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;
  ~Gunzip() override { inflateEnd(&stream_); }

  std::size_t read(char* into, std::size_t size) override {
    if (!problem_.code.empty()) return 0;
    stream_.next_out = reinterpret_cast<Bytef*>(into);
    stream_.avail_out = static_cast<uInt>(size);
    while (stream_.avail_out == size) {
      if (!fill()) {
        if (inside_) fail("E0319", "the gzip data ends in the middle");
        return 0;
      }
      // Tapes and archives fill up with zeros; no member begins with one.
      while (!inside_ && begin_ < end_ && chunk_[begin_] == 0) ++begin_;
      if (begin_ == end_) continue;
      inside_ = true;
      stream_.next_in = reinterpret_cast<Bytef*>(chunk_.data() + begin_);
      stream_.avail_in = static_cast<uInt>(end_ - begin_);
      const int result = inflate(&stream_, Z_NO_FLUSH);
      begin_ = end_ - stream_.avail_in;
      if (result == Z_STREAM_END) {
        inside_ = false;
        inflateReset(&stream_);
      } else if (result != Z_OK && result != Z_BUF_ERROR) {
        fail("E0319", "the gzip data is damaged");
        break;
      }
    }
    const std::size_t made = size - stream_.avail_out;
    return within_limit(made) ? made : 0;
  }

 private:
  z_stream stream_{};
  bool inside_ = false;  // a member that has not ended
};
#endif

#if SOURCING_HAS_ZSTD
class Unzstd : public Unpacker {
 public:
  explicit Unzstd(std::unique_ptr<ByteSource> packed) : Unpacker(std::move(packed)) {
    if (stream_ == nullptr) fail("E0319", "cannot start libzstd");
  }
  Unzstd(const Unzstd&) = delete;
  Unzstd& operator=(const Unzstd&) = delete;
  ~Unzstd() override { ZSTD_freeDStream(stream_); }

  std::size_t read(char* into, std::size_t size) override {
    if (!problem_.code.empty()) return 0;
    ZSTD_outBuffer out{into, size, 0};
    while (out.pos == 0) {
      const bool more = fill();
      if (!more && !inside_) return 0;
      ZSTD_inBuffer in{chunk_.data() + begin_, end_ - begin_, 0};
      const std::size_t result = ZSTD_decompressStream(stream_, &out, &in);
      begin_ += in.pos;
      if (ZSTD_isError(result) != 0) {
        fail("E0319", fmt::format("the zstd data is damaged ({})", ZSTD_getErrorName(result)));
        return 0;
      }
      inside_ = result != 0;
      if (!more && out.pos == 0) {
        fail("E0319", "the zstd data ends in the middle");
        return 0;
      }
    }
    return within_limit(out.pos) ? out.pos : 0;
  }

 private:
  ZSTD_DStream* stream_ = ZSTD_createDStream();
  bool inside_ = false;  // a frame that has not ended
};
#endif

class Refused : public ByteSource {
 public:
  explicit Refused(Problem problem) : problem_(std::move(problem)) {}
  std::size_t read(char*, std::size_t) override { return 0; }
  [[nodiscard]] Problem problem() const override { return problem_; }

 private:
  Problem problem_;
};

#if !SOURCING_HAS_ZLIB || !SOURCING_HAS_ZSTD
// Stands for a decoder that was not built in.
std::unique_ptr<ByteSource> make_missing(std::string_view format, std::string_view library) {
  return std::make_unique<Refused>(
      packed_problem("E0319", fmt::format("this is {}", format),
                     fmt::format("this build has no {}: unpack it first", library)));
}
#endif

// What 0x80 to 0x9F stand for in Windows-1252; 0: nothing.
constexpr std::array<char16_t, 32> windows_1252 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

char32_t character(SingleByte encoding, unsigned char byte) noexcept {
  if (encoding == SingleByte::windows_1252) {
    constexpr unsigned char first = 0x80, last = 0x9F;
    return byte >= first && byte <= last ? char32_t{windows_1252[byte - first]} : char32_t{byte};
  }
  if (encoding == SingleByte::iso_8859_1) return byte;
  switch (byte) {
    case 0xA4:
      return 0x20AC;
    case 0xA6:
      return 0x160;
    case 0xA8:
      return 0x161;
    case 0xB4:
      return 0x17D;
    case 0xB8:
      return 0x17E;
    case 0xBC:
      return 0x152;
    case 0xBD:
      return 0x153;
    case 0xBE:
      return 0x178;
    default:
      return byte;
  }
}

class FromSingleByte : public ByteSource {
 public:
  FromSingleByte(std::unique_ptr<ByteSource> bytes, SingleByte encoding)
      : bytes_(std::move(bytes)), encoding_(encoding) {}

  std::size_t read(char* into, std::size_t size) override {
    if (begin_ == text_.size() && !fill()) return 0;
    const std::size_t count = std::min(size, text_.size() - begin_);
    std::memcpy(into, text_.data() + begin_, count);
    begin_ += count;
    return count;
  }
  bool ready() override { return begin_ < text_.size() || bytes_->ready(); }
  [[nodiscard]] Problem problem() const override {
    return problem_.code.empty() ? bytes_->problem() : problem_;
  }

 private:
  bool fill() {
    if (!problem_.code.empty()) return false;
    text_.clear();
    begin_ = 0;
    const std::size_t got = bytes_->read(raw_.data(), raw_.size());
    for (std::size_t i = 0; i < got; ++i) {
      const auto byte = static_cast<unsigned char>(raw_[i]);
      const char32_t value = character(encoding_, byte);
      if (value == 0 && byte != 0) {
        problem_ = packed_problem(
            "E0318",
            fmt::format("byte 0x{:02X}, number {}, stands for nothing in windows-1252", byte,
                        offset_ + i + 1),
            "say which encoding it is with --encoding");
        break;
      }
      base::append_utf8(text_, value);
    }
    offset_ += got;
    return !text_.empty();
  }

  std::unique_ptr<ByteSource> bytes_;
  SingleByte encoding_;
  std::array<char, std::size_t{16} << 10> raw_{};
  std::string text_;
  std::size_t begin_ = 0;
  std::uint64_t offset_ = 0;
  Problem problem_;
};

class Utf16 : public ByteSource {
 public:
  Utf16(std::unique_ptr<ByteSource> units, bool big_endian)
      : units_(std::move(units)), big_endian_(big_endian) {}

  std::size_t read(char* into, std::size_t size) override {
    while (begin_ == text_.size()) {
      if (!fill()) return 0;
    }
    const std::size_t count = std::min(size, text_.size() - begin_);
    std::memcpy(into, text_.data() + begin_, count);
    begin_ += count;
    return count;
  }
  bool ready() override { return begin_ < text_.size() || units_->ready(); }
  [[nodiscard]] Problem problem() const override {
    return problem_.code.empty() ? units_->problem() : problem_;
  }

 private:
  bool fill() {
    if (!problem_.code.empty()) return false;
    text_.clear();
    begin_ = 0;
    const std::size_t got = units_->read(raw_.data() + kept_, raw_.size() - kept_);
    offset_ += got;
    if (got == 0) {
      if (kept_ > 0 || high_ != 0) fail();
      return false;
    }
    const std::size_t count = kept_ + got;
    std::size_t at = 0;
    for (; at + 2 <= count; at += 2) {
      const auto a = static_cast<unsigned char>(raw_[at]);
      const auto b = static_cast<unsigned char>(raw_[at + 1]);
      if (!unit(static_cast<char32_t>(big_endian_ ? a << 8 | b : b << 8 | a)))
        return !text_.empty();
    }
    kept_ = count - at;
    if (kept_ > 0) raw_[0] = raw_[at];
    return true;
  }

  bool unit(char32_t value) {
    const bool is_low = value >= 0xDC00 && value <= 0xDFFF;
    if (is_low != (high_ != 0)) {
      fail();
      return false;
    }
    if (value >= 0xD800 && value <= 0xDBFF) {
      high_ = value;
      return true;
    }
    base::append_utf8(text_,
                      is_low ? 0x10000 + ((high_ - 0xD800) << 10) + (value - 0xDC00) : value);
    high_ = 0;
    return true;
  }

  void fail() {
    problem_ = packed_problem("E0318", fmt::format("broken UTF-16 before byte {}", offset_ + 2),
                              "save it as UTF-8");
  }

  std::unique_ptr<ByteSource> units_;
  bool big_endian_;
  std::array<char, 4096> raw_{};
  std::size_t kept_ = 0;
  std::string text_;
  std::size_t begin_ = 0;
  char32_t high_ = 0;
  std::uint64_t offset_ = 0;
  Problem problem_;
};

}  // namespace

std::unique_ptr<ByteSource> make_gunzip(std::unique_ptr<ByteSource> packed) {
#if SOURCING_HAS_ZLIB
  return std::make_unique<Gunzip>(std::move(packed));
#else
  (void)packed;
  return make_missing("gzip data", "zlib");
#endif
}

std::unique_ptr<ByteSource> make_unzstd(std::unique_ptr<ByteSource> packed) {
#if SOURCING_HAS_ZSTD
  return std::make_unique<Unzstd>(std::move(packed));
#else
  (void)packed;
  return make_missing("zstd data", "libzstd");
#endif
}

std::unique_ptr<ByteSource> make_utf16(std::unique_ptr<ByteSource> units, bool big_endian) {
  return std::make_unique<Utf16>(std::move(units), big_endian);
}

std::unique_ptr<ByteSource> make_single_byte(std::unique_ptr<ByteSource> bytes,
                                             SingleByte encoding) {
  return std::make_unique<FromSingleByte>(std::move(bytes), encoding);
}

std::unique_ptr<ByteSource> make_refused(Problem problem) {
  return std::make_unique<Refused>(std::move(problem));
}

}  // namespace sourcing::input
