// SPDX-License-Identifier: Apache-2.0
// Cuts a stream of bytes into blocks of whole records.
//
// This is the only part that sees the input in order, so it does little: it looks for quotes and
// for the last record end of a block. Splitting into fields is done per block, by several threads.
#pragma once

#include <cstdint>
#include <memory>
#include <sourcing/batch.hpp>
#include <string>
#include <string_view>

#include "input/csv_dialect.hpp"

namespace sourcing::input {

/// Whole records, each with its terminator, and `block_padding` bytes after them.
struct Block {
  std::unique_ptr<char[]> bytes;
  std::size_t capacity = 0;
  std::size_t size = 0;      ///< of the whole records
  bool quotes = false;       ///< there may be a quote in it
  std::uint64_t number = 0;  ///< 0, 1, 2 …
  std::uint64_t offset = 0;  ///< of its first byte in the decoded input
  /// After the whole records stands the begin of one that is too long, or that a quote keeps open
  /// to the end of the input. Nothing of CSV is read after it: what would be a field, and what a
  /// row? Of NDJSON the next block begins at the next line.
  bool tail = false;
  std::size_t tail_size = 0;  ///< bytes of it that were read, after `size`

  [[nodiscard]] const char* data() const noexcept { return bytes.get(); }
  void reserve(std::size_t wanted, std::size_t kept);
};

/// Finds record ends in bytes that arrive piece by piece; goes over each byte once.
class RecordScanner {
 public:
  explicit RecordScanner(Dialect dialect) noexcept : dialect_(dialect) {}

  /// Looks at data[0, size), which continues what was looked at before. `last` says that nothing
  /// follows.
  void scan(const char* data, std::size_t size, bool last) noexcept;
  /// Begins a new block.
  void reset() noexcept { *this = RecordScanner(dialect_); }

  /// The end of the last whole record, 0 when there is none.
  [[nodiscard]] std::size_t end() const noexcept { return end_; }
  [[nodiscard]] bool inside_quotes() const noexcept { return inside_; }
  [[nodiscard]] bool saw_quote() const noexcept { return saw_quote_; }
  /// Where the field begins that reaches to the end of the bytes looked at.
  [[nodiscard]] std::size_t open_field(const char* data, std::size_t size) const noexcept;

 private:
  Dialect dialect_;
  std::size_t at_ = 0, end_ = 0, quote_ = 0;
  bool inside_ = false, saw_quote_ = false;
};

/// Reads blocks. Not thread-safe: one caller at a time.
class BlockReader {
 public:
  BlockReader(ByteSource& source, std::size_t block_bytes) noexcept
      : source_(source), block_bytes_(block_bytes) {}

  /// Why there is no header.
  enum class HeaderError : std::uint8_t { none, too_long, unclosed_quote };
  /// The next record, without its end (which is LF, CRLF or CR), where a quote opens a field after
  /// any of `delimiters`. Lines with nothing but blanks before it are skipped. Empty at the end of
  /// the input and when it is too long; what there is of it when a quote is not closed.
  [[nodiscard]] std::string header(std::string_view delimiters, HeaderError& error);
  /// The first byte that is no white space, 0 when there is none. Consumes nothing.
  [[nodiscard]] char peek();
  /// The line that it begins, at most 64 KiB of it. Consumes nothing.
  [[nodiscard]] std::string_view first_line();
  /// The line on which it begins.
  [[nodiscard]] std::uint64_t header_line() const noexcept { return header_line_; }
  /// How many lines with nothing but blanks were skipped before it.
  [[nodiscard]] std::uint64_t blank_before() const noexcept { return blank_before_; }
  /// What ended the header: "\n", "\r\n", "\r" or nothing.
  [[nodiscard]] std::string_view header_end() const noexcept { return header_end_; }
  /// Puts the header back: it is data, or to be read with the right delimiter.
  void unread(std::string_view header);
  void set_dialect(Dialect dialect) noexcept {
    scanner_ = RecordScanner(dialect);
    dialect_ = dialect;
  }
  /// NDJSON: a record is a line, quotes mean nothing.
  void set_lines() noexcept { lines_ = true; }

  /// The next block; false at the end.
  [[nodiscard]] bool next(Block& block);

  /// Of what has been handed out and skipped.
  [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }
  /// Lines before the first block.
  [[nodiscard]] std::uint64_t lines_before() const noexcept { return lines_before_; }

 private:
  bool have(std::size_t index);
  void scan(Block& block, std::size_t filled, bool last);
  [[nodiscard]] bool is_overlong(const Block& block, std::size_t filled) const noexcept;
  bool skip_line();
  [[nodiscard]] std::uint64_t lines_in(std::string_view header) const noexcept;

  ByteSource& source_;
  std::size_t block_bytes_;
  Dialect dialect_;
  RecordScanner scanner_{Dialect{}};
  bool lines_ = false, ended_ = false, source_ended_ = false;
  std::size_t line_end_ = 0, line_at_ = 0;
  std::string carry_;  // read, but not handed out
  std::string_view header_end_;
  std::uint64_t number_ = 0, offset_ = 0, lines_before_ = 0, header_line_ = 0;
  std::uint64_t blank_before_ = 0;
};

}  // namespace sourcing::input
