// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

import java.nio.file.Path;
import java.util.Map;

/// The classes of the command as an archive that the JVM maps. The documents start the command some
/// hundred times; without it each start costs twice as much.
final class CommandArchive {

  /// Made once for all documents.
  static final Path FILE = make(Path.of("target", "command.jsa").toAbsolutePath());

  private CommandArchive() {}

  private static Path make(Path archive) {
    Commands.Outcome made =
        new Commands(Checkout.ROOT, Map.of())
            .run(
                Checkout.tool("java").toString(),
                "-XX:+UseSerialGC",
                "-XX:ArchiveClassesAtExit=" + archive,
                "-Dtenon.samples=" + Checkout.samplePath(),
                "-jar",
                Checkout.commandJar().toString(),
                "run",
                "-m",
                "wordfreq",
                "README.md");
    if (made.status() != 0) {
      throw new AssertionError("the command does not run: " + made.errors());
    }
    return archive;
  }
}
