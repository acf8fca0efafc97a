# SPDX-License-Identifier: Apache-2.0
# Warnings for first-party code. Headers of dependencies are SYSTEM and stay quiet.

add_library(sourcing_warnings INTERFACE)
target_compile_options(sourcing_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Wcast-qual -Wcast-align -Woverloaded-virtual -Wformat=2
  -Wimplicit-fallthrough -Wextra-semi -Wundef)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(sourcing_warnings INTERFACE
    -Wduplicated-cond -Wduplicated-branches -Wlogical-op
    # g++ 12 reports this inside std::string once it has inlined it (GCC bug 105651).
    -Wno-restrict)
endif()
if(SOURCING_WERROR)
  target_compile_options(sourcing_warnings INTERFACE -Werror)
endif()
