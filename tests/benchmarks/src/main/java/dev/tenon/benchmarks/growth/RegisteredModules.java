// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks.growth;

import dev.tenon.Interpreter;
import dev.tenon.imports.MemoryFinder;
import dev.tenon.module.ModuleObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Imports beside many modules in `sys.modules`.
final class RegisteredModules implements Subject {

  @Override
  public String name() {
    return "modules";
  }

  @Override
  public String title() {
    return "Imports beside many registered modules";
  }

  @Override
  public String sizeLabel() {
    return "modules in sys.modules";
  }

  @Override
  public List<Integer> sizes() {
    return List.of(100, 1_000, 10_000, 100_000);
  }

  @Override
  public Map<String, Double> measure(int size, Path folder) throws Exception {
    Map<String, Double> figures = new LinkedHashMap<>();
    Interpreter interpreter = Interpreter.create();
    interpreter.imports().metaPath().addFirst(new MemoryFinder().add("fresh", _ -> {}));
    for (int index = 0; index < size; index++) {
      String name = "module" + index;
      interpreter.modules().put(name, new ModuleObject(name));
    }
    Callable<?> forget = () -> interpreter.modules().remove("fresh");
    figures.put(
        "import of a loaded module", Stopwatch.least(() -> interpreter.importModule("module77")));
    figures.put(
        "import of a new module", Stopwatch.least(forget, () -> interpreter.importModule("fresh")));
    figures.put(
        "close, for each module",
        Stopwatch.once(() -> {
          interpreter.close();
          return null;
        })
            / size);
    return figures;
  }
}
