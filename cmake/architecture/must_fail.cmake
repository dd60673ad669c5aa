# cmake -DEXPECT=REGEX -P must_fail.cmake -- COMMAND...: passes when COMMAND fails and says REGEX.
# A check is worth something only if it has been seen failing; this sees it on every run.
cmake_minimum_required(VERSION 3.25)

set(command "")
set(after_dashes FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
  if(after_dashes)
    list(APPEND command "${CMAKE_ARGV${i}}")
  elseif(CMAKE_ARGV${i} STREQUAL "--")
    set(after_dashes TRUE)
  endif()
endforeach()

execute_process(COMMAND ${command} RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said)
message("${said}")
string(REGEX REPLACE "[ \n]+" " " said "${said}")
if(status EQUAL 0)
  message(FATAL_ERROR "the check passed although what it looks for was planted")
endif()
if(NOT said MATCHES "${EXPECT}")
  message(FATAL_ERROR "the check failed, but did not say: ${EXPECT}")
endif()
