# SPDX-License-Identifier: Apache-2.0
# Texts of data/ inside the program, so that no command needs files.

# sourcing_embed(TARGET NAME HEADER declared/in.hpp NAMESPACE a::b TEXTS constant=file...)
#
# Adds to TARGET a source `generated/embedded_NAME.cpp` that defines each constant, a
# std::string_view, with the bytes of a file below data/. A source that a folder generates is known
# to that folder only, hence the object library of its own.
function(sourcing_embed target name)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "HEADER;NAMESPACE" "TEXTS")
  set(source "${PROJECT_BINARY_DIR}/generated/embedded_${name}.cpp")
  set(script "${PROJECT_SOURCE_DIR}/cmake/embed_texts.cmake")
  set(files "")
  set(texts "")
  foreach(text IN LISTS arg_TEXTS)
    string(REGEX MATCH "^([^=]+)=(.*)$" matched "${text}")
    set(file "${PROJECT_SOURCE_DIR}/data/${CMAKE_MATCH_2}")
    list(APPEND files "${file}")
    list(APPEND texts "${CMAKE_MATCH_1}=${file}")
  endforeach()
  list(JOIN texts "," texts)
  add_custom_command(
    OUTPUT "${source}"
    COMMAND "${CMAKE_COMMAND}" "-DOUTPUT=${source}" "-DHEADER=${arg_HEADER}"
            "-DNAMESPACE=${arg_NAMESPACE}" "-DTEXTS=${texts}" -P "${script}"
    DEPENDS ${files} "${script}"
    COMMENT "Embedding ${name}"
    VERBATIM)
  add_library(sourcing_embedded_${name} OBJECT "${source}")
  target_link_libraries(sourcing_embedded_${name} PRIVATE sourcing_private)
  target_sources(${target} PRIVATE $<TARGET_OBJECTS:sourcing_embedded_${name}>)
endfunction()
