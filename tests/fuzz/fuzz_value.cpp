// SPDX-License-Identifier: Apache-2.0
// A cell of a CSV file, or the right side of --assume. What is read from a cell and what is read
// from the JSON that shows it is the same answer.
#include <sourcing/engine.hpp>
#include <sourcing/task.hpp>

#include "base/json.hpp"
#include "input/value.hpp"
#include "support.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sourcing;
  if (size < 1) return 0;
  const Engine engine = Engine::embedded();
  const engine::Program& program = engine.program();
  const std::size_t c = data[0] % program.criteria.size();
  const engine::Criterion& criterion = program.criteria[c];
  const std::string_view text = fuzz::text_of(data + 1, size - 1);
  const bool comma = data[0] >= 128;

  const input::Value value = input::read_value(criterion, text, {.comma = comma});
  if (value.error != input::ValueError::none) {
    for (const std::string_view shown : {text, std::string_view{}}) {
      const auto said = input::describe(criterion, value.error, shown);
      fuzz::check_problems({Problem{said.code, said.message, said.hint, "", 0, 0, ""}});
    }
    return 0;
  }
  if (value.unknown) return 0;
  fuzz::check(value.low <= value.high && value.high <= criterion.last, "within the grid");
  const std::string shown = input::json_shown(criterion, text, {.comma = comma});
  fuzz::check(json::parse(shown, "<shown>").ok(), "what is shown is JSON");
  const std::string document = "{\"" + std::string(criterion.id) + "\":" + shown + "}";
  const auto task = parse_task(engine, document, "<shown>");
  if (!task) std::fprintf(stderr, "%s\n", document.c_str());
  fuzz::check(task.ok(), "what is shown is a task's answer");
  fuzz::check(task->answers[c].low == value.low && task->answers[c].high == value.high,
              "cell and JSON agree");
  return 0;
}
