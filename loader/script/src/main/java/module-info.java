// SPDX-License-Identifier: Apache-2.0
/// Python (Jython) and JavaScript (Rhino) files as modules. The engines are found on the class path
/// where there are some.
module dev.tenon.script {
  requires transitive dev.tenon;
  requires static java.scripting;
  requires static org.jspecify;

  provides dev.tenon.code.ScriptCompiler with
      dev.tenon.script.ScriptEngines;
  provides dev.tenon.search.ModuleFileType with
      dev.tenon.script.ScriptFileType;
}
