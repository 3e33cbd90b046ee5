// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.call.Callables;
import dev.tenon.error.ExtensionContractException;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.OverflowError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.function.BoundMethod;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.Resource;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Methods of resources whose C functions have types of their own.
class NativeMethodTest {

  private static Resource counter(ModuleObject module, long start) {
    return (Resource) Objects.requireNonNull(module.call("counter", start));
  }

  private static BoundMethod method(Resource resource, String name) {
    return (BoundMethod) Objects.requireNonNull(resource.get(name));
  }

  @Test
  void typedMethod_getsItsResourceStateAndContext() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("resources");
      Resource one = counter(module, 5);
      Resource other = counter(module, 50);

      assertThat(one.call("add", 2)).isEqualTo(7L);
      assertThat(other.call("add", 2)).isEqualTo(52L);
      assertThat(one.call("add_to_total", 255)).isEqualTo(262L);
      assertThat(other.call("total")).isEqualTo(262L);
      assertThat(one.call("labelled", "größe")).isEqualTo("größe=7");
      assertThat(one.call("read")).isEqualTo(7L);
    }
  }

  @Test
  void typedMethod_checksItsArguments_asFunctionsDo() {
    try (NativeWorld world = new NativeWorld()) {
      Resource counter = counter(world.load("resources"), 5);

      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> counter.call("add", "text"))
          .withMessage("add() argument 1 must be i64, not str");
      assertThatExceptionOfType(OverflowError.class)
          .isThrownBy(() -> counter.call("add_to_total", 256))
          .withMessage("add_to_total() argument 1 must be u8 (0 to 255), not 256");
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> counter.call("add"))
          .withMessage(
              "add() takes exactly one argument (0 given); its signature is (self, i64) -> i64");
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> counter.call("read", 1))
          .withMessageStartingWith("read() takes no arguments (1 given)");
      assertThatExceptionOfType(ValueError.class)
          .isThrownBy(() -> counter.call("labelled", "a\0b"))
          .withMessageStartingWith("labelled() argument 1 must be str without U+0000");
      assertThat(counter.get("value")).isEqualTo(5L);
    }
  }

  @Test
  void typedMethod_bindsToFunctionalInterfaces() throws Throwable {
    try (NativeWorld world = new NativeWorld()) {
      Resource counter = counter(world.load("resources"), 5);
      BoundMethod add = method(counter, "add");

      LongUnaryOperator bound = Callables.bind(add, "add", LongUnaryOperator.class);
      MethodHandle handle = Callables.handle(add);

      assertThat(bound.applyAsLong(2)).isEqualTo(7L);
      assertThat((long) handle.invokeExact(3L)).isEqualTo(10L);
      assertThat(Callables.bind(method(counter, "labelled"), "labelled", UnaryOperator.class))
          .satisfies(label -> assertThat(apply(label, "x")).isEqualTo("x=10"));
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> Callables.bind(add, "add", Runnable.class))
          .withMessageContaining("its signature is (self, i64) -> i64");
    }
  }

  @SuppressWarnings("unchecked")
  private static Object apply(UnaryOperator<?> operator, Object value) {
    return ((UnaryOperator<Object>) operator).apply(value);
  }

  @Test
  void method_ofClosedResource_raises() {
    try (NativeWorld world = new NativeWorld()) {
      Resource counter = counter(world.load("resources"), 5);
      BoundMethod add = method(counter, "add");
      LongUnaryOperator bound = Callables.bind(add, "add", LongUnaryOperator.class);
      add.call(1);

      counter.close();

      assertThatExceptionOfType(ValueError.class)
          .isThrownBy(() -> add.call(1))
          .withMessageContaining("operation on closed 'resources.Counter' object");
      assertThatExceptionOfType(ValueError.class).isThrownBy(() -> bound.applyAsLong(1));
    }
  }

  @Test
  void method_afterItsInterpreter_raises() {
    NativeWorld world = new NativeWorld();
    Resource counter = counter(world.load("resources"), 5);
    BoundMethod add = method(counter, "add");
    world.close();

    assertThatExceptionOfType(InterpreterError.class).isThrownBy(() -> add.call(1));
  }

  @Test
  void blockingMethod_calledByVirtualThread_answers() throws Exception {
    try (NativeWorld world = new NativeWorld()) {
      Resource counter = counter(world.load("resources"), 5);
      FutureTask<Object> task = new FutureTask<>(() -> counter.call("read_slowly"));

      Thread.ofVirtual().start(task);

      assertThat(task.get()).isEqualTo(5L);
    }
  }

  @Test
  void method_saysWhatItIs() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("resources");
      Resource counter = counter(module, 5);
      BoundMethod add = method(counter, "add");

      assertThat(add).hasToString("<built-in method add of 'resources.Counter' object>");
      assertThat(add.doc()).isEqualTo("Add.");
      assertThat(add.receiver()).isSameAs(counter);
      assertThat(add.module()).isSameAs(module);
    }
  }

  @Test
  void faultsOfTypes_comeWithThoseOfTheModule() {
    try (NativeWorld world = new NativeWorld()) {
      assertThatExceptionOfType(ExtensionContractException.class)
          .isThrownBy(() -> world.load("bad_resources"))
          .withMessageContainingAll(
              "m_size may not be negative",
              "functions[0] 'with_self': self in the signature (self) -> i64",
              "resource type 'Faulty': methods[0]: no self in the signature (i64) -> i64",
              "resource type 'Faulty': methods[1]: cannot read the signature '(i64, self) -> i64'",
              "resource type 'Faulty': methods[2]: cannot read the signature '(self, i65) -> i64'",
              "resource type 'Faulty': methods[3]): a NULL function",
              "resource type 'Faulty': methods[4]: the method 'keywords' with TN_KEYWORDS",
              "resource type 'Faulty': methods[5].flags): unknown flags 0x400",
              "the name 'not an identifier'",
              "resource type 'Faulty': properties: a second attribute 'twice'",
              "resource type 'Faulty': properties[1].get): a NULL function",
              "resource type 'Faulty'): flags 0x2",
              "resources[1]): pointer",
              "resource type 'Wild': methods): pointer 0x10, which is outside the library",
              "resources[3]): pointer 0x20, at which there is no type")
          .satisfies(error -> assertThat(error.faults()).hasSize(15));
      assertThat(world.isRegistered("bad_resources")).isFalse();
    }
  }

  @Test
  void unlistedType_isCheckedWholeWhenItIsUsed() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("unlisted");

      assertThatExceptionOfType(ExtensionContractException.class)
          .isThrownBy(() -> module.call("make"))
          .withMessageStartingWith("module 'unlisted': ")
          .withMessageContainingAll("methods[1]: cannot read", "properties[1].get): a NULL")
          .satisfies(error -> assertThat(error.faults()).hasSizeGreaterThan(8));
    }
  }
}
