// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import dev.tenon.module.Attribute;
import dev.tenon.module.ModuleKind;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What reading an attribute costs, beside what cannot be beaten: a field for handles, a map for
/// names, the user's own code for computed attributes. Goals: twice the field, twice the map, 10 ns
/// over the code; a module with a property or a `__getattr__` reads its other names as fast as one
/// without.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class AttributeBenchmark {

  private static final int NAMES = 20;

  private final Map<String, Object> map = new HashMap<>();
  private final String[] names = new String[NAMES];
  private final TenonCallable compute = arguments -> arguments[0];
  private final ModuleKind.Getter getter = ModuleObject::name;
  private Object field;
  private ModuleObject module;
  private ModuleObject computing;
  private ModuleObject withProperty;
  private Attribute handle;
  private String name;

  /// Fills a map and three modules with the same names.
  @Setup
  public void fill() {
    module = new ModuleObject("plain");
    computing = new ModuleObject("computing");
    withProperty = new ModuleObject("with_property");
    for (int index = 0; index < NAMES; index++) {
      names[index] = "name" + index;
      map.put(names[index], index + 1000L);
      module.set(names[index], index + 1000L);
      computing.set(names[index], index + 1000L);
      withProperty.set(names[index], index + 1000L);
    }
    computing.set("__getattr__", compute);
    withProperty.setKind(ModuleKind.of("Kind").property("area", getter).build());
    name = names[7];
    field = map.get(name);
    handle = module.attribute(name);
    handle.get();
  }

  /// The limit for handles.
  @Benchmark
  public Object field() {
    return field;
  }

  /// By handle.
  @Benchmark
  public Object handle() {
    return handle.get();
  }

  /// The limit for names.
  @Benchmark
  public Object mapGet() {
    return map.get(name);
  }

  /// By name.
  @Benchmark
  public Object byName() {
    return module.get(name);
  }

  /// By name, of a module with a `__getattr__` that is not needed.
  @Benchmark
  public Object byNameBesideGetattr() {
    return computing.get(name);
  }

  /// By name, of a module whose kind has a property of another name.
  @Benchmark
  public Object byNameBesideProperty() {
    return withProperty.get(name);
  }

  /// The limit for names that change from read to read.
  @Benchmark
  @OperationsPerInvocation(NAMES)
  public int mapGetTwentyNames() {
    int sum = 0;
    for (String each : names) {
      sum += ((Long) map.get(each)).intValue();
    }
    return sum;
  }

  /// By names that change from read to read.
  @Benchmark
  @OperationsPerInvocation(NAMES)
  public int byTwentyNames() {
    int sum = 0;
    for (String each : names) {
      sum += ((Long) module.get(each)).intValue();
    }
    return sum;
  }

  /// The limit for `__getattr__`: its code.
  @Benchmark
  public Object getattrCode() {
    return compute.call("missing");
  }

  /// A name that `__getattr__` computes.
  @Benchmark
  public Object getattr() {
    return computing.get("missing");
  }

  /// The limit for properties: the getter's code.
  @Benchmark
  public Object propertyCode() {
    return getter.get(withProperty);
  }

  /// A property.
  @Benchmark
  public Object property() {
    return withProperty.get("area");
  }
}
