// SPDX-License-Identifier: Apache-2.0
#include "render/renderers.hpp"

namespace sourcing {

std::unique_ptr<Renderer> make_renderer(const Engine& engine, const RenderOptions& options) {
  switch (options.format) {
    case Format::json:
    case Format::ndjson:
      return render::make_json(engine, options);
    case Format::csv:
    case Format::tsv:
      return render::make_csv(options);
    case Format::brief:
      return render::make_brief();
    case Format::markdown:
      return render::make_markdown(engine, options);
    case Format::text:
      break;
  }
  return render::make_text(engine, options);
}

}  // namespace sourcing
