// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import dev.tenon.Interpreter;

/// Imports modules of the fixtures and calls a function of each, for tests of the process around
/// them. A name after `private:` is imported with a private image.
final class ImportingProgram {

  private ImportingProgram() {}

  /// Imports each.
  ///
  /// @param arguments the backend, then the names
  public static void main(String[] arguments) {
    for (int index = 1; index < arguments.length; index++) {
      report(arguments[index], arguments[0], arguments[index]);
      report("a second import", arguments[0], arguments[index]);
    }
  }

  private static void report(String label, String backend, String wanted) {
    String name = wanted.substring(wanted.indexOf(':') + 1);
    Interpreter.Builder config =
        Interpreter.builder().path(NativeWorld.FIXTURES).nativeBackend(backend);
    if (!name.equals(wanted)) {
      config.privateImage(name);
    }
    try (Interpreter interpreter = config.build()) {
      System.out.println(label + ": " + interpreter.importModule(name).call("i32_plain", 7));
    } catch (Throwable thrown) {
      System.out.println(label + ": " + thrown);
    }
  }
}
