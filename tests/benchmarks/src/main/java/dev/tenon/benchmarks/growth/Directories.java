// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks.growth;

import dev.tenon.Interpreter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The search in a path of many directories, the last of which has the module.
final class Directories implements Subject {

  @Override
  public String name() {
    return "directories";
  }

  @Override
  public String title() {
    return "Search in a path of many directories";
  }

  @Override
  public String sizeLabel() {
    return "directories on the path";
  }

  @Override
  public List<Integer> sizes() {
    return List.of(1, 10, 100, 1_000);
  }

  @Override
  public Map<String, Double> measure(int size, Path folder) throws Exception {
    List<String> path = new ArrayList<>();
    for (int index = 0; index < size; index++) {
      path.add(Files.createDirectory(folder.resolve("directory" + index)).toString());
    }
    Files.createFile(Path.of(path.getLast(), "present.js"));
    try (Interpreter interpreter =
        Interpreter.builder().path(path.toArray(String[]::new)).build()) {
      return Searches.measure(interpreter, "present");
    }
  }
}
