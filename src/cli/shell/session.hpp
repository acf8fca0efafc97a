// SPDX-License-Identifier: Apache-2.0
// What every command shares: the common options, the model, the language, the output.
#pragma once

#include <mutex>
#include <optional>
#include <sourcing/engine.hpp>
#include <sourcing/render.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.hpp"
#include "cli/shell/exit_code.hpp"
#include "cli/shell/messages.hpp"
#include "cli/shell/settings.hpp"

namespace sourcing::cli {

class OptionList;

/// Common options as given on the command line; empty ones fall back to the settings.
struct CommonOptions {
  std::string model, language, color, error_format = "text";
  bool quiet = false, verbose = false;
};

/// One run of one command. Commands write results through `output()` and all else through
/// `messages`.
class Session {
 public:
  CommonOptions common;
  Settings settings;
  Messages messages;
  /// What this run reads, the model and the configuration included: no output may end there.
  std::vector<std::string> inputs;

  /// Takes `--error-format`, `--lang` and `--quiet` from a command line that may turn out to be
  /// wrong, so that its own errors are told in the form and the language that were asked for.
  void look_ahead(const std::vector<std::string>& arguments);

  /// Resolves the common options. Returns usage when the settings are no good, unless the command
  /// is one that helps with mending them.
  [[nodiscard]] ExitCode prepare(bool needs_settings);

  /// The model to decide with: `--model`, else $SOURCING_MODEL, else the configuration, else the
  /// embedded one. On failure the problems are told and `code` is what to exit with.
  [[nodiscard]] std::optional<Engine> load_engine(ExitCode& code) const;
  [[nodiscard]] std::optional<Engine> load_engine(const std::string& path, ExitCode& code) const;

  /// Path of the model in force, empty for the embedded one.
  [[nodiscard]] std::string model_path() const;

  /// The model's JSON bytes, the embedded one included.
  [[nodiscard]] std::optional<std::string> model_json(ExitCode& code) const;

  /// The language to say things in. Text and Markdown follow the locale when nothing else says
  /// so; machine formats are English then.
  [[nodiscard]] std::string language(const Engine& engine, Format format) const;

  [[nodiscard]] bool color(int descriptor) const;

 private:
  [[nodiscard]] std::optional<std::string> read_model(const std::string& path,
                                                      ExitCode& code) const;
  [[nodiscard]] bool may_read_model(const std::string& path, ExitCode& code) const;

  std::string color_choice_ = "auto";
};

/// Writes results to a file or to standard output; tells why it cannot.
class Output {
 public:
  explicit Output(const Session& session) : session_(session) {}

  /// `-` is standard output. False (told) when it cannot be opened.
  [[nodiscard]] bool open(const std::string& path);
  /// False when writing failed (told, unless the reader went away). `code()` says how to exit.
  bool write(std::string_view bytes);
  bool flush();
  /// As base::OutputFile has them; `write_at` may be called by several threads at once.
  [[nodiscard]] bool positional() const noexcept { return file_.positional(); }
  bool write_at(std::uint64_t offset, std::string_view bytes);
  /// Makes a file appear; call last.
  bool commit();
  [[nodiscard]] ExitCode code() const noexcept { return code_; }

 private:
  bool check(bool ok);

  const Session& session_;
  base::OutputFile file_;
  std::string name_;
  ExitCode code_ = ExitCode::done;
  std::mutex failing_;
};

/// Writes one document to standard output.
[[nodiscard]] ExitCode print(const Session& session, std::string_view bytes,
                             const std::string& path = "-");

/// True (told) when the output, a path or `-`, is one of the inputs under whatever name, so that
/// writing would destroy, or endlessly feed, what is read. Empty paths are no inputs.
[[nodiscard]] bool would_overwrite(const Session& session, const std::string& output,
                                   const std::vector<std::string>& inputs);

/// True (told) when `output` is a log of decision records: it is appended to, never replaced.
[[nodiscard]] bool would_replace_log(const Session& session, const std::string& output);

/// Adds the options that all commands have.
void add_common_options(OptionList& list, CommonOptions& common);

/// A name out of a list, or nothing with an error that suggests the nearest one.
[[nodiscard]] std::optional<std::size_t> choose(const Session& session, std::string_view option,
                                                std::string_view value,
                                                const std::vector<std::string_view>& choices);

/// For `check` of options that are counts: empty when `text` is a whole number below 10^18, else
/// what is wrong (the parser itself would take -1 for a very large number).
[[nodiscard]] std::string whole_number(const std::string& text);

/// The format named by `--format`, else by the settings, else `fallback`; nothing (told) if
/// unknown.
[[nodiscard]] std::optional<Format> choose_format(const Session& session, const std::string& given,
                                                  Format fallback,
                                                  const std::vector<Format>& allowed);
[[nodiscard]] std::string_view name(Format format) noexcept;
/// The names of all formats that some command has.
[[nodiscard]] std::span<const std::string_view> format_names() noexcept;

}  // namespace sourcing::cli
