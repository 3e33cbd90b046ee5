// SPDX-License-Identifier: Apache-2.0
package dev.tenon.maven;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/**
 * The {@code tenon} command in a process of its own: Maven may run on an older Java than the
 * command needs, and what a module in C does wrong must not end Maven.
 */
final class TenonCommand {

  private static final String MAIN = "dev.tenon.cli.Main";
  private static final String PREFIX = "tenon: ";
  private static final int USAGE = 2;

  private final Jdk jdk;
  private final List<Path> classPath;
  private final Path folder;
  private final Log log;

  /**
   * A command that can be run several times.
   *
   * @param classPath the jars of the command
   * @param folder the directory that it runs in
   * @param log where each line goes that it prints
   */
  TenonCommand(Jdk jdk, List<Path> classPath, Path folder, Log log) {
    this.jdk = jdk;
    this.classPath = classPath;
    this.folder = folder;
    this.log = log;
  }

  /**
   * Runs a subcommand.
   *
   * @param words the command line
   * @throws MojoFailureException if it ends with another status than 0; the message is what it
   *     printed as errors
   * @throws MojoExecutionException if it cannot be run, or its command line is wrong
   */
  void run(List<String> words) throws MojoExecutionException, MojoFailureException {
    log.debug("tenon " + String.join(" ", words));
    try {
      Process process = builder(words).start();
      try {
        await(process);
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw new MojoExecutionException("cannot run " + jdk.java() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("interrupted while running tenon " + words.get(0), e);
    }
  }

  private ProcessBuilder builder(List<String> words) {
    StringJoiner path = new StringJoiner(File.pathSeparator);
    classPath.forEach(jar -> path.add(jar.toString()));
    List<String> command = new ArrayList<>();
    command.add(jdk.java().toString());
    command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", path.toString(), MAIN));
    command.addAll(words);
    return new ProcessBuilder(command).directory(folder.toFile());
  }

  private void await(Process process)
      throws IOException, InterruptedException, MojoExecutionException, MojoFailureException {
    process.getOutputStream().close();
    StringJoiner errors = new StringJoiner("\n");
    Thread reader =
        new Thread(() -> process.errorReader(StandardCharsets.UTF_8).lines().forEach(errors::add));
    reader.start();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        log.info(line);
      }
    }
    int status = process.waitFor();
    reader.join();
    end(status, errors.toString().replace(PREFIX, ""));
  }

  private void end(int status, String errors) throws MojoExecutionException, MojoFailureException {
    if (status == USAGE) {
      throw new MojoExecutionException(errors);
    }
    if (status != 0) {
      throw new MojoFailureException(
          errors.isEmpty() ? "tenon ended with status %d; see above".formatted(status) : errors);
    }
    errors.lines().forEach(log::warn);
  }
}
