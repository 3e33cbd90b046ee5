# find_package(Tenon CONFIG REQUIRED) gives the target Tenon::Tenon, which knows the headers, and tenon_add_module.

foreach(place IN ITEMS "${CMAKE_CURRENT_LIST_DIR}/../include" "${CMAKE_CURRENT_LIST_DIR}/../../../include")
  if(EXISTS "${place}/tenon.h")
    get_filename_component(Tenon_INCLUDE_DIR "${place}" REALPATH)
  endif()
endforeach()
if(NOT Tenon_INCLUDE_DIR)
  set(Tenon_FOUND FALSE)
  set(Tenon_NOT_FOUND_MESSAGE "tenon.h is not where ${CMAKE_CURRENT_LIST_FILE} expects it; install the SDK again")
  return()
endif()

if(NOT TARGET Tenon::Tenon)
  add_library(Tenon::Tenon INTERFACE IMPORTED)
  set_target_properties(Tenon::Tenon PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${Tenon_INCLUDE_DIR}")
endif()

# tenon_add_module(NAME SOURCE...): a target NAME that builds the library of module NAME under the name that Tenon looks for.
function(tenon_add_module name)
  if(NOT ARGN)
    message(FATAL_ERROR "tenon_add_module(${name}): no sources; write tenon_add_module(NAME SOURCE...)")
  endif()
  add_library(${name} MODULE ${ARGN})
  target_link_libraries(${name} PRIVATE Tenon::Tenon)
  set_target_properties(${name} PROPERTIES
    PREFIX ""
    SUFFIX "${CMAKE_SHARED_LIBRARY_SUFFIX}"
    C_STANDARD 11
    C_STANDARD_REQUIRED ON
    C_VISIBILITY_PRESET hidden
    CXX_VISIBILITY_PRESET hidden)
endfunction()
