package dev.tenon.script;

import dev.tenon.input.Escapes;

/// The script languages whose files are modules.
enum ScriptLanguage {
  JAVASCRIPT("js", "org.mozilla.", "org.mozilla:rhino-engine"),
  PYTHON("py", "org.python.", "org.python:jython-slim");

  private final String extension;
  private final String engine;
  private final String artifact;

  ScriptLanguage(String extension, String engine, String artifact) {
    this.extension = extension;
    this.engine = engine;
    this.artifact = artifact;
  }

  /// How the names of its files end.
  String extension() {
    return extension;
  }

  /// Whether an engine is the one that is supported: others for the same files may be installed.
  boolean isEngine(Class<?> type) {
    return type.getName().startsWith(engine);
  }

  /// The Maven artifact that brings an engine.
  String artifact() {
    return artifact;
  }

  /// The language whose files end so.
  static ScriptLanguage of(String extension) {
    for (ScriptLanguage language : values()) {
      if (extension.equals(language.extension)) {
        return language;
      }
    }
    throw new IllegalArgumentException(
        "cannot tell the language of %s".formatted(Escapes.quoted(extension)));
  }
}
