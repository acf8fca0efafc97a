// SPDX-License-Identifier: Apache-2.0
// The yardstick of bench_start: the least that a C++ program with iostream costs to run.
#include <iostream>

int main() { std::cout << "hello, world\n"; }
