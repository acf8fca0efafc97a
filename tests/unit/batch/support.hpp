// SPDX-License-Identifier: Apache-2.0
// Batches out of and into memory.
#pragma once

#include <algorithm>
#include <cstring>
#include <sourcing/sourcing.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing::test {

/// Hands out a text in pieces of at most `chunk` bytes.
class TextSource : public ByteSource {
 public:
  explicit TextSource(std::string_view text, std::size_t chunk = ~std::size_t{0}, bool slow = false)
      : text_(text), chunk_(chunk), slow_(slow) {}
  std::size_t read(char* into, std::size_t size) override {
    const std::size_t count = std::min({size, chunk_, text_.size() - at_});
    std::memcpy(into, text_.data() + at_, count);
    at_ += count;
    return count;
  }
  bool ready() override { return !slow_; }

 private:
  std::string_view text_;
  std::size_t chunk_, at_ = 0;
  bool slow_;
};

class TextSink : public ByteSink {
 public:
  bool write(std::string_view bytes) override {
    text += bytes;
    return true;
  }
  std::string text;
};

class Listener : public BatchObserver {
 public:
  void bad_row(const Failure& failure) override { failures.push_back(failure); }
  void warning(std::string_view text) override { warnings.emplace_back(text); }
  void note(std::string_view text) override { notes.emplace_back(text); }
  std::vector<Failure> failures;
  std::vector<std::string> warnings, notes;
};

/// Everything that comes out of a batch.
struct BatchOutcome {
  BatchReport report;
  std::string out, rejects;
  Listener told;
};

inline BatchOutcome judge(const Engine& engine, std::string_view input,
                          const BatchOptions& options = {}, std::size_t chunk = ~std::size_t{0},
                          bool slow = false) {
  TextSource source(input, chunk, slow);
  TextSink out, rejects;
  BatchOutcome outcome;
  outcome.report =
      run_batch(engine, source, out, options.rejects ? &rejects : nullptr, outcome.told, options);
  outcome.out = std::move(out.text);
  outcome.rejects = std::move(rejects.text);
  return outcome;
}

inline BatchOutcome judge(std::string_view input, const BatchOptions& options = {}) {
  return judge(Engine::embedded(), input, options);
}

/// The lines of a text, without their ends.
inline std::vector<std::string> lines(std::string_view text) {
  std::vector<std::string> result;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    result.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

}  // namespace sourcing::test
