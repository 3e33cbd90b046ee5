// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.dialect;

import dev.tenon.error.ImportException;
import dev.tenon.error.Phase;
import dev.tenon.input.Escapes;
import java.util.List;
import java.util.Map;

/// The script languages whose files are modules.
public enum ScriptLanguage {
  JAVASCRIPT(
      "js",
      "org.mozilla.",
      "org.mozilla:rhino-engine",
      "the jars of org.mozilla:rhino-engine and org.mozilla:rhino",
      Map.of("org.mozilla.javascript.Context", "org.mozilla:rhino")),
  PYTHON(
      "py",
      "org.python.",
      "org.python:jython-slim",
      "the jar of org.python:jython-standalone",
      Map.of(
          "org.antlr.runtime.CharStream", "org.antlr:antlr-runtime",
          "org.objectweb.asm.ClassVisitor", "org.ow2.asm:asm",
          "com.google.common.collect.MapMaker", "com.google.guava:guava",
          "com.google.common.util.concurrent.internal.InternalFutureFailureAccess",
              "com.google.guava:failureaccess",
          "com.ibm.icu.lang.UCharacter", "com.ibm.icu:icu4j",
          "jline.console.UserInterruptException", "jline:jline",
          "jnr.constants.Constant", "com.github.jnr:jnr-constants",
          "jnr.ffi.mapper.FunctionMapper", "com.github.jnr:jnr-ffi",
          "jnr.posix.util.Platform", "com.github.jnr:jnr-posix"));

  private final String extension;
  private final String engine;
  private final String artifact;
  private final String jars;

  /// What the engine does not work without: a class of each artifact.
  @SuppressWarnings("ImmutableEnumChecker") // made by Map.of
  private final Map<String, String> needs;

  ScriptLanguage(
      String extension, String engine, String artifact, String jars, Map<String, String> needs) {
    this.extension = extension;
    this.engine = engine;
    this.artifact = artifact;
    this.jars = jars;
    this.needs = needs;
  }

  /// How the names of its files end.
  public String extension() {
    return extension;
  }

  /// Whether an engine is the one that is supported: others for the same files may be installed.
  public boolean isEngine(Class<?> type) {
    return type.getName().startsWith(engine);
  }

  /// What to do where there is no engine, in a host and for the command.
  public String remedy() {
    return "add the Maven artifact %s to the class path; for the command 'tenon', let TENON_CLASSPATH name %s"
        .formatted(artifact, jars);
  }

  /// The error for an engine that lacks classes.
  ///
  /// @param origin what was to run
  public ImportException incomplete(String origin, Error cause) {
    List<String> missing = missingArtifacts();
    String remedy =
        missing.isEmpty()
            ? "add %s with all its dependencies to the class path; for the command 'tenon', let TENON_CLASSPATH name %s"
                .formatted(artifact, jars)
            : "add the Maven artifacts that are missing to the class path: "
                + String.join(", ", missing)
                + "; for the command 'tenon', let TENON_CLASSPATH name "
                + jars;
    ImportException error =
        new ImportException(
            "cannot run %s: the script engine for it is incomplete (%s); %s"
                .formatted(Escapes.quoted(origin), cause, remedy),
            null,
            origin,
            Phase.EXEC);
    error.initCause(cause);
    return error;
  }

  private List<String> missingArtifacts() {
    return needs.entrySet().stream()
        .filter(need -> !isThere(need.getKey()))
        .map(Map.Entry::getValue)
        .sorted()
        .toList();
  }

  private static boolean isThere(String type) {
    try {
      Class.forName(type, false, ScriptLanguage.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError _) {
      return false;
    }
  }

  /// The language whose files end so.
  public static ScriptLanguage of(String extension) {
    for (ScriptLanguage language : values()) {
      if (extension.equals(language.extension)) {
        return language;
      }
    }
    throw new IllegalArgumentException(
        "cannot determine the language of %s".formatted(Escapes.quoted(extension)));
  }
}
