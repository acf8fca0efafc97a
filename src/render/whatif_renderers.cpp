// SPDX-License-Identifier: Apache-2.0
#include <sourcing/whatif_report.hpp>

#include "render/renderers.hpp"
#include "render/whatif_document.hpp"
#include "render/whatif_json.hpp"

namespace sourcing {

namespace {

class DocumentRenderer : public WhatIfRenderer {
 public:
  DocumentRenderer(const Engine& engine, const RenderOptions& options)
      : wording_(engine.program(), options.language),
        writer_(options.format == Format::markdown ? render::make_markdown_writer(engine, options)
                                                   : render::make_text_writer(engine, options)),
        full_(options.full) {}

  void begin(std::string&) override {}
  void report(std::string& out, const WhatIfReport& report) override {
    writer_->print(out, render::explain(wording_, report, full_));
  }
  void end(std::string&) override {}

 private:
  render::Wording wording_;
  std::unique_ptr<render::DocumentWriter> writer_;
  bool full_;
};

class JsonRenderer : public WhatIfRenderer {
 public:
  JsonRenderer(const Engine& engine, const RenderOptions& options)
      : engine_(engine), pretty_(options.format == Format::json), array_(pretty_ && options.many) {}

  void begin(std::string& out) override {
    if (array_) out += '[';
  }
  void report(std::string& out, const WhatIfReport& report) override {
    if (array_) out += any_ ? ",\n" : "\n";
    any_ = true;
    render::write_json(out, pretty_ ? json::Layout::pretty : json::Layout::compact, engine_,
                       report);
    if (!array_) out += '\n';
  }
  void end(std::string& out) override {
    if (array_) out += "\n]\n";
  }

 private:
  const Engine& engine_;
  bool pretty_;
  bool array_;
  bool any_ = false;
};

}  // namespace

std::unique_ptr<WhatIfRenderer> make_whatif_renderer(const Engine& engine,
                                                     const RenderOptions& options) {
  if (options.format == Format::json || options.format == Format::ndjson) {
    return std::make_unique<JsonRenderer>(engine, options);
  }
  return std::make_unique<DocumentRenderer>(engine, options);
}

}  // namespace sourcing
