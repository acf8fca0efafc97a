# SPDX-License-Identifier: Apache-2.0
# How everything of ours is compiled. Nothing here reaches whoever uses the installed library.

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, RelWithDebInfo, Debug or MinSizeRel" FORCE)
endif()

# Warnings are errors where we develop, not where somebody builds a release tarball.
set(developer OFF)
if(PROJECT_IS_TOP_LEVEL AND (EXISTS "${PROJECT_SOURCE_DIR}/.git" OR DEFINED ENV{CI}))
  set(developer ON)
endif()

option(SOURCING_TESTS "Build the tests" ${PROJECT_IS_TOP_LEVEL})
option(SOURCING_BENCH "Build the benchmarks" OFF)
option(SOURCING_FUZZ "Build the fuzzers (libFuzzer under clang, a corpus replayer elsewhere)" OFF)
option(SOURCING_WERROR "Warnings are errors" ${developer})
set(SOURCING_SANITIZE "" CACHE STRING "Empty, 'address,undefined' or 'thread'")
set_property(CACHE SOURCING_SANITIZE PROPERTY STRINGS "" "address,undefined" "thread")

# A static executable without PIE starts about twice as fast: no loader, no relocations.
if(NOT DEFINED SOURCING_STATIC)
  set(static_works OFF)
  if(NOT SOURCING_SANITIZE)
    include(CheckCXXSourceCompiles)
    set(CMAKE_REQUIRED_FLAGS "-std=c++20 -pthread")
    set(CMAKE_REQUIRED_LINK_OPTIONS -static -no-pie)
    check_cxx_source_compiles("#include <iostream>
      #include <thread>
      int main() { std::thread([] { std::cout << 1; }).join(); }" SOURCING_STATIC_WORKS)
    unset(CMAKE_REQUIRED_FLAGS)
    unset(CMAKE_REQUIRED_LINK_OPTIONS)
    set(static_works ${SOURCING_STATIC_WORKS})
  endif()
  option(SOURCING_STATIC "Link the executable statically" "${static_works}")
endif()
# Functions are pieces of their own in a release only (below). GNU ld does it; gold has no INSERT, and
# lld wants the data that are locked after relocation in sections that it knows.
if(SOURCING_STATIC AND CMAKE_BUILD_TYPE STREQUAL "Release")
  include(CheckCXXSourceCompiles)
  set(CMAKE_REQUIRED_LINK_OPTIONS -static -no-pie
      "-Wl,-T,${CMAKE_CURRENT_LIST_DIR}/start_order.ld")
  check_cxx_source_compiles("int main() {}" SOURCING_LINKS_IN_ORDER)
  unset(CMAKE_REQUIRED_LINK_OPTIONS)
endif()
if(SOURCING_STATIC AND SOURCING_SANITIZE)
  message(FATAL_ERROR "SOURCING_STATIC and SOURCING_SANITIZE exclude each other")
endif()

if(NOT CMAKE_CXX_COMPILER_LAUNCHER AND PROJECT_IS_TOP_LEVEL)
  find_program(CCACHE_PROGRAM ccache)
  mark_as_advanced(CCACHE_PROGRAM)
  if(CCACHE_PROGRAM)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
  endif()
endif()

# The headers say their version to the preprocessor; both must be one.
file(READ "${PROJECT_SOURCE_DIR}/include/sourcing/version.hpp" version_header)
string(REGEX MATCHALL "#define SOURCING_VERSION_(MAJOR|MINOR|PATCH) [0-9]+" version_parts
       "${version_header}")
string(REGEX REPLACE "[^0-9;]" "" version_parts "${version_parts}")
list(JOIN version_parts "." version_parts)
if(NOT version_parts STREQUAL PROJECT_VERSION)
  message(FATAL_ERROR "include/sourcing/version.hpp says ${version_parts}, not ${PROJECT_VERSION}")
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)  # whoever links libsourcing.a may build a PIE or a plugin
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)    # for clang-tidy and editors

add_library(sourcing_settings INTERFACE)
target_compile_features(sourcing_settings INTERFACE cxx_std_20)
# Decisions are integers; where a double is printed it must still be the same on every processor.
target_compile_options(sourcing_settings INTERFACE -ffp-contract=off
                       $<$<CONFIG:Release>:-ffunction-sections -fdata-sections>)
target_link_options(sourcing_settings INTERFACE $<$<CONFIG:Release>:-Wl,--gc-sections>)
target_compile_definitions(sourcing_settings INTERFACE $<$<NOT:$<CONFIG:Release>>:_GLIBCXX_ASSERTIONS>)
if(SOURCING_SANITIZE)
  set(sanitizer_flags "-fsanitize=${SOURCING_SANITIZE}" -fno-omit-frame-pointer)
  if(SOURCING_SANITIZE MATCHES "undefined")
    list(APPEND sanitizer_flags -fno-sanitize-recover=undefined)
  endif()
  target_compile_options(sourcing_settings INTERFACE ${sanitizer_flags})
  target_link_options(sourcing_settings INTERFACE ${sanitizer_flags})
endif()
