// SPDX-License-Identifier: Apache-2.0
package app;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import java.util.function.LongSupplier;

/// A program that uses a module in C and one in Java.
public final class Host {

  private Host() {}

  /// Runs the program.
  ///
  /// @param path where modules are searched
  public static void main(String[] path) {
    try (Interpreter interpreter = Interpreter.builder().path(path).build()) {
      ModuleObject counter = interpreter.importModule("counter");
      LongSupplier next = counter.bind("next", LongSupplier.class);
      System.out.println(counter.call("add", 40) + " " + next.getAsLong());
      System.out.println(interpreter.importModule("greeting").call("greet", "host"));
    }
  }
}
