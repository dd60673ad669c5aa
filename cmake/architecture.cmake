# Tests that keep the architecture (ARCHITECTURE.md), each beside a test that sees it fail on a
# planted violation. Not in sanitizer and coverage builds: those add symbols of their own, and the
# sources are the same.
set(WSPROOF_ARCHITECTURE "${CMAKE_CURRENT_LIST_DIR}/architecture")

# must_fail_test(name EXPECT regex COMMAND command...)
function(must_fail_test name)
  cmake_parse_arguments(PARSE_ARGV 1 test "" "EXPECT" "COMMAND")
  add_test(NAME architecture.${name}
           COMMAND ${CMAKE_COMMAND} "-DEXPECT=${test_EXPECT}" -P
                   ${WSPROOF_ARCHITECTURE}/must_fail.cmake -- ${test_COMMAND})
endfunction()

# planted_include(name file line expect): a tree with one file of one line breaks the graph.
function(planted_include name file line expect)
  set(tree "${PROJECT_BINARY_DIR}/planted/${name}")
  file(CONFIGURE OUTPUT "${tree}/${file}" CONTENT "${line}\n" @ONLY)
  file(CONFIGURE OUTPUT "${tree}/codec/include/wsproof/types.hpp" CONTENT "#include <span>\n" @ONLY)
  file(CONFIGURE OUTPUT "${tree}/conformance/play.hpp" CONTENT "\n" @ONLY)
  file(CONFIGURE OUTPUT "${tree}/native/net/loop.hpp" CONTENT "\n" @ONLY)
  file(CONFIGURE OUTPUT "${tree}/wasm/exports.hpp" CONTENT "\n" @ONLY)
  file(CONFIGURE OUTPUT "${tree}/fuzz/reference/reference.hpp" CONTENT "\n" @ONLY)
  must_fail_test(include_graph_sees_${name} EXPECT "${expect}"
                 COMMAND ${CMAKE_COMMAND} -DROOT=${tree} -P ${include_graph})
endfunction()

function(include_graph_tests)
  set(include_graph "${WSPROOF_ARCHITECTURE}/include_graph.cmake")
  add_test(NAME architecture.include_graph
           COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -P ${include_graph})
  planted_include(codec_on_conformance codec/src/x.cpp "#include \"conformance/play.hpp\""
                  "codec must not include conformance")
  planted_include(codec_on_native codec/test/x_test.cpp "#include \"native/net/loop.hpp\""
                  "codec must not include native")
  planted_include(conformance_on_native conformance/x.cpp "# include \"../native/net/loop.hpp\""
                  "conformance must not include native")
  planted_include(native_on_wasm native/net/x.cpp "#include \"wasm/exports.hpp\""
                  "native must not include wasm")
  planted_include(wasm_on_native wasm/x.cpp "#include \"native/net/loop.hpp\""
                  "wasm must not include native")
  planted_include(the_oracle_outside_tests native/net/x.cpp "#include \"fuzz/reference/reference.hpp\""
                  "native must not include fuzz")
  planted_include(a_missing_file codec/src/x.cpp "#include \"wsproof/gone.hpp\"" "no such file of ours")
  planted_include(allocation_in_codec codec/src/x.cpp "#include <vector>"
                  "<vector>: codec must not use this header")
  planted_include(zlib_in_codec codec/src/frame.cpp "#include <zlib.h>"
                  "<zlib.h>: codec must not use this header")
  planted_include(a_clock_in_conformance conformance/player/x.cpp "#include <chrono>"
                  "<chrono>: conformance must not use this header")
  must_fail_test(include_graph_sees_an_empty_tree EXPECT "nothing was checked"
                 COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_BINARY_DIR}/planted -P ${include_graph})
endfunction()

# Every public header is a unit; one that is not is seen.
function(unit_tests)
  set(units "${WSPROOF_ARCHITECTURE}/units.cmake")
  add_test(NAME architecture.every_public_header_is_a_unit
           COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -P ${units})
  set(tree "${PROJECT_BINARY_DIR}/planted/units")
  file(CONFIGURE OUTPUT "${tree}/codec/include/wsproof/lonely.hpp" CONTENT "\n" @ONLY)
  file(CONFIGURE OUTPUT "${tree}/codec/CMakeLists.txt" CONTENT "codec_unit(other)\n" @ONLY)
  must_fail_test(a_public_header_without_a_unit_is_seen EXPECT "without a codec_unit: lonely.hpp"
                 COMMAND ${CMAKE_COMMAND} -DROOT=${tree} -P ${units})
endfunction()

