// SPDX-License-Identifier: Apache-2.0
// Defaults a user can set once: flags over SOURCING_* variables over ./.sourcing.json over
// $XDG_CONFIG_HOME/sourcing/config.json (else ~/.config).
#pragma once

#include <array>
#include <cstddef>
#include <sourcing/problem.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing::cli {

/// One setting and where its value comes from.
struct Setting {
  std::string_view key;       ///< as in the configuration file
  std::string_view variable;  ///< environment variable
  std::string value;          ///< empty: not set
  std::string origin;         ///< "default", "flag --model", "$SOURCING_MODEL" or a file's path
};

enum SettingIndex : std::size_t {
  setting_model,
  setting_language,
  setting_format,
  setting_color,
  setting_home
};

/// A configuration file that is looked for.
struct ConfigurationSource {
  std::string path;
  bool read = false;  ///< it exists
};

struct Settings {
  std::array<Setting, 5> entries;
  std::vector<ConfigurationSource> files;  ///< the first that names a setting wins
  std::vector<Problem> problems;           ///< of configuration files

  [[nodiscard]] const std::string& operator[](SettingIndex index) const {
    return entries[index].value;
  }
};

/// Reads the environment and the configuration files. Files that do not exist are no problem.
[[nodiscard]] Settings read_settings();

}  // namespace sourcing::cli
