// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script;

import dev.tenon.code.Code;
import dev.tenon.code.ScriptCompiler;
import dev.tenon.error.ImportException;
import dev.tenon.error.Phase;
import dev.tenon.input.Escapes;
import dev.tenon.script.dialect.Dialect;
import dev.tenon.script.dialect.ScriptLanguage;
import java.util.Arrays;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// The script languages and the engines that run them. An engine is looked for when its language is
/// first used; without one the error names the artifact to add.
public final class ScriptEngines implements ScriptCompiler {

  private final Map<ScriptLanguage, Dialect> dialects = new ConcurrentHashMap<>();
  private final CompiledScripts compiled = new CompiledScripts(CompiledScripts.CAPACITY);

  /// For the service loader.
  public ScriptEngines() {}

  @Override
  public Set<String> languages() {
    return Arrays.stream(ScriptLanguage.values())
        .map(ScriptLanguage::extension)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Code compile(String language, String origin, String source) {
    Dialect dialect =
        dialects.computeIfAbsent(ScriptLanguage.of(language), type -> open(type, origin));
    String key = CompiledScripts.key(language, dialect.version(), origin, source);
    return new ScriptCode(
        origin, dialect, compiled.get(key, () -> dialect.compile(source, origin)));
  }

  private static Dialect open(ScriptLanguage language, String origin) {
    if (!hasScripting()) {
      throw missing(language, origin, "the JDK module java.scripting is not there", "add it, and ");
    }
    try {
      return DialectSearch.find(language)
          .orElseThrow(() -> missing(language, origin, "there is no script engine for it", ""));
    } catch (LinkageError | ServiceConfigurationError e) {
      throw language.incomplete(origin, e);
    }
  }

  private static boolean hasScripting() {
    try {
      Class.forName("javax.script.ScriptEngine", false, ScriptEngines.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException _) {
      return false;
    }
  }

  private static ImportException missing(
      ScriptLanguage language, String origin, String reason, String remedy) {
    return new ImportException(
        "cannot run %s: %s; %s%s"
            .formatted(Escapes.quoted(origin), reason, remedy, language.remedy()),
        null,
        origin,
        Phase.EXEC);
  }
}
