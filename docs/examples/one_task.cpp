// SPDX-License-Identifier: Apache-2.0
// Decides one task and prints the verdict with every reason.
#include <iostream>
#include <sourcing/sourcing.hpp>

int main() {
  const sourcing::Engine engine = sourcing::Engine::embedded();
  auto task =
      sourcing::parse_task(engine, R"({"name": "Payroll", "judgment": 1, "volume": 12000})");
  if (!task) {
    for (const auto& problem : task.problems()) std::cerr << to_string(problem) << '\n';
    return 1;
  }
  for (const auto& problem : set_answer(engine, task.value(), "complexity", 2.25)) {
    std::cerr << to_string(problem) << '\n';
  }
  const sourcing::Decision decision = sourcing::decide(engine, task.value());
  std::cout << (decision.verdict.engagement ? name(*decision.verdict.engagement) : "undetermined")
            << ", " << name(decision.status) << '\n';
  for (const auto& reason : decision.reasons) {
    if (reason.axis != sourcing::Axis::engagement || !reason.points) continue;
    std::cout << sourcing::to_string(*reason.points) << "  " << reason.code << '\n';
  }
}
