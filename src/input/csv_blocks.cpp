// SPDX-License-Identifier: Apache-2.0
#include "input/csv_blocks.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "input/csv_fields.hpp"

namespace sourcing::input {

namespace {

// Like std::memchr and its glibc mirror image; null when the byte is not there.
const char* find(const char* from, const char* to, char byte) noexcept {
  return static_cast<const char*>(std::memchr(from, byte, static_cast<std::size_t>(to - from)));
}
const char* find_last(const char* from, const char* to, char byte) noexcept {
#ifdef __GLIBC__
  return static_cast<const char*>(::memrchr(from, byte, static_cast<std::size_t>(to - from)));
#else
  while (to > from) {
    if (*--to == byte) return to;
  }
  return nullptr;
#endif
}

}  // namespace

void Block::reserve(std::size_t wanted, std::size_t kept) {
  if (wanted <= capacity) return;
  auto larger = std::make_unique_for_overwrite<char[]>(wanted + block_padding);
  if (kept > 0) std::memcpy(larger.get(), bytes.get(), kept);
  std::memset(larger.get() + wanted, 0, block_padding);
  bytes = std::move(larger);
  capacity = wanted;
}

void RecordScanner::scan(const char* data, std::size_t size, bool last) noexcept {
  const char* const stop = data + size;
  while (at_ < size) {
    const char* at = data + at_;
    if (inside_) {
      const char* quote = find(at, stop, '"');
      if (quote == nullptr) {
        at_ = size;
        return;
      }
      if (quote + 1 == stop && !last) {
        at_ = static_cast<std::size_t>(quote - data);  // may be the first of two
        return;
      }
      const bool two = quote + 1 < stop && quote[1] == '"';
      inside_ = two;
      at_ = static_cast<std::size_t>(quote - data) + (two ? 2 : 1);
      continue;
    }
    const char* quote = find(at, stop, '"');
    const char* plain_end = quote == nullptr ? stop : quote;
    if (const char* line = find_last(at, plain_end, dialect_.terminator)) {
      end_ = static_cast<std::size_t>(line - data) + 1;
    }
    if (quote == nullptr) {
      at_ = size;
      return;
    }
    saw_quote_ = true;
    at_ = static_cast<std::size_t>(quote - data);
    const char before = quote == data ? dialect_.terminator : quote[-1];
    if (before == dialect_.terminator || before == dialect_.delimiter) {
      inside_ = true;
      quote_ = at_;
    }
    ++at_;
  }
}

std::size_t RecordScanner::open_field(const char* data, std::size_t size) const noexcept {
  if (inside_) return quote_;
  const char* from = data + end_;
  const char* field = find_last(from, data + size, dialect_.delimiter);
  return field == nullptr ? end_ : static_cast<std::size_t>(field - data) + 1;
}

bool BlockReader::have(std::size_t index) {
  while (carry_.size() <= index && !source_ended_) {
    char byte = 0;
    if (source_.read(&byte, 1) == 0) {
      source_ended_ = true;
    } else {
      carry_ += byte;
    }
  }
  return index < carry_.size();
}

char BlockReader::peek() {
  for (std::size_t at = 0; have(at) && at < most_field_bytes; ++at) {
    const char c = carry_[at];
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') return c;
  }
  return 0;
}

std::string_view BlockReader::first_line() {
  constexpr std::size_t most = std::size_t{64} << 10;
  std::size_t begin = 0;
  while (have(begin) && std::string_view(" \t\n\r").find(carry_[begin]) != std::string_view::npos) {
    ++begin;
  }
  std::size_t end = begin;
  while (end - begin < most && have(end) && carry_[end] != '\n' && carry_[end] != '\r') ++end;
  return std::string_view(carry_).substr(begin, end - begin);
}

std::string BlockReader::header(std::string_view delimiters, HeaderError& error) {
  error = HeaderError::none;
  blank_before_ = 0;
  Quotes quotes(delimiters);
  std::size_t at = 0, begin = 0;
  for (; have(at); ++at) {
    if (at - begin > most_field_bytes) {
      error = HeaderError::too_long;
      return {};
    }
    const char c = carry_[at];
    quotes.pass(c);
    if (quotes.inside() || (c != '\n' && c != '\r')) continue;
    std::size_t end = at + 1;
    header_end_ = c == '\n' ? "\n" : "\r";
    if (c == '\r' && have(at + 1) && carry_[at + 1] == '\n') {
      header_end_ = "\r\n";
      ++end;
    } else if (c == '\r' && have(at + 2) && carry_[at + 1] == '\r' && carry_[at + 2] == '\n') {
      // A program that writes CR LF itself, into a file that makes CR LF of each LF.
      header_end_ = "\r\r\n";
      end += 2;
    }
    ++lines_before_;
    std::string header = carry_.substr(begin, at - begin);
    if (header.find_first_not_of(" \t") == std::string::npos) {
      begin = end;
      at = end - 1;
      quotes = Quotes(delimiters);
      ++blank_before_;
      continue;
    }
    header_line_ = lines_before_;
    lines_before_ += lines_in(header);
    carry_.erase(0, end);
    offset_ += end;
    return header;
  }
  if (quotes.inside()) error = HeaderError::unclosed_quote;
  header_end_ = {};
  std::string header = carry_.substr(begin);
  carry_.clear();
  offset_ += begin + header.size();
  if (header.find_first_not_of(" \t") == std::string::npos) return {};
  header_line_ = ++lines_before_;
  return header;
}

// Lines that end inside a header.
std::uint64_t BlockReader::lines_in(std::string_view header) const noexcept {
  return static_cast<std::uint64_t>(
      std::count(header.begin(), header.end(), header_end_ == "\r" ? '\r' : '\n'));
}

void BlockReader::unread(std::string_view header) {
  offset_ -= header.size() + header_end_.size();
  lines_before_ -= 1 + (header_end_.empty() ? 0 : lines_in(header));
  carry_.insert(0, std::string(header) + std::string(header_end_));
}

void BlockReader::scan(Block& block, std::size_t filled, bool last) {
  if (!lines_) {
    scanner_.scan(block.data(), filled, last);
    line_end_ = scanner_.end();
    return;
  }
  const char* line = find_last(block.data() + line_at_, block.data() + filled, '\n');
  if (line != nullptr) line_end_ = static_cast<std::size_t>(line - block.data()) + 1;
  line_at_ = filled;
}

bool BlockReader::is_overlong(const Block& block, std::size_t filled) const noexcept {
  if (lines_) return filled > most_line_bytes;
  return filled > most_record_bytes ||
         filled - scanner_.open_field(block.data(), filled) > most_field_bytes;
}

// Passes over the rest of a line; false when the input ends with it.
bool BlockReader::skip_line() {
  std::array<char, std::size_t{16} << 10> bytes{};
  while (true) {
    const std::size_t got = source_.read(bytes.data(), bytes.size());
    if (got == 0) return false;
    const char* const end = bytes.data() + got;
    const char* const line = find(bytes.data(), end, '\n');
    offset_ += static_cast<std::size_t>((line == nullptr ? end : line + 1) - bytes.data());
    if (line == nullptr) continue;
    carry_.assign(line + 1, end);
    return true;
  }
}

bool BlockReader::next(Block& block) {
  if (ended_) return false;
  block.reserve(std::max(block_bytes_, 2 * carry_.size() + 1), 0);
  block.number = number_++;
  block.offset = offset_;
  block.tail = false;
  std::size_t filled = carry_.size();
  std::memcpy(block.bytes.get(), carry_.data(), filled);
  carry_.clear();
  scanner_.reset();
  line_end_ = line_at_ = 0;

  // One byte is kept for the terminator that the last record may lack.
  while (!source_ended_) {
    if (filled + 1 >= block.capacity) {
      scan(block, filled, false);
      if (line_end_ > 0) break;
      block.tail = is_overlong(block, filled);
      if (block.tail) break;
      block.reserve(2 * block.capacity, filled);
    }
    const std::size_t got = source_.read(block.bytes.get() + filled, block.capacity - 1 - filled);
    filled += got;
    source_ended_ = got == 0;
    if (!source_ended_ && !source_.ready()) {
      scan(block, filled, false);
      if (line_end_ > 0) break;
    }
  }
  if (source_ended_) {
    scan(block, filled, true);
    ended_ = true;
    // What breaks off is no record.
    if (filled > line_end_ && !source_.problem().code.empty()) filled = line_end_;
    if (filled > line_end_ && !lines_ && scanner_.inside_quotes()) {
      block.tail = true;
    } else if (filled > line_end_) {
      // The last record has no line end: it is given one.
      block.bytes[filled++] = dialect_.terminator;
      line_end_ = filled;
      --offset_;
    }
  }
  block.size = line_end_;
  block.quotes = !lines_ && (scanner_.saw_quote() || block.tail);
  block.tail_size = block.tail ? filled - block.size : 0;
  offset_ += block.size + block.tail_size;
  if (block.tail) {
    if (!lines_ || ended_ || !skip_line()) ended_ = true;
    return true;
  }
  carry_.assign(block.data() + block.size, filled - block.size);
  std::memset(block.bytes.get() + block.size, 0, block_padding);
  return block.size > 0;
}

}  // namespace sourcing::input
