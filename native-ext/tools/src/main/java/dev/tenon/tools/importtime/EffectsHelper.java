// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.importtime;

import dev.tenon.cli.Main;
import dev.tenon.cli.command.ModuleOption;
import dev.tenon.cli.command.Options;
import dev.tenon.cli.terminal.ExitStatus;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.input.FileProblem;
import dev.tenon.isolation.EffectsWatch;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Runs `tenon importtime --effects` in a helper process under the effects watch, which has to be
/// there when a process starts.
final class EffectsHelper {

  private final Surroundings surroundings;

  EffectsHelper(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// Whether this process is one.
  static boolean isHelper() {
    return System.getProperty("tenon.effects") != null;
  }

  /// Carries out the request.
  ///
  /// @return the exit status
  /// @throws UsageException if there is no watch for this system
  int run(ImportTimeCommand.ImportTime request) throws UsageException {
    try {
      Path folder = Files.createTempDirectory("tenon-effects");
      try {
        return run(request, EffectsWatch.in(folder));
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UsageException(noEffectsWatch(FileProblem.reason(e)));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return ExitStatus.INTERRUPTED.number();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private int run(ImportTimeCommand.ImportTime request, EffectsWatch watch)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command(request, watch));
    builder.environment().clear();
    builder.environment().putAll(surroundings.variables());
    builder.environment().putAll(watch.environment());
    builder.directory(surroundings.folder().toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    Process process = builder.start();
    Thread errors =
        Thread.ofVirtual().start(() -> copy(process.getErrorStream(), surroundings.errors()));
    copy(process.getInputStream(), surroundings.output());
    errors.join();
    surroundings.output().flush();
    return process.waitFor();
  }

  /// Copies what the process prints. If nobody reads it any more, the process finds that out.
  private static void copy(InputStream from, OutputStream to) {
    try (from) {
      from.transferTo(to);
    } catch (IOException _) {
      // The reader of the output is gone.
    }
  }

  private List<String> command(ImportTimeCommand.ImportTime request, EffectsWatch watch) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(watch.options());
    command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    if (surroundings.samples() != null) {
      command.add("-Dtenon.samples=" + surroundings.samples());
    }
    command.addAll(List.of("-cp", classPath(), Main.class.getName(), ImportTimeCommand.NAME));
    command.add(ImportTimeCommand.EFFECTS);
    command.addAll(List.of(Options.COLOR, surroundings.outputPaint().isOn() ? "always" : "never"));
    request
        .settings()
        .path()
        .forEach(entry -> command.addAll(List.of(ModuleOption.PATH.word(), entry)));
    if (request.settings().debug()) {
      command.add(ModuleOption.DEBUG.word());
    }
    if (request.settings().lock() != null) {
      command.add(ModuleOption.LOCKED.word() + "=" + request.settings().lock());
    }
    if (request.json()) {
      command.add(Options.JSON);
    }
    if (request.svg() != null) {
      command.addAll(List.of(ImportTimeCommand.SVG, request.svg()));
    }
    command.addAll(List.of(Options.MODULE, request.module()));
    return command;
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path"), System.getProperty("jdk.module.path"))
        .filter(each -> each != null && !each.isEmpty())
        .flatMap(each -> Stream.of(each.split(File.pathSeparator, -1)))
        .map(each -> Path.of(each).toAbsolutePath().toString())
        .reduce((one, other) -> one + File.pathSeparator + other)
        .orElse("");
  }

  private static String noEffectsWatch(String reason) {
    return "cannot show effects: %s".formatted(reason);
  }
}
