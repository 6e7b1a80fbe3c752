# OpenCVModules: imported targets OpenCVModules::core and OpenCVModules::imgproc.
# Debian's modular packages (libopencv-core-dev, libopencv-imgproc-dev) ship no CMake config, and the full
# libopencv-dev would load 140 more libraries at start-up; so the two modules are found by hand.
find_path(OpenCVModules_INCLUDE_DIR opencv2/core.hpp PATH_SUFFIXES opencv4)
foreach(module core imgproc)
  find_library(OpenCVModules_${module}_LIBRARY opencv_${module})
endforeach()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OpenCVModules REQUIRED_VARS OpenCVModules_INCLUDE_DIR
                                  OpenCVModules_core_LIBRARY OpenCVModules_imgproc_LIBRARY)
if(OpenCVModules_FOUND)
  foreach(module core imgproc)
    if(NOT TARGET OpenCVModules::${module})
      add_library(OpenCVModules::${module} SHARED IMPORTED)
      set_target_properties(OpenCVModules::${module} PROPERTIES
        IMPORTED_LOCATION ${OpenCVModules_${module}_LIBRARY}
        INTERFACE_SYSTEM_INCLUDE_DIRECTORIES ${OpenCVModules_INCLUDE_DIR}
        INTERFACE_INCLUDE_DIRECTORIES ${OpenCVModules_INCLUDE_DIR})
    endif()
  endforeach()
  target_link_libraries(OpenCVModules::imgproc INTERFACE OpenCVModules::core)
endif()
