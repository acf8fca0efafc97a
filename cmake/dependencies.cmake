# SPDX-License-Identifier: Apache-2.0
# fmt, nlohmann/json and CLI11 are used as headers only, so the installed library needs none of them.

find_package(Threads REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(nlohmann_json 3.10 REQUIRED)
find_package(CLI11 2.1 REQUIRED)

# Compressed input is a convenience: without the library the feature is off and says so.
# A static executable needs the archives; a shared library alone counts as missing there.
set(saved_suffixes "${CMAKE_FIND_LIBRARY_SUFFIXES}")
if(SOURCING_STATIC)
  set(CMAKE_FIND_LIBRARY_SUFFIXES ".a")
endif()
find_package(ZLIB QUIET)
find_package(Zstd QUIET)
find_library(MINIZIP_LIBRARY minizip)
find_library(EXPAT_LIBRARY expat)
set(CMAKE_FIND_LIBRARY_SUFFIXES "${saved_suffixes}")
set(SOURCING_HAS_ZLIB "${ZLIB_FOUND}")
set(SOURCING_HAS_ZSTD "${Zstd_FOUND}")

# Workbooks are read with two small libraries: minizip for the archive, expat for the XML in it.
find_path(MINIZIP_INCLUDE_DIR minizip/unzip.h)
find_path(EXPAT_INCLUDE_DIR expat.h)
mark_as_advanced(MINIZIP_LIBRARY EXPAT_LIBRARY MINIZIP_INCLUDE_DIR EXPAT_INCLUDE_DIR)
set(SOURCING_HAS_XLSX OFF)
if(ZLIB_FOUND AND MINIZIP_LIBRARY AND MINIZIP_INCLUDE_DIR AND EXPAT_LIBRARY AND EXPAT_INCLUDE_DIR)
  set(SOURCING_HAS_XLSX ON)
  add_library(Workbooks::read INTERFACE IMPORTED)
  target_include_directories(Workbooks::read INTERFACE "${MINIZIP_INCLUDE_DIR}" "${EXPAT_INCLUDE_DIR}")
  # A target of its own, so that zlib comes behind it where both are archives.
  add_library(Workbooks::minizip UNKNOWN IMPORTED)
  set_target_properties(Workbooks::minizip PROPERTIES IMPORTED_LOCATION "${MINIZIP_LIBRARY}"
                                                      INTERFACE_LINK_LIBRARIES ZLIB::ZLIB)
  target_link_libraries(Workbooks::read INTERFACE Workbooks::minizip "${EXPAT_LIBRARY}")
endif()

# And written by a program beside ours, with a library that most distributions have as a shared one.
find_library(XLSXWRITER_LIBRARY xlsxwriter)
find_path(XLSXWRITER_INCLUDE_DIR xlsxwriter.h)
mark_as_advanced(XLSXWRITER_LIBRARY XLSXWRITER_INCLUDE_DIR)

# What every first-party target compiles with. An instrumented build is never installed: there fmt
# is linked, which halves what has to be compiled.
set(fmt_library fmt::fmt-header-only)
if(SOURCING_SANITIZE)
  set(fmt_library fmt::fmt)
endif()
add_library(sourcing_private INTERFACE)
target_include_directories(sourcing_private INTERFACE "${PROJECT_SOURCE_DIR}/src"
                                                      "${PROJECT_SOURCE_DIR}/include")
target_link_libraries(sourcing_private INTERFACE sourcing_settings sourcing_warnings
                                                 ${fmt_library} Threads::Threads)
target_compile_definitions(sourcing_private INTERFACE
  SOURCING_HAS_ZLIB=$<BOOL:${SOURCING_HAS_ZLIB}> SOURCING_HAS_ZSTD=$<BOOL:${SOURCING_HAS_ZSTD}>)
