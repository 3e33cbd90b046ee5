// SPDX-License-Identifier: Apache-2.0
package dev.tenon.code;

import dev.tenon.error.ImportException;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.SyntaxError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleObject;
import dev.tenon.spi.ModuleOwner;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A piece of code: a Java body or a compiled script. It holds no globals of its own and may be run
/// by any thread, with any globals, as often as wanted.
public interface Code {

  /// A body written in Java.
  @FunctionalInterface
  interface Body {
    /// Runs with these globals. What it leaves behind, a function for instance, may keep them.
    ///
    /// @return the value, for [Code#eval]
    /// @throws Exception what the code raises
    @Nullable Object run(Globals globals) throws Exception;
  }

  /// Where the code comes from: a file, or a word such as `"<string>"`.
  String origin();

  /// Runs the code and returns its value.
  ///
  /// @throws Exception what the code raises, unchanged
  @Nullable Object run(Globals globals) throws Exception;

  /// Code with a Java body.
  static Code of(String origin, Body body) {
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(body, "body");
    return new JavaCode(origin, body);
  }

  /// Compiles the text of a script. The value of the code, for [#eval], is that of the script's
  /// last statement in JavaScript; in Python that of the whole text, if it is an expression.
  ///
  /// Compiled scripts are kept, as long as memory lasts, for the next one with the same text and
  /// origin.
  ///
  /// @param language how files of the language end: `"js"` or `"py"`
  /// @param origin where the text comes from, for messages: a file, or a word such as `"<string>"`
  /// @throws ValueError if the language is neither of these
  /// @throws ImportException if there is no engine for it; the message names the artifact to add
  /// @throws SyntaxError if the text is not code of the language
  static Code compile(String language, String origin, String source) {
    Objects.requireNonNull(language, "language");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(source, "source");
    ModuleOwner owner = Builtins.currentOwner();
    if (owner != null && owner.isAudited()) {
      owner.audit("compile", source, origin);
    }
    return ScriptCompilers.forLanguage(language).compile(language, origin, source);
  }

  /// Runs the code in plain mode; CPython's `exec` with a mapping.
  ///
  /// @throws TenonError what the code raises; a checked exception is the cause of a [RuntimeError]
  default void exec(Map<String, @Nullable Object> globals) {
    eval(globals);
  }

  /// Runs the code in module mode, with a module as its globals (PROP-05).
  ///
  /// @throws TenonError what the code raises; a checked exception is the cause of a [RuntimeError]
  default void exec(ModuleObject globals) {
    eval(globals);
  }

  /// Runs the code in plain mode and returns its value; CPython's `eval` with a mapping.
  ///
  /// @throws TenonError what the code raises; a checked exception is the cause of a [RuntimeError]
  default @Nullable Object eval(Map<String, @Nullable Object> globals) {
    return CodeRun.of(this, Globals.of(globals));
  }

  /// Runs the code in module mode and returns its value.
  ///
  /// @throws TenonError what the code raises; a checked exception is the cause of a [RuntimeError]
  default @Nullable Object eval(ModuleObject globals) {
    return CodeRun.of(this, Globals.of(globals));
  }

  /// Runs `exec(code, globals)` as modules call it: the globals are a mapping or a module.
  ///
  /// @return null
  /// @throws TypeError if the arguments are others
  static @Nullable Object exec(@Nullable Object... arguments) {
    CodeRun.of("exec", arguments);
    return null;
  }

  /// Runs `eval(code, globals)` as modules call it: the globals are a mapping or a module.
  ///
  /// @return the value of the code
  /// @throws TypeError if the arguments are others
  static @Nullable Object eval(@Nullable Object... arguments) {
    return CodeRun.of("eval", arguments);
  }
}
