/// Plain C libraries as modules: reads C declarations, finds the library and makes a module of it.
/// Needs a native backend, and for texts that it has not seen before a declaration parser.
module dev.tenon.cdef {
  requires transitive dev.tenon;
  requires dev.tenon.nativeext;
  requires static org.jspecify;

  exports dev.tenon.cdef;
  exports dev.tenon.cdef.check;
  exports dev.tenon.cdef.model;

  uses dev.tenon.cdef.model.DeclarationParser;
  uses dev.tenon.cdef.model.HeaderReader;

  provides dev.tenon.search.ModuleFileType with
      dev.tenon.cdef.CdefFileType;
}
