package dev.tenon.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What the command takes from the process it runs in.
///
/// @param folder the current directory
/// @param tenonPath the environment variable `TENON_PATH`: folders and jars
/// @param samples the system property `tenon.samples`: folders and jars
/// @param output the standard output
/// @param errors the standard error
record Surroundings(
    Path folder,
    @Nullable String tenonPath,
    @Nullable String samples,
    StandardOutput output,
    PrintStream errors) {

  private static final int OUTPUT_BUFFER = 1 << 16;

  /// Those of this process. Text is UTF-8 whatever the locale says, as it is for modules.
  static Surroundings ofProcess() {
    return new Surroundings(
        Path.of("").toAbsolutePath(),
        System.getenv("TENON_PATH"),
        System.getProperty("tenon.samples"),
        new StandardOutput(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUTPUT_BUFFER)),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
  }
}
