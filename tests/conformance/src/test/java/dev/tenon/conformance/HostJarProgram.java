// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import dev.tenon.Interpreter;
import dev.tenon.error.ImportException;
import dev.tenon.module.ModuleObject;
import java.util.List;

/// A program that has native modules on its class path.
final class HostJarProgram {

  private HostJarProgram() {}

  public static void main(String[] path) {
    try (Interpreter interpreter = Interpreter.builder().path(path).build()) {
      for (String name : List.of("a.m", "a.n", "w", "other")) {
        try {
          ModuleObject module = interpreter.importModule(name);
          System.out.println(name + " " + module.call("value") + " " + module.get("__file__"));
        } catch (ImportException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }
}
