// SPDX-License-Identifier: Apache-2.0
#include "cli/reference/version_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sourcing/version.hpp>
#include <string_view>

#include "base/json_writer.hpp"
#include "base/table.hpp"
#include "engine/program.hpp"

namespace sourcing::cli {

namespace {

#if defined(__clang__)
constexpr std::string_view compiler = "Clang " __clang_version__;
#elif defined(__GNUC__)
constexpr std::string_view compiler = "GCC " __VERSION__;
#else
constexpr std::string_view compiler = "unknown";
#endif

bool has(const std::vector<std::string>& arguments, std::string_view a, std::string_view b) {
  return std::any_of(arguments.begin(), arguments.end(),
                     [&](const std::string& word) { return word == a || word == b; });
}

bool wants_json(const std::vector<std::string>& arguments) {
  if (has(arguments, "--format=json", "-fjson")) return true;
  for (std::size_t i = 0; i + 1 < arguments.size(); ++i) {
    const bool option = arguments[i] == "--format" || arguments[i] == "-f";
    if (option && arguments[i + 1] == "json") return true;
  }
  return false;
}

struct Feature {
  std::string_view name;
  bool on;
};
constexpr std::array features = {Feature{"zlib", SOURCING_HAS_ZLIB != 0},
                                 Feature{"zstd", SOURCING_HAS_ZSTD != 0},
                                 Feature{"xlsx", SOURCING_HAS_XLSX != 0}};

std::string as_json() {
  const engine::Program& model = engine::embedded_program;
  std::string out;
  json::Writer writer(out, json::Layout::pretty);
  writer.begin_object();
  writer.text("version", version());
  writer.text("compiler", compiler);
  writer.begin_object("features");
  for (const Feature& feature : features) {
    writer.flag(feature.name, feature.on);
  }
  writer.end_object();
  writer.begin_object("model");
  writer.text("id", model.id);
  writer.text("version", model.version);
  writer.text("sha256", model.sha256);
  writer.end_object();
  writer.end_object();
  return out + "\n";
}

}  // namespace

std::string version_text(const std::vector<std::string>& arguments) {
  if (wants_json(arguments)) return as_json();
  std::string out = fmt::format("sourcing {}\n", version());
  if (!has(arguments, "--verbose", "-v")) return out;
  const engine::Program& model = engine::embedded_program;
  base::Table table({{}, {}});
  table.add_row({"compiler", std::string(compiler)});
  for (const Feature& feature : features) {
    table.add_row({std::string(feature.name), feature.on ? "yes" : "no"});
  }
  table.add_row({"model", fmt::format("{} {}", model.id, model.version)});
  table.add_row({"sha256", std::string(model.sha256)});
  return out + table.render(0);
}

}  // namespace sourcing::cli
