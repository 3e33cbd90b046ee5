// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks.growth;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Measures how costs grow, and writes one table and one picture for each subject.
public final class Growth {

  private static final Path MODULES =
      Path.of(System.getProperty("tenon.modules", "tests/benchmarks/target/modules"));
  private static final List<Subject> SUBJECTS =
      List.of(
          new Directories(),
          new DirectoryFiles(),
          new RegisteredModules(),
          new LibraryFunctions(),
          new LibraryDeclarations(),
          new Threads(MODULES),
          new Interpreters(MODULES),
          new InterpreterMemory(MODULES),
          new Copies(MODULES));

  private Growth() {}

  /// `Growth FOLDER [SUBJECT...]` writes `SUBJECT.md` and `SUBJECT.svg` into the folder; without
  /// names all subjects are measured.
  public static void main(String[] arguments) throws Exception {
    List<String> names =
        Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
    List<String> known = SUBJECTS.stream().map(Subject::name).toList();
    if (arguments.length == 0 || !known.containsAll(names)) {
      System.err.println("expected: Growth FOLDER [SUBJECT...] with subjects of " + known);
      System.exit(2);
    }
    Path out = Files.createDirectories(Path.of(arguments[0]));
    for (Subject subject : SUBJECTS) {
      if (names.isEmpty() || names.contains(subject.name())) {
        Curves curves = measure(subject);
        System.out.println(curves.table());
        Files.writeString(out.resolve(subject.name() + ".md"), curves.table());
        Plot.write(curves, out.resolve(subject.name() + ".svg"));
      }
    }
  }

  private static Curves measure(Subject subject) throws Exception {
    Curves curves = new Curves(subject);
    measureOnce(subject, subject.sizes().getFirst()); // classes are loaded and code is compiled
    for (int size : subject.sizes()) {
      System.err.printf(Locale.ROOT, "%s: %,d%n", subject.title(), size);
      curves.add(size, measureOnce(subject, size));
    }
    return curves;
  }

  private static Map<String, Double> measureOnce(Subject subject, int size) throws Exception {
    Path folder = Files.createTempDirectory("growth");
    try {
      return subject.measure(size, folder);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }
}
