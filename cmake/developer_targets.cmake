# SPDX-License-Identifier: Apache-2.0
# format, check-format, tidy and check. Each is there only when its tool is.

file(GLOB_RECURSE first_party CONFIGURE_DEPENDS
  "${PROJECT_SOURCE_DIR}/include/*.hpp" "${PROJECT_SOURCE_DIR}/src/*.[ch]pp"
  "${PROJECT_SOURCE_DIR}/tests/*.[ch]pp" "${PROJECT_SOURCE_DIR}/bench/*.[ch]pp")

find_program(CLANG_FORMAT NAMES clang-format-14 clang-format)
find_program(RUN_CLANG_TIDY NAMES run-clang-tidy-14 run-clang-tidy)
find_package(Python3 COMPONENTS Interpreter QUIET)
mark_as_advanced(CLANG_FORMAT RUN_CLANG_TIDY)

add_custom_target(check)
if(CLANG_FORMAT AND first_party)
  add_custom_target(format COMMAND "${CLANG_FORMAT}" -i ${first_party}
                    COMMENT "Formatting" VERBATIM)
  add_custom_target(check-format COMMAND "${CLANG_FORMAT}" --dry-run --Werror ${first_party}
                    COMMENT "Checking the format (fix with the target `format`)" VERBATIM)
  add_dependencies(check check-format)
endif()
if(RUN_CLANG_TIDY)
  cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
  add_custom_target(tidy
    COMMAND "${RUN_CLANG_TIDY}" -quiet -p "${PROJECT_BINARY_DIR}" -j ${cores}
            -extra-arg=-Wno-unknown-warning-option "^${PROJECT_SOURCE_DIR}/src/"
    COMMENT "clang-tidy over src" VERBATIM)
  if(TARGET sourcing_embed)
    add_dependencies(tidy sourcing_embed)
  endif()
  add_dependencies(check tidy)
endif()
if(Python3_FOUND)
  add_custom_target(check-layers
    COMMAND "${Python3_EXECUTABLE}" "${PROJECT_SOURCE_DIR}/tests/layers/check_layers.py"
            "${PROJECT_SOURCE_DIR}"
    COMMENT "Checking who includes whom" VERBATIM)
  add_dependencies(check check-layers)
endif()
