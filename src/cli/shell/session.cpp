// SPDX-License-Identifier: Apache-2.0
#include "cli/shell/session.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "audit/record_log.hpp"
#include "base/text.hpp"
#include "cli/shell/option_list.hpp"
#include "cli/shell/terminal.hpp"
#include "engine/program.hpp"

namespace sourcing::cli {

namespace {

constexpr std::size_t most_model_bytes = std::size_t{16} << 20;

constexpr std::array<std::pair<Format, std::string_view>, 9> formats = {
    {{Format::text, "text"},
     {Format::json, "json"},
     {Format::ndjson, "ndjson"},
     {Format::csv, "csv"},
     {Format::tsv, "tsv"},
     {Format::markdown, "markdown"},
     {Format::brief, "brief"},
     {Format::memo, "memo"},
     {Format::html, "html"}}};

// In the order of ErrorFormat.
constexpr std::array<std::string_view, 3> error_formats = {"text", "json", "github"};

}  // namespace

std::string_view name(Format format) noexcept {
  for (const auto& [value, word] : formats) {
    if (value == format) return word;
  }
  return {};
}

std::span<const std::string_view> format_names() noexcept {
  static constexpr auto names = [] {
    std::array<std::string_view, formats.size()> list;
    for (std::size_t i = 0; i < formats.size(); ++i) list[i] = formats[i].second;
    return list;
  }();
  return names;
}

void Session::look_ahead(const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view word = arguments[i];
    if (word == "--") return;
    if (word == "-q" || word == "--quiet") messages.quiet = true;
    const auto value_of = [&](std::string_view option) -> std::string_view {
      if (!word.starts_with(option)) return {};
      const std::string_view rest = word.substr(option.size());
      if (rest.starts_with('=')) return rest.substr(1);
      return rest.empty() && i + 1 < arguments.size() ? std::string_view(arguments[i + 1]) : rest;
    };
    if (const std::string_view given = value_of("--lang"); !given.empty()) common.language = given;
    const std::string_view format = value_of("--error-format");
    for (std::size_t f = 0; f < error_formats.size(); ++f) {
      if (format == error_formats[f]) messages.format = static_cast<ErrorFormat>(f);
    }
  }
}

ExitCode Session::prepare(bool needs_settings) {
  messages.quiet = common.quiet;
  messages.verbose = common.verbose;
  const auto chosen = choose(*this, "--error-format", common.error_format,
                             {error_formats.begin(), error_formats.end()});
  if (!chosen) return ExitCode::usage;
  messages.format = static_cast<ErrorFormat>(*chosen);
  settings = read_settings();
  if (!settings.problems.empty()) {
    if (needs_settings) {
      messages.errors(settings.problems);
      return ExitCode::usage;
    }
    settings = Settings{};
  }
  if (!common.color.empty()) {
    const auto color = choose(*this, "--color", common.color, {"auto", "always", "never"});
    if (!color) return ExitCode::usage;
    color_choice_ = common.color;
  } else if (!settings[setting_color].empty()) {
    color_choice_ = settings[setting_color];
  }
  messages.color = color(STDERR_FILENO);
  return ExitCode::done;
}

bool Session::color(int descriptor) const { return use_color(descriptor, color_choice_); }

std::string Session::model_path() const {
  return common.model.empty() ? settings[setting_model] : common.model;
}

std::optional<std::string> Session::model_json(ExitCode& code) const {
  const std::string path = model_path();
  if (path.empty()) return std::string(engine::embedded_model_json);
  return read_model(path, code);
}

std::optional<Engine> Session::load_engine(ExitCode& code) const {
  return load_engine(model_path(), code);
}

namespace {

std::string source_name(const std::string& path) { return path == "-" ? "<stdin>" : path; }

}  // namespace

