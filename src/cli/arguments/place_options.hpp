// SPDX-License-Identifier: Apache-2.0
// What the commands that rank places share: from where, among which, by which data.
#pragma once

#include <optional>
#include <sourcing/task.hpp>
#include <string>
#include <vector>

#include "cli/shell/session.hpp"
#include "places/rank.hpp"

namespace sourcing::cli {

class OptionList;

struct PlaceOptions {
  std::string home, day = "9-18", shift = "0", within = "0", file;
  std::vector<std::string> languages, among, not_in;
  bool adequate = false;

  /// Whether anything but home is said.
  [[nodiscard]] bool given() const noexcept {
    return adequate || !file.empty() || !languages.empty() || !among.empty() || !not_in.empty() ||
           day != PlaceOptions{}.day || shift != PlaceOptions{}.shift;
  }
};

/// `ranges`: the command tells between which ranks a place may be.
void add_place_options(OptionList& list, PlaceOptions& options, bool ranges);

/// The data that come with the program, with those of `--places` over them. On failure the problems
/// are told and `code` is what to exit with.
[[nodiscard]] std::optional<places::Atlas> load_atlas(const Session& session,
                                                      const PlaceOptions& options, ExitCode& code);

/// A place by its code, or by its name in any language of the data. Null (told) when there is none.
[[nodiscard]] const places::Place* find_place(const Session& session, const places::Atlas& atlas,
                                              std::string_view option, std::string_view text);

/// What the options say. `home` stays empty where they do not say it. Nothing (told) when one of
/// them is wrong.
[[nodiscard]] std::optional<places::Request> read_place_options(const Session& session,
                                                                const places::Atlas& atlas,
                                                                const PlaceOptions& options);

/// Fills home and languages from the task's own fields, else home from the settings. `usage` (told)
/// without any home, `bad_input` (told) where a field cannot be used.
[[nodiscard]] ExitCode complete(const Session& session, const places::Atlas& atlas,
                                const Task& task, places::Request& request);

}  // namespace sourcing::cli
