# palpate_strict(target): the project's language level, warnings and sanitizers for one target.
find_package(Threads REQUIRED)

function(palpate_strict target)
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR})
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                         $<$<BOOL:${PALPATE_WERROR}>:-Werror>
                         # GCC 12 sees overlap in std::string assignments where there is none (GCC bug 105651)
                         $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-restrict>
                         # clang tells when an `omp simd` stays scalar, as under sanitizers: not a fault
                         $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wno-pass-failed>)
  if(PALPATE_BUILD_FUZZ)
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)  # coverage, without a main
    target_link_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
  if(PALPATE_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${PALPATE_SANITIZE} -fno-omit-frame-pointer
                           -fno-sanitize-recover=all
                           $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-fsanitize-ignorelist=${CMAKE_SOURCE_DIR}/cmake/sanitizer_ignorelist.txt>)
    target_link_options(${target} PRIVATE -fsanitize=${PALPATE_SANITIZE})
    if(PALPATE_SANITIZE MATCHES undefined)
      target_compile_options(${target} PRIVATE -fno-sanitize=enum)  # libserialport gives byte counts as an enum
    endif()
  endif()
endfunction()

# palpate_library(name DEPS ...): a static library of every .cpp in the calling folder. A new file needs no edit here.
function(palpate_library name)
  cmake_parse_arguments(ARG "" "" "DEPS;PRIVATE_DEPS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_library(${name} STATIC ${sources})
  palpate_strict(${name})
  target_link_libraries(${name} PUBLIC ${ARG_DEPS} Threads::Threads PRIVATE ${ARG_PRIVATE_DEPS})
endfunction()
