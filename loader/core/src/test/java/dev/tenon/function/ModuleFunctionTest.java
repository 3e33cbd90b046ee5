// SPDX-License-Identifier: Apache-2.0
package dev.tenon.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.kind.OverflowError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.FakeOwner;
import dev.tenon.module.FunctionBody;
import dev.tenon.module.FunctionDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ThreadSupport;
import dev.tenon.spi.Modules;
import dev.tenon.value.Signature;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.math.BigInteger;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.Test;

class ModuleFunctionTest {

  private static final MethodType ADDITION =
      MethodType.methodType(long.class, long.class, long.class);

  private final FakeOwner owner = new FakeOwner();
  private final ModuleObject module = Modules.create("spam", null, owner);

  private boolean isLocked() {
    return owner.lock.isHeldByCurrentThread();
  }

  private ModuleFunction typed(
      String name, String signature, ThreadSupport threads, MethodHandle handle) {
    FunctionBody.Typed body = linked -> handle;
    return new ModuleFunction(
        new FunctionDef(name, null, Signature.parse(signature), body), module, threads, "spam");
  }

  /// A function of the signature `(i64, i64) -> i64`, or of another one that does not fit it.
  private ModuleFunction adder(String signature, ThreadSupport threads) {
    LongBinaryOperator add = Math::addExact;
    return typed(
        "add", signature, threads, bound(LongBinaryOperator.class, "applyAsLong", ADDITION, add));
  }

  private ModuleFunction adder() {
    return adder("(i64, i64) -> i64", ThreadSupport.FREE);
  }

  private ModuleFunction failing(ThreadSupport threads) {
    Runnable fail =
        () -> {
          throw new ValueError("failed");
        };
    return typed(
        "fail",
        "() -> void",
        threads,
        bound(Runnable.class, "run", MethodType.methodType(void.class), fail));
  }

