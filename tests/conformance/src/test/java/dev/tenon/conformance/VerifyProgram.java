// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.cdef.tool.DeclarationCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Verifies declarations in a process of its own, whose environment a test chooses.
final class VerifyProgram {

  private VerifyProgram() {}

  /// `VerifyProgram FILE HEADER`.
  public static void main(String[] arguments) {
    Path file = Path.of(arguments[0]);
    Path folder = file.getParent();
    try {
      var verified =
          DeclarationCheck.of(
              file, List.of(arguments[1]), HeaderReader.Flags.of(folder, List.of()), List.of());
      System.out.println(verified.notes());
      System.out.print(verified.text());
    } catch (IOException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }
}
