// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <sourcing/whatif_report.hpp>
#include <string>

#include "render/json_document.hpp"
#include "render/renderers.hpp"
#include "render/whatif_document.hpp"
#include "render/whatif_json.hpp"

namespace sourcing {

namespace {

class DocumentRenderer : public WhatIfRenderer {
 public:
  DocumentRenderer(const Engine& engine, const RenderOptions& options)
      : engine_(engine), options_(options) {}

  void begin(std::string&) override {}
  void report(std::string& out, const WhatIfReport& report) override {
    if (!wording_) start(report.before.language);
    writer_->print(out, render::explain(*wording_, report, options_.full));
  }
  void end(std::string&) override {}

 private:
  // In the language asked for, else in that of the first report.
  void start(const std::string& decided) {
    if (options_.language.empty()) language_ = decided.empty() ? "en" : decided;
    if (options_.language.empty()) options_.language = language_;
    wording_.emplace(engine_.program(), options_.language);
    writer_ = render::make_document_writer(engine_, options_);
  }

  const Engine& engine_;
  RenderOptions options_;
  std::string language_;
  std::optional<render::Wording> wording_;
  std::unique_ptr<render::DocumentWriter> writer_;
};

class JsonRenderer : public WhatIfRenderer {
 public:
  JsonRenderer(const Engine& engine, const RenderOptions& options)
      : engine_(engine), documents_(options) {}

  void begin(std::string& out) override { documents_.begin(out); }
  void report(std::string& out, const WhatIfReport& report) override {
    documents_.entry(out, [&](json::Writer& json) { render::write_json(json, engine_, report); });
  }
  void end(std::string& out) override { documents_.end(out); }

 private:
  const Engine& engine_;
  render::JsonDocuments documents_;
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
