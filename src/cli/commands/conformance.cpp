// SPDX-License-Identifier: Apache-2.0
#include "export/conformance.hpp"

#include <fmt/format.h>

#include <memory>
#include <sourcing/decide.hpp>

#include "base/decimal.hpp"
#include "base/escape.hpp"
#include "base/text.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"
#include "input/task_json.hpp"
#include "input/value.hpp"
#include "render/row.hpp"

namespace sourcing::cli {

namespace {

struct Options {
  std::uint64_t rows = 1'000, seed = 1;
  std::string output = "-";
  bool points = false;
};

// Writes rows, and beside each what the model says of it.
class Conformance {
 public:
  Conformance(const Engine& engine, const Options& options)
      : engine_(engine),
        program_(engine.program()),
        points_(options.points),
        rows_(program_, options.seed) {
    // Only verdicts are compared: what else is possible need not be searched.
    decide_.nodes = 1;
  }

  void header(std::string& out) const {
    out += "id,name,activity";
    for (const engine::Criterion& criterion : program_.criteria) {
      out += fmt::format(",{}", criterion.id);
    }
    for (const std::string_view column : render::columns) {
      if (column != "id" && column != "name") out += fmt::format(",expected_{}", column);
    }
    for (const std::string_view axis : {"engagement", "location", "disposition"}) {
      out += fmt::format(",expected_{}_status", axis);
    }
    for (std::size_t a = 0; points_ && a < axis_count; ++a) {
      const std::string_view axis = name(static_cast<Axis>(a));
      each_reason(
          a, [&](std::string_view code) { out += fmt::format(",expected_c_{}_{}", axis, code); });
    }
    out += '\n';
  }

  void row(std::string& out) {
    const sql::ConformanceRow row = rows_.next();
    cell(out, row.id, true);
    cell(out, row.name);
    cell(out, row.activity);
    for (const std::string& text : row.cells) cell(out, text);
    std::string errors;
    const Task task = read(row, errors);
    if (!errors.empty()) {
      // Every expected column but `status` and `error` is empty.
      const std::size_t before = 7, between = 1, after = 3 + 3;
      out.append(before, ',');
      out += ",error";
      out.append(between, ',');
      cell(out, errors);
      out.append(after + (points_ ? reason_count() : 0), ',');
      out += '\n';
      return;
    }
    expected(out, decide(engine_, task, decide_));
    out += '\n';
  }

 private:
  static void cell(std::string& out, std::string_view text, bool first = false) {
    if (!first) out += ',';
    base::append_csv_field(out, text, ',', false);
  }

  static void fixed(std::string& out, Centipoints value) {
    out += ',';
    base::append_fixed2(out, value);
  }

  Task read(const sql::ConformanceRow& row, std::string& errors) const {
    const auto fail = [&](const input::ValueMessage& said) {
      errors += fmt::format("{}{} {}{}{}", errors.empty() ? "" : " | ", said.code, said.message,
                            said.hint.empty() ? "" : "; ", said.hint);
    };
    Task task = make_task(engine_);
    const std::string_view activity = base::trim(row.activity);
    for (const engine::Activity& known : program_.activities) {
      if (known.id == activity) task.activity = activity;
    }
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
      const input::Value value = input::read_value(program_.criteria[c], row.cells[c]);
      if (value.error != input::ValueError::none) {
        fail(input::describe(program_.criteria[c], value.error, {}));
      } else if (!value.unknown) {
        task.answers[c].origin = Origin::answered;
        task.answers[c].low = value.low;
        task.answers[c].high = value.high;
      }
    }
    // As `batch` has it: behind what is wrong with criteria.
    if (task.activity.empty() && !activity.empty()) {
      fail({"E0208", "there is no such activity", "`sourcing activities` lists them"});
    }
    input::apply_profile(program_, task);
    return task;
  }

  void expected(std::string& out, const Decision& decision) const {
    const auto named = [&](const auto& value) {
      out += ',';
      if (value) out += name(*value);
    };
    const auto score = [&](Axis axis) {
      fixed(out, decision.scores[static_cast<std::size_t>(axis)]);
    };
    named(decision.verdict.disposition);
    named(decision.verdict.engagement);
    score(Axis::engagement);
    named(decision.verdict.location);
    score(Axis::onshore);
    score(Axis::nearshore);
    score(Axis::offshore);
    out += fmt::format(",{}", name(decision.status));
    std::string reasons;
    render::append_reasons(reasons, decision.reasons, decision.verdict.location);
    cell(out, reasons);
    out += ',';  // no error
    out += ',';
    if (decision.verdict.engagement) out += decision.hybrid ? "true" : "false";
    fixed(out, decision.margin);
    out += ',';
    if (decision.close) out += *decision.close ? "true" : "false";
    out += fmt::format(",{},{},{}", name(decision.engagement_status),
                       name(decision.location_status), name(decision.disposition_status));
    for (std::size_t a = 0; points_ && a < axis_count; ++a) {
      each_reason(a, [&](std::string_view code) {
        Centipoints value = 0;
        for (const Reason& reason : decision.reasons) {
          if (reason.axis == static_cast<Axis>(a) && reason.code == code) value = *reason.points;
        }
        out += fmt::format(",{}", value);
      });
    }
  }

  // The codes of an axis, in the order of the columns of `model export sql --reasons wide`.
  template <class F>
  void each_reason(std::size_t a, F&& f) const {
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
      bool speaks = false;
      for (std::size_t k = 0; k <= program_.criteria[c].last; ++k) {
        speaks = speaks || engine::lane(program_.contribution(c, k), a) != 0;
      }
      if (speaks) f(program_.criteria[c].id);
    }
    for (const engine::Rule& rule : program_.rules) {
      if (engine::gives(program_, rule, a)) f(rule.id);
    }
    f(std::string_view("base"));
  }
  [[nodiscard]] std::size_t reason_count() const {
    std::size_t count = 0;
    for (std::size_t a = 0; a < axis_count; ++a) {
      each_reason(a, [&](std::string_view) { ++count; });
    }
    return count;
  }

  const Engine& engine_;
  const engine::Program& program_;
  bool points_;
  sql::ConformanceRows rows_;
  DecideOptions decide_;
};

ExitCode run(Session& session, const Options& options) {
  ExitCode code = ExitCode::done;
  const auto engine = session.load_engine(code);
  if (!engine) return code;
  Output output(session);
  if (!output.open(options.output)) return output.code();
  Conformance conformance(*engine, options);
  std::string buffer;
  conformance.header(buffer);
  constexpr std::size_t enough = std::size_t{256} << 10;
  for (std::uint64_t row = 0; row < options.rows; ++row) {
    conformance.row(buffer);
    if (buffer.size() < enough) continue;
    if (!output.write(buffer)) return output.code();
    buffer.clear();
  }
  (void)(output.write(buffer) && output.commit());
  return output.code();
}

}  // namespace

Run set_up_conformance(OptionList& list) {
  auto options = std::make_shared<Options>();
  list.add_option("--rows", &options->rows, "How many rows (default: 1000)").type_name("N");
  list.add_option("--seed", &options->seed, "Other rows for another number (default: 1)")
      .type_name("N");
  list.add_flag("--points", options->points,
                "The points of every reason too, in hundredths: columns expected_c_<axis>_<code>");
  list.add_option("-o,--output", &options->output, "File to write, whole or not at all")
      .type_name("FILE")
      .writes("rows")
      .holds("csv");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
