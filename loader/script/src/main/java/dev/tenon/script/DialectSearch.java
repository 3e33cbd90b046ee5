// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script;

import dev.tenon.script.dialect.Dialect;
import dev.tenon.script.dialect.ScriptLanguage;
import dev.tenon.script.javascript.RhinoDialect;
import dev.tenon.script.python.JythonDialect;
import java.util.Optional;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;

/// Looks for the engines that are installed.
final class DialectSearch {

  private DialectSearch() {}

  static Optional<Dialect> find(ScriptLanguage language) {
    return new ScriptEngineManager(DialectSearch.class.getClassLoader())
        .getEngineFactories().stream()
            .filter(factory -> language.isEngine(factory.getClass()))
            .findFirst()
            .map(factory -> open(language, factory));
  }

  private static Dialect open(ScriptLanguage language, ScriptEngineFactory factory) {
    initializeTables();
    return language == ScriptLanguage.JAVASCRIPT
        ? new RhinoDialect(factory)
        : new JythonDialect(factory);
  }

  /// Lets the JDK load its table of characters beyond Latin-1, which the parsers of the engines
  /// look into. A class whose initializer meets the end of the stack is lost for the whole process,
  /// and a script whose recursion has no end would make it do so.
  private static void initializeTables() {
    int type = Character.getType('\ufeff');
    assert type == Character.FORMAT;
  }
}
