// SPDX-License-Identifier: Apache-2.0
// usage: make_model SEED: prints a random model, for random_models.py.
#include <cstdio>
#include <cstdlib>

#include "property/random_model.hpp"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  sourcing::test::Random random(std::strtoull(argv[1], nullptr, 10));
  sourcing::test::ModelShape shape;
  shape.most_criteria = 7;
  const std::string json = to_json(random_model(random, shape));
  return std::fwrite(json.data(), 1, json.size(), stdout) == json.size() ? 0 : 1;
}
