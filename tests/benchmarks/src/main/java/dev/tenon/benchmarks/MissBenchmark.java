// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import dev.tenon.Interpreter;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What a search costs that finds nothing, as for an optional module, and one that finds a file in
/// the last directory. The limit is a class loader that looks for a resource in the same
/// directories.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MissBenchmark {

  /// How many directories the path has.
  @Param({"10", "100", "1000"})
  private int directories;

  /// How many files the first directory has.
  @Param({"10", "10000", "100000"})
  private int files;

  /// How many further modules are registered.
  @Param("0")
  private int modules;

  private Path root;
  private Interpreter interpreter;
  private URLClassLoader classes;

  /// Makes directories and files.
  ///
  /// @throws IOException if there is no room for them
  @Setup
  public void makeDirectories() throws IOException {
    root = Files.createTempDirectory("misses");
    List<Path> path = new ArrayList<>();
    for (int index = 0; index < directories; index++) {
      path.add(Files.createDirectory(root.resolve("directory" + index)));
    }
    for (int index = 0; index < files; index++) {
      Files.createFile(path.getFirst().resolve("file%d.txt".formatted(index)));
    }
    Files.createFile(path.getLast().resolve("present.py"));
    interpreter =
        Interpreter.builder()
            .path(path.stream().map(Path::toString).toArray(String[]::new))
            .build();
    for (int index = 0; index < modules; index++) {
      String name = "module" + index;
      interpreter.modules().put(name, new ModuleObject(name));
    }
    URL[] places = new URL[directories];
    for (int index = 0; index < directories; index++) {
      places[index] = path.get(index).toUri().toURL();
    }
    classes = new URLClassLoader(places, null);
  }

  /// Closes the interpreter and deletes the files.
  ///
  /// @throws IOException if they cannot be deleted
  @TearDown
  public void deleteDirectories() throws IOException {
    interpreter.close();
    classes.close();
    try (Stream<Path> all = Files.walk(root)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  private ModuleNotFoundException missOptional() {
    try {
      throw new IllegalStateException("found: " + interpreter.importModule("optional"));
    } catch (ModuleNotFoundException e) {
      return e;
    }
  }

  /// An optional module that is missing; nobody reads the error.
  @Benchmark
  public Object miss() {
    return missOptional();
  }

  /// The same with directories that have to be listed.
  @Benchmark
  public Object firstMiss() {
    interpreter.imports().invalidateCaches();
    return missOptional();
  }

  /// A module that is missing, with the message.
  @Benchmark
  public Object missThatIsRead() {
    return missOptional().getMessage();
  }

  /// The search for a module in the last directory, without loading it.
  @Benchmark
  public ModuleSpec hit() {
    return interpreter.imports().findSpecOrThrow("present");
  }

  /// What a class loader needs for a resource that is missing.
  @Benchmark
  public Object missOfClassLoader() {
    return classes.findResource("optional.class");
  }

  /// What a class loader needs for a resource in the last directory.
  @Benchmark
  public Object hitOfClassLoader() {
    return classes.findResource("present.py");
  }
}
