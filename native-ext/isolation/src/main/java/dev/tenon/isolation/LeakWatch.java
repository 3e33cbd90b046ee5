// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.tenon.Interpreter;
import dev.tenon.input.Escapes;
import dev.tenon.isolation.heap.HeapDump;
import dev.tenon.isolation.heap.HolderSearch;
import dev.tenon.module.ModuleObject;
import dev.tenon.spi.ModuleOwner;
import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// Finds out what still refers to the modules of an interpreter that was closed, and to the class
/// loaders that it had for itself:
///
/// ```java
/// LeakWatch watch = LeakWatch.of(interpreter);
/// interpreter.close();
/// interpreter = null;
/// watch.leaks().forEach(System.err::println);
/// ```
///
/// The watch itself keeps nothing alive. One thread uses it.
public final class LeakWatch {

  private static final int COLLECTIONS = 20;
  private static final long PAUSE_NANOS = 5_000_000;

  /// Where the numbers of this watch begin, so that a heap dump with others in it can be read.
  private final int first = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE >> 1);

  private final List<Mark> marks = new ArrayList<>();

  private LeakWatch() {}

  /// A weak reference that a heap dump shows.
  private static final class Mark extends WeakReference<Object> {
    @SuppressWarnings("UnusedVariable") // it is read from the heap dump
    private final int number;

    private final String what;

    Mark(int number, String what, Object object) {
      super(object);
      this.number = number;
      this.what = what;
    }

    boolean isPresent() {
      return !refersTo(null);
    }
  }

  /// Something that is still referred to.
  ///
  /// @param what it is
  /// @param holder the shortest way to it from a thread, a static field or the like
  public record Leak(String what, String holder) implements Serializable {
    @Override
    public String toString() {
      return "%s is still held by %s".formatted(what, holder);
    }
  }

  /// Remembers the modules and class loaders that an interpreter has now. Those of the process,
  /// such as modules that were built by hand, are left out.
  public static LeakWatch of(Interpreter interpreter) {
    LeakWatch watch = new LeakWatch();
    interpreter
        .modules()
        .asMap()
        .forEach((name, module) -> {
          if (module instanceof ModuleObject object
              && ModuleOwner.of(object) == ModuleOwner.of(interpreter.main())) {
            watch.add("module %s".formatted(Escapes.quoted(name)), object);
          }
        });
    for (ClassLoader loader : interpreter.imports().privateClassLoaders()) {
      watch.add("class loader %s".formatted(Escapes.quoted(loader.getName())), loader);
    }
    return watch;
  }

  private void add(String what, Object object) {
    marks.add(new Mark(first + marks.size(), what, object));
  }

  /// Collects garbage and reports what is left. If something is, a heap dump is written into a
  /// temporary file, read and removed, which takes a second and as much space as the heap.
  ///
  /// @throws IOException if the dump cannot be written or read
  public List<Leak> leaks() throws IOException {
    for (int round = 0; round < COLLECTIONS && isSomethingLeft(); round++) {
      System.gc();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return isSomethingLeft() ? search() : List.of();
  }

  private boolean isSomethingLeft() {
    return marks.stream().anyMatch(Mark::isPresent);
  }

  private List<Leak> search() throws IOException {
    Path folder = Files.createTempDirectory("tenon-heap");
    Path file = folder.resolve("heap.hprof");
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpHeap(file.toString(), true);
      try (HeapDump dump = HeapDump.read(file)) {
        return leaksIn(new HolderSearch(dump));
      }
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
      Reference.reachabilityFence(marks);
    }
  }

  private List<Leak> leaksIn(HolderSearch search) {
    List<Leak> leaks = new ArrayList<>();
    for (HolderSearch.Marked marked : search.marked(Mark.class.getName())) {
      int index = marked.mark() - first;
      if (index >= 0 && index < marks.size() && marked.object() != 0) {
        search
            .holderOf(marked.object())
            .ifPresent(holder -> leaks.add(new Leak(marks.get(index).what, holder)));
      }
    }
    return leaks;
  }
}
