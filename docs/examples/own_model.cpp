// SPDX-License-Identifier: Apache-2.0
// usage: own_model MODEL.json
// Reads a model of one's own, tells what is wrong with it, and how it decides an empty task.
#include <fstream>
#include <iostream>
#include <iterator>
#include <sourcing/sourcing.hpp>
#include <string>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::ifstream file(argv[1]);
  const std::string json(std::istreambuf_iterator<char>(file), {});
  const auto engine = sourcing::Engine::from_json(json, argv[1]);
  if (!engine) {
    for (const auto& problem : engine.problems()) std::cerr << to_string(problem) << '\n';
    return 1;
  }
  std::cout << engine->model_id() << ' ' << engine->model_version() << ": " << engine->criteria()
            << " criteria, KPO from " << sourcing::to_string(engine->describe().threshold) << '\n';
  const sourcing::Decision decision = decide(*engine, make_task(*engine));
  std::cout << name(decision.status) << ", score "
            << sourcing::to_string(decision.scores[static_cast<int>(sourcing::Axis::engagement)])
            << '\n';
}
