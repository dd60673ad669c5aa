# cmake -DROOT=DIR -P units.cmake: every public header of the codec belongs to a codec_unit, which
# gives it a source and a test and compiles it alone.
cmake_minimum_required(VERSION 3.25)

file(GLOB headers "${ROOT}/codec/include/wsproof/*.hpp")
file(READ "${ROOT}/codec/CMakeLists.txt" lists)
set(alone "")
foreach(header IN LISTS headers)
  cmake_path(GET header STEM name)
  if(NOT lists MATCHES "codec_unit\\(${name}[ )]")
    list(APPEND alone "${name}.hpp")
  endif()
endforeach()

if(NOT headers)
  message(FATAL_ERROR "no public header below ${ROOT}: nothing was checked")
elseif(alone)
  message(FATAL_ERROR "public headers without a codec_unit: ${alone}")
endif()
list(LENGTH headers count)
message("${count} public headers are units")
