// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Names places in the code of libraries under test.
public final class CodePlaces {

  private CodePlaces() {}

  /// An address as library and function, or as a number.
  public static String of(long address) throws IOException {
    for (Probe.Library each : Probe.libraries()) {
      if (address >= each.start() && address < each.end()) {
        return "%s of %s".formatted(placeIn(each, address - each.start()), each.name());
      }
    }
    return "%#x in another library".formatted(address);
  }

  private static String placeIn(Probe.Library library, long offset) throws IOException {
    Path file = Path.of(library.path());
    return Files.exists(file)
        ? FunctionNames.of(file).placeOf(offset)
        : "offset %#x".formatted(offset);
  }
}
