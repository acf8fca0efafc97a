// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <sourcing/contrast.hpp>
#include <sourcing/decision.hpp>
#include <sourcing/render.hpp>
#include <sourcing/stability.hpp>
#include <sourcing/whatif.hpp>
#include <string>
#include <vector>

namespace sourcing {

/// An answer that was tried, as JSON text.
struct TriedAnswer {
  std::string criterion;  ///< id
  std::string from;       ///< what the estimate took before
  std::string to;
};

/// What `sourcing whatif` tells about one task. A part that was not asked for is empty. A plain
/// value that owns everything in it.
struct WhatIfReport {
  Decision before;                 ///< of the task as it was given
  std::vector<TriedAnswer> tried;  ///< answers set instead of the task's own
  std::optional<Decision> after;   ///< the decision with them
  std::optional<WhatIf> what_if;
  bool asked = false;  ///< its targets were named: text in short says only what leads there
  std::vector<Contrast> contrasts;
  std::optional<Stability> stability;
};

/// Turns reports into bytes; see Renderer. Formats: text, markdown, json, ndjson. Not thread-safe.
class WhatIfRenderer {
 public:
  virtual ~WhatIfRenderer() = default;
  /// Once, before everything else.
  virtual void begin(std::string& out) = 0;
  /// A report on a task of the renderer's engine.
  virtual void report(std::string& out, const WhatIfReport& report) = 0;
  /// Once, after everything else.
  virtual void end(std::string& out) = 0;
};

/// `engine` must outlive the renderer. Never null. Thread-safe.
[[nodiscard]] std::unique_ptr<WhatIfRenderer> make_whatif_renderer(const Engine& engine,
                                                                   const RenderOptions& options);

}  // namespace sourcing
