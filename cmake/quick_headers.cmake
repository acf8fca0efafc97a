# SPDX-License-Identifier: Apache-2.0
# Precompiled headers for the instrumented builds, where the same standard headers are read three
# hundred times. Not for the others: they show whether each file includes what it uses.

set(quick_headers <fmt/format.h> <algorithm> <array> <charconv> <cstdint> <functional> <limits> <map>
                  <memory> <optional> <set> <span> <string> <string_view> <unordered_map> <variant>
                  <vector>)

if(SOURCING_SANITIZE)
  foreach(target IN ITEMS sourcing_core sourcing sourcing_cli)
    target_precompile_headers(${target} PRIVATE ${quick_headers})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
      # Without it a compiler cache takes every new header for another one.
      target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
    endif()
  endforeach()
endif()
