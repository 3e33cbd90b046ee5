// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenon.Interpreter;
import dev.tenon.concurrent.InterpreterQueue;
import dev.tenon.concurrent.ItemInterpreterClosedError;
import dev.tenon.concurrent.NotShareableError;
import dev.tenon.concurrent.QueueClosedError;
import dev.tenon.concurrent.QueueEmptyError;
import dev.tenon.concurrent.QueueFullError;
import dev.tenon.concurrent.UnboundItem;
import dev.tenon.concurrent.UnboundItems;
import dev.tenon.error.kind.InterpreterNotFoundError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Queues between interpreters, as PEP 734 has them.
class InterpreterQueueTest {

  private static final Duration NOT_AT_ALL = Duration.ZERO;

  private final Interpreter interpreter = Interpreter.create();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void closeAll() {
    threads.close();
    interpreter.close();
  }

  private static void putIn(
      Interpreter there, InterpreterQueue queue, Object value, UnboundItems unbound)
      throws Exception {
    there.enter(() -> {
      queue.put(value, NOT_AT_ALL, unbound);
      return true;
    });
  }

  /// A thread that waits for something, when it does.
  private static <T> Future<T> waiting(ExecutorService threads, Callable<T> action)
      throws InterruptedException {
    Thread[] waiter = new Thread[1];
    CountDownLatch begun = new CountDownLatch(1);
    Future<T> result =
        threads.submit(() -> {
          waiter[0] = Thread.currentThread();
          begun.countDown();
          return action.call();
        });
    begun.await();
    while (waiter[0].getState() != Thread.State.TIMED_WAITING && !result.isDone()) {
      Thread.onSpinWait();
    }
    return result;
  }

  @Test
  void items_put_areGotInOrderAsCopies() throws Exception {
    InterpreterQueue queue = InterpreterQueue.unbounded();
    List<Object> value = new ArrayList<>(List.of(1L));
    queue.put(value);
    queue.put(null);
    value.add(2L);

    assertThat(queue.size()).isEqualTo(2);
    assertThat(interpreter.enter(() -> queue.get())).isEqualTo(List.of(1L));
    assertThat(queue.get(NOT_AT_ALL)).isNull();
    assertThat(queue.isEmpty()).isTrue();
    assertThatExceptionOfType(NotShareableError.class).isThrownBy(() -> queue.put(interpreter));
    assertThat(queue).hasToString("<InterpreterQueue of 0>");
  }

  @Test
  void boundedQueue_full_refusesOrWaits() throws Exception {
    InterpreterQueue queue = InterpreterQueue.bounded(1);
    queue.put("a");

    assertThat(queue.isFull()).isTrue();
    assertThat(queue.maxSize()).isEqualTo(1);
    assertThatExceptionOfType(QueueFullError.class).isThrownBy(() -> queue.put("b", NOT_AT_ALL));
    assertThatExceptionOfType(QueueFullError.class)
        .isThrownBy(() -> queue.put("b", Duration.ofMillis(1)))
        .withMessage("the queue is full: it has its 1 items");
    Future<Boolean> put =
        waiting(
            threads,
            () -> {
              queue.put("b");
              return true;
            });
    assertThat(queue.get()).isEqualTo("a");
    assertThat(put.get()).isTrue();
    assertThat(queue.get()).isEqualTo("b");
    assertThatIllegalArgumentException().isThrownBy(() -> InterpreterQueue.bounded(0));
  }

  @Test
  void emptyQueue_refusesOrWaits() throws Exception {
    InterpreterQueue queue = InterpreterQueue.bounded(1);

    assertThatExceptionOfType(QueueEmptyError.class).isThrownBy(() -> queue.get(NOT_AT_ALL));
    assertThatExceptionOfType(QueueEmptyError.class)
        .isThrownBy(() -> queue.get(Duration.ofMillis(1)));
    Future<Object> got = waiting(threads, queue::get);
    queue.put("late");
    assertThat(got.get()).isEqualTo("late");
  }

  @Test
  void items_ofAClosedInterpreter_areUnbound() throws Exception {
    InterpreterQueue queue = InterpreterQueue.unbounded();
    Interpreter gone = Interpreter.create();
    putIn(gone, queue, "replaced", UnboundItems.REPLACE);
    putIn(gone, queue, "error", UnboundItems.ERROR);
    putIn(gone, queue, "removed", UnboundItems.REMOVE);
    putIn(interpreter, queue, "kept", UnboundItems.REMOVE);
    assertThat(queue.size()).isEqualTo(4);

    gone.close();

    assertThat(queue.size()).isEqualTo(3);
    assertThat(queue.get()).isEqualTo(UnboundItem.UNBOUND);
    assertThatExceptionOfType(ItemInterpreterClosedError.class).isThrownBy(queue::get);
    assertThat(queue.get()).isEqualTo("kept");
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void itemThatIsRemoved_makesPlaceForThoseWhoWait() throws Exception {
    InterpreterQueue queue = InterpreterQueue.bounded(1);
    Interpreter gone = Interpreter.create();
    putIn(gone, queue, "removed", UnboundItems.REMOVE);
    Future<Boolean> put =
        waiting(
            threads,
            () -> {
              queue.put("next");
              return true;
            });

    gone.close();

    assertThat(put.get()).isTrue();
    assertThat(queue.get()).isEqualTo("next");
  }

  @Test
  void threadThatWaitsInAnInterpreter_isLetGoWhenThatIsClosed() throws Exception {
    InterpreterQueue queue = InterpreterQueue.unbounded();
    Interpreter gone = Interpreter.create();
    Future<Object> got = waiting(threads, () -> gone.enter(queue::get));

    gone.close();

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(got::get)
        .withCauseInstanceOf(InterpreterNotFoundError.class);
  }

  @Test
  void closedQueue_givesWhatIsLeftAndThenNothing() throws Exception {
    InterpreterQueue queue = InterpreterQueue.unbounded();
    queue.put("left");
    queue.close();
    queue.close();

    assertThatExceptionOfType(QueueClosedError.class).isThrownBy(() -> queue.put("late"));
    assertThat(queue.get()).isEqualTo("left");
    assertThatExceptionOfType(QueueClosedError.class).isThrownBy(queue::get);
  }

  @Test
  void threadThatWaits_isLetGoWhenTheQueueIsClosed() throws Exception {
    InterpreterQueue queue = InterpreterQueue.unbounded();
    Future<Object> got = waiting(threads, queue::get);
    queue.close();

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(got::get)
        .withCauseInstanceOf(QueueClosedError.class);
  }
}
