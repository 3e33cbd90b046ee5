// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.memory;

import dev.tenon.input.BoundedFile;
import dev.tenon.input.Limit;
import dev.tenon.isolation.Finding;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/// Finds what a module has left behind after all interpreters of the helper process were closed.
public final class Leaks {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Path TASKS = Path.of("/proc/self/task");

  private Leaks() {}

  /// Looks for threads, processes and C memory.
  ///
  /// @param threadName the name of all threads that used the module; threads of its own inherit it,
  ///   and where they are known otherwise their names do not matter
  public static List<Finding> find(String threadName, Watch watch) throws IOException {
    List<Finding> findings = new ArrayList<>();
    int threads = threadsLeft(threadName);
    if (threads > 0) {
      findings.add(new Finding.LeakedThreads(threads));
    }
    long processes = ProcessHandle.current().children().count();
    if (processes > 0) {
      findings.add(new Finding.LeakedProcesses(Math.toIntExact(processes)));
    }
    addHeap(watch, findings);
    return findings;
  }

  /// How many threads are left. Those that have just ended may show for a moment.
  private static int threadsLeft(String name) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    int count = threadsOf(name).size();
    while (count > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
      count = threadsOf(name).size();
    }
    return count;
  }

  private static Set<String> threadsOf(String name) throws IOException {
    Set<String> threads = new HashSet<>();
    Probe.threads().stream()
        .filter(each -> Files.exists(TASKS.resolve(each)))
        .forEach(threads::add);
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        if (nameOf(task).equals(name)) {
          threads.add(String.valueOf(task.getFileName()));
        }
      }
    }
    return threads;
  }

  private static String nameOf(Path task) throws IOException {
    try {
      return BoundedFile.readText(task.resolve("comm"), Limit.SYSTEM_TABLE).strip();
    } catch (NoSuchFileException _) {
      return ""; // It has ended meanwhile.
    }
  }

  /// Adds the blocks that the module's library, or a private image of it, asked for. What a
  /// variable refers to is not lost; the variable is judged instead.
  private static void addHeap(Watch watch, List<Finding> findings) throws IOException {
    Path library = watch.library();
    if (library == null) {
      return;
    }
    Set<Integer> owners = new HashSet<>();
    for (Probe.Library each : Probe.libraries()) {
      if (each.name().equals(String.valueOf(library.getFileName()))) {
        owners.add(each.number());
      }
    }
    FunctionNames names = FunctionNames.of(library);
    Map<String, long[]> places = new TreeMap<>();
    Set<Reachable.Key> held = watch.heldBlocks();
    for (Probe.Block block : Probe.blocks()) {
      if (owners.contains(block.owner())
          && !held.contains(new Reachable.Key(block.address(), block.generation()))) {
        long[] sum = places.computeIfAbsent(names.placeOf(block.caller()), _ -> new long[2]);
        sum[0]++;
        sum[1] += block.size();
      }
    }
    String name = String.valueOf(library.getFileName());
    places.forEach(
        (place, sum) -> findings.add(new Finding.LeakedHeap(name, place, sum[0], sum[1])));
  }

  /// Descriptors that several interpreters leave, compared with those that one leaves.
  public static List<Finding> files(Map<String, Integer> alone, Map<String, Integer> together) {
    List<Finding> findings = new ArrayList<>();
    new HashMap<>(together)
        .forEach((file, count) -> {
          int once = alone.getOrDefault(file, 0);
          if (count < 0) {
            findings.add(new Finding.ClosedFile(file));
          } else if (count > once) {
            findings.add(new Finding.LeakedFile(file, count));
          } else {
            findings.add(new Finding.OpenedOnce(file));
          }
        });
    return findings;
  }
}
