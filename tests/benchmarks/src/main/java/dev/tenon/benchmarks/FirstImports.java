// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Measures the first import of a native module of 50 KB from a copy of its bytes and from its own
/// file, in turns: each import is that of another file, in an interpreter of its own.
public final class FirstImports {

  private static final int SIZE = 50_000;
  private static final long REST_MILLIS = 3_500;
  private static final String[] WAYS = {"shared", "direct"};

  private FirstImports() {}

  /// Prints the wall time and the time of the processor, in microseconds.
  ///
  /// @param arguments the library of a module, how many imports of each way, and how many of these
  ///   come before those that are measured
  public static void main(String[] arguments) throws Exception {
    Path library = Path.of(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    int before = Integer.parseInt(arguments[2]);
    Path top = Files.createTempDirectory("first-imports");
    try {
      List<Path> folders = copies(library, top, count * WAYS.length);
      Thread.sleep(REST_MILLIS); // a folder that changed a moment ago is listed again
      measure(String.valueOf(library.getFileName()).replace(".so", ""), folders, before);
    } finally {
      try (Stream<Path> files = Files.walk(top)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /// Makes directories with a copy of the library each, no two of which are equal.
  private static List<Path> copies(Path library, Path top, int count) throws IOException {
    byte[] bytes = Files.readAllBytes(library);
    bytes = Arrays.copyOf(bytes, Math.max(SIZE, bytes.length + Integer.BYTES));
    List<Path> folders = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      Path folder = Files.createDirectory(top.resolve(String.valueOf(index)));
      for (int place = 1; place <= Integer.BYTES; place++) {
        bytes[bytes.length - place] = (byte) (index >>> ((place - 1) * Byte.SIZE));
      }
      String name = String.valueOf(library.getFileName());
      Files.write(folder.resolve(name), bytes);
      Files.writeString(
          folder.resolve(name + ".tenon"), "image = " + WAYS[index % WAYS.length] + "\n");
      folders.add(folder);
    }
    return folders;
  }

  private static void measure(String module, List<Path> folders, int before) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    int measured = folders.size() / WAYS.length - before;
    long[][] walls = new long[WAYS.length][measured];
    long[][] processors = new long[WAYS.length][measured];
    for (int index = 0; index < folders.size(); index++) {
      Path folder = folders.get(index);
      try (Interpreter interpreter = Interpreter.builder().path(folder.toString()).build()) {
        long processor = threads.getCurrentThreadCpuTime();
        long wall = System.nanoTime();
        ModuleObject imported = interpreter.importModule(module);
        wall = System.nanoTime() - wall;
        processor = threads.getCurrentThreadCpuTime() - processor;
        requireFrom(folder, imported);
        int number = index / WAYS.length - before;
        if (number >= 0) {
          walls[index % WAYS.length][number] = wall;
          processors[index % WAYS.length][number] = processor;
        }
      }
    }
    for (int way = 0; way < WAYS.length; way++) {
      print(WAYS[way] + ", wall", walls[way]);
      print(WAYS[way] + ", processor", processors[way]);
    }
  }

  private static void requireFrom(Path folder, ModuleObject module) {
    String file = String.valueOf(module.namespace().get("__file__"));
    if (!Path.of(file).startsWith(folder)) {
      throw new IllegalArgumentException(
          "module %s comes from %s, expected from %s; take one that is not on the class path"
              .formatted(module.name(), file, folder));
    }
  }

  private static void print(String what, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        "%-18s least %5d  quarter %5d  median %5d µs%n",
        what, nanos[0] / 1_000, nanos[nanos.length / 4] / 1_000, nanos[nanos.length / 2] / 1_000);
  }
}
