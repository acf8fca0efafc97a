// SPDX-License-Identifier: Apache-2.0
// usage: records LOG
// Keeps a decision, a person's own beside it, and looks whether the log still stands.
#include <iostream>
#include <sourcing/sourcing.hpp>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const sourcing::Engine engine = sourcing::Engine::embedded();
  sourcing::RecordRequest request;
  request.task = R"({"name": "Payroll", "judgment": 1, "volume": 12000})";
  request.override = {{"engagement", "KPO"}};
  request.because = "the provider brings the tax knowledge";
  request.by = "Ann";
  const auto recorded = sourcing::record_decision(engine, argv[1], request);
  if (!recorded) {
    for (const auto& problem : recorded.problems()) std::cerr << to_string(problem) << '\n';
    return 1;
  }
  sourcing::VerifyOptions options;
  options.head = recorded->head;  // kept elsewhere, it shows that nothing was cut off
  const sourcing::LogReport report = sourcing::verify_log(argv[1], options);
  for (const auto& finding : report.findings) {
    std::cout << finding.line << ": " << finding.kind << ": " << finding.message << '\n';
  }
  std::cout << report.records << " records, " << (report.stands() ? "each stands" : "TOUCHED")
            << '\n';
  return report.stands() ? 0 : 1;
}
