// SPDX-License-Identifier: Apache-2.0
package app;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;

/// A program that uses a module in C that comes with a Maven artifact.
public final class Host {

  private Host() {}

  /// Runs the program.
  ///
  /// @param arguments none
  public static void main(String[] arguments) {
    try (Interpreter interpreter = Interpreter.builder().build()) {
      ModuleObject counter = interpreter.importModule("counter");
      System.out.println(counter.call("add", 40) + " " + counter.call("next"));
      System.out.println(counter.get("__file__"));
    }
  }
}
