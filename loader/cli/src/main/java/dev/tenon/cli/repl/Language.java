// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.repl;

import dev.tenon.error.ImportException;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleObject;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is typed at a prompt.
public sealed interface Language permits Expressions, Script {

  /// Whether a text can be run, and is not the beginning of a longer one.
  boolean isComplete(String text);

  /// Runs a text in a module. Its interpreter is the current one.
  ///
  /// @param show takes each value that is to be shown
  /// @throws Exception what the text raises
  void run(String text, ModuleObject module, Consumer<@Nullable Object> show) throws Exception;

  /// The small language for modules that needs no script engine.
  static Language expressions() {
    return new Expressions();
  }

  /// A script language.
  ///
  /// @param name `"js"` or `"py"`
  /// @throws ValueError if it is neither of these
  /// @throws ImportException if there is no engine for it
  static Language script(String name) {
    return Script.of(name);
  }
}