// A folder that was downloaded may decide by a model of its own: that is never done in silence.
bool Session::may_read_model(const std::string& path, ExitCode& code) const {
  const Setting& setting = settings.entries[setting_model];
  const bool by_file = common.model.empty() && path == setting.value && !setting.origin.empty() &&
                       setting.origin.front() != '$' && setting.origin != "default";
  struct stat info {};
  const bool file = ::stat(path.c_str(), &info) != 0 || S_ISREG(info.st_mode);
  if (!file && (by_file || base::is_named_fifo(path))) {
    code = ExitCode::io;
    messages.error("E0501",
                   by_file ? "the model that a configuration names is no regular file"
                           : "a model is a regular file, and this is a FIFO",
                   "", path);
    return false;
  }
  if (!by_file) return true;
  Messages loud = messages;
  loud.quiet = false;
  loud.note(fmt::format("{}: the model that {} names decides", base::printable(path),
                        base::printable(setting.origin)));
  return true;
}

std::optional<std::string> Session::read_model(const std::string& path, ExitCode& code) const {
  if (!may_read_model(path, code)) return std::nullopt;
  base::ReadResult read = base::read_file(path, most_model_bytes);
  if (read.error.empty()) return std::move(read.bytes);
  code = read.too_large ? ExitCode::bad_model : ExitCode::io;
  messages.error(read.too_large ? "E0415" : "E0501", read.error, "", source_name(path));
  return std::nullopt;
}

std::optional<Engine> Session::load_engine(const std::string& path, ExitCode& code) const {
  if (path.empty()) return Engine::embedded();
  const std::optional<std::string> json = read_model(path, code);
  if (!json) return std::nullopt;
  Result<Engine> engine = Engine::from_json(*json, source_name(path));
  if (!engine) {
    code = ExitCode::bad_model;
    messages.errors(engine.problems());
    return std::nullopt;
  }
  return std::move(engine).value();
}

std::string Session::language(const Engine& engine, Format format) const {
  const auto known = [&](std::string_view language) {
    const auto languages = engine.program().languages;
    return std::find(languages.begin(), languages.end(), language) != languages.end();
  };
  const std::string& wanted =
      common.language.empty() ? settings[setting_language] : common.language;
  if (!wanted.empty()) {
    if (!known(wanted)) {
      // A language as a country speaks it, `es-MX`, is that language.
      const std::string base = base::ascii_lower(wanted.substr(0, wanted.find_first_of("-_.@")));
      if (known(base)) return base;
      messages.warning(fmt::format("the model does not speak `{}`; taking `{}`",
                                   base::printable(wanted), engine.program().languages.front()));
    }
    return wanted;
  }
  const bool for_people = format == Format::text || format == Format::markdown ||
                          format == Format::memo || format == Format::html;
  const std::string_view locale = locale_language();
  if (for_people && known(locale)) return std::string(locale);
  return "en";
}

bool Output::check(bool ok) {
  if (ok) return true;
  if (file_.error_number() == EPIPE) {
    code_ = ExitCode::closed_pipe;
  } else if (code_ == ExitCode::done) {
    code_ = ExitCode::io;
    session_.messages.error("E0502", file_.error(), "", name_);
  }
  return false;
}

bool Output::open(const std::string& path) {
  name_ = path == "-" ? "<stdout>" : path;
  if (would_overwrite(session_, path, session_.inputs) || would_replace_log(session_, path)) {
    code_ = ExitCode::usage;
    return false;
  }
  return check(file_.open(path));
}

bool Output::write(std::string_view bytes) { return check(file_.write(bytes)); }
bool Output::write_at(std::uint64_t offset, std::string_view bytes) {
  const int error_number = file_.write_at(offset, bytes);
  if (error_number == 0) return true;
  const std::lock_guard lock(failing_);
  return check(file_.give_up(error_number));
}
bool Output::flush() { return check(file_.flush()); }
bool Output::commit() { return check(file_.commit()); }

