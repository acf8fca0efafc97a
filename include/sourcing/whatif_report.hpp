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
  std::string criterion;
  std::string from;  ///< what the estimate took before
  std::string to;
};

/// What `sourcing whatif` tells about one task. A part that was not asked for is empty.
struct WhatIfReport {
  Decision before;
  std::vector<TriedAnswer> tried;  ///< answers set instead of the task's own
  std::optional<Decision> after;   ///< the decision with them
  std::optional<WhatIf> what_if;
  std::vector<Contrast> contrasts;
  std::optional<Stability> stability;
};

/// Turns reports into bytes; see Renderer. Formats: text, markdown, json, ndjson.
class WhatIfRenderer {
 public:
  virtual ~WhatIfRenderer() = default;
  virtual void begin(std::string& out) = 0;
  virtual void report(std::string& out, const WhatIfReport& report) = 0;
  virtual void end(std::string& out) = 0;
};

/// `engine` must outlive the renderer.
[[nodiscard]] std::unique_ptr<WhatIfRenderer> make_whatif_renderer(const Engine& engine,
                                                                   const RenderOptions& options);

}  // namespace sourcing
