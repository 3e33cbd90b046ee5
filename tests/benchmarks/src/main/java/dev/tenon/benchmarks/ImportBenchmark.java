// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import dev.tenon.Interpreter;
import dev.tenon.imports.ImportStatements;
import dev.tenon.imports.ImportSystem;
import dev.tenon.imports.MemoryFinder;
import dev.tenon.module.ModuleObject;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What an import costs once the module is loaded. The goal is 25 ns by name; the limit is a
/// look-up in a map.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ImportBenchmark {

  private Interpreter interpreter;
  private ImportSystem imports;
  private HashMap<String, Object> map;
  private ImportStatements statements;
  private String name;
  private String submodule;
  private String copiedName;

  /// Loads the modules.
  @Setup
  public void loadModules() {
    interpreter = Interpreter.create();
    imports = interpreter.imports();
    imports
        .metaPath()
        .addFirst(
            new MemoryFinder()
                .addPackage("pkg", module -> module.set("x", 1L))
                .add("pkg.module", module -> {}));
    name = "pkg";
    submodule = "pkg.module";
    map = new HashMap<>();
    for (String loaded : List.of(name, submodule, "other")) {
      map.put(loaded, loaded);
    }
    ModuleObject user = new ModuleObject("user");
    statements = imports.statementsOf(user);
    imports.importModule(submodule);
    // A name that was read or computed has its hash code still to come only once.
    copiedName = new String(submodule);
  }

  /// Closes the interpreter.
  @TearDown
  public void close() {
    interpreter.close();
  }

  /// What cannot be beaten: a look-up in an unshared map.
  @Benchmark
  public Object mapGet() {
    return map.get(submodule);
  }

  /// By name, as a host does it.
  @Benchmark
  public ModuleObject importModule() {
    return interpreter.importModule(submodule);
  }

  /// By name, with a name that is not the very object the registry has.
  @Benchmark
  public ModuleObject importModuleByCopiedName() {
    return interpreter.importModule(copiedName);
  }

  /// The statement `import pkg`.
  @Benchmark
  public Object importStatement() {
    return statements.importModule(name);
  }

  /// The statement `from pkg import x`.
  @Benchmark
  public Object fromStatement() {
    return statements.importFromAs(name, "x", "x");
  }
}
