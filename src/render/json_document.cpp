// SPDX-License-Identifier: Apache-2.0
#include "render/json_document.hpp"

#include <sourcing/version.hpp>

namespace sourcing::render {

void write_model(json::Writer& json, std::string_view schema, const Engine& engine) {
  json.text("schema", schema);
  json.text("tool", version());
  json.begin_object("model");
  json.text("id", engine.model_id());
  json.text("version", engine.model_version());
  json.text("sha256", engine.model_sha256());
  json.end_object();
}

void write_head(json::Writer& json, std::string_view schema, const Engine& engine,
                const TaskHead& task) {
  write_model(json, schema, engine);
  json.text_or_null("id", task.id);
  if (task.id.empty()) json.count("row", task.row);
  json.text_or_null("name", task.name);
}

void write_problem(json::Writer& json, const Problem& problem) {
  json.begin_object();
  json.text("code", problem.code);
  json.text("message", problem.message);
  json.text_or_null("hint", problem.hint);
  json.count_or_null("line", problem.line);
  json.count_or_null("column", problem.column);
  json.text_or_null("pointer", problem.pointer);
  json.end_object();
}

std::string_view origin_name(Origin origin) noexcept {
  switch (origin) {
    case Origin::answered:
      return "answered";
    case Origin::option:
      return "assumed";
    case Origin::profile:
      return "profile";
    case Origin::unknown:
      break;
  }
  return "unknown";
}

void JsonDocuments::begin(std::string& out) const {
  if (array_) out += '[';
}

void JsonDocuments::part(std::string& out, std::string_view text) const {
  if (!array_) {
    out += text;
    return;
  }
  // No string holds a raw line feed, so that every one of them is layout.
  for (const char c : text) {
    out += c;
    if (c == '\n') out += "  ";
  }
}

void JsonDocuments::before(std::string& out) {
  if (array_) out += any_ ? ",\n  " : "\n  ";
  any_ = true;
}

void JsonDocuments::entry(std::string& out, const std::function<void(json::Writer&)>& write) {
  before(out);
  if (array_) {
    std::string text;
    json::Writer writer(text, layout());
    write(writer);
    part(out, text);
  } else {
    json::Writer writer(out, layout());
    write(writer);
  }
  out += after();
}

void JsonDocuments::end(std::string& out) const {
  if (array_) out += any_ ? "\n]\n" : "]\n";
}

}  // namespace sourcing::render
