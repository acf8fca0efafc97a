// SPDX-License-Identifier: Apache-2.0
// From argv to one command: finds it, lets it parse its options, runs it, and turns everything
// that can go wrong into our own messages and exit codes.
#include "cli/app.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "cli/arguments/option_rules.hpp"
#include "cli/arguments/parse_options.hpp"
#include "cli/reference/error_catalogue.hpp"
#include "cli/reference/help.hpp"
#include "cli/reference/version_text.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"
#include "cli/shell/session.hpp"
#include "cli/shell/signals.hpp"
#include "cli/shell/terminal.hpp"
#include "render/sentences.hpp"

namespace sourcing::cli {

namespace {

// A closed standard descriptor would be given to the next file we open, and results would land in
// it. Standard output is opened for reading, so that writing to it is an error that is told.
void reopen_closed_descriptors() noexcept {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(descriptor, F_GETFD) != -1) continue;
    const int flags = descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY;
    (void)::open("/dev/null", flags);  // takes the lowest free number: this one
  }
}

const Command* find(std::string_view name) noexcept {
  const auto all = commands();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Command& c) { return c.name == name; });
  return found == all.end() ? nullptr : &*found;
}

bool is_group(std::string_view word) noexcept {
  return std::any_of(commands().begin(), commands().end(), [&](const Command& c) {
    return c.name.size() > word.size() && c.name.starts_with(word) && c.name[word.size()] == ' ';
  });
}

// The words that may stand where `prefix` has been read: first words, or second words of a group.
std::vector<std::string_view> words_after(std::string_view prefix) {
  std::vector<std::string_view> words;
  for (const Command& command : commands()) {
    std::string_view rest = command.name;
    if (!prefix.empty()) {
      if (!rest.starts_with(prefix) || rest.size() <= prefix.size() || rest[prefix.size()] != ' ') {
        continue;
      }
      rest.remove_prefix(prefix.size() + 1);
    }
    rest = rest.substr(0, rest.find(' '));
    if (std::find(words.begin(), words.end(), rest) == words.end()) words.push_back(rest);
  }
  if (prefix.empty()) words.emplace_back("help");
  return words;
}

ExitCode unknown_command(const Session& session, std::string_view prefix, std::string_view word) {
  const auto words = words_after(prefix);
  const std::string near = base::nearest(word, words);
  session.messages.error(
      "E0601",
      prefix.empty() ? fmt::format("there is no command `{}`", base::printable(word))
                     : fmt::format("`{}` has no command `{}`", prefix, base::printable(word)),
      near.empty() ? (prefix.empty() ? std::string("`sourcing --help` lists them")
                                     : fmt::format("it has {}", fmt::join(words, ", ")))
                   : fmt::format("did you mean `{}`?", near));
  return ExitCode::usage;
}

// In which language a person is told what is wrong: that of the option, the settings or the locale.
std::string language_of(const CommonOptions& common, const Settings& settings) {
  const std::string& wanted =
      common.language.empty() ? settings[setting_language] : common.language;
  return wanted.empty() ? std::string(locale_language())
                        : base::ascii_lower(wanted.substr(0, wanted.find_first_of("-_.")));
}

std::string title_in(const std::string& language, std::string_view code) {
  const std::vector<std::string> known = catalogue_languages();
  if (std::find(known.begin(), known.end(), language) == known.end()) return {};
  for (const CatalogueEntry& entry : catalogue(language)) {
    if (entry.code == code) return entry.title;
  }
  return {};
}

// Who is spoken to in another language is told in it what is wrong, and what each code means. The
// catalogues are read when there is something to say, and not before.
void speak(Session& session) {
  session.messages.translated = nullptr;
  session.messages.title_of_code = nullptr;
  const std::string language = language_of(session.common, session.settings);
  if (language.empty() || language == "en") return;
  session.messages.translated =
      [language, sentences = std::shared_ptr<render::Sentences>()](std::string_view text) mutable {
        if (!sentences) sentences = std::make_shared<render::Sentences>(language);
        return sentences->say(text);
      };
  session.messages.title_of_code = [language](std::string_view code) {
    return title_in(language, code);
  };
}

// The same of a command line that is wrong, or of settings that are: nothing of them has been taken
// over yet, so the language is looked for when there is something to say.
void speak_early(Session& session) {
  const auto language = [&session] { return language_of(session.common, read_settings()); };
  session.messages.translated =
      [language, sentences = std::shared_ptr<render::Sentences>()](std::string_view text) mutable {
        if (!sentences) sentences = std::make_shared<render::Sentences>(language());
        return sentences->say(text);
      };
  session.messages.title_of_code = [language](std::string_view code) {
    const std::string own = language();
    return own.empty() || own == "en" ? std::string() : title_in(own, code);
  };
}

