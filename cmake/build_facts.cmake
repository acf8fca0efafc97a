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
  \"zstd\": \"@zstd_version@\"
}
")
