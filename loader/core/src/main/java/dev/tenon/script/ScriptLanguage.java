package dev.tenon.script;

import java.util.Set;

/// The script languages whose files are modules.
enum ScriptLanguage {
  JAVASCRIPT(
      "js",
      "org.mozilla:rhino-engine",
      Set.of(
          "Array",
          "Boolean",
          "Error",
          "Function",
          "Iterator",
          "JSON",
          "Math",
          "Number",
          "Object",
          "Promise",
          "RangeError",
          "ReferenceError",
          "RegExp",
          "String",
          "Symbol",
          "SyntaxError",
          "TypeError",
          "undefined")),
  PYTHON("py", "org.python:jython-slim", Set.of("__builtins__")),
  GROOVY("groovy", "org.apache.groovy:groovy-jsr223", Set.of("out", "context"));

  private final String extension;
  private final String artifact;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of gives no other
  private final Set<String> ownNames;

  ScriptLanguage(String extension, String artifact, Set<String> ownNames) {
    this.extension = extension;
    this.artifact = artifact;
    this.ownNames = ownNames;
  }

  /// How the names of its files end.
  String extension() {
    return extension;
  }

  /// The Maven artifact that brings an engine.
  String artifact() {
    return artifact;
  }

  /// Whether a name belongs to the engine, which looks it up by itself all the time, as are all
  /// names with a dot, which no script can write: only a raw entry of the namespace can hide it.
  boolean owns(String name) {
    return ownNames.contains(name) || name.indexOf('.') >= 0;
  }

  /// The language of a file.
  static ScriptLanguage ofFile(String fileName) {
    for (ScriptLanguage language : values()) {
      if (fileName.endsWith("." + language.extension)) {
        return language;
      }
    }
    throw new IllegalArgumentException("cannot tell the language of '%s'".formatted(fileName));
  }
}
