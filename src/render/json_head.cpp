// SPDX-License-Identifier: Apache-2.0
#include "render/json_head.hpp"

#include <sourcing/version.hpp>

namespace sourcing::render {

void write_head(json::Writer& json, std::string_view schema, const Engine& engine,
                const TaskHead& task) {
  json.text("schema", schema);
  json.text("tool", version());
  json.begin_object("model");
  json.text("id", engine.model_id());
  json.text("version", engine.model_version());
  json.text("sha256", engine.model_sha256());
  json.end_object();
  json.text_or_null("id", task.id);
  if (task.id.empty()) json.count("row", task.row);
  json.text_or_null("name", task.name);
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

}  // namespace sourcing::render
