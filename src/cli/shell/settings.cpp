// SPDX-License-Identifier: Apache-2.0
#include "cli/shell/settings.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <span>

#include "base/files.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "cli/shell/session.hpp"
#include "cli/shell/terminal.hpp"

namespace sourcing::cli {

namespace {

constexpr std::size_t most_config_bytes = std::size_t{64} << 10;
constexpr std::array<std::string_view, 3> color_choices = {"auto", "always", "never"};

// What one setting takes. Empty: any text.
std::span<const std::string_view> choices_of(std::string_view key) noexcept {
  if (key == "format") return format_names();
  if (key == "color") return color_choices;
  return {};
}

// A language is the model's to know; here it only has to look like one.
bool is_language_code(std::string_view text) noexcept {
  return (text.size() == 2 || text.size() == 3) &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// Which places there are is for the data to know.
bool is_country_code(std::string_view text) noexcept {
  return text.size() == 2 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// What is wrong with a value, or nothing.
std::optional<Problem> judge(std::string_view key, std::string_view value) {
  const auto choices = choices_of(key);
  const auto wrong = [&](std::string hint) {
    return Problem{"E0608",
                   fmt::format("`{}` does not take `{}`", key, base::printable(value)),
                   std::move(hint),
                   "",
                   0,
                   0,
                   ""};
  };
  if (key == "lang" && !is_language_code(value)) return wrong("it takes a code such as en, ca, es");
  if (key == "home" && !is_country_code(value)) return wrong("it takes a code such as ES, GB, US");
  if (choices.empty() || std::find(choices.begin(), choices.end(), value) != choices.end()) {
    return std::nullopt;
  }
  const std::string near = base::nearest(value, choices);
  return wrong(near.empty() ? fmt::format("it takes {}", fmt::join(choices, ", "))
                            : fmt::format("did you mean `{}`?", near));
}

// A model named in a configuration file is found from that file, wherever the program runs.
std::string beside(const std::string& file, const std::string& path) {
  const std::size_t slash = file.rfind('/');
  if (path.starts_with('/') || slash == std::string::npos) return path;
  return file.substr(0, slash + 1) + path;
}

class ConfigurationFile {
 public:
  ConfigurationFile(std::string path, Settings& settings)
      : path_(std::move(path)), settings_(settings) {}

  void read() {
    if (path_.empty()) return;
    const bool exists = ::access(path_.c_str(), F_OK) == 0;
    settings_.files.push_back({path_, exists});
    if (!exists) return;
    struct stat info {};
    if (::stat(path_.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
      return fail({"E0501", "a configuration is a regular file", "", "", 0, 0, ""}, {});
    }
    const base::ReadResult read = base::read_file(path_, most_config_bytes);
    if (!read.error.empty()) return fail({"E0501", read.error, "", "", 0, 0, ""}, {});
    json::ParseResult parsed = json::parse(read.bytes, path_);
    for (Problem& problem : parsed.problems) settings_.problems.push_back(std::move(problem));
    if (!parsed.ok()) return;
    if (parsed.root.kind != json::Kind::object) {
      return fail({"E0608", "a configuration is an object", "", "", 0, 0, ""}, parsed.root.at);
    }
    for (const json::Member& member : parsed.root.members) take(member);
  }

 private:
  void fail(Problem problem, json::Position at) {
    problem.source = path_;
    problem.line = at.line;
    problem.column = at.column;
    settings_.problems.push_back(std::move(problem));
  }

  void take(const json::Member& member) {
    if (member.key == "$schema" || member.key.starts_with("x_")) return;
    const std::string pointer = json::pointer_append("", member.key);
    std::vector<std::string_view> keys;
    for (const Setting& setting : settings_.entries) keys.push_back(setting.key);
    const auto found = std::find(keys.begin(), keys.end(), member.key);
    if (found == keys.end()) {
      const std::string near = base::nearest(member.key, keys);
      return fail({"E0607", fmt::format("there is no setting `{}`", base::printable(member.key)),
                   near.empty() ? fmt::format("it has {}", fmt::join(keys, ", "))
                                : fmt::format("did you mean `{}`?", near),
                   "", 0, 0, pointer},
                  member.key_at);
    }
    if (member.value.kind != json::Kind::string || member.value.text.empty()) {
      return fail({"E0608", fmt::format("`{}` takes a text that is not empty", member.key), "", "",
                   0, 0, pointer},
                  member.value.at);
    }
    if (auto problem = judge(member.key, member.value.text)) {
      problem->pointer = pointer;
      return fail(std::move(*problem), member.value.at);
    }
    Setting& setting = settings_.entries[static_cast<std::size_t>(found - keys.begin())];
    if (!setting.value.empty()) return;
    setting.value = member.key == "model" ? beside(path_, member.value.text) : member.value.text;
    setting.origin = path_;
  }

  std::string path_;
  Settings& settings_;
};

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
       Setting{"format", "SOURCING_FORMAT", "", ""}, Setting{"color", "SOURCING_COLOR", "", ""},
       Setting{"home", "SOURCING_HOME", "", ""}},
      {},
      {}};
  for (Setting& setting : settings.entries) {
    const std::string_view value = environment(std::string(setting.variable).c_str());
    if (value.empty()) continue;
    setting.origin = fmt::format("${}", setting.variable);
    if (auto problem = judge(setting.key, value)) {
      problem->source = setting.origin;
      settings.problems.push_back(std::move(*problem));
    }
    setting.value = value;
  }
  ConfigurationFile(".sourcing.json", settings).read();
  ConfigurationFile(user_config(), settings).read();
  for (Setting& setting : settings.entries) {
    if (setting.value.empty()) setting.origin = "default";
  }
  return settings;
}

}  // namespace sourcing::cli
