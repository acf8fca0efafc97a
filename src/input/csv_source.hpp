// SPDX-License-Identifier: Apache-2.0
// Where a batch's bytes come from: a descriptor, decompressed and turned into UTF-8 on the way.
#pragma once

#include <memory>
#include <sourcing/batch.hpp>
#include <string>
#include <vector>

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
  std::string text;         ///< `utf-8`, `utf-8 with BOM`, `utf-16le`, `utf-16be`
};

/// The source's bytes as UTF-8 without a byte order mark: gzip and zstd are recognised by their
/// first bytes, UTF-16 by its byte order mark. `raw` must outlive the result.
[[nodiscard]] std::unique_ptr<ByteSource> decode(ByteSource& raw, Encoding& encoding);

}  // namespace sourcing::input
