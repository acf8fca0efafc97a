# SPDX-License-Identifier: Apache-2.0
# `cpack -G DEB`. scripts/package.sh calls it with the settings that a package needs.
set(SOURCING_MAINTAINER "sourcing maintainers <maintainers@sourcing.invalid>" CACHE STRING
    "Name and address in the .deb; whoever publishes it sets their own")
set(SOURCING_HOMEPAGE "" CACHE STRING "Home page in the .deb; left out when empty")
mark_as_advanced(SOURCING_MAINTAINER SOURCING_HOMEPAGE)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME sourcing)
set(CPACK_PACKAGE_VENDOR sourcing)
set(CPACK_PACKAGE_CONTACT "${SOURCING_MAINTAINER}")
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "decide how and where a business process should be sourced")
set(CPACK_PACKAGE_DESCRIPTION
"Tells from data whether a business process is BPO or KPO, whether it should
be done onshore, nearshore or offshore, and whether to keep or automate it
first, with every point of the score explained.
.
This package has the program with its man pages and completions, and the C++
library with headers, a CMake package and a pkg-config file.")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "${SOURCING_MAINTAINER}")
if(SOURCING_HOMEPAGE)
  set(CPACK_DEBIAN_PACKAGE_HOMEPAGE "${SOURCING_HOMEPAGE}")
endif()
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS OFF)
# Folders get 0755 whatever the umask of whoever builds.
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
# The static library needs what it was built with, when somebody links it.
set(library_needs "")
if(SOURCING_HAS_ZLIB)
  list(APPEND library_needs zlib1g-dev)
endif()
if(SOURCING_HAS_ZSTD)
  list(APPEND library_needs libzstd-dev)
endif()
if(SOURCING_HAS_XLSX)
  list(APPEND library_needs libminizip-dev libexpat1-dev)
endif()
string(REPLACE ";" ", " CPACK_DEBIAN_PACKAGE_DEPENDS "${library_needs}")

# TIMESTAMP honours SOURCE_DATE_EPOCH.
string(TIMESTAMP SOURCING_BUILD_DATE "%a, %d %b %Y %H:%M:%S +0000" UTC)
configure_file("${PROJECT_SOURCE_DIR}/packaging/debian/changelog.in"
               "${PROJECT_BINARY_DIR}/debian/changelog" @ONLY)
configure_file("${PROJECT_SOURCE_DIR}/packaging/debian/finish.cmake.in"
               "${PROJECT_BINARY_DIR}/debian/finish.cmake" @ONLY)
set(CPACK_PRE_BUILD_SCRIPTS "${PROJECT_BINARY_DIR}/debian/finish.cmake")
include(CPack)
