// SPDX-License-Identifier: Apache-2.0
// One maker per format; `make_renderer` (factory.cpp) chooses among them.
#pragma once

#include <memory>
#include <sourcing/render.hpp>

#include "render/document.hpp"

namespace sourcing::render {

[[nodiscard]] std::unique_ptr<Renderer> make_json(const Engine& engine,
                                                  const RenderOptions& options);
[[nodiscard]] std::unique_ptr<Renderer> make_csv(const RenderOptions& options);
[[nodiscard]] std::unique_ptr<Renderer> make_brief();
[[nodiscard]] std::unique_ptr<Renderer> make_text(const Engine& engine,
                                                  const RenderOptions& options);
[[nodiscard]] std::unique_ptr<Renderer> make_markdown(const Engine& engine,
                                                      const RenderOptions& options);

/// The layout alone, for other documents than decisions.
[[nodiscard]] std::unique_ptr<DocumentWriter> make_text_writer(const Engine& engine,
                                                               const RenderOptions& options);
[[nodiscard]] std::unique_ptr<DocumentWriter> make_markdown_writer(const Engine& engine,
                                                                   const RenderOptions& options);

}  // namespace sourcing::render
