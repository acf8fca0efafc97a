// SPDX-License-Identifier: Apache-2.0
#include "export/export_js.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "export/js/runtime.hpp"
#include "export/js/tables.hpp"

namespace sourcing::js {

namespace {

std::string head(const engine::Program& program, std::string_view language) {
  return fmt::format(
      "// SPDX-License-Identifier: Apache-2.0\n"
      "// The sourcing model `{}`, version {}, as an ES module. Language: {}.\n"
      "// model sha256 {}\n"
      "// Made by `sourcing model export js`. Do not edit: change the model and export it again.\n"
      "// Verdicts, statuses and reasons are those of `sourcing classify`, bit for bit: only "
      "whole\n"
      "// numbers are computed with. What the module offers stands at its end.\n\n",
      base::printable(program.id), base::printable(program.version), language, program.sha256);
}

// A file of the runtime as a part of one module: without its imports, what it says to those who
// work on it, and, but for the last, its exports.
void append_part(std::string& out, std::string_view file, bool last) {
  bool importing = false;
  while (!file.empty()) {
    const std::size_t end = file.find('\n');
    std::string_view line = file.substr(0, end);
    file.remove_prefix(end == std::string_view::npos ? file.size() : end + 1);
    importing = importing || line.starts_with("import ");
    if (importing) {
      importing = !line.ends_with(';');
      continue;
    }
    constexpr std::string_view exported = "export ";
    if (!last && line.starts_with(exported)) line.remove_prefix(exported.size());
    if (line.starts_with("/* global")) continue;  // said to those who look at the file alone
    // A tab for each step of indentation: half as many bytes, read as well.
    const std::size_t indented = std::min(line.find_first_not_of(' '), line.size());
    if (line.substr(indented).starts_with("// ")) continue;
    const std::size_t steps = indented / 2;
    out.append(steps, '\t');
    line.remove_prefix(2 * steps);
    out += line;
    out += '\n';
  }
  if (!last) out += '\n';
}

}  // namespace

std::string export_js(const engine::Program& program, std::string_view language) {
  std::string out = head(program, program.languages[engine::find_language(program, language)]);
  out +=
      "// Positions count from 0 in steps of a scale; scores, thresholds and the numbers of "
      "scales\n"
      "// are in hundredths. What stands where, `unpack` says.\nconst TABLES = ";
  out += tables(program, language);
  out += ";\n\n";
  for (const std::string_view part :
       {tables_mjs, values_mjs, box_mjs, compile_mjs, decide_mjs, write_mjs}) {
    append_part(out, part, false);
  }
  append_part(out, api_mjs, true);
  return out;
}

}  // namespace sourcing::js
