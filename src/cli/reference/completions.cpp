// SPDX-License-Identifier: Apache-2.0
// Bash and zsh share one idea: a function that lists the candidates for the word at hand, given
// the command and the option before it; fish has its own declarative form. tests/completions tries
// all three in the real shells.
#include "cli/reference/completions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/reference/error_catalogue.hpp"
#include "cli/reference/explain_reason.hpp"
#include "cli/reference/reference.hpp"

namespace sourcing::cli {

namespace {

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

// `judgment=1`, `judgment=fixed_rules`, …: what `--assume` and `--set` take.
std::vector<std::string> assignments(const engine::Program& program) {
  std::vector<std::string> words;
  for (const engine::Criterion& criterion : program.criteria) {
    for (const engine::Level& level : criterion.levels) {
      if (!level.word.empty()) words.push_back(fmt::format("{}={}", criterion.id, level.word));
    }
    if (criterion.scale == Scale::level) {
      for (const std::string_view word : level_words) {
        words.push_back(fmt::format("{}={}", criterion.id, word));
      }
    }
  }
  return words;
}

std::vector<std::string> criteria(const engine::Program& program) {
  std::vector<std::string> words;
  for (const engine::Criterion& criterion : program.criteria) words.emplace_back(criterion.id);
  return words;
}

std::vector<std::string> activities(const engine::Program& program) {
  std::vector<std::string> words;
  for (const engine::Activity& activity : program.activities) words.emplace_back(activity.id);
  return words;
}

// Whatever `sourcing explain` explains.
std::vector<std::string> codes(const engine::Program& program) {
  std::vector<std::string> words;
  for (const std::string_view code : reason_codes(program)) words.emplace_back(code);
  for (const CatalogueEntry& entry : catalogue("en")) words.push_back(entry.code);
  return words;
}

// What may follow an option or stand for an argument; `<files>` means any path.
std::vector<std::string> values_of(const engine::Program& program, const OptionInfo& option) {
  if (!option.choices.empty()) return option.choices;
  if (option.type == "CRITERION=VALUE") return assignments(program);
  if (option.type == "CRITERION" || option.type == "CRITERIA" || option.type == "ID") {
    return criteria(program);
  }
  if (option.type == "ACTIVITY") return activities(program);
  if (option.type == "LANGUAGE") return {program.languages.begin(), program.languages.end()};
  if (option.type == "CODE") return codes(program);
  if (option.type == "PAGE") {
    std::vector<std::string> pages = {page_name(nullptr)};
    for (const Command& command : commands()) pages.push_back(page_name(&command));
    return pages;
  }
  if (option.type == "AXIS=VERDICT") {
    return {"engagement=BPO",
            "engagement=KPO",
            "location=onshore",
            "location=nearshore",
            "location=offshore",
            "disposition=retain",
            "disposition=automate_first",
            "disposition=outsource"};
  }
  if (option.type.starts_with("[AXIS=]")) {
    return {"decided",          "tentative",          "undetermined", "engagement=decided",
            "location=decided", "disposition=decided"};
  }
  return {"<files>"};
}

bool is_files(const std::vector<std::string>& values) {
  return values.size() == 1 && values.front() == "<files>";
}

// What a shell word list makes of `values_of`.
std::string words_of(const engine::Program& program, const OptionInfo& option) {
  const auto values = values_of(program, option);
  return is_files(values) ? "'<files>'" : joined(values);
}

// What may stand where no option does: of all arguments, since the shell does not count them.
std::string arguments_of(const engine::Program& program, const std::vector<OptionInfo>& options) {
  std::vector<std::string> words;
  for (const OptionInfo& option : options) {
    if (!option.positional) continue;
    const auto values = values_of(program, option);
    if (is_files(values)) return "'<files>'";
    words.insert(words.end(), values.begin(), values.end());
  }
  return words.empty() ? "''" : joined(words);
}

std::string_view first_word(const Command& command) {
  return command.name.substr(0, command.name.find(' '));
}

// `model`, `schema`: the first words that need a second one.
std::vector<std::string> groups() {
  std::vector<std::string> words;
  for (const Command& command : commands()) {
    if (command.name.find(' ') == std::string_view::npos) continue;
    std::string word(first_word(command));
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
  }
  return words;
}

std::vector<std::string> members(std::string_view group) {
  std::vector<std::string> words;
  for (const Command& command : commands()) {
    if (first_word(command) == group && command.name != group) {
      words.emplace_back(command.name.substr(group.size() + 1));
    }
  }
  return words;
}

std::vector<std::string> first_words() {
  std::vector<std::string> words;
  for (const Command& command : commands()) {
    std::string word(first_word(command));
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
  }
  words.emplace_back("help");
  return words;
}

// The options that every command has; they may stand before the command, too.
std::vector<OptionInfo> common_options() {
  std::vector<OptionInfo> options = options_of(commands().front());
  std::erase_if(options, [](const OptionInfo& each) { return each.group != common_group; });
  return options;
}

// `--model|--lang|…`: the common options whose next word is their value.
std::string common_with_value(std::string_view separator) {
  std::vector<std::string> names;
  for (const OptionInfo& option : common_options()) {
    if (!option.type.empty()) names.insert(names.end(), option.names.begin(), option.names.end());
  }
  return fmt::format("{}", fmt::join(names, separator));
}

// One branch of the `case` over commands. `argument` is what stands where no option does.
std::string branch(const engine::Program& program, std::string_view command,
                   const std::vector<OptionInfo>& options, std::string_view argument) {
  std::string out = fmt::format("    '{}')\n      case \"$previous\" in\n", command);
  std::vector<std::string> names;
  for (const OptionInfo& option : options) {
    if (option.positional) continue;
    names.insert(names.end(), option.names.begin(), option.names.end());
    if (option.type.empty()) continue;
    out += fmt::format("        {}) printf '%s\\n' {}; return ;;\n", fmt::join(option.names, "|"),
                       words_of(program, option));
  }
  return out + fmt::format(
                   "      esac\n"
                   "      case \"$current\" in\n"
                   "        -*) printf '%s\\n' {} ;;\n"
                   "        *) printf '%s\\n' {} ;;\n"
                   "      esac ;;\n",
                   joined(names), argument);
}

// A `case` over the command line so far, in the syntax that bash and zsh share; it prints
// candidates, a line each.
std::string candidates_function(const engine::Program& program) {
  std::string out =
      "_sourcing_candidates() {\n"
      "  local command=$1 previous=$2 current=$3\n"
      "  case \"$command\" in\n";
  std::vector<OptionInfo> top = common_options();
  OptionInfo version;
  version.names = {"--version"};
  top.push_back(version);
  out += branch(program, "", top, joined(first_words()));
  for (const std::string& group : groups()) {
    out += branch(program, group, common_options(), joined(members(group)));
  }
  for (const Command& command : commands()) {
    const std::vector<OptionInfo> options = options_of(command);
    out += branch(program, command.name, options, arguments_of(program, options));
  }
  out += fmt::format("    'help') printf '%s\\n' {} ;;\n", joined(first_words()));
  return out + "  esac\n}\n";
}

// The command among the words typed so far: the first that is no option nor the value of one, two
// for a group.
std::string command_function() {
  return fmt::format(
      "_sourcing_command() {{\n"
      "  local word found='' skip=''\n"
      "  for word in \"$@\"; do\n"
      "    if [ -n \"$skip\" ]; then skip=''; continue; fi\n"
      "    case \"$word\" in\n"
      "      {}) skip=1 ;;\n"
      "      -*) ;;\n"
      "      *)\n"
      "        if [ -n \"$found\" ]; then printf '%s %s' \"$found\" \"$word\"; return; fi\n"
      "        case \"$word\" in\n"
      "          {}) found=$word ;;\n"
      "          *) printf '%s' \"$word\"; return ;;\n"
      "        esac ;;\n"
      "    esac\n"
      "  done\n"
      "  printf '%s' \"$found\"\n"
      "}}\n",
      common_with_value("|"), fmt::join(groups(), "|"));
}

constexpr std::string_view bash_function = R"bash(_sourcing() {
  # The word as typed: bash splits COMP_WORDS at `=`, which our words contain.
  local line=${COMP_LINE:0:COMP_POINT}
  local word=${line##*[[:space:]]}
  local -a words
  read -ra words <<<"${line%"$word"}"
  local previous=${words[${#words[@]}-1]} current=$word
  if [[ $word == --*=* ]]; then
    previous=${word%%=*}
    current=${word#*=}
  fi
  local candidates
  candidates=$(_sourcing_candidates "$(_sourcing_command "${words[@]:1}")" "$previous" "$current")
  COMPREPLY=()
  if [[ $candidates == '<files>' ]]; then
    compopt -o bashdefault -o default 2>/dev/null
    return
  fi
  mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "$current")
  # What stands before the last `=` is a word of its own to readline.
  if [[ $current == *=* && $COMP_WORDBREAKS == *=* ]]; then
    local kept=${current%"${current##*=}"}
    COMPREPLY=("${COMPREPLY[@]#"$kept"}")
  fi
  # `judgment=` wants its value next, no space.
  if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]]; then compopt -o nospace; fi
}
complete -F _sourcing sourcing
)bash";

constexpr std::string_view zsh_function = R"zsh(_sourcing() {
  local current=${words[CURRENT]} previous=${words[CURRENT-1]}
  local -a candidates
  if [[ $current == --*=* ]]; then
    previous=${current%%=*}
    current=${current#*=}
    compset -P 1 '*='
  fi
  local command="$(_sourcing_command "${(@)words[2,CURRENT-1]}")"
  candidates=("${(@f)$(_sourcing_candidates "$command" "$previous" "$current")}")
  if [[ ${candidates[1]} == '<files>' ]]; then _files; return; fi
  compadd -- "${(@)candidates:#}"
}
if [[ ${funcstack[1]} == _sourcing ]]; then _sourcing "$@"; else compdef _sourcing sourcing; fi
)zsh";

std::string fish_quote(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string fish_names(const OptionInfo& option) {
  std::string names;
  for (const std::string& name : option.names) {
    names += name.starts_with("--") ? fmt::format(" -l {}", name.substr(2))
                                    : fmt::format(" -s {}", name.substr(1));
  }
  return names;
}

// One `complete` line of an option or argument, offered at `command`.
std::string fish_option(const engine::Program& program, std::string_view command,
                        const OptionInfo& option) {
  const auto values = values_of(program, option);
  const std::string what =
      is_files(values) ? "-F" : fmt::format("-a {}", fish_quote(joined(values)));
  const std::string condition = fish_quote(fmt::format("__sourcing_at {}", command));
  if (option.positional) return fmt::format("complete -c sourcing -n {} {}\n", condition, what);
  std::string value;
  if (!option.type.empty()) value = (is_files(values) ? " -r " : " -x ") + what;
  return fmt::format("complete -c sourcing -n {}{}{} -d {}\n", condition, fish_names(option), value,
                     fish_quote(option.description));
}

std::string fish_functions() {
  return fmt::format(
      "function __sourcing_command\n"
      "    set -l found\n"
      "    set -l skip\n"
      "    for word in (commandline -opc)[2..-1]\n"
      "        if test -n \"$skip\"\n"
      "            set skip\n"
      "            continue\n"
      "        end\n"
      "        if contains -- $word {}\n"
      "            set skip 1\n"
      "            continue\n"
      "        end\n"
      "        string match -q -- '-*' $word; and continue\n"
      "        set -a found $word\n"
      "        contains -- $found[1] {}; and test (count $found) -lt 2; and continue\n"
      "        break\n"
      "    end\n"
      "    string join ' ' $found\n"
      "end\n"
      "function __sourcing_at\n"
      "    set -l command (__sourcing_command)\n"
      "    test \"$command\" = \"$argv\"\n"
      "end\n"
      "complete -c sourcing -f\n",
      common_with_value(" "), fmt::join(groups(), " "));
}

}  // namespace

std::string bash_completions(const engine::Program& program) {
  return "# bash completion for sourcing; made by `sourcing completions bash`\n" +
         candidates_function(program) + command_function() + std::string(bash_function);
}

std::string zsh_completions(const engine::Program& program) {
  return "#compdef sourcing\n# zsh completion for sourcing; made by `sourcing completions zsh`\n" +
         candidates_function(program) + command_function() + std::string(zsh_function);
}

std::string fish_completions(const engine::Program& program) {
  std::string out =
      "# fish completion for sourcing; made by `sourcing completions fish`\n" + fish_functions();
  const auto offer = [&](std::string_view at, std::string_view word, std::string_view what) {
    out += fmt::format("complete -c sourcing -n {} -a {} -d {}\n",
                       fish_quote(fmt::format("__sourcing_at {}", at)), fish_quote(word),
                       fish_quote(what));
  };
  for (const std::string& word : first_words()) {
    std::string_view summary;
    for (const Command& command : commands()) {
      if (command.name == word) summary = command.summary;
    }
    offer("", word, summary);
    if (word != "help") offer("help", word, summary);
  }
  for (const OptionInfo& option : common_options()) out += fish_option(program, "", option);
  out += "complete -c sourcing -n '__sourcing_at ' -l version -d 'Print the version'\n";
  for (const Command& command : commands()) {
    if (command.name.find(' ') != std::string_view::npos) {
      const std::string_view group = first_word(command);
      offer(group, command.name.substr(group.size() + 1), command.summary);
    }
    for (const OptionInfo& option : options_of(command)) {
      out += fish_option(program, command.name, option);
    }
  }
  return out;
}

}  // namespace sourcing::cli
