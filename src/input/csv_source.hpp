// SPDX-License-Identifier: Apache-2.0
// Where a batch's bytes come from: a descriptor, decompressed and turned into UTF-8 on the way.
#pragma once

#include <array>
#include <memory>
#include <sourcing/batch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "input/sheet_source.hpp"

namespace sourcing::input {

/// A file, FIFO or standard input ("-"). Reads never seek.
class FileSource : public ByteSource {
 public:
  FileSource() = default;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  ~FileSource() override;

  /// Why it cannot be opened, empty when it can. When `wake` (a descriptor, or -1) becomes readable
  /// a read that waits ends as if the input did.
  [[nodiscard]] std::string open(const std::string& path, int wake);

  std::size_t read(char* into, std::size_t size) override;
  bool ready() override;
  [[nodiscard]] Problem problem() const override { return problem_; }

  /// Size in bytes, 0 when it is no regular file.
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  [[nodiscard]] std::uint64_t bytes_read() const noexcept { return read_; }
  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
  /// The descriptor where bytes can be read from any place, else -1.
  [[nodiscard]] int seekable() const noexcept { return regular_ ? descriptor_ : -1; }

 private:
  int descriptor_ = -1, wake_ = -1;
  bool owned_ = false, regular_ = false;
  std::uint64_t size_ = 0, read_ = 0;
  std::string name_;
  Problem problem_;
};

/// How the bytes were found to be encoded.
struct Encoding {
  std::string compression;  ///< empty, `gzip` or `zstd`
  std::string text;         ///< one of `encodings`, `utf-8 with BOM`, `utf-16le` or `utf-16be`
  bool guessed = false;     ///< neither said nor marked, but certain by its bytes
  bool workbook = false;    ///< the bytes are the CSV form of a sheet
  WorkbookFacts facts;      ///< of a workbook
};

/// What may be said of a text's encoding.
inline constexpr std::array<std::string_view, 6> encodings = {
    "auto", "utf-8", "utf-16", "windows-1252", "iso-8859-1", "iso-8859-15"};

/// The source's bytes as UTF-8 without a byte order mark: gzip and zstd are recognised by their
/// first bytes, UTF-16 by its byte order mark or its zeros, Windows-1252 by letters of western
/// languages where nothing is UTF-8; what is no text (PDF, xls, zip, xz …) has a problem that names
/// it. `wanted` is one of `encodings`. Of a
/// workbook the rows of a sheet come as CSV. `raw` and `encoding` must outlive the result.
[[nodiscard]] std::unique_ptr<ByteSource> decode(ByteSource& raw, Encoding& encoding,
                                                 std::string_view wanted = "auto",
                                                 const SheetChoice& sheet = {});

/// Whether bytes that are not UTF-8 surely are letters of western languages in Windows-1252.
[[nodiscard]] bool surely_western(std::string_view bytes) noexcept;

}  // namespace sourcing::input
