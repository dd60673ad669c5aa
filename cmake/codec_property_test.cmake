# codec_property_test(name): test/name_test.cpp, which holds several units, or all of them, against
# an independent witness: fuzz/reference, or a table derived from the RFC's text.
function(codec_property_test name)
  add_executable(${name}_test "${CMAKE_CURRENT_SOURCE_DIR}/test/${name}_test.cpp")
  wsproof_warnings(${name}_test)
  target_link_libraries(${name}_test PRIVATE wsproof_codec wsproof_reference
                                             wsproof_test_support wsproof_counting_new GTest::gmock_main)
  gtest_discover_tests(${name}_test TEST_PREFIX "codec.${name}." DISCOVERY_MODE PRE_TEST)
endfunction()
