# Compiles through ccache where the machine has it and nobody chose another launcher.
if(NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(WSPROOF_CCACHE ccache)
  mark_as_advanced(WSPROOF_CCACHE)
  if(WSPROOF_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${WSPROOF_CCACHE}")
    set(CMAKE_C_COMPILER_LAUNCHER "${WSPROOF_CCACHE}")
  endif()
endif()