  private static <T> MethodHandle bound(Class<T> type, String method, MethodType shape, T target) {
    try {
      return MethodHandles.lookup().findVirtual(type, method, shape).bindTo(target);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private ModuleFunction dynamic(ThreadSupport threads, FunctionBody.Dynamic body) {
    return new ModuleFunction(new FunctionDef("f", "Does.", null, body), module, threads, "spam");
  }

  @Test
  void attributes_tellWhereItBelongs() {
    ModuleFunction function = dynamic(ThreadSupport.FREE, (self, arguments) -> self);

    assertThat(function.name()).isEqualTo("f");
    assertThat(function.doc()).isEqualTo("Does.");
    assertThat(function.moduleName()).isEqualTo("spam");
    assertThat(function.module()).isSameAs(module);
    assertThat(function.signature()).isNull();
    assertThat(function.call()).isSameAs(module);
    assertThat(function).hasToString("<built-in function spam.f>");
  }

  @Test
  void call_typed_convertsArgumentsAndResult() {
    assertThat(adder().call(1, 2L)).isEqualTo(3L);
  }

  @Test
  void call_typedWrongCount_namesTheSignature() {
    assertThatThrownBy(() -> adder().call(1L))
        .isInstanceOf(TypeError.class)
        .hasMessage("add() takes 2 arguments (1 given); its signature is (i64, i64) -> i64");
    assertThatThrownBy(() -> failing(ThreadSupport.FREE).call(1L))
        .isInstanceOf(TypeError.class)
        .hasMessage("fail() takes no arguments (1 given); its signature is () -> void");
  }

  @Test
  void call_typedWrongArgument_isCheckedBeforeTheCall() {
    assertThatThrownBy(() -> adder().call(1L, "2"))
        .isInstanceOf(TypeError.class)
        .hasMessage("add() argument 2 must be i64, not str");
    assertThatThrownBy(() -> adder().call(new BigInteger("9223372036854775808"), 1L))
        .isInstanceOf(OverflowError.class);
  }

  @Test
  void call_bodyRaises_errorsKeepTheirIdentity() {
    ValueError error = new ValueError("no");
    Error serious = new AssertionError("serious");

    assertThatThrownBy(() ->
            dynamic(
                    ThreadSupport.FREE,
                    (self, arguments) -> {
                      throw error;
                    })
                .call())
        .isSameAs(error);
    assertThatThrownBy(() ->
            dynamic(
                    ThreadSupport.FREE,
                    (self, arguments) -> {
                      throw serious;
                    })
                .call())
        .isSameAs(serious);
    assertThatThrownBy(() -> adder().call(Long.MAX_VALUE, 1L))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void call_bodyRaisesCheckedException_isTheCauseOfARuntimeError() {
    IOException cause = new IOException("disk");

    assertThatThrownBy(() ->
            dynamic(
                    ThreadSupport.FREE,
                    (self, arguments) -> {
                      throw cause;
                    })
                .call())
        .isInstanceOf(RuntimeError.class)
        .hasMessage("f() raised java.io.IOException: disk")
        .hasCause(cause);
  }

  @Test
  void call_serialized_holdsTheInterpretersLockAlsoWhenItRaises() {
    assertThat(dynamic(ThreadSupport.SERIALIZED, (self, arguments) -> isLocked()).call())
        .isEqualTo(true);
    assertThatThrownBy(() -> failing(ThreadSupport.SERIALIZED).call())
        .isInstanceOf(ValueError.class);

    assertThat(owner.lock.holder()).isNull();
  }

  @Test
  void call_free_takesNoLock() {
    assertThat(dynamic(ThreadSupport.FREE, (self, arguments) -> isLocked()).call())
        .isEqualTo(false);
  }

  @Test
  void call_serializedInAnotherThread_waits() throws InterruptedException {
    boolean[] ran = {false};
    ModuleFunction function = dynamic(ThreadSupport.SERIALIZED, (self, arguments) -> ran[0] = true);
    Thread other = Thread.ofVirtual().unstarted(function::call);
    owner.lock.lock();
    try {
      other.start();
      while (!owner.lock.hasQueuedThread(other)) {
        Thread.onSpinWait();
      }
      assertThat(ran[0]).isFalse();
    } finally {
      owner.lock.unlock();
    }
    other.join();

    assertThat(ran[0]).isTrue();
  }

  @Test
  void typedHandle_hasTheTypesOfTheSignature() throws Throwable {
    MethodHandle handle = adder().typedHandle();

    assertThat(handle.type()).isEqualTo(MethodType.methodType(long.class, long.class, long.class));
    assertThat((long) handle.invokeExact(1L, 2L)).isEqualTo(3L);
  }

  @Test
  void typedHandle_serialized_returnsTheLockAndTheResult() throws Throwable {
    MethodHandle handle = adder("(i64, i64) -> i64", ThreadSupport.SERIALIZED).typedHandle();

    assertThat((long) handle.invokeExact(1L, 2L)).isEqualTo(3L);
    assertThat(owner.lock.holder()).isNull();
  }

  @Test
  void typedHandle_ofADynamicFunction_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> dynamic(ThreadSupport.FREE, (self, arguments) -> null).typedHandle())
        .withMessage("f is dynamic: it has no typed handle");
  }

  @Test
  void typedHandle_bodyLinksAnotherType_isRefused() {
    ModuleFunction wrong = adder("(i32, i64) -> i64", ThreadSupport.FREE);

    assertThatIllegalStateException()
        .isThrownBy(wrong::typedHandle)
        .withMessage(
            "the body of add linked a handle of type (long,long)long, expected (int,long)long");
  }

  @Test
  void link_happensOncePerFunction() {
    int[] links = {0};
    FunctionBody.Typed body =
        linked -> {
          links[0]++;
          return MethodHandles.constant(long.class, 7L);
        };
    ModuleFunction function =
        new ModuleFunction(
            new FunctionDef("seven", null, Signature.parse("() -> i64"), body),
            module,
            ThreadSupport.FREE,
            "spam");
    function.call();
    function.call();
    function.typedHandle();

    assertThat(links[0]).isEqualTo(1);
  }
}
