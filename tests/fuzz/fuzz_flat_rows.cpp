// SPDX-License-Identifier: Apache-2.0
// A stranger's NDJSON. Lines of plain values are judged in the column kernel, all others by way of
// the JSON reader; a field of one's own that holds an object sends any line that way and changes
// nothing else: the same verdict, or an error both times.
#include <sourcing/batch.hpp>

#include "batch_io.hpp"
#include "csv_checker.hpp"
#include "support.hpp"

namespace {

using namespace sourcing;
using fuzz::check;

std::string judged(std::string_view lines, const BatchOptions& options) {
  static const Engine engine = Engine::embedded();
  fuzz::Pieces source(lines, lines.size() + 1);
  fuzz::Kept out;
  BatchObserver quiet;
  (void)run_batch(engine, source, out, nullptr, quiet, options);
  return out.text;
}

// The line with one more member; itself when it does not end like an object.
std::string by_way_of_json(std::string_view line) {
  const std::size_t end = line.find_last_not_of(" \t\r");
  if (end == std::string_view::npos || line[end] != '}') return std::string(line);
  const std::size_t before = line.substr(0, end).find_last_not_of(" \t\r");
  if (before == std::string_view::npos) return std::string(line);
  std::string out(line.substr(0, before + 1));
  if (out.back() != '{') out += ',';
  return out + "\"x_by_way_of_json\":{}}";
}

// The rows without what errors say: where they are differs.
std::vector<std::vector<std::string>> rows_of(const std::string& table) {
  auto rows = fuzz::read_csv(table, ',');
  check(rows.has_value(), "the rows are well-formed");
  for (auto& row : *rows) {
    check(row.size() == 15, "every row has all columns");
    if (row[8] == "error") row = {row[0], "error"};
  }
  return *rows;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  std::string_view rest = fuzz::text_of(data + 1, size - 1);
  BatchOptions options;
  options.source = "<in>";
  options.jobs = 1;
  options.decide.cells = 16;
  options.decide.nodes = 64;
  if ((data[0] & 1U) != 0) options.unknown = {"n/a", "low"};
  if ((data[0] & 2U) != 0) options.unknown.emplace_back("3");
  if ((data[0] & 4U) != 0) options.map = {{"Judgement", "judgment"}};
  if ((data[0] & 8U) != 0) options.ignore = {"complexity"};
  // Both begin as NDJSON does, whatever the first line is.
  std::string plain = "{}\n", other = "{}\n";
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    plain.append(line) += '\n';
    other += by_way_of_json(line) + '\n';
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  check(rows_of(judged(plain, options)) == rows_of(judged(other, options)),
        "a line says the same in both ways");
  return 0;
}
