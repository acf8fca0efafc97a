# SPDX-License-Identifier: Apache-2.0
# What this build is made of, for the SBOM (scripts/sbom.py).
set(zstd_version "")
if(SOURCING_HAS_ZSTD AND EXISTS "${Zstd_INCLUDE_DIR}/zstd.h")
  file(STRINGS "${Zstd_INCLUDE_DIR}/zstd.h" lines REGEX "#define ZSTD_VERSION_(MAJOR|MINOR|RELEASE) ")
  list(TRANSFORM lines REPLACE "^[^0-9]*([0-9]+).*$" "\\1")
  list(JOIN lines "." zstd_version)
endif()
set(zlib_version "")
if(SOURCING_HAS_ZLIB)
  set(zlib_version "${ZLIB_VERSION_STRING}")
endif()
# Neither is found through a package of CMake's that knew its version.
set(minizip_version "")
set(expat_version "")
if(SOURCING_HAS_XLSX)
  set(minizip_version "1.1")
  file(STRINGS "${EXPAT_INCLUDE_DIR}/expat.h" lines REGEX "#define XML_(MAJOR|MINOR|MICRO)_VERSION ")
  list(TRANSFORM lines REPLACE "^[^0-9]*([0-9]+).*$" "\\1")
  list(JOIN lines "." expat_version)
endif()
set(is_static false)
if(SOURCING_STATIC)
  set(is_static true)
endif()
file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/build_facts.json" @ONLY CONTENT
"{
  \"version\": \"@PROJECT_VERSION@\",
  \"static\": @is_static@,
  \"compiler\": \"@CMAKE_CXX_COMPILER_ID@\",
  \"compiler_version\": \"@CMAKE_CXX_COMPILER_VERSION@\",
  \"fmt\": \"@fmt_VERSION@\",
  \"nlohmann_json\": \"@nlohmann_json_VERSION@\",
  \"CLI11\": \"@CLI11_VERSION@\",
  \"zlib\": \"@zlib_version@\",
  \"zstd\": \"@zstd_version@\",
  \"minizip\": \"@minizip_version@\",
  \"expat\": \"@expat_version@\"
}
")
