// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The version of Tenon, which the build writes into a resource.
public final class Version {

  private static final String RESOURCE = "version.txt";

  private Version() {}

  /// The version as it stands in the build.
  static String current() {
    try (InputStream stream = Version.class.getResourceAsStream(RESOURCE)) {
      return new String(
              Objects.requireNonNull(stream, RESOURCE).readAllBytes(), StandardCharsets.UTF_8)
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The line that `tenon --version` prints.
  public static String line() {
    return "tenon %s (Java %s, %s %s)"
        .formatted(
            current(),
            Runtime.version().feature(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
  }
}
