// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import dev.tenon.Interpreter;
import dev.tenon.error.ImportException;
import dev.tenon.imports.MemoryFinder;
import java.nio.file.Path;

/// Imports a module in Java, a script and a native module, for tests of platforms that have no host
/// library.
final class ForeignPlatformProgram {

  private ForeignPlatformProgram() {}

  /// Imports each and prints what became of it.
  ///
  /// @param arguments the directory in which the script and the native module are
  public static void main(String[] arguments) {
    MemoryFinder finder = new MemoryFinder().add("written", module -> module.set("answer", 42L));
    try (Interpreter interpreter = Interpreter.builder().path(Path.of(arguments[0])).build()) {
      interpreter.imports().metaPath().addFirst(finder);
      System.out.println("Java: " + interpreter.importModule("written").get("answer"));
      System.out.println("script: " + interpreter.importModule("scripted").call("answer"));
      reportNative(interpreter);
    }
  }

  private static void reportNative(Interpreter interpreter) {
    try {
      System.out.println("native: " + interpreter.importModule("compiled"));
    } catch (ImportException e) {
      System.out.println("native: " + e);
    }
  }
}
