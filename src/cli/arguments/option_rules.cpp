// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments/option_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/files.hpp"
#include "base/text.hpp"

namespace sourcing::cli {

namespace {

bool tell(const Session& session, std::string message, std::string hint) {
  session.messages.error("E0605", std::move(message), std::move(hint));
  return false;
}

// The value-taking option that an argument names in full, or null.
const Option* named(const OptionList& list, std::string_view argument) {
  const Option* option = argument.starts_with('-') ? list.find(argument) : nullptr;
  return option == nullptr || option->is_flag() ? nullptr : option;
}

// Those of the given options whose long name is among `names`, in the order of these.
std::vector<const Option*> among(const std::vector<const Option*>& given, std::string_view names) {
  std::vector<const Option*> found;
  while (!names.empty() && !given.empty()) {
    const std::size_t end = std::min(names.find(','), names.size());
    for (const Option* option : given) {
      if (option->spoken_name() == names.substr(0, end)) found.push_back(option);
    }
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return found;
}

std::string spoken(std::string_view names) {
  std::string text;
  while (!names.empty()) {
    const std::size_t end = std::min(names.find(','), names.size());
    text += fmt::format("{}`{}`", text.empty() ? "" : " or ", names.substr(0, end));
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return text;
}

// The endings that choose a format, or that say of one that it is none of ours.
constexpr std::array<std::pair<std::string_view, std::string_view>, 20> endings = {
    {{".csv", "csv"},
     {".tsv", "tsv"},
     {".json", "json"},
     {".ndjson", "ndjson"},
     {".jsonl", "ndjson"},
     {".md", "markdown"},
     {".markdown", "markdown"},
     {".html", "html"},
     {".htm", "html"},
     {".xlsx", "xlsx"},
     {".sarif", "sarif"},
     {".sql", "sql"},
     {".js", "js"},
     {".mjs", "js"},
     {".pdf", "pdf"},
     {".xls", "xls"},
     {".ods", "ods"},
     {".docx", "docx"},
     {".pptx", "pptx"},
     {".parquet", "parquet"}}};

std::string_view format_of_ending(std::string_view path) {
  const std::string lower = base::ascii_lower(path);
  for (const auto& [ending, format] : endings) {
    if (lower.size() > ending.size() && lower.ends_with(ending)) return format;
  }
  return {};
}

bool has_word(std::string_view words, std::string_view wanted) {
  while (true) {
    const std::size_t end = std::min(words.find('|'), words.size());
    if (words.substr(0, end) == wanted) return true;
    if (end == words.size()) return false;
    words.remove_prefix(end + 1);
  }
}

}  // namespace

bool none_is_empty(const Session& session, std::string_view command, const OptionList& list,
                   const std::vector<std::string>& arguments) {
  constexpr std::string_view hint = "a variable may have been empty; leave the option out instead";
  bool options = true;  // until `--`
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (options && argument == "--") {
      options = false;
      continue;
    }
    if (options && argument.ends_with('=') &&
        named(list, argument.substr(0, argument.size() - 1)) != nullptr) {
      return tell(
          session,
          fmt::format("the value of `{}` is empty", argument.substr(0, argument.size() - 1)),
          std::string(hint));
    }
    if (!argument.empty()) continue;
    const Option* before = options && i > 0 ? named(list, arguments[i - 1]) : nullptr;
    if (before != nullptr) {
      return tell(session, fmt::format("the value of `{}` is empty", arguments[i - 1]),
                  std::string(hint));
    }
    return tell(session, fmt::format("an argument of `{}` is empty", command),
                "a variable may have been empty");
  }
  return true;
}

namespace {

// Paths are bytes; everything else is text, and what is no text must not get into a record.
bool values_are_text(const Session& session, const OptionList& list) {
  for (const Option& option : list.options()) {
    if (!option.is_given() || option.is_read() || option.is_written()) continue;
    for (const std::string_view value : option.values()) {
      if (base::valid_utf8(value, nullptr)) continue;
      return tell(session,
                  fmt::format("the value of `{}` is not valid UTF-8", option.spoken_name()),
                  "a terminal or script in another encoding may have written it");
    }
  }
  return true;
}

}  // namespace

namespace {

// Of `id,status`, each name.
std::vector<std::string_view> names_of(const std::vector<std::string_view>& values) {
  std::vector<std::string_view> names;
  for (std::string_view value : values) {
    while (true) {
      const std::size_t end = std::min(value.find(','), value.size());
      names.push_back(base::trim(value.substr(0, end)));
      if (end == value.size()) break;
      value.remove_prefix(end + 1);
    }
  }
  return names;
}

// A value that is given twice was meant to be another.
bool none_is_twice(const Session& session, const OptionList& list) {
  for (const Option& option : list.options()) {
    const bool listed = option.type().find(",…") != std::string::npos;
    if (!(option.takes_many() || listed) || option.is_positional() || !option.is_given()) continue;
    const std::vector<std::string_view> values =
        listed ? names_of(option.values()) : option.values();
    if (std::find(values.begin(), values.end(), std::string_view{}) != values.end()) {
      return tell(session, fmt::format("a name of `{}` is empty", option.spoken_name()),
                  "a variable may have been empty");
    }
    for (auto value = values.begin(); value != values.end(); ++value) {
      if (std::find(values.begin(), value, *value) == value) continue;
      return tell(
          session,
          fmt::format("`{} {}` is given twice", option.spoken_name(), base::excerpt(*value)),
          "leave one of them out");
    }
  }
  return true;
}

}  // namespace

bool keeps_rules(const Session& session, std::string_view command, const OptionList& list) {
  bool fine = values_are_text(session, list) && none_is_twice(session, list);
  std::vector<const Option*> all;
  for (const Option& option : list.options()) {
    if (option.is_given()) all.push_back(&option);
  }
  for (const OptionRule& rule : list.rules()) {
    const auto given = among(all, rule.options), others = among(all, rule.others);
    if (given.empty()) continue;
    for (const Option* option : given) {
      if (rule.kind == OptionRule::Kind::needs && others.empty()) {
        fine = tell(session, fmt::format("`{}` has no effect here", option->spoken_name()),
                    fmt::format("it goes with {}; see `{} --help`", spoken(rule.others), command));
      }
      if (rule.kind == OptionRule::Kind::excludes && !others.empty()) {
        fine = tell(session,
                    fmt::format("`{}` and `{}` do not go together", option->spoken_name(),
                                others.front()->spoken_name()),
                    "leave one of them out");
      }
    }
  }
  return fine;
}

namespace {

bool writes_none(const Session& session, std::string_view command, std::string_view path,
                 std::string_view format, std::string hint) {
  session.messages.error(
      "E0602", fmt::format("`{}`: {} writes no {}", base::printable(path), command, format),
      std::move(hint));
  return false;
}

// An output whose format another option chooses.
bool chosen_by_ending(const Session& session, std::string_view command, const Option& output,
                      const Option& format) {
  auto* const* target = std::get_if<std::string*>(&format.target());
  const auto paths = output.values();
  if (target == nullptr || paths.empty()) return true;
  const std::string_view wanted = format_of_ending(paths.front());
  if (wanted.empty()) return true;
  if (format.is_given()) {
    if (**target == wanted) return true;
    session.messages.error("E0605",
                           fmt::format("{} {} contradicts the ending of `{}`", format.spoken_name(),
                                       base::printable(**target), base::printable(paths.front())),
                           "leave one of them out: the ending chooses the format");
    return false;
  }
  if (has_word(format.type(), wanted)) {
    **target = wanted;
    return true;
  }
  return writes_none(session, command, paths.front(), wanted,
                     format.type().empty()
                         ? std::string{}
                         : fmt::format("{} takes {}", format.spoken_name(), format.type()));
}

}  // namespace

bool format_by_ending(const Session& session, std::string_view command, const OptionList& list) {
  for (const auto& [output_name, format_name] :
       {std::pair<std::string_view, std::string_view>{"--output", "--format"},
        {"--summary-file", "--summary-format"}}) {
    const Option *output = list.find(output_name), *format = list.find(format_name);
    if (output == nullptr || format == nullptr || !output->is_given()) continue;
    if (!chosen_by_ending(session, command, *output, *format)) return false;
  }
  for (const Option& output : list.options()) {
    if (output.held().empty()) continue;
    for (const std::string_view path : output.values()) {
      const std::string_view wanted = format_of_ending(path);
      if (wanted.empty() || has_word(output.held(), wanted)) continue;
      return writes_none(session, command, path, wanted,
                         fmt::format("{} holds {}", output.spoken_name(), output.held()));
    }
  }
  return true;
}

bool outputs_stand_apart(Session& session, const OptionList& list) {
  std::vector<std::string>& inputs = session.inputs;
  inputs = {session.model_path()};
  for (const ConfigurationSource& file : session.settings.files) inputs.push_back(file.path);
  for (const Option& option : list.options()) {
    if (!option.is_read()) continue;
    for (const std::string_view path : option.values()) inputs.emplace_back(path);
  }
  std::vector<std::pair<std::string_view, std::string>> outputs;
  for (const Option& option : list.options()) {
    if (!option.is_written()) continue;
    for (const std::string_view path : option.values()) {
      const std::string name(path);
      if (would_overwrite(session, name, inputs)) return false;
      if (!option.appends() && would_replace_log(session, name)) return false;
      for (const auto& [what, other] : outputs) {
        if (!base::same_output(other, name)) continue;
        session.messages.error(
            "E0504", fmt::format("the {} and the {} would be one file", what, option.written()), "",
            name == "-" ? "<stdout>" : name);
        return false;
      }
      outputs.emplace_back(option.written(), name);
    }
  }
  return true;
}

}  // namespace sourcing::cli
