// SPDX-License-Identifier: Apache-2.0
// Every output format, fed with a stranger's texts: what is printed parses again, by a reader that
// shares nothing with the printer, and nothing that a terminal or a spreadsheet obeys comes out.
#include <algorithm>
#include <array>
#include <sourcing/decide.hpp>
#include <sourcing/render.hpp>

#include "base/json.hpp"
#include "csv_checker.hpp"
#include "support.hpp"

namespace {

using namespace sourcing;
using fuzz::check;

constexpr std::array<std::string_view, 3> languages = {"en", "ca", "es"};
constexpr std::size_t columns = 15;

std::string print(const Engine& engine, const RenderOptions& options, const Decision& decision,
                  const Failure& failure) {
  std::string out;
  const auto renderer = make_renderer(engine, options);
  renderer->begin(out);
  renderer->decision(out, decision);
  if (options.many) {
    renderer->failure(out, failure);
    renderer->decision(out, decision);
  }
  renderer->end(out);
  return out;
}

std::vector<std::string_view> lines(std::string_view text) {
  std::vector<std::string_view> result;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    check(end != std::string_view::npos, "every line ends");
    result.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return result;
}

// One line at a time: the line feeds are ours, all else must be printable.
void check_visible(std::string text) {
  for (const std::string_view mark : {"\xE2\x80\x8E", "\xE2\x80\x8F"}) {
    // The marks U+200E and U+200F are legitimate in JSON: they change no order by themselves.
    for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos;) text.erase(at, 3);
  }
  for (const std::string_view line : lines(text)) {
    check(base::printable(line) == line, "nothing invisible is printed");
  }
}

void check_rows(std::string_view text, char delimiter, bool raw, const RenderOptions& options) {
  const auto rows = fuzz::read_csv(text, delimiter);
  check(rows.has_value(), "the rows are well-formed");
  check(rows->size() == (options.many ? 4U : 2U), "a header and a row for each");
  for (const auto& row : *rows) {
    check(row.size() == columns, "every row has all columns");
    for (const std::string& field : row) {
      if (raw || field.empty()) continue;
      check(base::valid_utf8(field, nullptr), "a cell is UTF-8");
      const bool number = field.find_first_not_of("-0123456789.") == std::string::npos;
      check(number || std::string_view("=+-@\t\r\n").find(field[0]) == std::string_view::npos,
            "no cell is a formula");
    }
  }
}

void check_output(std::string_view text, const RenderOptions& options) {
  switch (options.format) {
    case Format::json: {
      const auto parsed = json::parse(text, "<json>");
      check(parsed.ok(), "JSON reads again");
      check(parsed.root.kind == (options.many ? json::Kind::array : json::Kind::object),
            "an object for one, an array for many");
      return check_visible(std::string(text));
    }
    case Format::ndjson:
      for (const std::string_view line : lines(text)) {
        const auto parsed = json::parse(line, "<ndjson>");
        check(parsed.ok() && parsed.root.kind == json::Kind::object, "a line is an object");
      }
      return check_visible(std::string(text));
    case Format::csv:
      return check_rows(text, ',', options.raw, options);
    case Format::tsv:
      return check_rows(text, '\t', options.raw, options);
    case Format::brief:
      check_visible([&] {
        std::string without(text);
        std::replace(without.begin(), without.end(), '\t', ' ');
        return without;
      }());
      for (const std::string_view line : lines(text)) {
        check(std::count(line.begin(), line.end(), '\t') == 5, "a brief line has six fields");
      }
      return;
    case Format::memo:
    case Format::html:
    case Format::text:
      if (!options.color) return check_visible(std::string(text));
      check(base::valid_utf8(text, nullptr), "text is UTF-8");
      return;
    case Format::markdown:
      check_visible(std::string(text));
      for (std::size_t at = text.find('<'); at != text.npos; at = text.find('<', at + 1)) {
        check(at > 0 && text[at - 1] == '\\', "Markdown holds no raw HTML");
      }
      return;
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  static const Engine engine = Engine::embedded();
  // The first three bytes choose how to print; the rest is a task, or else three texts for one.
  RenderOptions options;
  options.format = static_cast<Format>(data[0] % 7);
  options.language = languages[data[0] / 7 % languages.size()];
  options.width = data[1];
  options.color = (data[2] & 1U) != 0;
  options.full = (data[2] & 2U) != 0;
  options.many = (data[2] & 4U) != 0;
  options.raw = (data[2] & 8U) != 0;
  const std::string_view text = fuzz::text_of(data + 3, size - 3);

  auto read = parse_task(engine, text, "<in>");
  const std::size_t third = text.size() / 3;
  Task task = read ? std::move(read).value() : make_task(engine);
  if (!read.ok()) {
    task.id = text.substr(0, third);
    task.name = text.substr(third, third);
    (void)set_answer(engine, task, "judgment", "2..4");
    task.answers[0].evidence = text.substr(2 * third);
  }
  task.row = 7;
  DecideOptions deciding;
  deciding.language = options.language;
  deciding.cells = 16;
  deciding.nodes = 64;
  const Decision decision = decide(engine, task, deciding);
  Failure failure{task.id, task.name, 8, {}, {}};
  failure.problems.push_back(
      Problem{"E0203", "the value is outside", "", std::string(text), 8, 2, "/judgment"});
  check_output(print(engine, options, decision, failure), options);
  return 0;
}
