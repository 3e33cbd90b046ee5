/// The module system of Tenon: interpreters, imports, module objects and descriptors.
module dev.tenon {
  requires static java.management;
  requires static java.scripting;
  requires static jdk.jfr;
  requires static jdk.management;
  requires static org.jspecify;

  exports dev.tenon;
  exports dev.tenon.code;
  exports dev.tenon.concurrent;
  exports dev.tenon.effects;
  exports dev.tenon.error;
  exports dev.tenon.expression;
  exports dev.tenon.input;
  exports dev.tenon.imports;
  exports dev.tenon.module;
  exports dev.tenon.run;

  provides dev.tenon.code.ScriptCompiler with
      dev.tenon.script.ScriptEngines;
  provides dev.tenon.imports.ModuleFileType with
      dev.tenon.script.ScriptFileType;

  uses dev.tenon.code.ScriptCompiler;
  uses dev.tenon.imports.ModuleFileType;
  uses dev.tenon.module.ModuleProvider;
}
