// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.check;

import dev.tenon.imports.path.Platform;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.Escapes;
import dev.tenon.input.Limit;
import dev.tenon.isolation.EffectsWatch;
import dev.tenon.isolation.Finding;
import dev.tenon.isolation.memory.Probe;
import dev.tenon.isolation.run.Plan;
import dev.tenon.isolation.run.Worker;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Starts the helper processes of one check, one after the other.
public final class HelperProcess {

  private final Path folder;
  private final String module;
  private final long seconds;
  private final boolean isWatched;
  private int number;

  /// @param folder an empty folder for its files
  /// @param seconds after how long a process is ended
  /// @param isWatched whether the module is a library that can be watched
  HelperProcess(Path folder, String module, long seconds, boolean isWatched) {
    this.folder = folder;
    this.module = module;
    this.seconds = seconds;
    this.isWatched = isWatched;
  }

  /// The process ended before its time, by the module's doing.
  static final class CrashException extends Exception {
    @Serial private static final long serialVersionUID = 1;
    private final Finding finding;

    CrashException(Finding finding) {
      super(finding.toString());
      this.finding = finding;
    }

    Finding finding() {
      return finding;
    }
  }

  /// Carries out a plan.
  ///
  /// @throws CrashException if the process ends too soon or does not end
  /// @throws IOException if it cannot be started, or the module cannot be loaded in it
  <T extends Serializable> T run(Plan plan, Class<T> type)
      throws IOException, InterruptedException, CrashException {
    number++;
    Path planFile = folder.resolve("plan" + number);
    Path result = folder.resolve("result" + number);
    Path progress = folder.resolve("progress");
    Path output = folder.resolve("output");
    Plan.write(planFile, plan);
    Files.writeString(progress, "starting");
    ProcessBuilder process =
        new ProcessBuilder(
            command(plan.task(), planFile.toString(), result.toString(), progress.toString()));
    process.redirectErrorStream(true).redirectOutput(output.toFile()).directory(folder.toFile());
    process.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    addProbe(process.environment());
    Process worker = process.start();
    if (!worker.waitFor(seconds, TimeUnit.SECONDS)) {
      worker.destroyForcibly().waitFor();
      throw new CrashException(new Finding.GaveUp(seconds, last(progress)));
    }
    if (Files.exists(result) && worker.exitValue() == 0) {
      return Plan.read(result, type);
    }
    if (worker.exitValue() == Worker.FAILED) {
      throw new IOException(
          "cannot check %s: the helper process failed while %s:%n%s"
              .formatted(Escapes.quoted(module), last(progress), last(output)));
    }
    String doing = last(progress) + frameIn(last(output).lines().toList());
    throw new CrashException(new Finding.Crashed(worker.exitValue(), doing));
  }

  private static String last(Path file) throws IOException {
    return BoundedFile.readTail(file, Limit.QUOTED_OUTPUT);
  }

  /// Where the JVM's report of a crash says that it happened.
  private static String frameIn(List<String> output) {
    int title = output.indexOf("# Problematic frame:");
    return title < 0 || title + 1 == output.size()
        ? ""
        : ", in" + output.get(title + 1).replaceFirst("#\\s+\\w+\\s*", " ");
  }

  private static List<String> command(Plan.Task task, String... arguments) {
    String places =
        Stream.of(System.getProperty("java.class.path"), System.getProperty("jdk.module.path"))
            .filter(each -> each != null && !each.isEmpty())
            .flatMap(each -> Stream.of(each.split(File.pathSeparator, -1)))
            .map(each -> Path.of(each).toAbsolutePath().toString())
            .reduce((one, other) -> one + File.pathSeparator + other)
            .orElse("");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-CreateCoredumpOnCrash",
                "--enable-native-access=ALL-UNNAMED",
                // JavaFields asks which classes are loaded and initialized.
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-Dtenon.references.first=" + task.firstReference(),
                EffectsWatch.OWN_CALLS,
                "-cp",
                places,
                Worker.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /// Preloads the library that watches, where there is one.
  private void addProbe(Map<String, String> environment) throws IOException {
    String name =
        "/dev/tenon/isolation/native/linux-%s/libtenon_watch.so"
            .formatted(Platform.current().machine());
    try (InputStream library = HelperProcess.class.getResourceAsStream(name)) {
      if (!isWatched || library == null || !Files.isDirectory(Path.of("/proc/self"))) {
        return;
      }
      Path file = folder.resolve("libtenon_watch.so");
      if (!Files.exists(file)) {
        Files.copy(library, file);
      }
      environment.put("LD_PRELOAD", file.toString());
      environment.put(Probe.LIBRARY, file.toString());
      environment.put(Probe.JAVA, System.getProperty("java.home"));
    }
  }
}