# purity_test(target): the library calls nothing but mem*.
function(purity_test target)
  set(purity ${CMAKE_COMMAND} -DNM=${CMAKE_NM})
  set(script -P ${WSPROOF_ARCHITECTURE}/purity.cmake)
  set(planted "${PROJECT_BINARY_DIR}/planted/purity")
  add_test(NAME architecture.${target}_is_pure
           COMMAND ${purity} -DARCHIVE=$<TARGET_FILE:${target}> ${script})

  file(CONFIGURE OUTPUT "${planted}/speaks.cpp"
       CONTENT "#include <cstdio>\nint speak() { return std::puts(\"impure\"); }\n" @ONLY)
  add_library(${target}_speaks STATIC $<TARGET_OBJECTS:${target}> "${planted}/speaks.cpp")
  must_fail_test(${target}_purity_sees_puts EXPECT "it calls: puts"
                 COMMAND ${purity} -DARCHIVE=$<TARGET_FILE:${target}_speaks> ${script})

  file(CONFIGURE OUTPUT "${planted}/empty.cpp" CONTENT "static_assert(true);\n" @ONLY)
  add_library(${target}_empty STATIC "${planted}/empty.cpp")
  must_fail_test(${target}_purity_sees_an_empty_archive EXPECT "defines nothing"
                 COMMAND ${purity} -DARCHIVE=$<TARGET_FILE:${target}_empty> ${script})
  must_fail_test(${target}_purity_sees_a_missing_archive EXPECT "no archive"
                 COMMAND ${purity} -DARCHIVE=${planted}/gone.a ${script})
endfunction()

# consumer_test(component document how): the document's example, built the way a user of the library
# would build it. Each installs from this build tree, which keeps one manifest: one at a time.
function(consumer_test component document how)
  set(name architecture.the_${component}_example_builds_by_${how})
  add_test(NAME ${name}
           COMMAND ${consumer} -DHOW=${how} -DCOMPONENT=${component}
                   -DTEXT=${PROJECT_SOURCE_DIR}/${document}
                   -DWORK=${PROJECT_BINARY_DIR}/consumer/${component}-${how} ${consumer_script})
  set_tests_properties(${name} PROPERTIES RESOURCE_LOCK install)
endfunction()

function(consumer_tests)
  set(consumer ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR} -DBUILD=${PROJECT_BINARY_DIR}
               -DCXX=${CMAKE_CXX_COMPILER} -DLAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER})
  set(consumer_script -P ${WSPROOF_ARCHITECTURE}/consumer.cmake)
  consumer_test(codec README.md package)
  consumer_test(codec README.md pkg-config)
  consumer_test(codec README.md subdirectory)
  consumer_test(deflate docs/deflate.md package)
  consumer_test(deflate docs/deflate.md pkg-config)

  set(liar "${PROJECT_BINARY_DIR}/planted/liar.md")
  file(CONFIGURE OUTPUT "${liar}"
       CONTENT "\n```cpp\nint main() {}\n```\n\n```text\nsomething\n```\n" @ONLY)
  must_fail_test(an_example_that_prints_something_else_is_seen EXPECT "the example prints"
                 COMMAND ${consumer} -DHOW=pkg-config -DCOMPONENT=codec -DTEXT=${liar}
                         -DWORK=${PROJECT_BINARY_DIR}/consumer/liar ${consumer_script})
  set_tests_properties(architecture.an_example_that_prints_something_else_is_seen
                       PROPERTIES RESOURCE_LOCK install)
endfunction()

# The documents point at what exists; planted ones that do not are seen.
function(docs_tests)
  add_test(NAME architecture.the_documents_point_at_what_exists
           COMMAND bash ${WSPROOF_ARCHITECTURE}/docs.sh ${PROJECT_SOURCE_DIR})
  set(tree "${PROJECT_BINARY_DIR}/planted/docs")
  file(CONFIGURE OUTPUT "${tree}/README.md" CONTENT "[gone](gone.md), `./dev fly`\n" @ONLY)
  file(CONFIGURE OUTPUT "${tree}/docs/decisions/0001-x.md" CONTENT "x\n" @ONLY)
  file(CONFIGURE OUTPUT "${tree}/dev" CONTENT "#!/bin/sh\necho '  run '\n" @ONLY)
  file(CHMOD "${tree}/dev" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
  foreach(mistake IN ITEMS "links to gone.md" "no verb fly" "does not begin with")
    string(MAKE_C_IDENTIFIER "${mistake}" name)
    must_fail_test(documents_see_${name} EXPECT "${mistake}"
                   COMMAND bash ${WSPROOF_ARCHITECTURE}/docs.sh ${tree})
  endforeach()
endfunction()

if(WSPROOF_TESTS AND NOT WSPROOF_INSTRUMENTED)
  include_graph_tests()
  unit_tests()
  purity_test(wsproof_codec)
  consumer_tests()
  docs_tests()
endif()
