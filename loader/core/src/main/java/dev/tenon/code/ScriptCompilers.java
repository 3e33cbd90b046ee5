// SPDX-License-Identifier: Apache-2.0
package dev.tenon.code;

import dev.tenon.error.kind.ValueError;
import dev.tenon.input.Escapes;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;

/// The script languages that are known in this JVM.
final class ScriptCompilers {

  private static final class Installed {
    static final List<ScriptCompiler> COMPILERS =
        ServiceLoader.load(ScriptCompiler.class, ScriptCompilers.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
  }

  private ScriptCompilers() {}

  static ScriptCompiler forLanguage(String language) {
    TreeSet<String> known = new TreeSet<>();
    for (ScriptCompiler compiler : Installed.COMPILERS) {
      if (compiler.languages().contains(language)) {
        return compiler;
      }
      known.addAll(compiler.languages());
    }
    throw new ValueError(
        "cannot compile language %s: expected one of %s"
            .formatted(Escapes.quoted(language), known));
  }
}
