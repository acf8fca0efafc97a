// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments/workbook_parts.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "cli/shell/terminal.hpp"
#include "engine/program.hpp"

namespace sourcing::cli {

bool workbook_has_place(const Session& session, std::string_view output) {
  if (output != "-" || !is_terminal(STDOUT_FILENO)) return true;
  session.messages.error("E0605", "a workbook is nothing for a terminal", "say -o FILE.xlsx");
  return false;
}

std::string too_many_rows() {
  return fmt::format("a sheet has room for {} rows, and there are more", sheet::most_data_rows);
}

Widths::Widths(const std::vector<std::string>& names) {
  for (const std::string& name : names) widths_.push_back(name.size() + 2);
}

void Widths::look(std::uint64_t row, const std::vector<std::string>& fields) {
  constexpr std::size_t widest = 50, looked_at = 1000;
  if (row > looked_at) return;
  for (std::size_t i = 0; i < widths_.size() && i < fields.size(); ++i) {
    widths_[i] = std::max(widths_[i], std::min(fields[i].size() + 2, widest));
  }
}

bool Widths::write(sheet::Companion& out) const {
  for (std::size_t i = 0; i < widths_.size(); ++i) {
    if (!out.line({"width", std::to_string(i), std::to_string(widths_[i])})) return false;
  }
  return true;
}

bool lay_out(sheet::Companion& out, std::size_t sheet, std::uint64_t last, std::size_t columns,
             std::size_t frozen) {
  const std::string row = std::to_string(last), column = std::to_string(columns - 1);
  return out.select(sheet) && out.line({"freeze", "1", std::to_string(frozen)}) &&
         out.line({"filter", row, column}) && out.line({"page", row, column, "1"});
}

bool describe_model(sheet::Companion& out, std::size_t sheet, const Engine& engine,
                    const render::Wording& words) {
  const auto text = [](std::string value, char style = '0') {
    return text_cell(std::move(value), style);
  };
  const auto line = [&](std::uint64_t at, std::string_view key, std::string_view value) {
    return out.row(at, {text(words.say(key), 'h'), text(std::string(value))});
  };
  std::uint64_t at = 5;
  if (!out.select(sheet) || !line(0, "workbook.model", engine.model_id()) ||
      !line(1, "workbook.version", engine.model_version()) ||
      !out.row(2, {text("sha256", 'h'), text(std::string(engine.model_sha256()))}) ||
      !out.row(4,
               {text(words.say("workbook.criterion"), 'h'), text(words.say("workbook.label"), 'h'),
                text(words.say("workbook.question"), 'h')})) {
    return false;
  }
  for (const engine::Criterion& criterion : engine.program().criteria) {
    if (!out.row(at++, {text(std::string(criterion.id)), text(words.text(criterion.label)),
                        text(words.text(criterion.question), 'w')})) {
      return false;
    }
  }
  return out.line({"page", std::to_string(at), "2", "0"}) && out.line({"width", "0", "28"}) &&
         out.line({"width", "1", "40"}) && out.line({"width", "2", "100"});
}

}  // namespace sourcing::cli
