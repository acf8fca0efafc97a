// SPDX-License-Identifier: Apache-2.0
// Bash and zsh share one idea: a function that lists the candidates for the word at hand, given
// the command and the option before it; fish has its own declarative form.
#include "cli/completions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/reference.hpp"

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

// What may follow an option or stand for an argument; `<files>` means any path.
std::vector<std::string> values_of(const engine::Program& program, const OptionInfo& option) {
  if (!option.choices.empty()) return option.choices;
  if (option.type == "CRITERION=VALUE") return assignments(program);
  if (option.type == "CRITERION" || option.type == "CRITERIA") return criteria(program);
  if (option.type == "ACTIVITY") return activities(program);
  if (option.type == "CODE" && option.names.back() == "--lang") {
    return {program.languages.begin(), program.languages.end()};
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

std::vector<std::string> first_words() {
  std::vector<std::string> words;
  for (const Command& command : commands()) {
    std::string word(command.name.substr(0, command.name.find(' ')));
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
  }
  words.emplace_back("help");
  return words;
}

// A `case` over the command line so far, in the syntax that bash and zsh share. `$command` is the
// command, `$previous` the word before; the function prints candidates, a line each.
std::string candidates_function(const engine::Program& program) {
  std::string out = "_sourcing_candidates() {\n  local command=$1 previous=$2 current=$3\n";
  out += "  case \"$command\" in\n";
  out += fmt::format("    '') printf '%s\\n' {} --help --version ;;\n", joined(first_words()));
  std::vector<std::string> groups;
  for (const Command& command : commands()) {
    const std::size_t space = command.name.find(' ');
    if (space == std::string_view::npos) continue;
    const std::string group(command.name.substr(0, space));
    if (std::find(groups.begin(), groups.end(), group) != groups.end()) continue;
    groups.push_back(group);
    std::vector<std::string> members;
    for (const Command& other : commands()) {
      if (other.name.starts_with(group + " ")) members.emplace_back(other.name.substr(space + 1));
    }
    out += fmt::format("    '{}') printf '%s\\n' {} --help ;;\n", group, joined(members));
  }
  for (const Command& command : commands()) {
    out += fmt::format("    '{}')\n      case \"$previous\" in\n", command.name);
    std::vector<std::string> names;
    std::string argument = "        *) printf '%s\\n' '<files>' ;;\n";
    for (const OptionInfo& option : options_of(command)) {
      const auto values = values_of(program, option);
      if (option.positional) {
        argument = fmt::format("        *) printf '%s\\n' {} ;;\n",
                               is_files(values) ? "'<files>'" : joined(values));
        continue;
      }
      names.insert(names.end(), option.names.begin(), option.names.end());
      if (option.type.empty()) continue;
      out += fmt::format("        {}) printf '%s\\n' {}; return ;;\n", fmt::join(option.names, "|"),
                         is_files(values) ? "'<files>'" : joined(values));
    }
    out += "      esac\n      case \"$current\" in\n";
    out +=
        fmt::format("        -*) printf '%s\\n' {} ;;\n{}      esac ;;\n", joined(names), argument);
  }
  return out + "  esac\n}\n";
}

// The command among the words typed so far: the first that is no option, two for a group.
constexpr std::string_view command_function =
    "_sourcing_command() {\n"
    "  local word found=''\n"
    "  for word in \"$@\"; do\n"
    "    case \"$word\" in\n"
    "      -*) ;;\n"
    "      model|schema) [ -z \"$found\" ] && found=$word || { printf '%s' \"$found\"; return; } "
    ";;\n"
    "      *)\n"
    "        case \"$found\" in\n"
    "          '') printf '%s' \"$word\"; return ;;\n"
    "          *) printf '%s %s' \"$found\" \"$word\"; return ;;\n"
    "        esac ;;\n"
    "    esac\n"
    "  done\n"
    "  printf '%s' \"$found\"\n"
    "}\n";

}  // namespace

std::string bash_completions(const engine::Program& program) {
  return "# bash completion for sourcing; made by `sourcing completions bash`\n" +
         candidates_function(program) + std::string(command_function) +
         "_sourcing() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
         "  local line=${COMP_LINE:0:COMP_POINT} prefix=''\n"
         "  # bash splits words at `=`; put `--assume judgment=hi` together again.\n"
         "  local word=${line##*[[:space:]]}\n"
         "  if [[ $word == *=* ]]; then\n"
         "    prefix=${word%\"$current\"}\n"
         "    [[ $current == '=' ]] && { prefix=$word; current=''; }\n"
         "    local before=${line%\"$word\"}\n"
         "    before=${before%\"${before##*[![:space:]]}\"}\n"
         "    previous=${before##*[[:space:]]}\n"
         "    current=$word\n"
         "  fi\n"
         "  local words=(\"${COMP_WORDS[@]:1:COMP_CWORD-1}\")\n"
         "  local candidates\n"
         "  candidates=$(_sourcing_candidates \"$(_sourcing_command \"${words[@]}\")\" "
         "\"$previous\" \"$current\")\n"
         "  COMPREPLY=()\n"
         "  if [[ $candidates == '<files>' ]]; then\n"
         "    compopt -o filenames 2>/dev/null\n"
         "    mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
         "    return\n"
         "  fi\n"
         "  mapfile -t COMPREPLY < <(compgen -W \"$candidates\" -- \"$current\")\n"
         "  if [[ -n $prefix ]]; then COMPREPLY=(\"${COMPREPLY[@]#\"$prefix\"}\"); fi\n"
         "}\n"
         "complete -F _sourcing sourcing\n";
}

std::string zsh_completions(const engine::Program& program) {
  return "#compdef sourcing\n# zsh completion for sourcing; made by `sourcing completions zsh`\n" +
         candidates_function(program) + std::string(command_function) +
         "_sourcing() {\n"
         "  local -a candidates\n"
         "  local command=\"$(_sourcing_command \"${(@)words[2,CURRENT-1]}\")\"\n"
         "  candidates=(\"${(@f)$(_sourcing_candidates \"$command\" \"${words[CURRENT-1]}\" "
         "\"${words[CURRENT]}\")}\")\n"
         "  if [[ \"${candidates[1]}\" == '<files>' ]]; then _files; return; fi\n"
         "  compadd -Q -- \"${candidates[@]}\"\n"
         "}\n"
         "if [[ ${funcstack[1]} == _sourcing ]]; then _sourcing \"$@\"; else compdef _sourcing "
         "sourcing; fi\n";
}

std::string fish_completions(const engine::Program& program) {
  const auto quote = [](std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
      if (c == '\'' || c == '\\') out += '\\';
      out += c;
    }
    return out + "'";
  };
  std::string out =
      "# fish completion for sourcing; made by `sourcing completions fish`\n"
      "function __sourcing_command\n"
      "    set -l words (commandline -opc)[2..-1]\n"
      "    set -l found\n"
      "    for word in $words\n"
      "        string match -q -- '-*' $word; and continue\n"
      "        set -a found $word\n"
      "        contains -- $found[1] model schema; and test (count $found) -lt 2; and continue\n"
      "        break\n"
      "    end\n"
      "    string join ' ' $found\n"
      "end\n"
      "complete -c sourcing -f\n";
  for (const std::string& word : first_words()) {
    std::string summary;
    for (const Command& command : commands()) {
      if (command.name == word) summary = command.summary;
    }
    out += fmt::format("complete -c sourcing -n 'test -z (__sourcing_command)' -a {} -d {}\n",
                       quote(word), quote(summary));
  }
  for (const Command& command : commands()) {
    const std::size_t space = command.name.find(' ');
    if (space != std::string_view::npos) {
      out += fmt::format("complete -c sourcing -n 'test (__sourcing_command) = {}' -a {} -d {}\n",
                         command.name.substr(0, space), quote(command.name.substr(space + 1)),
                         quote(command.summary));
    }
    const std::string condition =
        fmt::format("-n 'test (__sourcing_command) = \"{}\"'", command.name);
    for (const OptionInfo& option : options_of(command)) {
      const auto values = values_of(program, option);
      const std::string what =
          is_files(values) ? "-F" : fmt::format("-a {}", quote(joined(values)));
      if (option.positional) {
        out += fmt::format("complete -c sourcing {} {}\n", condition, what);
        continue;
      }
      std::string names;
      for (const std::string& name : option.names) {
        names += name.starts_with("--") ? fmt::format(" -l {}", name.substr(2))
                                        : fmt::format(" -s {}", name.substr(1));
      }
      out += fmt::format("complete -c sourcing {}{}{} -d {}\n", condition, names,
                         option.type.empty() ? std::string{} : " -r " + what,
                         quote(option.description));
    }
  }
  return out;
}

}  // namespace sourcing::cli
