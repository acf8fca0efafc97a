// SPDX-License-Identifier: Apache-2.0
// Man pages, docs/cli and shell completions, printed from the command tree.
#include "cli/reference/reference.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <memory>

#include "cli/reference/completions.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"

namespace sourcing::cli {

namespace {

ExitCode run_completions(Session& session, const std::string& shell) {
  if (shell.empty()) {
    session.messages.error("E0605", "completions needs a shell",
                           "it takes bash, zsh or fish: `sourcing completions bash`");
    return ExitCode::usage;
  }
  const auto which = choose(session, "SHELL", shell, {"bash", "zsh", "fish"});
  if (!which) return ExitCode::usage;
  ExitCode code = ExitCode::done;
  const auto engine = session.load_engine(code);
  if (!engine) return code;
  const engine::Program& program = engine->program();
  return print(session, *which == 0   ? bash_completions(program)
                        : *which == 1 ? zsh_completions(program)
                                      : fish_completions(program));
}

struct ReferenceOptions {
  std::string form, page, folder;
};

ExitCode run_reference(Session& session, const ReferenceOptions& options) {
  if (options.form.empty()) {
    session.messages.error("E0605", "reference needs a form", "it takes man or markdown");
    return ExitCode::usage;
  }
  const auto form = choose(session, "FORM", options.form, {"man", "markdown"});
  if (!form) return ExitCode::usage;
  const auto page = [&](const Command* command) {
    return *form == 0 ? man_page(command) : markdown_page(command);
  };
  std::vector<const Command*> all = {nullptr};
  for (const Command& command : commands()) all.push_back(&command);
  if (!options.folder.empty()) {
    if (::mkdir(options.folder.c_str(), 0777) != 0 && errno != EEXIST) {
      session.messages.error("E0502", "cannot make the folder", "", options.folder);
      return ExitCode::io;
    }
    for (const Command* command : all) {
      const ExitCode code = print(
          session, page(command),
          fmt::format("{}/{}{}", options.folder, page_name(command), *form == 0 ? ".1" : ".md"));
      if (code != ExitCode::done) return code;
    }
    return *form == 0 ? ExitCode::done
                      : print(session, markdown_errors(), options.folder + "/errors.md");
  }
  const Command* wanted = nullptr;
  if (!options.page.empty()) {
    std::vector<std::string> names;
    names.reserve(all.size());
    for (const Command* command : all) names.push_back(page_name(command));
    const std::vector<std::string_view> views(names.begin(), names.end());
    const auto index = choose(session, "PAGE", options.page, views);
    if (!index) return ExitCode::usage;
    wanted = all[*index];
  }
  return print(session, page(wanted));
}

}  // namespace

Run set_up_completions(OptionList& list) {
  auto shell = std::make_shared<std::string>();
  list.add_option("SHELL", shell.get(), "Which shell").type_name("bash|zsh|fish");
  return [shell](Session& session) { return run_completions(session, *shell); };
}

Run set_up_reference(OptionList& list) {
  auto options = std::make_shared<ReferenceOptions>();
  list.add_option("FORM", &options->form, "man pages or Markdown").type_name("man|markdown");
  list.add_option("PAGE", &options->page, "One page, such as sourcing-classify").type_name("PAGE");
  list.add_option("--folder", &options->folder, "Write every page into this folder")
      .type_name("DIR");
  list.excludes("PAGE", "--folder");
  return [options](Session& session) { return run_reference(session, *options); };
}

}  // namespace sourcing::cli
