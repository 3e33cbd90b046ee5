// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import dev.tenon.Interpreter;
import dev.tenon.module.Loader;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Holds many instances of one native module alive in one interpreter, and tells what the process
/// needs for them. With `-Xms2g -Xmx2g -XX:+AlwaysPreTouch` the heap is resident from the start, so
/// that what is resident more is memory outside of it.
public final class InstanceCensus {

  private InstanceCensus() {}

  /// `InstanceCensus [instances] [modules]`. The exit status is 1 if one instance has seen another
  /// one.
  public static void main(String[] arguments) throws Exception {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
    Path modules = Path.of(arguments.length > 1 ? arguments[1] : "tests/benchmarks/target/modules");
    try (Interpreter interpreter = Interpreter.builder().path(modules).build()) {
      ModuleSpec spec =
          (ModuleSpec) Objects.requireNonNull(interpreter.importModule("tally").get("__spec__"));
      Loader loader = Objects.requireNonNull(spec.loader());
      long resident = ProcessMemory.residentKib();
      long heap = ProcessMemory.reachableBytes();
      List<ModuleObject> alive = new ArrayList<>(count);
      interpreter.enter(() -> {
        for (int number = 0; number < count; number++) {
          ModuleObject module = (ModuleObject) interpreter.imports().moduleFromSpec(spec);
          loader.execModule(module);
          alive.add(module);
        }
        return count;
      });
      long wrong = alive.stream().filter(module -> !module.call("add", 1L).equals(1L)).count();
      System.out.printf(
          "%d instances, %d wrong, %d bytes of heap each, %d bytes resident more each%n",
          count,
          wrong,
          (ProcessMemory.reachableBytes() - heap) / count,
          (ProcessMemory.residentKib() - resident) * 1024 / count);
      System.exit(wrong == 0 ? 0 : 1);
    }
  }
}
