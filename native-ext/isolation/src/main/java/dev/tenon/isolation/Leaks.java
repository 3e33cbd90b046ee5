package dev.tenon.isolation;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Finds what a module has left behind after all interpreters of the helper process were closed.
final class Leaks {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private Leaks() {}

  /// Looks for threads and for C memory.
  ///
  /// @param threadName the name of all threads that used the module; threads of its own inherit it
  /// @param library the module's library; null if it has none
  static List<Finding> find(String threadName, @Nullable Path library) throws IOException {
    List<Finding> findings = new ArrayList<>();
    int threads = threadsLeft(threadName);
    if (threads > 0) {
      findings.add(new Finding.LeakedThreads(threads));
    }
    String file = System.getenv("TENON_HEAP_FILE");
    if (file != null && library != null) {
      addHeap(HeapFile.at(Path.of(file)), library, findings);
    }
    return findings;
  }

  /// How many threads are left. Those that have just ended may show for a moment.
  private static int threadsLeft(String name) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    int count = threadsNamed(name);
    while (count > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
      count = threadsNamed(name);
    }
    return count;
  }

  private static int threadsNamed(String name) throws IOException {
    int count = 0;
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path task : tasks) {
        count += nameOf(task).equals(name) ? 1 : 0;
      }
    }
    return count;
  }

  private static String nameOf(Path task) throws IOException {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (NoSuchFileException _) {
      return ""; // It has ended meanwhile.
    }
  }

  private static void addHeap(HeapFile heap, Path library, List<Finding> findings)
      throws IOException {
    if (!heap.isWatching()) {
      return;
    }
    FunctionNames names = FunctionNames.of(library);
    Map<String, long[]> places = new TreeMap<>();
    for (HeapFile.Block block : heap.blocks()) {
      long[] sum = places.computeIfAbsent(names.placeOf(block.caller()), _ -> new long[2]);
      sum[0]++;
      sum[1] += block.size();
    }
    places.forEach((place, sum) -> findings.add(new Finding.LeakedHeap(place, sum[0], sum[1])));
  }
}
