// SPDX-License-Identifier: Apache-2.0
#include "batch/flow/task_output.hpp"

#include <algorithm>

#include "analysis/estimate.hpp"
#include "engine/kernel.hpp"
#include "render/json_renderer.hpp"

namespace sourcing::batch {

RenderOptions render_options(const BatchOptions& options) noexcept {
  RenderOptions render;
  render.format = options.format;
  render.language = options.language;
  render.width = options.width;
  render.full = options.row != 0;
  render.many = options.row == 0;
  render.raw = options.raw;
  return render;
}

TaskOutput::TaskOutput(const Shared& shared)
    : plan_(shared.plan),
      writer_(shared.plan, shared.tables, shared.texts, shared.layout),
      analyst_(shared.plan, shared.layout),
      decide_(shared.plan.options.decide) {
  const BatchOptions& options = plan_.options;
  decide_.language = options.language;
  decide_.explore = options.format != Format::csv && options.format != Format::tsv;
  if (!decide_.explore) return;  // a row has no room for it
  const RenderOptions rendering = render_options(options);
  if (options.format == Format::json || options.format == Format::ndjson) {
    auto json = std::make_unique<render::JsonRenderer>(plan_.engine, rendering);
    documents_ = &json->documents();
    renderer_ = std::move(json);
  } else {
    renderer_ = make_renderer(plan_.engine, rendering);
  }
}

void TaskOutput::before_document(Buffer& out) {
  documents_->before(text_);
  flush(out);
}

void TaskOutput::flush(Buffer& out) {
  if (!plan_.options.dry_run) out.append(text_);
  text_.clear();
}

void TaskOutput::begin(Buffer& out) {
  if (renderer_) {
    renderer_->begin(text_);
    flush(out);
  } else if (!plan_.options.dry_run && plan_.options.header) {
    writer_.header({}, out);
  }
}

void TaskOutput::end(Buffer& out) {
  if (!renderer_) return;
  renderer_->end(text_);
  flush(out);
}

void TaskOutput::decided(const Task& task, Judged& judged) {
  const Decision decision = decide(plan_.engine, task, decide_);
  if (plan_.options.summary) count_decision(plan_, decision, task, judged.counts);
  if (plan_.options.dry_run) return;
  if (renderer_) {
    renderer_->decision(text_, decision);
    flush(judged.out);
    return;
  }
  std::string reasons;
  render::Row row = render::row_of(decision, reasons);
  if (analyst_.wanted()) row.analysis = analyst_.analyse(task, decision.verdict);
  writer_.row({}, row, judged.out);
}

void TaskOutput::failed(BadRow bad, Judged& judged) {
  if (plan_.options.summary) {
    ++judged.counts.status[static_cast<std::size_t>(Status::error)];
    judged.counts.groups.error();
  }
  if (!plan_.options.rejects && !plan_.options.dry_run) {
    if (renderer_) {
      renderer_->failure(text_, bad.failure);
      flush(judged.out);
    } else {
      std::string error;
      writer_.row({}, render::row_of(bad.failure, error), judged.out);
    }
  }
  judged.bad.push_back(std::move(bad));
}

void count_decision(const Plan& plan, const Decision& decision, const Task& task, Counts& counts) {
  const Verdict& verdict = decision.verdict;
  const std::size_t disposition =
      verdict.disposition ? static_cast<std::size_t>(*verdict.disposition) : disposition_count;
  const std::size_t engagement =
      verdict.engagement ? static_cast<std::size_t>(*verdict.engagement) : engagement_count;
  const std::size_t location =
      verdict.location ? static_cast<std::size_t>(*verdict.location) : location_count;
  ++counts.verdicts[disposition][engagement][location];
  counts.groups.count(disposition, engagement, location);
  ++counts.status[static_cast<std::size_t>(decision.status)];
  for (std::size_t a = 0; a < axis_count; ++a) counts.scores[a] += decision.scores[a];
  const engine::Program& program = plan.program;
  const auto rule_of = [&](std::string_view code) {
    std::size_t r = 0;
    while (r < program.rules.size() && program.rules[r].id != code) ++r;
    return r;
  };
  std::array<int, axis_count> left{};
  left[0] = 2;
  if (verdict.location) left[static_cast<std::size_t>(*verdict.location) + 1] = 2;
  for (const Reason& reason : decision.reasons) {
    if (!reason.axis || reason.kind == ReasonKind::base || reason.points.value_or(0) == 0) continue;
    int& room = left[static_cast<std::size_t>(*reason.axis)];
    if (room == 0) continue;
    --room;
    const std::size_t c = engine::find_criterion(program, reason.code);
    ++counts
          .codes[c < program.criteria.size() ? c : program.criteria.size() + rule_of(reason.code)];
  }
  // A rule may fire and move no score, so that no reason names it.
  (void)engine::decide(program, analysis::estimate(program, task),
                       [&](std::size_t rule) { ++counts.fired[rule]; });
}

}  // namespace sourcing::batch
