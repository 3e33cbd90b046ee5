// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.cdef.CLibrary;
import dev.tenon.cdef.CObject;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.NotImplementedError;
import dev.tenon.error.kind.RecursionError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Function pointers between Java and a plain C library.
final class CLibraryCallbackTest {

  @TempDir private Path folder;
  private CLibraryWorld world;
  private ModuleObject plain;

  @BeforeEach
  void open() throws Exception {
    world = new CLibraryWorld(folder);
    plain = world.plain();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void callback_getsValuesAndAnswers() {
    List<Object> seen = new ArrayList<>();
    TenonCallable visitor =
        arguments -> {
          seen.add(arguments[0]);
          seen.add(arguments[1]);
          ((CObject) arguments[2]).set("x", 100);
          return 1000;
        };

    assertThat(plain.call("plain_visit", 2, visitor)).isEqualTo(2200L);
    assertThat(seen).containsExactly(0L, "visited", 1L, "visited");
  }

  @Test
  void callback_withStructsByValue_copiesThem() {
    CObject from = (CObject) plain.call("Point", 3, 4);
    TenonCallable maker = arguments -> plain.call("plain_swapped", arguments[0]);
    if (!NativeWorld.passesStructs()) {
      assertThatExceptionOfType(NotImplementedError.class)
          .isThrownBy(() -> plain.call("plain_map", from, maker))
          .withMessageContainingAll("cannot link", "'jnr'", "by value");
      return;
    }

    CObject made = (CObject) plain.call("plain_map", from, maker);

    assertThat(made.get("x")).isEqualTo(4L);
  }

  @Test
  void callbackThatThrows_ownErrorReachesTheCallerOnce() {
    AtomicInteger calls = new AtomicInteger();
    IllegalStateException thrown = new IllegalStateException("from the callback");
    TenonCallable visitor =
        _ -> {
          calls.incrementAndGet();
          throw thrown;
        };

    assertThatThrownBy(() -> plain.call("plain_visit", 3, visitor)).isSameAs(thrown);
    assertThat(calls).hasValue(1);
    assertThat(plain.call("plain_i32", 1)).isEqualTo(1L);
  }

  @Test
  void callbackResult_ofAWrongKind_isATypeError() {
    assertThatThrownBy(() -> plain.call("plain_visit", 1, (TenonCallable) _ -> "text"))
        .isInstanceOf(TypeError.class)
        .hasMessageContaining("must be 'long', not str");
    assertThatThrownBy(() -> plain.call("plain_visit", 1, "no callable"))
        .isInstanceOf(TypeError.class)
        .hasMessageContaining("must be a callable");
  }

  @Test
  void callbackInACallback_worksAndThrowsToTheInnerCaller() {
    List<String> caught = new ArrayList<>();
    TenonCallable inner =
        _ -> {
          throw new IllegalStateException("inner");
        };
    TenonCallable outer =
        _ -> {
          try {
            plain.call("plain_visit", 1, inner);
          } catch (IllegalStateException e) {
            caught.add(e.getMessage());
          }
          return 5;
        };

    assertThat(plain.call("plain_visit", 2, outer)).isEqualTo(5L + 5 + 1);
    assertThat(caught).containsExactly("inner", "inner");
  }

  @Test
  void keptCallback_livesAsLongAsTheModule() {
    TenonCallable visitor = arguments -> (long) arguments[0] * 2;

    plain.call("plain_keep", visitor);

    for (int round = 0; round < 3; round++) {
      System.gc();
      assertThat(plain.call("plain_call_kept", 21)).isEqualTo(42L);
    }
    plain.call("plain_keep", (Object) null);
    assertThat(plain.call("plain_call_kept", 21)).isEqualTo(-1L);
  }

  @Test
  void callbackOfOneCall_calledLate_isAnErrorAndNoCrash() throws Exception {
    ModuleObject hasty =
        world.declared(
            "hasty",
            """
            #pragma tenon library("plain.so")
            typedef struct Point Point;
            typedef long (*visitor)(long value, const char *name, Point *point);
            #pragma tenon callback(call: plain_keep.visitor)
            #pragma tenon nullable(plain_keep.visitor)
            void plain_keep(visitor visitor);
            long plain_call_kept(long value);
            """);

    hasty.call("plain_keep", (TenonCallable) _ -> 1);

    assertThatThrownBy(() -> hasty.call("plain_call_kept", 1))
        .isInstanceOf(RuntimeError.class)
        .hasMessageContaining("after its end");
    hasty.call("plain_keep", (Object) null);
  }

  @Test
  void callbackOnAThreadOfC_runsInTheInterpreter() {
    assertThat(
            plain.call(
                "plain_visit_on_thread", (TenonCallable) arguments -> (long) arguments[0] + 1))
        .isEqualTo(42L);
  }

  @Test
  void callbackThatThrowsOnAThreadOfC_isAWarning() {
    TenonCallable visitor =
        _ -> {
          throw new IllegalStateException("nobody hears it");
        };

    assertThat(plain.call("plain_visit_on_thread", visitor)).isEqualTo(0L);
    assertThat(world.warnings())
        .singleElement()
        .satisfies(warning -> assertThat(warning.message()).contains("nobody hears it"));
  }

  @Test
  void functionPointerOfC_isPassedBackToC() {
    CObject adder = (CObject) plain.call("plain_adder");

    assertThat(plain.call("plain_visit", 2, adder)).isEqualTo(0L + 7 + 0 + 0 + 1 + 7 + 1 + 1);
  }

  @Test
  void functionPointerOfC_isCalled() {
    TenonCallable adder = (TenonCallable) plain.call("plain_adder");
    CObject point = (CObject) plain.call("Point", 30, 0);

    assertThat(adder.call(5, "seven77", point)).isEqualTo(42L);
    assertThat(adder.call(5, null, null)).isEqualTo(5L);
    assertThatThrownBy(() -> adder.call(5))
        .isInstanceOf(TypeError.class)
        .hasMessage(
            "(*)() takes 3 arguments (1 given); it is declared as"
                + " 'long (*)(long, const char *, struct Point *)'");
    assertThatThrownBy(() -> adder.call("five", null, null))
        .isInstanceOf(TypeError.class)
        .hasMessageContaining("(*)() argument 1");
  }

  @Test
  void functionPointerOfC_afterTheEndOfItsModule_isAnError() {
    TenonCallable adder = (TenonCallable) plain.call("plain_adder");
    world.close();

    assertThatThrownBy(() -> adder.call(5, null, null)).isInstanceOf(InterpreterError.class);
  }

  @Test
  void functionPointersInAStruct_areCalledBothWays() throws Exception {
    ModuleObject table =
        world.declared(
            "table",
            """
            #pragma tenon library("plain.so")
            typedef struct Point { int x; int y; } Point;
            typedef long (*visitor)(long value, const char *name, Point *point);
            typedef struct Operations {
                visitor one;
                long (*other)(long value, const char *name, Point *point);
            } Operations;
            long plain_visit(int times, visitor visitor);
            """);
    CObject operations = (CObject) table.call("Operations");

    assertThat(operations.get("one")).isNull();
    operations.set("one", (TenonCallable) arguments -> 40 + (long) arguments[0]);
    operations.set("other", operations.get("one"));

    TenonCallable other = (TenonCallable) Objects.requireNonNull(operations.get("other"));
    assertThat(other.call(2, "two", null)).isEqualTo(42L);
    assertThat(table.call("plain_visit", 1, other)).isEqualTo(40L);
    assertThatThrownBy(() -> operations.set("one", 1)).isInstanceOf(TypeError.class);
    assertThatThrownBy(() -> operations.set("one", table.call("Point")))
        .isInstanceOf(TypeError.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 64})
  void recursionThroughCWithoutBound_endsInAnError(int mebibytes) throws Exception {
    assertThat(recurse(Thread.ofPlatform().stackSize((long) mebibytes << 20)))
        .isInstanceOfAny(RecursionError.class, StackOverflowError.class);
    assertThat(plain.call("plain_i32", 1)).isEqualTo(1L);
  }

  @Test
  void recursionOnAVirtualThread_endsInAnError() throws Exception {
    assertThat(recurse(Thread.ofVirtual()))
        .isInstanceOfAny(RecursionError.class, StackOverflowError.class);
    assertThat(plain.call("plain_i32", 1)).isEqualTo(1L);
  }

  private Throwable recurse(Thread.Builder builder) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    TenonCallable again =
        new TenonCallable() {
          @Override
          public Object call(Object... arguments) {
            return plain.call("plain_visit", 1, this);
          }
        };
    builder
        .start(() -> {
          try {
            plain.call("plain_visit", 1, again);
          } catch (Throwable e) {
            thrown.set(e);
          }
        })
        .join();
    return thrown.get();
  }

  @Test
  void madeCallback_isAnObject() {
    CObject callback = CLibrary.of(plain).callback("plain_visitor", arguments -> arguments[0]);

    plain.call("plain_keep", callback);

    assertThat(plain.call("plain_call_kept", 17)).isEqualTo(17L);
    plain.call("plain_keep", (Object) null);
  }
}
