// SPDX-License-Identifier: Apache-2.0
#include "render/json_renderer.hpp"
#include "render/renderers.hpp"
#include "render/verdict_json.hpp"

namespace sourcing::render {

void JsonRenderer::decision(std::string& out, const Decision& decision) {
  documents_.entry(out, [&](json::Writer& json) { VerdictJson(json, engine_).decision(decision); });
}

void JsonRenderer::failure(std::string& out, const Failure& failure) {
  documents_.entry(out, [&](json::Writer& json) { VerdictJson(json, engine_).failure(failure); });
}

std::unique_ptr<Renderer> make_json(const Engine& engine, const RenderOptions& options) {
  return std::make_unique<JsonRenderer>(engine, options);
}

}  // namespace sourcing::render
