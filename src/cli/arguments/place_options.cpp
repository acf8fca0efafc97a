// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments/place_options.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "cli/arguments/change_target.hpp"
#include "cli/shell/option_list.hpp"
#include "places/said.hpp"

namespace sourcing::cli {

namespace {

constexpr std::size_t most_bytes = std::size_t{16} << 20;

std::string suggestion(const places::Atlas& atlas, std::string_view text) {
  if (base::ascii_lower(base::trim(text)) == "uk") return "did you mean `GB`?";
  std::vector<std::string_view> names;
  for (const places::Place& place : atlas.places) {
    for (const auto& [language, name] : place.names.all()) names.push_back(name);
  }
  const std::string near = text.size() > 3 ? base::nearest(text, names) : "";
  if (near.empty()) return "places are named by two letters, as in ISO 3166: ES";
  const places::Place* place = places::named(atlas, near);
  return fmt::format("did you mean `{}`, {}?", near, place == nullptr ? near : place->iso2);
}

// Minutes after midnight: `9`, `8:30`.
std::optional<std::int32_t> clock(std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto part = [](std::string_view digits, std::int64_t most) -> std::optional<std::int64_t> {
    const auto read = base::parse_scaled(digits, 0, false);
    const bool good =
        read.error == base::DecimalError::none && read.value >= 0 && read.value <= most;
    return good ? std::optional(read.value) : std::nullopt;
  };
  const auto hours = part(text.substr(0, colon), 24);
  const auto minutes = colon == std::string_view::npos ? std::optional<std::int64_t>(0)
                                                       : part(text.substr(colon + 1), 59);
  if (!hours || !minutes || *hours * 60 + *minutes > 24 * 60) return std::nullopt;
  return static_cast<std::int32_t>(*hours * 60 + *minutes);
}

bool read_day(const Session& session, const std::string& text, places::WorkingDay& day) {
  const std::size_t dash = text.find('-');
  if (dash != std::string::npos) {
    const auto begins = clock(std::string_view(text).substr(0, dash));
    const auto ends = clock(std::string_view(text).substr(dash + 1));
    if (begins && ends && *begins < *ends) {
      day = {*begins, *ends};
      return true;
    }
  }
  session.messages.error("E0602",
                         fmt::format("`--working-day` does not take `{}`", base::excerpt(text)),
                         "it takes two hours of one day, as in 9-18 or 8:30-17");
  return false;
}

bool read_shift(const Session& session, const std::string& text, std::int32_t& minutes) {
  constexpr std::int64_t most = 1'200;
  const auto read = base::parse_scaled(text, 2, false);
  if (read.error == base::DecimalError::none && read.value >= 0 && read.value <= most) {
    minutes = static_cast<std::int32_t>(read.value * 60 / 100);
    return true;
  }
  session.messages.error("E0602", fmt::format("`--shift` does not take `{}`", base::excerpt(text)),
                         "it takes hours, 0 to 12");
  return false;
}

// `25%` and 0.25 are the same.
bool read_within(const Session& session, const std::string& given, std::int64_t& within) {
  constexpr std::int64_t all = 10'000;
  std::string_view text = given;
  const bool percent = text.ends_with('%');
  if (percent) text.remove_suffix(1);
  const auto read = base::parse_scaled(base::trim(text), percent ? 2 : 4, false);
  if (read.error == base::DecimalError::none && read.value >= 0 && read.value <= all) {
    within = read.value;
    return true;
  }
  session.messages.error("E0602",
                         fmt::format("`--weights-within` does not take `{}`", base::excerpt(given)),
                         "it takes a share up to the whole, as in 25% or 0.25");
  return false;
}

bool read_list(const Session& session, const places::Atlas& atlas, std::string_view option,
               const std::vector<std::string>& texts, std::vector<std::string>& codes) {
  bool good = true;
  for (const std::string& each : split_list(texts)) {
    const places::Place* place = find_place(session, atlas, option, each);
    good = good && place != nullptr;
    if (place != nullptr) codes.emplace_back(place->iso2);
  }
  return good;
}

// What the task says in a field of its own; empty where it says nothing.
template <class AnyTask>
std::string_view said_in(const AnyTask& task, std::string_view name) {
  if constexpr (requires { task.fields; }) {
    for (const auto& field : task.fields) {
      if (field.name == name) return field.text;
    }
  }
  return {};
}

bool languages_of(const Session& session, std::string_view text, std::vector<std::string>& codes,
                  std::string_view where) {
  std::string wrong;
  if (places::read_languages(text, codes, wrong)) return true;
  session.messages.error("E1003", fmt::format("`{}` is no language code", base::excerpt(wrong)),
                         "languages are named by two letters, as in ISO 639-1: ca",
                         std::string(where));
  return false;
}

}  // namespace

void add_place_options(OptionList& list, PlaceOptions& options, bool ranges) {
  list.add_option("--home", &options.home, "Where you are: ES, or a name").type_name("PLACE");
  list.add_option("--work-languages", &options.languages,
                  "Languages that the work needs, all of them; beats the task's `work_languages`")
      .type_name("CODE,…");
  list.add_option("--among", &options.among, "Only these places").type_name("PLACE,…");
  list.add_option("--not", &options.not_in, "Not these places").type_name("PLACE,…");
  list.add_option("--working-day", &options.day, "The working day, local time (default: 9-18)")
      .type_name("FROM-TO");
  list.add_option("--shift", &options.shift,
                  "Hours by which the day abroad may be moved to share what is needed (default: 0)")
      .type_name("HOURS");
  list.add_flag("--adequate", options.adequate,
                "Residency `region`: an adequacy decision is enough");
  if (ranges) {
    list.add_option("--weights-within", &options.within,
                    "How far off each weight may be, for the ranks possible (default: 0)")
        .type_name("SHARE");
  }
  list.add_option("--places", &options.file, "Facts and weights of your own, over ours or instead")
      .type_name("FILE")
      .reads();
}

std::optional<places::Atlas> load_atlas(const Session& session, const PlaceOptions& options,
                                        ExitCode& code) {
  places::Atlas ours = places::embedded_atlas();
  if (options.file.empty()) return ours;
  const base::ReadResult read = base::read_file(options.file, most_bytes);
  if (!read.error.empty()) {
    session.messages.error("E0501", read.error, "", options.file);
    code = ExitCode::io;
    return std::nullopt;
  }
  auto atlas = places::read_atlas(read.bytes, options.file, &ours);
  if (!atlas) {
    session.messages.errors(atlas.problems());
    code = ExitCode::bad_input;
    return std::nullopt;
  }
  return std::move(atlas).value();
}

const places::Place* find_place(const Session& session, const places::Atlas& atlas,
                                std::string_view option, std::string_view text) {
  const places::Place* place = places::named(atlas, text);
  if (place == nullptr) {
    session.messages.error("E1002",
                           fmt::format("{}: there is no place `{}`", option, base::excerpt(text)),
                           suggestion(atlas, text));
  }
  return place;
}

std::optional<places::Request> read_place_options(const Session& session,
                                                  const places::Atlas& atlas,
                                                  const PlaceOptions& options) {
  places::Request request;
  request.adequate = options.adequate;
  bool good = true;
  if (!options.home.empty()) {
    const places::Place* home = find_place(session, atlas, "--home", options.home);
    good = home != nullptr;
    if (home != nullptr) request.home = home->iso2;
  }
  for (const std::string& text : options.languages) {
    good = languages_of(session, text, request.languages, "") && good;
  }
  good = read_list(session, atlas, "--among", options.among, request.among) && good;
  good = read_list(session, atlas, "--not", options.not_in, request.not_in) && good;
  good = read_day(session, options.day, request.day) && good;
  good = read_shift(session, options.shift, request.shift_minutes) && good;
  good = read_within(session, options.within, request.within) && good;
  for (const std::string& code : request.among) {
    if (std::find(request.not_in.begin(), request.not_in.end(), code) == request.not_in.end()) {
      continue;
    }
    session.messages.error("E0605", fmt::format("`{}` is in `--among` and in `--not`", code),
                           "leave it out of one of them");
    good = false;
  }
  if (!good) return std::nullopt;
  return request;
}

ExitCode complete(const Session& session, const places::Atlas& atlas, const Task& task,
                  places::Request& request) {
  const std::string where =
      task.id.empty() ? fmt::format("task {}", task.row) : base::printable(task.id);
  if (request.home.empty()) {
    std::string_view text = said_in(task, "home");
    if (text.empty()) text = session.settings[setting_home];
    if (text.empty()) {
      session.messages.error("E0605", fmt::format("{}: it is not said where home is", where),
                             "give --home ES, `home` in the task, or the setting `home`");
      return ExitCode::usage;
    }
    const places::Place* home = find_place(session, atlas, where, text);
    if (home == nullptr) return ExitCode::bad_input;
    request.home = home->iso2;
  }
  if (request.languages.empty() &&
      !languages_of(session, said_in(task, "work_languages"), request.languages, where)) {
    return ExitCode::bad_input;
  }
  return ExitCode::done;
}

}  // namespace sourcing::cli
