# cmake -DROOT=DIR -P include_graph.cmake: reads every #include line below ROOT and fails on an
# arrow that ARCHITECTURE.md does not have, or on a system header that an area must not touch.
cmake_minimum_required(VERSION 3.25)

set(areas codec conformance native wasm fuzz)

# What each area may include of ours, besides itself.
set(codec_may "")
set(conformance_may codec)
set(native_may codec conformance)
set(wasm_may codec conformance)
set(fuzz_may codec conformance native)

# Beyond that: tests and benchmarks of any area may use the independent decoder, and the command
# line may start campaigns.
set(tests "/(test|bench)/|_test\\.cpp$")
set(tests_may "^fuzz/reference/")
set(cli_folder "^native/cli/")
set(cli_may "^fuzz/(campaign|model)/")

# codec's own sources live on the freestanding part of the library: nothing that allocates, does
# I/O, tells the time or draws randomness. zlib belongs to the units of wsproof::deflate.
set(codec_sources "^codec/(include|src)/")
set(codec_system_headers
    algorithm array bit charconv climits compare concepts cstddef cstdint cstring initializer_list
    iterator limits new numeric optional span string_view tuple type_traits utility variant
    cpuid.h immintrin.h arm_neon.h)
set(zlib_units "^codec/(include/wsproof|src)/(zlib_|inflater|deflater|deflate)")

# conformance is fed octets and elapsed time: it opens nothing and asks no clock.
set(conformance_never
    "^(sys/.*|netinet/.*|arpa/.*|unistd\\.h|fcntl\\.h|poll\\.h|netdb\\.h|signal\\.h|time\\.h|ctime|chrono|thread|mutex|future|fstream|iostream|cstdio|filesystem|random)$")

function(refuse file header reason)
  message("${file}: #include ${header}: ${reason}")
  set_property(GLOBAL APPEND PROPERTY refused "${file}")
endfunction()

# The file below ROOT that `#include "header"` in `file` means, or "".
function(resolve file header result)
  cmake_path(GET file PARENT_PATH folder)
  set(${result} "" PARENT_SCOPE)
  foreach(place IN ITEMS "${folder}/${header}" "${header}" "codec/include/${header}")
    if(EXISTS "${ROOT}/${place}")
      cmake_path(NORMAL_PATH place)
      set(${result} "${place}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()

function(check_ours file area header)
  resolve("${file}" "${header}" target)
  if(target STREQUAL "")
    refuse("${file}" "\"${header}\"" "no such file of ours")
    return()
  endif()
  string(REGEX REPLACE "/.*" "" target_area "${target}")
  if(target_area STREQUAL area OR target_area IN_LIST ${area}_may)
    return()
  endif()
  if(file MATCHES "${tests}" AND target MATCHES "${tests_may}")
    return()
  endif()
  if(file MATCHES "${cli_folder}" AND target MATCHES "${cli_may}")
    return()
  endif()
  refuse("${file}" "\"${header}\"" "${area} must not include ${target_area}")
endfunction()

function(check_system file header)
  if(file MATCHES "${codec_sources}" AND NOT header IN_LIST codec_system_headers)
    if(NOT (header STREQUAL "zlib.h" AND file MATCHES "${zlib_units}"))
      refuse("${file}" "<${header}>" "codec must not use this header")
    endif()
  elseif(file MATCHES "^conformance/" AND NOT file MATCHES "${tests}"
         AND header MATCHES "${conformance_never}")
    refuse("${file}" "<${header}>" "conformance must not use this header")
  endif()
endfunction()

function(check_file file area)
  file(STRINGS "${ROOT}/${file}" lines REGEX "^[ \t]*#[ \t]*include[ \t]*[<\"]" ENCODING UTF-8)
  foreach(line IN LISTS lines)
    set_property(GLOBAL APPEND PROPERTY arrows "${line}")
    if(line MATCHES "include[ \t]*\"([^\"]+)\"")
      check_ours("${file}" "${area}" "${CMAKE_MATCH_1}")
    elseif(line MATCHES "include[ \t]*<([^>]+)>")
      check_system("${file}" "${CMAKE_MATCH_1}")
    endif()
  endforeach()
endfunction()

foreach(area IN LISTS areas)
  file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/${area}/*.[ch]pp" "${ROOT}/${area}/*.[ch]")
  list(FILTER files EXCLUDE REGEX "/node_modules/")
  foreach(file IN LISTS files)
    check_file("${file}" "${area}")
  endforeach()
endforeach()

get_property(arrows GLOBAL PROPERTY arrows)
get_property(refused GLOBAL PROPERTY refused)
list(LENGTH arrows arrow_count)
list(LENGTH refused refused_count)
if(arrow_count EQUAL 0)
  message(FATAL_ERROR "no #include line below ${ROOT}: nothing was checked")
endif()
if(refused_count GREATER 0)
  message(FATAL_ERROR "${refused_count} of ${arrow_count} #include lines break the architecture")
endif()
message("${arrow_count} #include lines keep the architecture")
