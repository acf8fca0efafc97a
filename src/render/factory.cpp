// SPDX-License-Identifier: Apache-2.0
#include "render/comparison.hpp"
#include "render/renderers.hpp"

namespace sourcing {

namespace {

// For people: a decision as a document, laid out.
class DocumentRenderer : public Renderer {
 public:
  DocumentRenderer(const Engine& engine, const RenderOptions& options)
      : wording_(engine.program(), options.language),
        writer_(render::make_document_writer(engine, options)),
        full_(options.full),
        compare_(options.many && options.format == Format::text) {}

  void begin(std::string&) override {}
  void decision(std::string& out, const Decision& decision) override {
    if (compare_) comparison_.add(wording_, decision);
    writer_->print(compare_ ? held_ : out, render::explain(wording_, decision, full_));
  }
  void failure(std::string& out, const Failure& failure) override {
    writer_->print(compare_ ? held_ : out, render::explain(wording_, failure));
  }
  // Several tasks: side by side first.
  void end(std::string& out) override {
    if (comparison_.rows().size() > 1) {
      out += comparison_.text();
      out += "\n\n";
    }
    out += held_;
  }

 private:
  render::Wording wording_;
  std::unique_ptr<render::DocumentWriter> writer_;
  bool full_, compare_;
  render::Comparison comparison_;
  std::string held_;
};

// In the language of the first decision, known only when that comes.
class FollowingRenderer : public Renderer {
 public:
  FollowingRenderer(const Engine& engine, const RenderOptions& options)
      : engine_(engine), options_(options) {}

  void begin(std::string&) override {}
  void decision(std::string& out, const Decision& decision) override {
    inner(out, decision.language).decision(out, decision);
  }
  void failure(std::string& out, const Failure& failure) override {
    inner(out, {}).failure(out, failure);
  }
  void end(std::string& out) override { inner(out, {}).end(out); }

 private:
  Renderer& inner(std::string& out, std::string_view language) {
    if (inner_ == nullptr) {
      language_ = language.empty() ? "en" : language;
      options_.language = language_;
      inner_ = make_renderer(engine_, options_);
      inner_->begin(out);
    }
    return *inner_;
  }

  const Engine& engine_;
  RenderOptions options_;
  std::string language_;
  std::unique_ptr<Renderer> inner_;
};

}  // namespace

std::unique_ptr<Renderer> make_renderer(const Engine& engine, const RenderOptions& options) {
  if (options.language.empty()) return std::make_unique<FollowingRenderer>(engine, options);
  switch (options.format) {
    case Format::json:
    case Format::ndjson:
      return render::make_json(engine, options);
    case Format::csv:
    case Format::tsv:
      return render::make_csv(options);
    case Format::brief:
      return render::make_brief();
    case Format::memo:
      return render::make_memo(engine, options);
    case Format::html:
      return render::make_html(engine, options);
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
