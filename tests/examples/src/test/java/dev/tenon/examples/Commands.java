// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs commands in a folder and waits for them.
final class Commands {

  private static final int SECONDS = 120;

  private final Path folder;
  private final Map<String, String> environment;

  /// @param environment variables that replace those of this process
  Commands(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
  }

  /// How a command ended.
  ///
  /// @param status its exit status
  /// @param output what it wrote to its standard output
  /// @param errors what it wrote to its standard error
  record Outcome(int status, String output, String errors) {}

  /// Runs a command with empty standard input.
  Outcome run(String... command) {
    return run(new byte[0], command);
  }

  /// Runs a command with some standard input.
  ///
  /// @throws AssertionError if it does not end in time
  Outcome run(byte[] input, String... command) {
    try {
      Path in = Files.createTempFile("tenon", ".in");
      Path out = Files.createTempFile("tenon", ".out");
      Path err = Files.createTempFile("tenon", ".err");
      try {
        Files.write(in, input);
        return run(in.toFile(), out.toFile(), err.toFile(), List.of(command));
      } finally {
        Files.delete(in);
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new AssertionError("cannot run %s: %s".formatted(List.of(command), e), e);
    }
  }

  private Outcome run(File in, File out, File err, List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(in)
            .redirectOutput(out)
            .redirectError(err);
    builder.environment().putAll(environment);
    Process process = builder.start();
    int status = await(process, command);
    return new Outcome(status, read(out), read(err));
  }

  /// Starts a command whose streams the test itself reads.
  Process start(String... command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().putAll(environment);
      return builder.start();
    } catch (IOException e) {
      throw new AssertionError("cannot start %s: %s".formatted(List.of(command), e), e);
    }
  }

  /// The exit status of a process.
  ///
  /// @throws AssertionError if it does not end in time; it is ended then
  static int await(Process process, Object what) {
    try {
      if (process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    throw new AssertionError("%s did not end within %d s".formatted(what, SECONDS));
  }

  /// All that a stream holds, as text.
  static String read(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String read(File file) throws IOException {
    return Files.readString(file.toPath());
  }
}
