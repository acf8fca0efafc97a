// SPDX-License-Identifier: Apache-2.0
#include "render/renderers.hpp"

namespace sourcing {

namespace {

// For people: a decision as a document, laid out.
class DocumentRenderer : public Renderer {
 public:
  DocumentRenderer(const Engine& engine, const RenderOptions& options)
      : wording_(engine.program(), options.language),
        writer_(render::make_document_writer(engine, options)),
        full_(options.full) {}

  void begin(std::string&) override {}
  void decision(std::string& out, const Decision& decision) override {
    writer_->print(out, render::explain(wording_, decision, full_));
  }
  void failure(std::string& out, const Failure& failure) override {
    writer_->print(out, render::explain(wording_, failure));
  }
  void end(std::string&) override {}

 private:
  render::Wording wording_;
  std::unique_ptr<render::DocumentWriter> writer_;
  bool full_;
};

}  // namespace

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
    case Format::text:
      break;
  }
  return std::make_unique<DocumentRenderer>(engine, options);
}

std::unique_ptr<render::DocumentWriter> render::make_document_writer(const Engine& engine,
                                                                     const RenderOptions& options) {
  return options.format == Format::markdown ? make_markdown_writer(engine, options)
                                            : make_text_writer(options);
}

}  // namespace sourcing
