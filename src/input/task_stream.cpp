// SPDX-License-Identifier: Apache-2.0
#include "input/task_stream.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/json.hpp"
#include "base/text.hpp"
#include "input/name_hints.hpp"
#include "input/task_json.hpp"

namespace sourcing::input {

namespace {

constexpr std::size_t chunk = std::size_t{64} << 10;
// A line of which that much was passed over has no end: /dev/zero, or a pipe that somebody forgot.
constexpr std::size_t most_passed_over = std::size_t{1} << 30;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_space(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view strip(std::string_view text) noexcept {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

LineReader::~LineReader() {
  if (owned_) ::close(descriptor_);
}

std::string LineReader::open(const std::string& path) {
  if (path == "-") {
    descriptor_ = STDIN_FILENO;
    return {};
  }
  descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) return std::strerror(errno);
  owned_ = true;
  struct stat info {};
  if (::fstat(descriptor_, &info) == 0 && S_ISDIR(info.st_mode)) return std::strerror(EISDIR);
  return {};
}

namespace {

// True once there is more to read from a descriptor that would not block; false when the last call
// failed for another reason.
bool wait_for_more(int descriptor) {
  if (errno != EAGAIN) return false;
  struct pollfd waiting {};
  waiting.fd = descriptor;
  waiting.events = POLLIN;
  return ::poll(&waiting, 1, -1) > 0 || errno == EINTR;
}

}  // namespace

bool LineReader::fill() {
  if (end_) return false;
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    begin_ = 0;
  }
  // Not straight into the buffer: growing it by a chunk would touch each page of that for a task
  // of a few hundred bytes.
  char block[chunk];
  ssize_t got = 0;
  do {
    got = ::read(descriptor_, block, chunk);
  } while (got < 0 && (errno == EINTR || wait_for_more(descriptor_)));
  if (got < 0) error_ = std::strerror(errno);
  end_ = got <= 0;
  if (!end_) buffer_.append(block, static_cast<std::size_t>(got));
  return !end_;
}

std::optional<std::string_view> LineReader::line(std::size_t limit, bool& too_long) {
  too_long = false;
  std::size_t searched = 0, passed_over = 0;
  for (;;) {
    const std::size_t at = buffer_.find('\n', begin_ + searched);
    if (at != std::string::npos) {
      const std::string_view found(buffer_.data() + begin_, at + 1 - begin_);
      begin_ = at + 1;
      return too_long ? std::string_view{} : found;
    }
    searched = buffer_.size() - begin_;
    if (searched > limit) {
      too_long = true;  // keep nothing of it but the search for its end
      begin_ = buffer_.size();
      passed_over += searched;
      searched = 0;
      if (passed_over > most_passed_over) end_ = true;
    }
    if (!fill()) break;
  }
  if (begin_ == buffer_.size()) {
    if (!too_long) return std::nullopt;
    return std::string_view{};
  }
  const std::string_view last(buffer_.data() + begin_, buffer_.size() - begin_);
  begin_ = buffer_.size();
  return too_long ? std::string_view{} : last;
}

std::string LineReader::rest(std::size_t limit, bool& too_long) {
  while (buffer_.size() - begin_ <= limit && fill()) {
  }
  too_long = buffer_.size() - begin_ > limit;
  std::string all = buffer_.substr(begin_);
  begin_ = buffer_.size();
  return all;
}

char LineReader::peek_past_blank() {
  std::size_t at = begin_;
  for (;;) {
    for (; at < buffer_.size(); ++at) {
      if (!is_space(buffer_[at])) return buffer_[at];
    }
    const std::size_t held = at - begin_;
    // A flood of blanks is no reason to hold them all.
    if (held > chunk || !fill()) return 0;
    at = begin_ + held;
  }
}

bool LineReader::blank_until_end() { return peek_past_blank() == 0; }

TaskStream::TaskStream(const engine::Program& program, std::string path)
    : program_(program), path_(std::move(path)), name_(path_ == "-" ? "<stdin>" : path_) {}

std::string TaskStream::open() { return reader_.open(path_); }

Result<Task> TaskStream::parse(std::string_view bytes, std::uint32_t first_line) {
  if (keep_text_) text_ = strip(bytes);
  json::ParseResult parsed = json::parse(bytes, name_, {}, first_line);
  hint_at_lines(parsed.problems);
  return read_task(program_, std::move(parsed), name_);
}

Result<Task> TaskStream::too_long(std::uint32_t line) {
  return std::vector<Problem>{
      Problem{"E0102", fmt::format("a task may have at most {} MiB", most_task_bytes >> 20U), "",
              name_, line, 1, ""}};
}

std::optional<Result<Task>> TaskStream::next() {
  bool cut = false;
  if (!started_) {
    started_ = true;
    std::string head;  // blank lines and the first line
    std::optional<std::string_view> first;
    while ((first = reader_.line(most_task_bytes, cut))) {
      ++line_;
      head += *first;
      if (cut || !strip(*first).empty()) break;
    }
    if (!reader_.error().empty()) return std::nullopt;
    if (cut) {
      if (reader_.blank_until_end()) return too_long(line_);
      ndjson_ = true;
      return too_long(line_);
    }
    // A copy: looking at what follows may move the reader's buffer.
    std::string own(first ? *first : std::string_view{});
    if (own.ends_with('\n')) own.pop_back();
    std::string_view only = strip(own);
    if (line_ == 1 && only.starts_with(byte_order_mark)) only.remove_prefix(3);
    const bool braces = only.starts_with('{') && only.ends_with('}');
    if (braces && !reader_.blank_until_end()) {
      // One object on a line and more to come: NDJSON if the object is complete, or if the next
      // line begins another (so that one bad line does not condemn the others).
      if (reader_.peek_past_blank() == '{' || json::parse(only, name_).ok()) {
        ndjson_ = true;
        return parse(own, line_);
      }
    }
    head += reader_.rest(most_task_bytes, cut);
    if (!reader_.error().empty()) return std::nullopt;
    if (cut || head.size() > most_task_bytes) return too_long(1);
    return parse(head, 1);
  }
  if (!ndjson_) return std::nullopt;
  while (const auto line = reader_.line(most_task_bytes, cut)) {
    ++line_;
    // What a failed read left of a line is no line.
    if (!reader_.error().empty()) return std::nullopt;
    if (cut) return too_long(line_);
    if (strip(*line).empty()) continue;
    std::string_view body = *line;
    if (body.ends_with('\n')) body.remove_suffix(1);
    return parse(body, line_);
  }
  return std::nullopt;
}

}  // namespace sourcing::input
