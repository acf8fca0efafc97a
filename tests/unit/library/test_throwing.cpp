// SPDX-License-Identifier: Apache-2.0
// What sources, sinks and observers of a caller throw comes out of run_batch, from whichever
// thread it was, and nothing else happens.
#include <atomic>
#include <cstring>
#include <sourcing/sourcing.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "catch.hpp"

namespace sourcing::test {
namespace {

enum class Where {
  read,
  ready,
  use_columns,
  problem,
  write,
  write_at,
  rejects,
  bad_row,
  warning,
  note,
  opened,
  progress,
  stop,
  nowhere
};

/// Plays every part of a caller, and throws in one of them, at the n-th call.
class Thrower : public ByteSource, public BatchObserver {
 public:
  Thrower(Where where, int after) : where_(where), after_(after) {}

  void reach(Where here) {
    if (here == where_ && --after_ < 0) throw std::runtime_error("the caller's own");
  }

  std::size_t read(char* into, std::size_t size) override {
    reach(Where::read);
    const std::size_t count = std::min({size, text.size() - at_, std::size_t{4'000}});
    std::memcpy(into, text.data() + at_, count);
    at_ += count;
    return count;
  }
  bool ready() override {
    reach(Where::ready);
    return true;
  }
  Problem problem() const override {
    const_cast<Thrower*>(this)->reach(Where::problem);  // NOLINT: counts its calls
    return {};
  }
  bool use_columns(const std::vector<ColumnUse>&) override {
    reach(Where::use_columns);
    return false;
  }
  void bad_row(const Failure&) override { reach(Where::bad_row); }
  void warning(std::string_view) override { reach(Where::warning); }
  void note(std::string_view) override { reach(Where::note); }
  void opened(const BatchReport&) override { reach(Where::opened); }
  void progress(const BatchProgress&) override { reach(Where::progress); }
  bool stop() override {
    reach(Where::stop);
    return false;
  }

  std::string text;

 private:
  Where where_;
  std::atomic<int> after_;
  std::size_t at_ = 0;
};

class Sink : public ByteSink {
 public:
  Sink(Thrower& thrower, Where where, bool positional)
      : thrower_(thrower), where_(where), positional_(positional) {}
  bool write(std::string_view) override {
    thrower_.reach(where_);
    return true;
  }
  bool positional() const override { return positional_; }
  bool write_at(std::uint64_t, std::string_view) override {
    thrower_.reach(Where::write_at);
    return true;
  }

 private:
  Thrower& thrower_;
  Where where_;
  bool positional_;
};

bool throws(const Engine& engine, Where where, int after, unsigned jobs) {
  Thrower caller(where, after);
  caller.text = "id,judgment,judgement,other\n";
  for (int row = 0; row < 3'000; ++row) {
    caller.text += "r" + std::to_string(row % 2'990) + (row % 7 == 0 ? ",9,,x\n" : ",3,,x\n");
  }
  Sink out(caller, Where::write, where == Where::write_at), rejects(caller, Where::rejects, false);
  BatchOptions options;
  options.jobs = jobs;
  options.block_bytes = 2'000;
  options.rejects = true;
  options.ignore = {"judgement"};
  try {
    const BatchReport report = run_batch(engine, caller, out, &rejects, caller, options);
    CHECK(report.rows == 3'000);
  } catch (const std::runtime_error& error) {
    CHECK(std::string_view(error.what()) == "the caller's own");
    return true;
  }
  return false;
}

TEST_CASE("what a caller throws comes out of the batch, and ends it and nothing else") {
  const Engine engine = Engine::embedded();
  for (const unsigned jobs : {1U, 4U}) {
    for (int where = 0; where <= static_cast<int>(Where::nowhere); ++where) {
      for (const int after : {0, 1, 5}) {
        const bool thrown = throws(engine, static_cast<Where>(where), after, jobs);
        const auto here = static_cast<Where>(where);
        const bool often = here == Where::read || here == Where::write || here == Where::write_at ||
                           here == Where::rejects || here == Where::bad_row ||
                           here == Where::progress || here == Where::stop;
        CAPTURE(jobs, where, after);
        if (often || (here == Where::opened && after == 0)) CHECK(thrown);
        if (here == Where::nowhere) CHECK(!thrown);
      }
    }
  }
}

TEST_CASE("what is assumed by a task of another size, or off the scale, is not assumed") {
  const Engine engine = Engine::embedded();
  const std::size_t own = make_task(engine).answers.size();
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, own, std::size_t{300}}) {
    Thrower caller(Where::nowhere, 0);
    caller.text = "id,judgment\na,3\n";
    Sink out(caller, Where::write, false);
    BatchOptions options;
    options.assumed.answers.resize(size);
    for (Answer& answer : options.assumed.answers) {
      answer.origin = Origin::option;
      answer.low = answer.high = 60'000;
    }
    for (const Format format : {Format::csv, Format::ndjson, Format::text}) {
      options.format = format;
      CHECK(run_batch(engine, caller, out, nullptr, caller, options).end != BatchEnd::sink_failed);
    }
  }
}

}  // namespace
}  // namespace sourcing::test
