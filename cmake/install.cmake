# SPDX-License-Identifier: Apache-2.0
# Program, library, headers, data; a CMake package and a pkg-config file to find them with.
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/sourcing")
if(TARGET sourcing-bin)
  install(TARGETS sourcing-bin RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()
if(TARGET sourcing-xlsx)
  install(TARGETS sourcing-xlsx RUNTIME DESTINATION "${CMAKE_INSTALL_LIBEXECDIR}/sourcing")
endif()
install(TARGETS sourcing EXPORT sourcing-targets ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/sourcing"
        DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.hpp")

file(GLOB data_files CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/data/model.json"
                                       "${PROJECT_SOURCE_DIR}/data/*.schema.json")
install(FILES ${data_files} DESTINATION "${CMAKE_INSTALL_DATADIR}/sourcing")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/data/mappings" DESTINATION "${CMAKE_INSTALL_DATADIR}/sourcing")
foreach(document IN ITEMS LICENSE README.md CHANGELOG.md packaging/THIRD_PARTY.md)
  if(EXISTS "${PROJECT_SOURCE_DIR}/${document}")
    install(FILES "${PROJECT_SOURCE_DIR}/${document}" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
  endif()
endforeach()

install(DIRECTORY "${PROJECT_SOURCE_DIR}/docs/examples" DESTINATION "${CMAKE_INSTALL_DOCDIR}"
        FILES_MATCHING PATTERN "*.cpp")

install(EXPORT sourcing-targets NAMESPACE sourcing:: DESTINATION "${package_dir}")
configure_package_config_file(
  "${PROJECT_SOURCE_DIR}/cmake/sourcing-config.cmake.in"
  "${PROJECT_BINARY_DIR}/sourcing-config.cmake" INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/sourcing-config-version.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/sourcing-config.cmake"
              "${PROJECT_BINARY_DIR}/sourcing-config-version.cmake"
              "${PROJECT_SOURCE_DIR}/cmake/FindZstd.cmake"
        DESTINATION "${package_dir}")

# pkg-config: found from the file's own place, so that the prefix may be chosen at install time.
file(RELATIVE_PATH SOURCING_PC_PREFIX "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
string(REGEX REPLACE "/$" "" SOURCING_PC_PREFIX "${SOURCING_PC_PREFIX}")
set(SOURCING_PC_LIBS "-pthread")
if(SOURCING_HAS_XLSX)
  string(APPEND SOURCING_PC_LIBS " -lminizip -lexpat")
endif()
if(SOURCING_HAS_ZLIB)
  string(APPEND SOURCING_PC_LIBS " -lz")
endif()
if(SOURCING_HAS_ZSTD)
  string(APPEND SOURCING_PC_LIBS " -lzstd")
endif()
configure_file("${PROJECT_SOURCE_DIR}/cmake/sourcing.pc.in" "${PROJECT_BINARY_DIR}/sourcing.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/sourcing.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
