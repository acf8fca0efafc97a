// SPDX-License-Identifier: Apache-2.0
//
// sourcing: a sourcing decision as code.
//
// A *task* describes a business process by criteria (judgment, complexity, volume, …). A *model*
// (JSON) says what the answers mean. An `Engine` is a compiled model; it decides a task: BPO or
// KPO, onshore, nearshore or offshore, and whether to outsource at all, with a reason for every
// point and an honest statement of how sure it is.
//
//   #include <sourcing/sourcing.hpp>
//
//   const sourcing::Engine engine = sourcing::Engine::embedded();
//   const auto task = sourcing::parse_task(engine, R"({"judgment": 5, "volume": "low"})");
//   if (!task) { for (const auto& p : task.problems()) std::cerr << to_string(p) << '\n'; }
//   const sourcing::Decision decision = sourcing::decide(engine, *task);
//   // decision.verdict.engagement == sourcing::Engagement::kpo
//   for (const sourcing::Reason& reason : decision.reasons) { … reason.text, *reason.points … }
//   const auto changes = sourcing::what_if(engine, *task);      // what would change it
//   const auto fragile = sourcing::stability(engine, *task);    // how sure it is
//   const auto why_not = sourcing::contrasts(engine, *task);    // why the others did not win
//
// Numbers: scores and points are whole centipoints (hundredths of a point), so the points of an
// axis add up to its score exactly, on every machine. Values: everything here is a plain value
// that owns what it holds. Threads: an Engine is immutable and may be shared; the functions are
// pure. Errors: a `Result` carries every problem of the input with its place; nothing throws
// except for lack of memory. Headers: this library's public headers need the standard library only.
#pragma once

// First, since it says what compiler all others need.
#include <sourcing/version.hpp>
//
#include <sourcing/batch.hpp>
#include <sourcing/contrast.hpp>
#include <sourcing/decide.hpp>
#include <sourcing/decision.hpp>
#include <sourcing/description.hpp>
#include <sourcing/engine.hpp>
#include <sourcing/findings.hpp>
#include <sourcing/fraction.hpp>
#include <sourcing/moves.hpp>
#include <sourcing/point.hpp>
#include <sourcing/problem.hpp>
#include <sourcing/records.hpp>
#include <sourcing/render.hpp>
#include <sourcing/result.hpp>
#include <sourcing/schema.hpp>
#include <sourcing/stability.hpp>
#include <sourcing/task.hpp>
#include <sourcing/verdict.hpp>
#include <sourcing/whatif.hpp>
#include <sourcing/whatif_report.hpp>
