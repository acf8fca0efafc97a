// SPDX-License-Identifier: Apache-2.0
// json and ndjson: the same object, laid out differently.
#pragma once

#include <sourcing/engine.hpp>
#include <sourcing/render.hpp>
#include <string>

#include "render/json_document.hpp"

namespace sourcing::render {

class JsonRenderer : public Renderer {
 public:
  JsonRenderer(const Engine& engine, const RenderOptions& options)
      : engine_(engine), documents_(options) {}

  void begin(std::string& out) override { documents_.begin(out); }
  void decision(std::string& out, const Decision& decision) override;
  void failure(std::string& out, const Failure& failure) override;
  void end(std::string& out) override { documents_.end(out); }

  /// For who makes documents in another way, in their turn.
  [[nodiscard]] JsonDocuments& documents() noexcept { return documents_; }

 private:
  const Engine& engine_;
  JsonDocuments documents_;
};

}  // namespace sourcing::render