ExitCode run_command(Session& session, const Command& command,
                     const std::vector<std::string>& arguments) {
  OptionList list;
  bool help = false;
  list.add_flag("-h,--help", help, "Show this help").group("Common options");
  const Run run = command.set_up(list);
  add_common_options(list, session.common);
  // What follows `--` are names, whatever they look like.
  const auto names = std::find(arguments.begin(), arguments.end(), "--");
  if (std::any_of(arguments.begin(), names,
                  [](const std::string& a) { return a == "--help" || a == "-h"; })) {
    return print(session, command_help(command));
  }
  const std::string called = fmt::format("sourcing {}", command.name);
  if (!parse_options(session, called, list, arguments)) return ExitCode::usage;
  ExitCode prepared = session.prepare(command.needs_settings);
  speak(session);
  if (prepared == ExitCode::done &&
      !(format_by_ending(session, called, list) && outputs_stand_apart(session, list))) {
    prepared = ExitCode::usage;
  }
  const ExitCode code = prepared == ExitCode::done ? run(session) : prepared;
  // The result may say it all, but whoever has sent that elsewhere sees only this.
  if (code == ExitCode::not_fulfilled && !anything_told()) {
    session.messages.error(
        "E0606", fmt::format("{}: something that was asked to hold does not", command.name),
        "the result says what");
  }
  return code;
}

const Option* find(const OptionList& list, std::string_view name) {
  for (const Option& option : list.options()) {
    const auto names = option.names();
    if (std::find(names.begin(), names.end(), name) != names.end()) return &option;
  }
  return nullptr;
}

// Where the command stands: the first word that is neither an option nor the value of a common one.
std::size_t command_at(const std::vector<std::string>& arguments, const OptionList& common) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!arguments[i].starts_with('-')) return i;
    const Option* option = find(common, arguments[i]);
    if (option != nullptr && !option->is_flag()) ++i;
  }
  return arguments.size();
}

// Options may stand before the command: they are moved behind its name. An exit code if there is
// none.
std::optional<ExitCode> options_first(Session& session, std::vector<std::string>& arguments) {
  OptionList common;
  CommonOptions ignored;
  add_common_options(common, ignored);
  const std::size_t at = command_at(arguments, common);
  for (std::size_t i = 0; i < at; ++i) {
    if (arguments[i] == "--version" || arguments[i] == "-V") {
      return print(session, version_text(arguments));
    }
    if (arguments[i] == "--help" || arguments[i] == "-h") return print(session, overview());
  }
  if (at < arguments.size()) {
    // Right behind the command's words: further back one could be taken for the value of another.
    const bool two = is_group(arguments[at]) || arguments[at] == "help";
    const std::size_t end = std::min(at + (two ? 2 : 1), arguments.size());
    std::rotate(arguments.begin(), arguments.begin() + static_cast<std::ptrdiff_t>(at),
                arguments.begin() + static_cast<std::ptrdiff_t>(end));
    return std::nullopt;
  }
  const std::string name = arguments.front().substr(0, arguments.front().find('='));
  if (find(common, name) != nullptr) {
    session.messages.error("E0605", "a command is missing", "`sourcing --help` lists them");
  } else {
    session.messages.error("E0603",
                           fmt::format("`sourcing` has no option `{}`", base::printable(name)),
                           "`sourcing --help` lists the commands");
  }
  return ExitCode::usage;
}

ExitCode dispatch(Session& session, std::vector<std::string> arguments) {
  if (!arguments.empty() && arguments.front().starts_with('-')) {
    if (const auto code = options_first(session, arguments)) return *code;
  }
  if (arguments.empty()) {
    write_error(overview());
    return ExitCode::usage;
  }
  std::string name = arguments.front();
  arguments.erase(arguments.begin());
  if (name == "help") {
    if (arguments.empty()) return print(session, overview());
    name = arguments.front();
    arguments.erase(arguments.begin());
    arguments.emplace_back("--help");
  }
  if (is_group(name)) {
    if (arguments.empty() || arguments.front() == "--help" || arguments.front() == "-h") {
      const std::string text = group_help(name);
      if (!arguments.empty()) return print(session, text);
      write_error(text);
      return ExitCode::usage;
    }
    const std::string second = arguments.front();
    arguments.erase(arguments.begin());
    if (find(name + " " + second) == nullptr) return unknown_command(session, name, second);
    name += " " + second;
  }
  const Command* command = find(name);
  if (command == nullptr) return unknown_command(session, "", name);
  return run_command(session, *command, arguments);
}

}  // namespace

int run(int argc, char** argv) noexcept {
  Session session;
  try {
    reopen_closed_descriptors();
    install_signal_handlers();
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    session.look_ahead(arguments);
    speak_early(session);
    return static_cast<int>(dispatch(session, arguments));
  } catch (const std::bad_alloc&) {
    // Nothing here may ask for memory.
    write_error(session.messages.format == ErrorFormat::json
                    ? R"({"severity":"error","code":"E0503","message":"out of memory","hint":null,)"
                      R"("file":null,"line":null,"column":null,"pointer":null})"
                      "\n"
                    : "sourcing: out of memory [E0503]\n");
    return static_cast<int>(ExitCode::io);
  } catch (const std::exception& error) {
    try {
      session.messages.error("E7000", fmt::format("a bug in sourcing: {}", error.what()),
                             "please report it with the command and its input");
    } catch (const std::exception&) {
      write_error("sourcing: a bug in sourcing [E7000]\n");
    }
    return static_cast<int>(ExitCode::bug);
  }
}

}  // namespace sourcing::cli
