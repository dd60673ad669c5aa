# What `cmake --install` lays down: the headers, the libraries, find_package(wsproof COMPONENTS
# codec deflate) and pkg-config files. The command is installed by native/.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(config_folder "${CMAKE_INSTALL_LIBDIR}/cmake/wsproof")

# install_component(name requires): the library wsproof_NAME as component NAME, with a .pc file.
function(install_component name requires)
  install(TARGETS wsproof_${name} EXPORT wsproof_${name} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(EXPORT wsproof_${name} NAMESPACE wsproof:: FILE wsproof_${name}.cmake
          DESTINATION ${config_folder})
  set(component ${name})
  file(RELATIVE_PATH to_prefix "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
  configure_file("${PROJECT_SOURCE_DIR}/cmake/wsproof.pc.in" wsproof-${name}.pc @ONLY)
  install(FILES "${CMAKE_CURRENT_BINARY_DIR}/wsproof-${name}.pc"
          DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endfunction()

install(DIRECTORY codec/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")
install_component(codec "")
if(TARGET wsproof_deflate)
  install_component(deflate "wsproof-codec zlib")
endif()

configure_package_config_file(cmake/wsproof-config.cmake.in wsproof-config.cmake
                              INSTALL_DESTINATION ${config_folder})
write_basic_package_version_file(wsproof-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/wsproof-config.cmake"
              "${CMAKE_CURRENT_BINARY_DIR}/wsproof-config-version.cmake"
        DESTINATION ${config_folder})
