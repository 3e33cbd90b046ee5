package dev.tenon.script;

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
    return language == ScriptLanguage.JAVASCRIPT
        ? new RhinoDialect(factory)
        : new JythonDialect(factory);
  }
}
