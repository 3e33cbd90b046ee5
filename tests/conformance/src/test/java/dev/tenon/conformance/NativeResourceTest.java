// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.TenonError;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.function.BoundMethod;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.Resource;
import dev.tenon.value.Warning;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Objects with a C struct behind them.
class NativeResourceTest {

  private static Resource counter(ModuleObject module, long start) {
    return (Resource) Objects.requireNonNull(module.call("counter", start));
  }

  @Test
  void error_ofAMethodOrProperty_namesTheTypeAndThePlace() {
    try (NativeWorld world = new NativeWorld()) {
      Resource counter = counter(world.load("resources"), 5);

      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> counter.call("raise_by", "x"))
          .satisfies(error -> assertFrame(error, "Counter.raise_by"));
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> counter.set("value", "x"))
          .satisfies(error -> assertFrame(error, "Counter.value"));
    }
  }

  private static void assertFrame(TenonError error, String function) {
    assertThat(error.frames())
        .singleElement()
        .satisfies(frame -> {
          assertThat(frame.module()).isEqualTo("resources");
          assertThat(frame.function()).isEqualTo(function);
          assertThat(frame.file()).endsWith("resources.so");
          assertThat(frame.offset()).isPositive();
        });
  }

  @Test
  void method_saysItsQualifiedName() {
    try (NativeWorld world = new NativeWorld()) {
      BoundMethod method =
          (BoundMethod) Objects.requireNonNull(counter(world.load("resources"), 5).get("add"));

      assertThat(method.attribute("__name__")).isEqualTo("add");
      assertThat(method.attribute("__qualname__")).isEqualTo("Counter.add");
      assertThat(method.attribute("__self__")).isSameAs(method.receiver());
      assertThatExceptionOfType(AttributeError.class)
          .isThrownBy(() -> method.attribute("nothing"))
          .withMessageEndingWith("object has no attribute 'nothing'");
    }
  }

  @Test
  void resource_hasMethodsPropertiesAndNames() {
    try (NativeWorld world = new NativeWorld()) {
      Resource counter = counter(world.load("resources"), 5);

      assertThat(counter.call("raise_by", 2)).isEqualTo(7L);
      assertThat(counter.get("value")).isEqualTo(7L);
      counter.set("value", 30);
      assertThat(counter.get("fixed")).isEqualTo(30L);
      assertThat(counter.typeName()).isEqualTo("Counter");
      assertThat(counter.get("__module__")).isEqualTo("resources");
      assertThat(counter.get("__doc__")).isEqualTo("A counter.");
      assertThat(counter).hasToString("<'resources.Counter' object>");
      assertThat(counter.dir())
          .containsExactly(
              "__doc__",
              "__impl_module__",
              "__module__",
              "add",
              "add_to_total",
              "defining_module",
              "fixed",
              "itself",
              "labelled",
              "raise_by",
              "read",
              "read_slowly",
              "total",
              "value");
    }
  }

  @Test
  void method_knowsItsResource() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("resources");
      Resource counter = counter(module, 5);

      assertThat(counter.call("itself")).isSameAs(counter);
      assertThatExceptionOfType(RuntimeError.class)
          .isThrownBy(() -> module.call("no_method"))
          .withMessageContaining("expected a method or property of a resource");
    }
  }

  @Test
  void resource_refusesWhatItCannotDo() {
    try (NativeWorld world = new NativeWorld()) {
      Resource counter = counter(world.load("resources"), 5);

      assertThatExceptionOfType(AttributeError.class)
          .isThrownBy(() -> counter.get("absent"))
          .withMessage("'Counter' object has no attribute 'absent'");
      assertThatExceptionOfType(AttributeError.class)
          .isThrownBy(() -> counter.set("fixed", 1))
          .withMessage("attribute 'fixed' of 'Counter' objects is not writable");
      assertThatExceptionOfType(AttributeError.class).isThrownBy(() -> counter.set("total", 1));
      assertThatExceptionOfType(AttributeError.class).isThrownBy(() -> counter.delete("value"));
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> counter.set("value", "text"))
          .withMessage("value must be an int");
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> counter.call("raise_by"))
          .withMessage("raise_by() takes one int");
    }
  }

  @Test
  void resource_isUsedByOtherModules_likeAnyObject() {
    try (NativeWorld world = new NativeWorld()) {
      Resource counter = counter(world.load("resources"), 5);
      ModuleObject other = world.load("collections");

      assertThat(other.call("call_method", counter, "raise_by", 3)).isEqualTo(8L);
      other.call("set_attribute", counter, "value", 1);
      assertThat(other.call("get_attribute", counter, "value")).isEqualTo(1L);
      assertThat(other.call("type_name", counter)).isEqualTo("Counter");
      assertThat(other.call("traits", counter)).isEqualTo(32L + 256);
    }
  }

  @Test
  void pointer_isGivenForTheRightTypeOnly() {
    try (NativeWorld world = new NativeWorld();
        NativeWorld second = new NativeWorld()) {
      ModuleObject module = world.load("resources");
      Resource counter = counter(module, 5);

      assertThat(module.call("value_of", counter)).isEqualTo(5L);
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> module.call("value_of", 5))
          .withMessage("expected 'Counter', found 'int'");
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> module.call("value_of", module.call("other")))
          .withMessage("expected 'Counter', found 'Other'");
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> second.load("resources").call("value_of", counter))
          .withMessageContaining("found one of another instance");
    }
  }

  @Test
  void resource_closed_isDestroyedOnceAndRaises() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("resources");
      Resource counter = counter(module, 5);

      counter.close();
      counter.close();
      module.call("close_it", counter);

      assertThat(world.errorText()).isEqualTo("destroy 5\n");
      assertThat(counter.isClosed()).isTrue();
      assertThatExceptionOfType(ValueError.class)
          .isThrownBy(() -> counter.get("value"))
          .withMessageContaining("operation on closed 'resources.Counter' object");
      assertThatExceptionOfType(ValueError.class)
          .isThrownBy(() -> module.call("value_of", counter));
    }
  }

  @Test
  void resources_atTheEnd_areDestroyedBeforeStateIsFreed() {
    NativeWorld world = new NativeWorld();
    ModuleObject module = world.load("resources");
    Resource first = counter(module, 1);
    counter(module, 2).close();
    Resource third = counter(module, 3);

    world.close();

    assertThat(world.errorText()).isEqualTo("destroy 2\ndestroy 3\ndestroy 1\nfree\n");
    assertThat(first.isClosed()).isTrue();
    third.close();
    assertThatExceptionOfType(InterpreterError.class).isThrownBy(() -> first.call("total"));
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void resource_unreachable_isDestroyedByLaterCall() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("resources");
      counter(module, 5).call("raise_by", 1);

      while (Objects.equals(module.call("destroyed"), 0L)) {
        System.gc();
      }

      assertThat(world.errorText()).isEqualTo("destroy 6\n");
    }
  }

  @Test
  void errorInDestructor_isWarning() {
    try (NativeWorld world = new NativeWorld()) {
      counter(world.load("resources"), 13).close();

      assertThat(world.warnings())
          .singleElement()
          .satisfies(warning -> {
            assertThat(warning.category()).isEqualTo(Warning.Category.RUNTIME);
            assertThat(warning.message())
                .startsWith("Exception ignored in the destructor of 'resources.Counter' object")
                .endsWith("thirteen");
          });
    }
  }

  @Test
  @Case("STATE-10")
  void method_calledFromElsewhere_seesItsDefiningModule() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("resources");
      Resource counter = counter(module, 0);

      assertThat(world.load("collections").call("call_method", counter, "defining_module"))
          .isSameAs(module);
      assertThat(counter.module()).isSameAs(module);
    }
  }

  @Test
  @Case("STATE-11")
  void methodsOfTwoResources_shareModuleState() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("resources");
      Resource one = counter(module, 0);
      Resource other = counter(module, 0);
      long expected = 0;
      assertThat(one.call("total")).isEqualTo(expected);
      assertThat(other.call("total")).isEqualTo(expected);
      for (long step : new long[] {1, 3, -2 * 2}) {
        one.call("raise_by", step);
        expected += step;
        assertThat(one.call("total")).isEqualTo(expected);
        assertThat(other.call("total")).isEqualTo(expected);
      }
      assertThat(expected).isZero();
    }
  }
}
