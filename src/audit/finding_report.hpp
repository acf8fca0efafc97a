// SPDX-License-Identifier: Apache-2.0
// Findings of `model check` as text, JSON or SARIF 2.1.0 (which code hosts show at the line).
#pragma once

#include <sourcing/findings.hpp>
#include <string>
#include <string_view>

namespace sourcing::audit {

/// `source` is the model's file name, empty for the embedded model.
[[nodiscard]] std::string findings_text(const ModelFindings& found, std::string_view source);
[[nodiscard]] std::string findings_json(const ModelFindings& found, std::string_view source,
                                        std::string_view sha256);
[[nodiscard]] std::string findings_sarif(const ModelFindings& found, std::string_view source);

/// A witness as a task: one line of JSON.
[[nodiscard]] std::string task_json(const std::vector<WitnessValue>& witness);

}  // namespace sourcing::audit
