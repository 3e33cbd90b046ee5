package dev.tenon.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the command takes from the process it runs in.
///
/// @param folder the current directory
/// @param variables the environment variables
/// @param samples the system property `tenon.samples`: folders and jars
/// @param input the standard input
/// @param output the standard output
/// @param errors the standard error
/// @param terminals which of the three are terminals
record Surroundings(
    Path folder,
    Map<String, String> variables,
    @Nullable String samples,
    InputStream input,
    StandardOutput output,
    PrintStream errors,
    Terminals terminals) {

  private static final int OUTPUT_BUFFER = 1 << 16;

  /// Those of this process. Text is UTF-8 whatever the locale says, as it is for modules.
  static Surroundings ofProcess() {
    return new Surroundings(
        Path.of("").toAbsolutePath(),
        System.getenv(),
        System.getProperty("tenon.samples"),
        new FileInputStream(FileDescriptor.in),
        new StandardOutput(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUTPUT_BUFFER)),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        Terminals.ofProcess());
  }

  /// The environment variable `TENON_PATH`: folders and jars.
  @Nullable String tenonPath() {
    return variables.get("TENON_PATH");
  }
}
