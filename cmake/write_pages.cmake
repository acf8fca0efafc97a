# SPDX-License-Identifier: Apache-2.0
# Lets the program write its own man pages and completions.
#
#   cmake -DPROGRAM=bin/sourcing -DFOLDER=pages -P write_pages.cmake
#
# Neither the builder's settings nor a model of their own may reach what is installed for everybody.
file(REMOVE_RECURSE "${FOLDER}")
file(MAKE_DIRECTORY "${FOLDER}/man" "${FOLDER}/completions")
foreach(variable IN ITEMS MODEL LANG FORMAT COLOR)
  unset(ENV{SOURCING_${variable}})
endforeach()
set(ENV{HOME} "${FOLDER}")
set(ENV{XDG_CONFIG_HOME} "${FOLDER}")
set(ENV{LC_ALL} C)

execute_process(COMMAND "${PROGRAM}" reference man --folder "${FOLDER}/man"
                WORKING_DIRECTORY "${FOLDER}" RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "`sourcing reference man` ended with ${result}")
endif()
# Each shell looks for its own file name.
foreach(pair IN ITEMS bash=sourcing zsh=_sourcing fish=sourcing.fish)
  string(REPLACE "=" ";" pair "${pair}")
  list(GET pair 0 shell)
  list(GET pair 1 name)
  execute_process(COMMAND "${PROGRAM}" completions "${shell}"
                  WORKING_DIRECTORY "${FOLDER}" RESULT_VARIABLE result
                  OUTPUT_FILE "${FOLDER}/completions/${name}")
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "`sourcing completions ${shell}` ended with ${result}")
  endif()
endforeach()
