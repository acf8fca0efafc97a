// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "cli/shell/last_resort.hpp"

namespace {

// Before the constructors of static objects, some of which (CLI11 has dozens) allocate.
[[gnu::constructor(101)]] void before_all_else() noexcept { sourcing::cli::install_last_resort(); }

}  // namespace

int main(int argc, char** argv) { return sourcing::cli::run(argc, argv); }
