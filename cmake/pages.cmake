# SPDX-License-Identifier: Apache-2.0
# Man pages and completions, written by the program that was just built.
if(NOT TARGET sourcing-bin)
  return()
endif()
if(CMAKE_CROSSCOMPILING AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
  message(STATUS "cross-compiling: man pages and completions are not made; "
                 "`sourcing reference` and `sourcing completions` print them")
  return()
endif()

set(pages "${PROJECT_BINARY_DIR}/pages")
add_custom_command(
  OUTPUT "${pages}.stamp"
  COMMAND "${CMAKE_COMMAND}" "-DPROGRAM=$<TARGET_FILE:sourcing-bin>" "-DFOLDER=${pages}"
          -P "${PROJECT_SOURCE_DIR}/cmake/write_pages.cmake"
  COMMAND "${CMAKE_COMMAND}" -E touch "${pages}.stamp"
  DEPENDS sourcing-bin "${PROJECT_SOURCE_DIR}/cmake/write_pages.cmake"
  COMMENT "Writing man pages and completions"
  VERBATIM)
add_custom_target(sourcing_pages ALL DEPENDS "${pages}.stamp")

install(DIRECTORY "${pages}/man/" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
install(FILES "${pages}/completions/sourcing"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
install(FILES "${pages}/completions/_sourcing"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions")
install(FILES "${pages}/completions/sourcing.fish"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
