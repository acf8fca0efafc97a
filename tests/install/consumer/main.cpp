// SPDX-License-Identifier: Apache-2.0
// usage: consumer VERSION; succeeds when that is the version of the library it was linked with.
#include <iostream>
#include <sourcing/version.hpp>

int main(int argc, char** argv) {
  std::cout << "linked with sourcing " << sourcing::version() << '\n';
  return argc == 2 && sourcing::version() == argv[1] ? 0 : 1;
}
