// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Interpreter;
import dev.tenon.module.InterpreterSupport;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ThreadSupport;
import dev.tenon.value.Warning;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Closing an interpreter while a module in Java does not return.
class CloseWaitTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<String> warnings = new CopyOnWriteArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private Interpreter interpreter;

  @BeforeEach
  void open() {
    interpreter =
        Interpreter.builder()
            .onWarning((Warning warning) -> warnings.add(warning.message()))
            .build();
  }

  /// The state of a module whose call lasts.
  public final class State {
    /// Waits for the test.
    public long hang() {
      inside.countDown();
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return 1;
    }
  }

  private ModuleObject load(UnaryOperator<ModuleDef.Builder> more) {
    ModuleDef.Builder builder =
        ModuleDef.of("slow")
            .state(State.class, State::new)
            .interpreters(InterpreterSupport.ISOLATED)
            .typed("hang", "(state) -> i64", "Waits.", MethodHandles.lookup())
            .dynamic("dynamic", "Waits.", (module, a) -> module.state(State.class).hang());
    MemoryFinder finder = new MemoryFinder();
    finder.add(more.apply(builder).build());
    interpreter.imports().metaPath().add(finder);
    return interpreter.importModule("slow");
  }

  private String warningOfClose(ModuleObject module, String function) throws Exception {
    Thread caller = Thread.ofPlatform().name("in slow").start(() -> module.call(function));
    inside.await();
    Thread closer = Thread.ofPlatform().name("the end").start(interpreter::close);
    Awaitility.await().atMost(LONG).until(() -> !warnings.isEmpty());
    assertThat(closer.isAlive()).isTrue();
    end.countDown();
    caller.join();
    closer.join();
    assertThat(interpreter.isClosed()).isTrue();
    assertThat(warnings).hasSize(1);
    return warnings.getFirst();
  }

  @Test
  void callOfVersionedModule_neverReturns_isReported() throws Exception {
    ModuleObject module = load(def -> def.stateVersion(1).threads(ThreadSupport.FREE));

    assertThat(warningOfClose(module, "hang"))
        .isEqualTo(
            "thread 'the end', which closes module 'slow', has waited 3 seconds for 1 call(s) of"
                + " other threads to return from it; a thread dump shows where they are");
  }

  @Test
  void serializedCall_neverReturns_isReportedWithItsThread() throws Exception {
    ModuleObject module = load(def -> def.slot(new ModuleSlot.Free(_ -> {})));

    assertThat(warningOfClose(module, "dynamic"))
        .isEqualTo(
            "thread 'the end', which closes module 'slow', has waited 3 seconds for thread 'in"
                + " slow', which is in a serialized function of the interpreter");
  }

  @Test
  void listenerThatThrows_doesNotEndTheWait() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    IllegalStateException refusal = new IllegalStateException("no warnings here");
    interpreter =
        Interpreter.builder()
            .onWarning(_ -> {
              told.countDown();
              throw refusal;
            })
            .build();
    ModuleObject module = load(def -> def.stateVersion(1).threads(ThreadSupport.FREE));
    Thread caller = Thread.ofPlatform().start(() -> module.call("hang"));
    inside.await();
    Thread closer =
        Thread.ofPlatform()
            .uncaughtExceptionHandler((_, thrown) -> uncaught.add(thrown))
            .start(interpreter::close);
    told.await();

    assertThat(closer.join(Duration.ofMillis(200))).isFalse();
    end.countDown();
    caller.join();
    closer.join();
    assertThat(uncaught).containsExactly(refusal);
    assertThat(interpreter.isClosed()).isTrue();
  }
}
