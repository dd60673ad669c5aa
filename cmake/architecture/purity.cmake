# cmake -DNM=PROGRAM -DARCHIVE=FILE -P purity.cmake: fails unless everything the archive calls is in
# the archive, but for the mem* functions that a compiler may emit by itself.
cmake_minimum_required(VERSION 3.25)

set(allowed memcpy memmove memset memcmp bcmp _GLOBAL_OFFSET_TABLE_)

if(NOT EXISTS "${ARCHIVE}")
  message(FATAL_ERROR "no archive: ${ARCHIVE}")
endif()
execute_process(COMMAND "${NM}" -P "${ARCHIVE}" OUTPUT_VARIABLE symbols ERROR_VARIABLE trouble
                RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${NM} cannot read ${ARCHIVE}: ${trouble}")
endif()

# A line: NAME LETTER [VALUE SIZE]. U, v and w are undefined, everything else is defined.
string(REGEX REPLACE "\\[|\\]" "" symbols "${symbols}") # brackets would hold a CMake list together
string(REPLACE "\n" ";" lines "${symbols}")
set(defined "")
set(undefined "")
foreach(line IN LISTS lines)
  if(line MATCHES "^([^ ]+) ([A-Za-z])( |$)")
    set(name "${CMAKE_MATCH_1}")
    if(CMAKE_MATCH_2 MATCHES "[Uvw]")
      list(APPEND undefined "${name}")
    else()
      list(APPEND defined "${name}")
    endif()
  endif()
endforeach()

list(LENGTH defined defined_count)
if(defined_count EQUAL 0)
  message(FATAL_ERROR "${ARCHIVE} defines nothing: nothing was checked")
endif()
list(REMOVE_DUPLICATES undefined)
list(REMOVE_ITEM undefined ${defined} ${allowed})
if(undefined)
  list(JOIN undefined "\n  " called)
  message(FATAL_ERROR "${ARCHIVE} is not pure, it calls:\n  ${called}")
endif()
message("${defined_count} symbols defined, nothing called from outside but mem*")
