// SPDX-License-Identifier: Apache-2.0
// Records through the public library: what is appended stands, and what was touched does not.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sourcing/sourcing.hpp>
#include <string>
#include <thread>
#include <vector>

#include "catch.hpp"

namespace sourcing::test {
namespace {

class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / "sourcing-records") {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

RecordRequest request(std::string task) {
  RecordRequest made;
  made.task = std::move(task);
  return made;
}

TEST_CASE("a decision that was recorded stands, with what was assumed and overridden") {
  const Folder folder;
  const std::string log = folder.file("log");
  const Engine engine = Engine::embedded();
  RecordRequest first = request(R"({"id": "a", "judgment": 1, "data_residency": "region"})");
  first.assume = {"ip_risk=2"};
  const auto recorded = record_decision(engine, log, first);
  REQUIRE(recorded.ok());
  CHECK(recorded->decision.id == "a");
  RecordRequest second = first;
  second.override = {{"location", "offshore"}};
  second.because = "an adequacy decision is on its way";
  second.by = "Ann";
  CHECK(!record_decision(engine, log, second).ok());  // a gate is against it
  second.against_gate = true;
  const auto overridden = record_decision(engine, log, second);
  REQUIRE(overridden.ok());

  VerifyOptions how;
  how.head = recorded->head;
  const LogReport report = verify_log(log, how);
  CHECK(report.stands());
  CHECK(report.records == 2);
  CHECK(report.overridden == 1);
  CHECK(report.after_head == 1);
  CHECK(report.head == overridden->head);
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].kind == "overridden");
  CHECK(report.findings[0].message.find("region_residency") != std::string::npos);
  how.last = true;
  CHECK(!verify_log(log, how).stands());
}

TEST_CASE("what cannot be recorded says why and writes nothing") {
  const Folder folder;
  const std::string log = folder.file("log");
  const Engine engine = Engine::embedded();
  const auto code_of = [&](const RecordRequest& asked, const std::string& path) {
    const auto result = record_decision(engine, path, asked);
    REQUIRE(!result.ok());
    return result.problems().front().code;
  };
  CHECK(code_of(request("{"), log).starts_with("E01"));
  CHECK(code_of(request(R"({"judgmen": 1})"), log).starts_with("E02"));
  CHECK(code_of(request("{\"name\": \"\xf3\"}"), log).starts_with("E01"));
  RecordRequest bad = request(R"({"judgment": 1})");
  bad.override = {{"engagement", "KPO"}};
  CHECK(code_of(bad, log) == "E0605");  // no reason
  bad.because = "so";
  bad.override = {{"engagement", "MAYBE"}};
  CHECK(code_of(bad, log) == "E0605");
  bad.override = {{"engagement", "BPO"}};
  CHECK(code_of(bad, log) == "E0605");  // as computed
  bad.override = {{"engagement", "KPO"}};
  bad.because = "acord\xf3";
  CHECK(code_of(bad, log) == "E0502");  // what the reader refuses is not written
  bad.override.clear();
  bad.because.clear();
  bad.assume = {"nothing"};
  CHECK(code_of(bad, log).starts_with("E02"));
  CHECK(code_of(request(R"({"judgment": 1})"), folder.file("absent/log")) == "E0502");
  RecordLogOptions unsigned_options;
  unsigned_options.sign = [](std::string_view, std::string& error) {
    error = "the key is elsewhere";
    return std::optional<std::string>();
  };
  const auto refused =
      record_decision(engine, log, request(R"({"judgment": 1})"), unsigned_options);
  REQUIRE(!refused.ok());
  CHECK(refused.problems().front().message == "the key is elsewhere");
  CHECK(bytes_of(log).empty());
}

TEST_CASE("threads that append to one log lose nothing") {
  const Folder folder;
  const std::string log = folder.file("log");
  const Engine engine = Engine::embedded();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int n = 0; n < 5; ++n) {
        const auto done = record_decision(
            engine, log, request("{\"id\": \"" + std::to_string(t * 5 + n) + "\"}"));
        if (!done) std::fputs("not recorded\n", stderr);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const LogReport report = verify_log(log);
  CHECK(report.records == 20);
  CHECK(report.stands());
}

TEST_CASE("a signature is asked about for each line, and a log that is none says so") {
  const Folder folder;
  const std::string log = folder.file("log");
  const Engine engine = Engine::embedded();
  RecordLogOptions signing;
  signing.sign = [](std::string_view hash, std::string&) {
    return std::optional("-----BEGIN SSH SIGNATURE-----" + std::string(hash));
  };
  REQUIRE(record_decision(engine, log, request(R"({"judgment": 1})"), signing).ok());
  REQUIRE(record_decision(engine, log, request(R"({"judgment": 2})")).ok());
  VerifyOptions how;
  how.is_signed = [](std::string_view hash, std::string_view signature) {
    return signature.ends_with(hash);
  };
  const LogReport report = verify_log(log, how);
  CHECK(!report.chain_intact());
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].kind == "unsigned");
  CHECK(report.findings[0].line == 2);
  CHECK(report.findings[0].chain);

  CHECK(!verify_log(folder.file("absent")).read_to_end);
  CHECK(!verify_log(folder.file("")).stands());
  CHECK(verify_log("/dev/null").findings.at(0).kind == "empty");
}

}  // namespace
}  // namespace sourcing::test
