// SPDX-License-Identifier: Apache-2.0
#include "cli/settings.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "base/files.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "cli/terminal.hpp"

namespace sourcing::cli {

namespace {

constexpr std::size_t most_config_bytes = std::size_t{64} << 10;

void read_file_into(const std::string& path, Settings& settings) {
  if (path.empty() || ::access(path.c_str(), F_OK) != 0) return;
  const auto fail = [&](std::string_view code, std::string message, json::Position at = {},
                        std::string pointer = {}, std::string hint = {}) {
    settings.problems.push_back(Problem{std::string(code), std::move(message), std::move(hint),
                                        path, at.line, at.column, std::move(pointer)});
  };
  const base::ReadResult read = base::read_file(path, most_config_bytes);
  if (!read.error.empty()) return fail("E0501", read.error);
  json::ParseResult parsed = json::parse(read.bytes, path);
  for (Problem& problem : parsed.problems) settings.problems.push_back(std::move(problem));
  if (!parsed.ok()) return;
  if (parsed.root.kind != json::Kind::object) {
    return fail("E0403", "a configuration is an object", parsed.root.at);
  }
  for (const json::Member& member : parsed.root.members) {
    if (member.key == "$schema" || member.key.starts_with("x_")) continue;
    const std::string pointer = json::pointer_append("", member.key);
    Setting* found = nullptr;
    std::vector<std::string_view> keys;
    for (Setting& setting : settings.entries) {
      keys.push_back(setting.key);
      if (setting.key == member.key) found = &setting;
    }
    if (found == nullptr) {
      const std::string near = base::nearest(member.key, keys);
      fail("E0402", fmt::format("unknown key `{}`", base::printable(member.key)), member.key_at,
           pointer, near.empty() ? "" : fmt::format("did you mean `{}`?", near));
    } else if (member.value.kind != json::Kind::string || member.value.text.empty()) {
      fail("E0403", fmt::format("`{}` must be a string", member.key), member.value.at, pointer);
    } else if (found->value.empty()) {
      found->value = member.value.text;
      found->origin = path;
    }
  }
}

std::string user_config() {
  const std::string_view base = environment("XDG_CONFIG_HOME");
  if (!base.empty()) return std::string(base) + "/sourcing/config.json";
  const std::string_view home = environment("HOME");
  if (!home.empty()) return std::string(home) + "/.config/sourcing/config.json";
  return {};
}

}  // namespace

Settings read_settings() {
  Settings settings{
      {Setting{"model", "SOURCING_MODEL", "", ""}, Setting{"lang", "SOURCING_LANG", "", ""},
       Setting{"format", "SOURCING_FORMAT", "", ""}, Setting{"color", "SOURCING_COLOR", "", ""}},
      {}};
  for (Setting& setting : settings.entries) {
    const std::string_view value = environment(std::string(setting.variable).c_str());
    if (value.empty()) continue;
    setting.value = value;
    setting.origin = fmt::format("${}", setting.variable);
  }
  read_file_into(".sourcing.json", settings);
  read_file_into(user_config(), settings);
  for (Setting& setting : settings.entries) {
    if (setting.value.empty()) setting.origin = "default";
  }
  return settings;
}

}  // namespace sourcing::cli
