// SPDX-License-Identifier: Apache-2.0
package app;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;

/// Greets with a module in C that is in a jar of the program.
public final class Host {

  private Host() {}

  /// Prints a greeting.
  public static void main(String... arguments) {
    try (Interpreter interpreter = Interpreter.builder().build()) {
      ModuleObject greeter = interpreter.importModule("greeter");
      System.out.println(greeter.call("greet", "Ada"));
    }
  }
}
