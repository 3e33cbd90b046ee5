// SPDX-License-Identifier: Apache-2.0
/// The module system of Tenon: interpreters, imports, module objects and descriptors. What is
/// exported to named modules only is machinery that the sister modules need.
@SuppressWarnings("module") // The sister modules need this one, so they are not there yet.
module dev.tenon {
  requires static java.management;
  requires static jdk.jfr;
  requires static jdk.management;
  requires static org.jspecify;

  exports dev.tenon;
  exports dev.tenon.code;
  exports dev.tenon.error;
  exports dev.tenon.error.kind;
  exports dev.tenon.event;
  exports dev.tenon.imports;
  exports dev.tenon.module;
  exports dev.tenon.registry;
  exports dev.tenon.run;
  exports dev.tenon.search;
  exports dev.tenon.value;
  exports dev.tenon.call to
      dev.tenon.cdef,
      dev.tenon.nativeext,
      dev.tenon.script;
  exports dev.tenon.effects to
      dev.tenon.cli,
      dev.tenon.nativeext,
      dev.tenon.script;
  exports dev.tenon.expression to
      dev.tenon.cli,
      dev.tenon.isolation;
  exports dev.tenon.function to
      dev.tenon.cdef,
      dev.tenon.cli,
      dev.tenon.nativeext,
      dev.tenon.script;
  exports dev.tenon.imports.load to
      dev.tenon.cdef,
      dev.tenon.cli,
      dev.tenon.isolation,
      dev.tenon.nativeext,
      dev.tenon.tools;
  exports dev.tenon.imports.path to
      dev.tenon.cdef,
      dev.tenon.isolation,
      dev.tenon.nativeext,
      dev.tenon.tools;
  exports dev.tenon.input to
      dev.tenon.cdef,
      dev.tenon.cli,
      dev.tenon.concurrent,
      dev.tenon.isolation,
      dev.tenon.nativeext,
      dev.tenon.nativeext.ffm,
      dev.tenon.nativeext.jnr,
      dev.tenon.script,
      dev.tenon.tools;
  exports dev.tenon.pins to
      dev.tenon.cdef,
      dev.tenon.cli,
      dev.tenon.nativeext,
      dev.tenon.script;
  exports dev.tenon.source to
      dev.tenon.cli,
      dev.tenon.nativeext;
  exports dev.tenon.spi to
      dev.tenon.cdef,
      dev.tenon.cli,
      dev.tenon.concurrent,
      dev.tenon.isolation,
      dev.tenon.nativeext,
      dev.tenon.nativeext.ffm,
      dev.tenon.nativeext.jnr,
      dev.tenon.script;
  exports dev.tenon.text to
      dev.tenon.cdef,
      dev.tenon.cli,
      dev.tenon.concurrent,
      dev.tenon.isolation,
      dev.tenon.nativeext,
      dev.tenon.nativeext.ffm,
      dev.tenon.nativeext.jnr,
      dev.tenon.script;

  uses dev.tenon.code.ScriptCompiler;
  uses dev.tenon.search.ModuleFileType;
  uses dev.tenon.module.ModuleProvider;
}
