// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import dev.tenon.Interpreter;
import dev.tenon.imports.MemoryFinder;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What each module of a tree of 1,000 small Java modules costs when the root is imported. The goal
/// is 40 microseconds for modules that each have a class of their own.
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(5)
@Warmup(iterations = 20)
@Measurement(iterations = 10)
public class ImportTreeBenchmark {

  private static final int MODULES = 1_000;

  /// Ten children for each module.
  private static final int CHILDREN = 10;

  /// Whether each module's body is a class that is loaded by its import, and how modules are
  /// described.
  @Param({"bodies", "descriptors", "classes"})
  public String modules;

  private Interpreter interpreter;

  /// Describes the modules.
  @Setup(Level.Invocation)
  public void describeModules() {
    interpreter = Interpreter.create();
    MemoryFinder finder = new MemoryFinder();
    ClassLoader classes = new BodyClasses();
    for (int index = 0; index < MODULES; index++) {
      add(finder, index, classes);
    }
    interpreter.imports().metaPath().addFirst(finder);
  }

  private void add(MemoryFinder finder, int index, ClassLoader classes) {
    ModuleSlot.ExecBody body = module -> fill(module, index);
    switch (modules) {
      case "bodies" -> finder.add("m" + index, body);
      case "descriptors" -> finder.add(ModuleDef.of("m" + index).exec(body).build());
      default ->
          finder.add(
              ModuleDef.of("m" + index)
                  .exec(module -> {
                    module.set("own", Class.forName("generated.Module" + index, true, classes));
                    fill(module, index);
                  })
                  .build());
    }
  }

  private void fill(ModuleObject module, int index) {
    module.set("index", (long) index);
    for (int child = index * CHILDREN + 1; child <= index * CHILDREN + CHILDREN; child++) {
      if (child < MODULES) {
        module.set("child", interpreter.importModule("m" + child));
      }
    }
  }

  /// Closes the interpreter.
  @TearDown(Level.Invocation)
  public void close() {
    interpreter.close();
  }

  /// Imports the root.
  @Benchmark
  @OperationsPerInvocation(MODULES)
  public ModuleObject importTree() {
    return interpreter.importModule("m0");
  }

  /// What cannot be beaten for modules that have a class each: loading the classes. The parameter
  /// has no meaning here.
  @Benchmark
  @OperationsPerInvocation(MODULES)
  public Object loadClasses() throws ClassNotFoundException {
    ClassLoader classes = new BodyClasses();
    Class<?> last = null;
    for (int index = 0; index < MODULES; index++) {
      last = Class.forName("generated.Module" + index, true, classes);
    }
    return last;
  }

  /// Loads small classes that were made beforehand.
  private static final class BodyClasses extends ClassLoader {
    private static final Map<String, byte[]> MADE =
        IntStream.range(0, MODULES)
            .mapToObj(index -> "generated.Module" + index)
            .collect(Collectors.toMap(name -> name, BodyClasses::make));

    BodyClasses() {
      super(ImportTreeBenchmark.class.getClassLoader());
    }

    private static byte[] make(String name) {
      return ClassFile.of().build(ClassDesc.of(name), BodyClasses::addInitializer);
    }

    private static void addInitializer(ClassBuilder made) {
      made.withMethodBody(
          ConstantDescs.CLASS_INIT_NAME,
          ConstantDescs.MTD_void,
          ClassFile.ACC_STATIC,
          CodeBuilder::return_);
    }

    /// Asks the parent last: its way to say no is an exception, whose stack trace would be
    /// measured.
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      byte[] bytes = MADE.get(name);
      if (bytes == null) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? defineClass(name, bytes, 0, bytes.length) : loaded;
    }
  }
}
