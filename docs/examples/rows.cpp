// SPDX-License-Identifier: Apache-2.0
// Judges a table that is in memory, and keeps the result there.
#include <algorithm>
#include <cstring>
#include <iostream>
#include <sourcing/sourcing.hpp>
#include <string>
#include <string_view>

struct FromMemory : sourcing::ByteSource {
  explicit FromMemory(std::string_view bytes) : rest(bytes) {}
  std::size_t read(char* into, std::size_t size) override {
    const std::size_t count = std::min(size, rest.size());
    std::memcpy(into, rest.data(), count);
    rest.remove_prefix(count);
    return count;
  }
  std::string_view rest;
};

struct ToMemory : sourcing::ByteSink {
  bool write(std::string_view bytes) override {
    text += bytes;
    return true;
  }
  std::string text;
};

struct Told : sourcing::BatchObserver {
  void bad_row(const sourcing::Failure& failure) override {
    for (const auto& problem : failure.problems) std::cerr << to_string(problem) << '\n';
  }
};

int main() {
  const sourcing::Engine engine = sourcing::Engine::embedded();
  FromMemory rows("id,judgment,complexity,volume\nP1,1,2,12000\nP2,5,high,40\n");
  ToMemory out;
  Told told;
  sourcing::BatchOptions options;
  options.assumed = make_task(engine);
  options.columns = {"id", "engagement", "engagement_score", "status"};
  const sourcing::BatchReport report = run_batch(engine, rows, out, nullptr, told, options);
  std::cout << out.text;
  return report.end == sourcing::BatchEnd::done && report.rejects == 0 ? 0 : 1;
}
