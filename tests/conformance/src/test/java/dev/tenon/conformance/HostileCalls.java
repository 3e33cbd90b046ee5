// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import dev.tenon.Interpreter;
import dev.tenon.error.TenonError;
import dev.tenon.module.ModuleObject;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;

/// Makes every attempt of the fixture `hostile` and says what came of it.
final class HostileCalls {

  /// A list that contains itself many times has a printed form: what repeats is left out.
  private static final Set<String> ANSWERED = Set.of("repr_endless");

  private HostileCalls() {}

  public static void main(String[] arguments) {
    try (Interpreter interpreter =
        Interpreter.builder()
            .path(NativeWorld.FIXTURES)
            .nativeBackend(arguments[0])
            .output(OutputStream.nullOutputStream())
            .build()) {
      ModuleObject hostile = interpreter.importModule("hostile");
      for (Object name : (List<?>) hostile.call("names")) {
        System.out.println(attempt(hostile, String.valueOf(name)));
      }
    }
    System.out.println("all attempts made");
  }

  private static String attempt(ModuleObject hostile, String name) {
    try {
      Object answer = hostile.call("attempt", name, new byte[3]);
      return (ANSWERED.contains(name) ? "ok  " : "BAD ") + name + ": answered " + answer;
    } catch (Throwable thrown) {
      boolean isGood =
          thrown instanceof TenonError error
              && error.getMessage() != null
              && !error.getMessage().isEmpty();
      return (isGood ? "ok  " : "BAD ") + name + ": " + thrown;
    }
  }
}
