// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
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
/// @param color when texts are coloured
public record Surroundings(
    Path folder,
    Map<String, String> variables,
    @Nullable String samples,
    InputStream input,
    StandardOutput output,
    PrintStream errors,
    Terminals terminals,
    ColorChoice color) {

  private static final int OUTPUT_BUFFER = 1 << 16;
  private static final String NAME = "tenon";

  /// Those of this process. Text is UTF-8 whatever the locale says, as it is for modules.
  public static Surroundings ofProcess() {
    return new Surroundings(
        Path.of("").toAbsolutePath(),
        System.getenv(),
        System.getProperty("tenon.samples"),
        new FileInputStream(FileDescriptor.in),
        new StandardOutput(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUTPUT_BUFFER)),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        Terminals.ofProcess(),
        ColorChoice.AUTO);
  }

  /// The same with another choice of colours.
  public Surroundings with(ColorChoice choice) {
    return new Surroundings(folder, variables, samples, input, output, errors, terminals, choice);
  }

  /// How the standard output is coloured.
  public Paint outputPaint() {
    return color.paint(variables, terminals.output());
  }

  /// How the standard error is coloured.
  Paint errorPaint() {
    return color.paint(variables, terminals.errors());
  }

  /// Where the launcher keeps the files of running processes.
  public String temporaryFolder() {
    String folder = variables.getOrDefault("TMPDIR", "");
    return folder.isEmpty() ? "/tmp" : folder;
  }

  /// How the command is called from any folder: by its name if `PATH` knows it, else by the path of
  /// the launcher that has started this process.
  public String command() {
    String home = System.getProperty("tenon.home", "");
    boolean isKnown =
        Arrays.stream(variables.getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> new File(folder, NAME).canExecute());
    File launcher = new File(home, NAME);
    return home.isEmpty() || isKnown || !launcher.canExecute() ? NAME : launcher.getPath();
  }

  /// The environment variable `TENON_PATH`: folders and jars.
  public @Nullable String tenonPath() {
    return variables.get("TENON_PATH");
  }
}
