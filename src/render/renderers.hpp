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
[[nodiscard]] std::unique_ptr<Renderer> make_memo(const Engine& engine,
                                                  const RenderOptions& options);
[[nodiscard]] std::unique_ptr<Renderer> make_html(const Engine& engine,
                                                  const RenderOptions& options);

/// The layout of text, or of Markdown where that is the format.
[[nodiscard]] std::unique_ptr<DocumentWriter> make_document_writer(const Engine& engine,
                                                                   const RenderOptions& options);
[[nodiscard]] std::unique_ptr<DocumentWriter> make_text_writer(const RenderOptions& options);
[[nodiscard]] std::unique_ptr<DocumentWriter> make_markdown_writer(const Engine& engine,
                                                                   const RenderOptions& options);

}  // namespace sourcing::render