ExitCode print(const Session& session, std::string_view bytes, const std::string& path) {
  Output output(session);
  (void)(output.open(path) && output.write(bytes) && output.commit());
  return output.code();
}

bool would_overwrite(const Session& session, const std::string& output,
                     const std::vector<std::string>& inputs) {
  const auto file_of = [](const std::string& path, const char* standard) {
    return path == "-" ? std::string(standard) : path;
  };
  const std::string target = file_of(output, "/dev/stdout");
  struct stat info {};
  // A terminal or /dev/null may well be both.
  if (::stat(target.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return false;
  for (const std::string& input : inputs) {
    if (input.empty() || !base::same_file(file_of(input, "/dev/stdin"), target)) continue;
    session.messages.error("E0504", "the output would overwrite the input", "",
                           output == "-" ? "<stdout>" : output);
    return true;
  }
  return false;
}

bool would_replace_log(const Session& session, const std::string& output) {
  struct stat info {};
  if (output == "-" || ::stat(output.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return false;
  if (!base::begins_with(output, audit::record_opening)) return false;
  session.messages.error("E0504", "the output would replace a record log",
                         "name another file; records are appended with --record", output);
  return true;
}

void add_common_options(OptionList& list, CommonOptions& common) {
  constexpr const char* group = "Common options";
  // A command may take several models, and then says how itself.
  if (list.find("--model") == nullptr) {
    list.add_option("--model", &common.model,
                    "Model file; else $SOURCING_MODEL, else that of a configuration file, else the "
                    "embedded model")
        .type_name("FILE")
        .group(group)
        .reads();
  }
  list.add_option("--lang", &common.language,
                  "Language of sentences: one that the model has, such as en, ca, es")
      .type_name("LANGUAGE")
      .group(group);
  list.add_option("--color", &common.color, "When to colour text (default: auto)")
      .type_name("auto|always|never")
      .group(group);
  list.add_option("--error-format", &common.error_format,
                  "How errors are written; json is one object a line (default: text)")
      .type_name("text|json|github")
      .group(group);
  list.add_flag("-q,--quiet", common.quiet, "Leave out notes and warnings; errors remain")
      .group(group);
  list.add_flag("-v,--verbose", common.verbose, "Tell more on standard error").group(group);
  list.excludes("--quiet", "--verbose");
}

std::optional<std::size_t> choose(const Session& session, std::string_view option,
                                  std::string_view value,
                                  const std::vector<std::string_view>& choices) {
  const auto found = std::find(choices.begin(), choices.end(), value);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  const std::string near = base::nearest(value, choices);
  session.messages.error("E0602",
                         fmt::format("{}: unknown value `{}`", option, base::printable(value)),
                         near.empty() ? fmt::format("it takes {}", fmt::join(choices, ", "))
                                      : fmt::format("did you mean `{}`?", near));
  return std::nullopt;
}

std::string whole_number(const std::string& text) {
  constexpr std::size_t most_digits = 18;
  if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos) {
    return fmt::format("`{}` is not a whole number", base::excerpt(text));
  }
  if (text.size() <= most_digits) return {};
  return fmt::format("`{}` is too large: a number here has at most {} digits", base::excerpt(text),
                     most_digits);
}

std::optional<Format> choose_format(const Session& session, const std::string& given,
                                    Format fallback, const std::vector<Format>& allowed) {
  std::vector<std::string_view> words;
  words.reserve(allowed.size());
  for (const Format format : allowed) words.push_back(name(format));
  if (given.empty()) {
    // A format set once for all commands counts only where the command has it.
    const std::string& preferred = session.settings[setting_format];
    const auto usable = std::find(words.begin(), words.end(), preferred);
    return usable == words.end() ? fallback
                                 : allowed[static_cast<std::size_t>(usable - words.begin())];
  }
  const auto index = choose(session, "--format", given, words);
  if (!index) return std::nullopt;
  return allowed[*index];
}

}  // namespace sourcing::cli
