// SPDX-License-Identifier: Apache-2.0
#include "render/renderers.hpp"
namespace sourcing::render {
std::unique_ptr<Renderer> make_text(const Engine& engine, const RenderOptions& options) {
  return make_json(engine, options);
}
std::unique_ptr<Renderer> make_markdown(const Engine& engine, const RenderOptions& options) {
  return make_json(engine, options);
}
}  // namespace sourcing::render
