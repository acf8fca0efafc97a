// SPDX-License-Identifier: Apache-2.0
#include "support.hpp"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "engine/program.hpp"

namespace render_tests {

using namespace sourcing;

const std::string hostile_name =
    "=cmd|'/c calc'!A1 \x1b]0;pwn\x07\x1b[2J \xE2\x80\xAE|x| `id` <script>alert(1)</script> "
    "[a](javascript:b) ![i](j)\r\n# h\tend";

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

const Engine& small_engine() {
  static const Engine engine = [] {
    auto result =
        Engine::from_json(read(SOURCING_TESTS_DIR "/unit/render/small_model.json"), "small");
    if (!result) throw std::runtime_error(to_string(result.problems().front()));
    return std::move(result).value();
  }();
  return engine;
}

Decision decide(std::string_view task, std::string_view language) {
  const auto parsed = parse_task(small_engine(), task, "task");
  if (!parsed) throw std::runtime_error(to_string(parsed.problems().front()));
  DecideOptions options;
  options.language = language;
  Decision decision = sourcing::decide(small_engine(), *parsed, options);
  decision.possible_complete = true;
  decision.possible = {{decision.verdict, {}}};
  decision.next_questions.clear();
  if (decision.status == Status::decided) return decision;
  decision.possible = {{{Disposition::automate_first, Engagement::bpo, Location::offshore},
                        {{"judgment", "1"}, {"volume", "\"high\""}}},
                       {{Disposition::outsource, Engagement::kpo, Location::onshore},
                        {{"judgment", "4.5"}, {"residency", "\"country\""}}},
                       {{Disposition::retain, Engagement::kpo, std::nullopt},
                        {{"judgment", "5"}, {"residency", "\"house\""}}}};
  const engine::Program& program = small_engine().program();
  Centipoints spread = 5'000;
  for (const std::string& id : decision.unknown) {
    const engine::Criterion& criterion = program.criteria[engine::find_criterion(program, id)];
    decision.next_questions.push_back(
        {id,
         std::string(program.text(criterion.question, engine::find_language(program, language))), 2,
         true, id == "residency" ? 0 : spread});
    spread -= 750;
  }
  return decision;
}

Failure failure() {
  Failure failure;
  failure.id = "bad-1";
  failure.row = 7;
  failure.problems.push_back(
      {"E0201", "unknown field `judgement`", "did you mean `judgment`?", "t.json", 3, 5, "/x"});
  failure.problems.push_back({"E0204", "`red` is not a value of `residency`", "", "", 0, 0, ""});
  return failure;
}

RenderOptions options(Format format, std::string_view language) {
  RenderOptions options;
  options.format = format;
  options.language = language;
  return options;
}

std::string render(const RenderOptions& options, const std::vector<Decision>& decisions,
                   const std::vector<Failure>& failures) {
  const auto renderer = make_renderer(small_engine(), options);
  std::string out;
  renderer->begin(out);
  for (const Decision& decision : decisions) renderer->decision(out, decision);
  for (const Failure& failure : failures) renderer->failure(out, failure);
  renderer->end(out);
  return out;
}

namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

}  // namespace

std::string approved(const std::string& name, const std::string& text) {
  const std::string path = SOURCING_TESTS_DIR "/unit/render/approved/" + name;
  if (std::getenv("SOURCING_APPROVE") == nullptr) {
    return replaced(read(path), "@VERSION@", version());
  }
  std::ofstream(path, std::ios::binary) << replaced(text, version(), "@VERSION@");
  return text;
}

std::string run(const std::string& command, const std::string& input) {
  std::string path = "render_test_XXXXXX";
  const int descriptor = mkstemp(path.data());
  if (descriptor < 0) throw std::runtime_error("mkstemp");
  close(descriptor);
  std::ofstream(path, std::ios::binary) << input;
  std::FILE* pipe = popen((command + " < " + path + " 2>&1").c_str(), "r");
  std::string out;
  std::array<char, 4096> buffer{};
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    out.append(buffer.data(), size);
  }
  const int status = pclose(pipe);
  unlink(path.c_str());
  return std::to_string(status) + "\n" + out;
}

}  // namespace render_tests
