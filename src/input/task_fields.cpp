// SPDX-License-Identifier: Apache-2.0
#include "input/task_fields.hpp"

#include <algorithm>

#include "base/json_writer.hpp"
#include "base/text.hpp"

namespace sourcing::input {

bool is_task_field(std::string_view name) noexcept {
  return std::find(task_fields.begin(), task_fields.end(), name) != task_fields.end();
}

Field read_field(std::string_view name, const json::Value& value) {
  Field field{std::string(name), {}, {}};
  json::Writer writer(field.json);
  json::write(writer, value);
  const auto cell = [](const json::Value& each) {
    switch (each.kind) {
      case json::Kind::string:
      case json::Kind::number:
        return each.text;
      case json::Kind::boolean:
        return std::string(each.boolean ? "true" : "false");
      case json::Kind::null:
        return std::string();
      case json::Kind::array:
      case json::Kind::object:
        break;
    }
    std::string text;
    json::Writer inner(text);
    json::write(inner, each);
    return text;
  };
  if (value.kind != json::Kind::array) {
    field.text = cell(value);
    return field;
  }
  for (const json::Value& item : value.items) {
    if (!field.text.empty()) field.text += ';';
    field.text += cell(item);
  }
  return field;
}

std::string number_text(std::string_view cell, Signs signs) {
  cell = base::trim(cell);
  const auto is_digit = [&](std::size_t at) {
    return at < cell.size() && cell[at] >= '0' && cell[at] <= '9';
  };
  std::string out;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    const char c = cell[i];
    if (signs.thousands != 0 && c == signs.thousands) {
      const bool group =
          is_digit(i + 1) && is_digit(i + 2) && is_digit(i + 3) && !is_digit(i + 4) && i > 0;
      if (!group) return std::string(cell) + "?";
    } else if (signs.decimal == 0 ? c == ',' && signs.comma : c == signs.decimal) {
      out += '.';
    } else if (c == '.' && signs.decimal != 0) {
      return std::string(cell) + "?";
    } else {
      out += c;
    }
  }
  return out;
}

namespace {

// A number that JSON has without an exponent: `007`, `1.` and `1e3` stay texts.
bool is_json_number(std::string_view text) {
  if (text.find_first_not_of("-0123456789.") != std::string_view::npos) return false;
  constexpr std::size_t short_enough = 100;
  if (text.size() > short_enough) {
    const json::ParseResult parsed = json::parse(text, {});
    return parsed.ok() && parsed.root.kind == json::Kind::number;
  }
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t whole = std::min(text.find('.'), text.size());
  if (whole == 0 || (whole > 1 && text.front() == '0')) return false;
  if (text.substr(0, whole).find('-') != std::string_view::npos) return false;
  if (whole == text.size()) return true;
  const std::string_view decimals = text.substr(whole + 1);
  return !decimals.empty() && decimals.find_first_of("-.") == std::string_view::npos;
}

}  // namespace

Field read_field_cell(std::string_view name, std::string_view cell, Signs signs) {
  cell = base::trim(cell);
  Field field{std::string(name), std::string(cell), {}};
  json::Writer writer(field.json);
  if (name == "work_languages") {
    writer.begin_array();
    while (!cell.empty()) {
      const std::size_t end = std::min(cell.find_first_of("; ,\t"), cell.size());
      if (end > 0) writer.string(cell.substr(0, end));
      cell.remove_prefix(std::min(end + 1, cell.size()));
    }
    writer.end_array();
    return field;
  }
  if (name == "fte" || name == "cost_per_fte" || name == "exit_cost") {
    const std::string number = number_text(cell, signs);
    if (is_json_number(number)) {
      field.text = number;
      writer.raw_number(number);
      return field;
    }
  }
  writer.string(cell);
  return field;
}

}  // namespace sourcing::input
