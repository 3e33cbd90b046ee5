// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.repl;

import dev.tenon.code.Code;
import dev.tenon.code.Globals;
import dev.tenon.module.ModuleObject;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A language that a script engine runs.
final class Script implements Language {

  private final String name;

  private Script(String name) {
    this.name = name;
  }

  static Script of(String name) {
    // Here it is found out whether there is an engine.
    Code.compile(name, Repl.ORIGIN, "");
    return new Script(name);
  }

  @Override
  public boolean isComplete(String text) {
    Nesting nesting =
        Nesting.of(text, name.equals("py") ? Nesting.Style.HASH : Nesting.Style.SLASHES);
    if (nesting.isOpen()) {
      return false;
    }
    // As at Python's own prompt, an empty line ends a block.
    return !name.equals("py") || !nesting.hasBlock() || text.endsWith("\n");
  }

  @Override
  public void run(String text, ModuleObject module, Consumer<@Nullable Object> show)
      throws Exception {
    Object value = Code.compile(name, Repl.ORIGIN, text.strip()).run(Globals.of(module));
    if (value != null) {
      show.accept(value);
    }
  }
}
