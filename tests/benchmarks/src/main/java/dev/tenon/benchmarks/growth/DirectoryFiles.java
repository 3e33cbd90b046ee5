// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks.growth;

import dev.tenon.Interpreter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The search in one directory of many files.
final class DirectoryFiles implements Subject {

  @Override
  public String name() {
    return "files";
  }

  @Override
  public String title() {
    return "Search in a directory of many files";
  }

  @Override
  public String sizeLabel() {
    return "files in the directory";
  }

  @Override
  public List<Integer> sizes() {
    return List.of(100, 1_000, 10_000, 99_000);
  }

  @Override
  public Map<String, Double> measure(int size, Path folder) throws Exception {
    for (int index = 0; index < size; index++) {
      Files.createFile(folder.resolve("file%d.txt".formatted(index)));
    }
    Files.createFile(folder.resolve("present.js"));
    try (Interpreter interpreter = Interpreter.builder().path(folder).build()) {
      return Searches.measure(interpreter, "present");
    }
  }
}
