// SPDX-License-Identifier: Apache-2.0
/// Plain C libraries as modules: reads C declarations, finds the library and makes a module of it.
/// Needs a native backend, and for texts that it has not seen before a declaration parser, which
/// uses `check` and `model`; it is no Java module, so these are exported to all.
@SuppressWarnings("module") // The tools of the command need this module, so it is not there yet.
module dev.tenon.cdef {
  requires transitive dev.tenon;
  requires dev.tenon.nativeext;
  requires static org.jspecify;

  exports dev.tenon.cdef;
  exports dev.tenon.cdef.check;
  exports dev.tenon.cdef.model;
  exports dev.tenon.cdef.tool to
      dev.tenon.tools;

  uses dev.tenon.cdef.model.DeclarationParser;
  uses dev.tenon.cdef.model.HeaderReader;

  provides dev.tenon.search.ModuleFileType with
      dev.tenon.cdef.load.CdefFileType;
}
