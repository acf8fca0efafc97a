// SPDX-License-Identifier: Apache-2.0
// A stranger's workbook: the bytes of a file as they are, or the parts of one, so that mutation
// meets more than checksums. Reading ends with rows or with a problem; where it is read from does
// not matter; no row is lost, and no cell holds what a workbook cannot.
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <sourcing/batch.hpp>

#include "../unit/sheet/archive.hpp"
#include "batch_io.hpp"
#include "csv_checker.hpp"
#include "input/sheet_source.hpp"
#include "support.hpp"

namespace {

using namespace sourcing;
using fuzz::check;
using fuzz::Kept;
using fuzz::Pieces;

// A file without a name that holds these bytes.
class File {
 public:
  explicit File(std::string_view bytes) : descriptor_(::memfd_create("workbook", MFD_CLOEXEC)) {
    check(::write(descriptor_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()),
          "memory can be written to");
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { ::close(descriptor_); }

  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

class Told final : public BatchObserver {
 public:
  void bad_row(const Failure& failure) override {
    fuzz::check_problems(failure.problems);
    ++rows;
  }
  std::uint64_t rows = 0;
};

struct Outcome {
  std::string table, problem, out;
};

// The rows as CSV, and judged.
Outcome read(std::string_view bytes, int descriptor, const input::SheetChoice& choice,
             std::size_t piece) {
  Outcome outcome;
  {
    input::WorkbookFacts facts;
    const auto source =
        input::make_sheet_source(std::make_unique<Pieces>(bytes, piece), descriptor, choice, facts);
    std::array<char, 4096> buffer{};
    while (const std::size_t got = source->read(buffer.data(), std::min(piece, buffer.size()))) {
      outcome.table.append(buffer.data(), got);
    }
    const Problem problem = source->problem();
    if (!problem.code.empty()) {
      fuzz::check_problems({problem});
      outcome.problem = to_string(problem);
    }
    check(facts.outside == 0 || !facts.first_outside.empty(), "what is passed over has a place");
  }
  static const Engine engine = Engine::embedded();
  input::WorkbookFacts facts;
  const auto source =
      input::make_sheet_source(std::make_unique<Pieces>(bytes, piece), descriptor, choice, facts);
  Kept out;
  Told told;
  BatchOptions options;
  options.source = "<in>";
  options.delimiter = ',';
  options.decide.cells = 16;
  options.decide.nodes = 64;
  const BatchReport report = run_batch(engine, *source, out, nullptr, told, options);
  check(report.rows == report.verdicts + report.rejects, "a row is a verdict or a reject");
  check(report.rejects == told.rows, "every reject is told about");
  if (report.end == BatchEnd::bad_header || report.end == BatchEnd::broken_input) {
    fuzz::check_problems(report.problems);
  }
  outcome.out = std::move(out.text);
  return outcome;
}

std::string composed(std::string_view bytes) {
  // The rows, what follows them, the shared texts, and the rest of the workbook's own part.
  constexpr std::string_view border = "\n%%\n";
  std::array<std::string_view, 4> parts{};
  for (std::string_view& part : parts) {
    const std::size_t end = std::min(bytes.find(border), bytes.size());
    part = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + border.size(), bytes.size()));
  }
  return sheet_test::workbook(std::string(parts[0]), std::string(parts[1]), std::string(parts[2]),
                              std::string(parts[3]))
      .bytes();
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view input = fuzz::text_of(data + 2, size - 2);
  const std::string bytes = (data[0] & 1U) != 0 ? composed(input) : std::string(input);
  input::SheetChoice choice;
  if ((data[0] & 2U) != 0) choice.header_row = 2;
  if ((data[0] & 4U) != 0) choice.decimal = ',';
  if ((data[0] & 8U) != 0) choice.sheet = "1";
  const File file(bytes);
  const Outcome there = read(bytes, file.descriptor(), choice, bytes.size() + 1);
  const Outcome piped = read(bytes, -1, choice, 1 + data[1]);
  check(there.table == piped.table && there.out == piped.out, "a pipe gives the same rows");
  check(there.problem == piped.problem, "a pipe gives the same problem");
  return 0;
}
