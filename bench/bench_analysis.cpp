// SPDX-License-Identifier: Apache-2.0
// Times the searches of the analysis on the default model, with the nodes they visit. The nodes
// repeat exactly; the times are medians.
//
//   bench_analysis [TASK.json …]
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <sourcing/sourcing.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "analysis/estimate.hpp"
#include "analysis/next_questions.hpp"
#include "analysis/possible.hpp"

namespace {

using namespace sourcing;

template <class Work>
double median_us(Work work) {
  std::vector<double> times;
  const auto begin = std::chrono::steady_clock::now();
  do {
    const auto from = std::chrono::steady_clock::now();
    work();
    const auto to = std::chrono::steady_clock::now();
    times.push_back(std::chrono::duration<double, std::micro>(to - from).count());
  } while (times.size() < 5 ||
           (std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(200) &&
            times.size() < 1000));
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2),
                   times.end());
  return times[times.size() / 2];
}

void scenario(const Engine& engine, const std::string& label, const Task& task) {
  const engine::Program& program = engine.program();
  const engine::Box box = analysis::completions(program, task);
  const auto set = analysis::possible_verdicts(program, box, 1'000'000);
  const double possible =
      median_us([&] { (void)analysis::possible_verdicts(program, box, 1'000'000); });
  const double next = median_us([&] { (void)analysis::next_questions(program, box, set, 0); });
  const double all = median_us([&] { (void)decide(engine, task); });
  fmt::print(
      "{:<26} possible {:>2}{} {:>5} nodes {:>7.1f} us | next {:>7.1f} us | decide {:>7.1f} us\n",
      label, set.verdicts.size(), set.complete ? ' ' : '+', set.nodes, possible, next, all);
}

void what_if_scenario(const Engine& engine, const std::string& label, const Task& task, bool fine) {
  WhatIfOptions options;
  options.fine = fine;
  const WhatIf result = *what_if(engine, task, options);
  const double time = median_us([&] { (void)what_if(engine, task, options); });
  fmt::print("{:<26} {:>9.1f} us:", label + (fine ? " 0.01" : ""), time);
  for (const WhatIfAnswer& answer : result.answers) {
    const Verdict& target = answer.target;
    fmt::print(" {}={}{}/{}n",
               target.engagement ? name(*target.engagement)
               : target.location ? name(*target.location)
                                 : name(*target.disposition),
               answer.reach == Reach::unreachable ? "never"
               : answer.reach == Reach::unknown
                   ? "?"
                   : fmt::format("{}:{:.2f}", answer.changes.size(),
                                 static_cast<double>(answer.cost.numerator) /
                                     static_cast<double>(answer.cost.denominator)),
               answer.proven ? "" : "?", answer.nodes);
  }
  fmt::print("\n");
}

void stability_scenario(const Engine& engine, const std::string& label, const Task& task) {
  StabilityOptions without_samples;
  without_samples.samples = 0;
  const double exact = median_us([&] { (void)stability(engine, task, without_samples); });
  const double all = median_us([&] { (void)stability(engine, task); });
  const double why = median_us([&] { (void)contrasts(engine, task); });
  fmt::print(
      "{:<26} stability {:>7.1f} us | with 10,000 samples {:>7.1f} us | contrasts {:>5.1f} us\n",
      label, exact, all, why);
}

}  // namespace

int main(int argc, char** argv) {
  const Engine engine = Engine::embedded();
  scenario(engine, "everything unknown", make_task(engine));
  what_if_scenario(engine, "everything unknown", make_task(engine), false);
  what_if_scenario(engine, "everything unknown", make_task(engine), true);
  for (int i = 1; i < argc; ++i) {
    std::ifstream file(argv[i]);
    std::stringstream text;
    text << file.rdbuf();
    auto task = parse_task(engine, text.str(), argv[i]);
    if (!task) {
      for (const Problem& problem : task.problems()) fmt::print(stderr, "{}\n", to_string(problem));
      return 3;
    }
    std::string name = argv[i];
    name = name.substr(name.rfind('/') + 1);
    scenario(engine, name, *task);
    what_if_scenario(engine, name, *task, false);
    what_if_scenario(engine, name, *task, true);
    stability_scenario(engine, name, *task);
    // Leave answers out, one after another.
    for (const std::size_t without :
         {std::size_t{2}, std::size_t{4}, std::size_t{8}, std::size_t{16}}) {
      Task part = *task;
      std::size_t left = without, at = 0;
      for (std::size_t c = 0; left > 0 && c < part.answers.size();
           ++c, at = (at + 7) % part.answers.size()) {
        if (part.answers[at].origin == Origin::answered) {
          part.answers[at] = Answer{};
          --left;
        }
      }
      scenario(engine, fmt::format("  less {} answers", without), part);
    }
  }
}
