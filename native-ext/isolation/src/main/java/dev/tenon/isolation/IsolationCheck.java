package dev.tenon.isolation;

import dev.tenon.input.BoundedFile;
import dev.tenon.input.Escapes;
import dev.tenon.input.Limit;
import dev.tenon.module.InterpreterSupport;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Loads a module in several interpreters of a helper process, drives it in all of them, in turn
/// and at once, and compares what happens with an interpreter that has its process to itself:
///
/// ```java
/// IsolationReport report =
///     IsolationCheck.of("counter").path("modules").exercise("add(40); next()").run();
/// ```
///
/// A module that crashes does so in the helper process; that is a result like any other. The
/// variables of libraries and their heap are watched on Linux. Instances are immutable once [#run]
/// has begun; one thread uses them.
public final class IsolationCheck {

  private static final int KILLED = 137;

  private final String module;
  private final List<String> path = new ArrayList<>();
  private String exercise = "__name__";
  private int interpreters = 4;
  private long seconds = 120;
  private boolean privateImage;

  private IsolationCheck(String module) {
    this.module = Objects.requireNonNull(module);
  }

  /// Starts a check of a module that is known by its name.
  public static IsolationCheck of(String module) {
    return new IsolationCheck(module);
  }

  /// Adds entries of the module path.
  public IsolationCheck path(String... entries) {
    path.addAll(List.of(entries));
    return this;
  }

  /// Sets what is done with the module in each interpreter; without it the module is only imported.
  ///
  /// @see Exercise
  /// @throws IllegalArgumentException if it cannot be read
  public IsolationCheck exercise(String calls) {
    Exercise.parse(calls);
    exercise = calls;
    return this;
  }

  /// Sets how many interpreters take part; 4 unless told.
  ///
  /// @throws IllegalArgumentException if it is less than 2
  public IsolationCheck interpreters(int count) {
    if (count < 2) {
      throw new IllegalArgumentException(
          "cannot compare %d interpreter(s): expected 2 or more".formatted(count));
    }
    interpreters = count;
    return this;
  }

  /// Gives each interpreter an image of the module for itself, to see whether that keeps them
  /// apart.
  public IsolationCheck privateImage() {
    privateImage = true;
    return this;
  }

  /// Sets after how many seconds a helper process is given up; 120 unless told.
  public IsolationCheck timeout(long limit) {
    seconds = limit;
    return this;
  }

  /// Runs the check; this takes a second or two, two helper processes one after the other.
  ///
  /// @throws IOException if the helper process cannot be started or fails in a way that has nothing
  ///   to do with isolation, for instance because there is no such module; the text has its
  ///   complaint
  /// @throws InterruptedException if the thread is interrupted meanwhile
  public IsolationReport run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("tenon-isolation");
    try {
      return runIn(folder);
    } finally {
      deleteAll(folder);
    }
  }

  private IsolationReport runIn(Path folder) throws IOException, InterruptedException {
    Path alone = folder.resolve("alone");
    Finding.Crashed crash = runWorker(folder, 1, alone);
    if (crash == null) {
      Path together = folder.resolve("together");
      crash = runWorker(folder, interpreters, together);
      if (crash == null) {
        return Plan.read(together, IsolationReport.class);
      }
    }
    return new IsolationReport(
        module, InterpreterSupport.SHARED, interpreters, List.of(crash), List.of());
  }

  /// Runs a helper process.
  ///
  /// @return how it ended before its time, or null if it has written its result
  private Finding.@Nullable Crashed runWorker(Path folder, int count, Path result)
      throws IOException, InterruptedException {
    Path plan = folder.resolve("plan");
    Path progress = folder.resolve("progress");
    Path output = folder.resolve("output");
    Plan.write(plan, new Plan(module, absolute(), exercise, count, privateImage));
    Files.writeString(progress, "starting");
    ProcessBuilder process =
        new ProcessBuilder(
            command(
                plan.toString(),
                folder.resolve("alone").toString(),
                result.toString(),
                progress.toString()));
    process.redirectErrorStream(true).redirectOutput(output.toFile()).directory(folder.toFile());
    watchHeap(folder, process.environment());
    Process worker = process.start();
    if (!worker.waitFor(seconds, TimeUnit.SECONDS)) {
      worker.destroyForcibly().waitFor();
      return new Finding.Crashed(
          KILLED,
          BoundedFile.readTail(progress, Limit.QUOTED_OUTPUT)
              + " (given up after "
              + seconds
              + " s)");
    }
    if (Files.exists(result) && worker.exitValue() == 0) {
      return null;
    }
    if (worker.exitValue() == Worker.FAILED) {
      throw new IOException(
          "cannot check %s: the helper process failed while %s:%n%s"
              .formatted(
                  Escapes.quoted(module),
                  BoundedFile.readTail(progress, Limit.QUOTED_OUTPUT),
                  BoundedFile.readTail(output, Limit.QUOTED_OUTPUT)));
    }
    return new Finding.Crashed(
        worker.exitValue(),
        BoundedFile.readTail(progress, Limit.QUOTED_OUTPUT)
            + frameIn(BoundedFile.readTail(output, Limit.QUOTED_OUTPUT).lines().toList()));
  }

  /// Where the JVM's report of a crash says that it happened.
  private static String frameIn(List<String> output) {
    int title = output.indexOf("# Problematic frame:");
    return title < 0 || title + 1 == output.size()
        ? ""
        : ", in" + output.get(title + 1).replaceFirst("#\\s+\\w+\\s*", " ");
  }

  private List<String> absolute() {
    return path.stream().map(entry -> Path.of(entry).toAbsolutePath().toString()).toList();
  }

  private static List<String> command(String... arguments) {
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
                "-cp",
                places,
                Worker.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /// Lets the heap of the module's library be watched, where the library for that is at hand.
  private void watchHeap(Path folder, Map<String, String> environment) throws IOException {
    Path library = libraryFile();
    try (InputStream watcher = IsolationCheck.class.getResourceAsStream(watcherName())) {
      if (library == null || watcher == null) {
        return;
      }
      Path file = folder.resolve("libtenon_heap_watch.so");
      if (!Files.exists(file)) {
        Files.copy(watcher, file);
      }
      Path blocks = folder.resolve("blocks");
      Files.deleteIfExists(blocks);
      HeapFile.create(blocks);
      environment.put("LD_PRELOAD", file.toString());
      environment.put("TENON_HEAP_FILE", blocks.toString());
      environment.put("TENON_HEAP_LIBRARY", library.toString());
    }
  }

  private static String watcherName() {
    String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
    return "native/linux-" + processor + "/libtenon_heap_watch.so";
  }

  /// Where the module's library is, found without loading anything; null if it has none.
  private @Nullable Path libraryFile() throws IOException {
    return LibraryOfModule.find(module, absolute());
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
