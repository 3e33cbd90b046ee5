// SPDX-License-Identifier: Apache-2.0
package dev.tenon.concurrent;

import dev.tenon.error.kind.InterpreterNotFoundError;
import dev.tenon.spi.ModuleOwner;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A queue between interpreters, first in, first out (PEP 734). What is put into it is copied as
/// [Crossing] says. It belongs to no interpreter, crosses to others as it is, and any thread may
/// use it, inside an interpreter or outside.
///
/// A thread that waits here inside an interpreter stops waiting when that interpreter is closed.
public final class InterpreterQueue {

  private final int maxSize;
  private final UnboundItems unbound;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Item> items = new ArrayDeque<>();
  private boolean closed;

  /// @param value the copy
  /// @param from the interpreter that put it; null for the host
  /// @param watch notifies the queue when that interpreter is closed, if the item goes with it
  private record Item(
      @Nullable Object value,
      @Nullable ModuleOwner from,
      UnboundItems unbound,
      ModuleOwner.CloseWatch watch) {

    boolean isUnbound() {
      return from != null && from.isClosed();
    }

    boolean isGone() {
      return unbound == UnboundItems.REMOVE && isUnbound();
    }
  }

  private InterpreterQueue(int maxSize, UnboundItems unbound) {
    this.maxSize = maxSize;
    this.unbound = unbound;
  }

  /// A queue that takes any number of items; items of closed interpreters are replaced.
  public static InterpreterQueue unbounded() {
    return new InterpreterQueue(0, UnboundItems.REPLACE);
  }

  /// A queue that takes a number of items at most; items of closed interpreters are replaced.
  ///
  /// @throws IllegalArgumentException if the number is not positive
  public static InterpreterQueue bounded(int maxSize) {
    return bounded(maxSize, UnboundItems.REPLACE);
  }

  /// A queue that takes a number of items at most.
  ///
  /// @param unbound what becomes of items of closed interpreters
  /// @throws IllegalArgumentException if the number is not positive
  public static InterpreterQueue bounded(int maxSize, UnboundItems unbound) {
    Objects.requireNonNull(unbound, "unbound");
    if (maxSize <= 0) {
      throw new IllegalArgumentException(
          "the size of a bounded queue is %d, expected 1 or more".formatted(maxSize));
    }
    return new InterpreterQueue(maxSize, unbound);
  }

  /// How many items it takes; 0 for any number.
  public int maxSize() {
    return maxSize;
  }

  /// How many items are in it now.
  public int size() {
    lock.lock();
    try {
      items.removeIf(Item::isGone);
      return items.size();
    } finally {
      lock.unlock();
    }
  }

  /// Whether there is nothing in it now.
  public boolean isEmpty() {
    return size() == 0;
  }

  /// Whether no further item has a place now.
  public boolean isFull() {
    return maxSize > 0 && size() >= maxSize;
  }

  /// Puts a copy of a value in, as soon as there is a place.
  ///
  /// @throws NotShareableError if the value may not cross
  /// @throws QueueClosedError if the queue is closed, or gets closed meanwhile
  /// @throws InterpreterNotFoundError if the interpreter of the thread is closed meanwhile
  /// @throws InterruptedException if the thread is interrupted while it waits
  public void put(@Nullable Object value) throws InterruptedException {
    add(value, Long.MAX_VALUE, unbound);
  }

  /// Puts a copy of a value in, if a place becomes free in time.
  ///
  /// @param patience how long to wait at most; zero for not at all
  /// @throws QueueFullError if no place became free
  /// @throws InterruptedException if the thread is interrupted while it waits
  /// @see #put(Object)
  public void put(@Nullable Object value, Duration patience) throws InterruptedException {
    Objects.requireNonNull(patience, "patience");
    add(value, TimeUnit.NANOSECONDS.convert(patience), unbound);
  }

  /// Puts a copy of a value in, if a place becomes free in time.
  ///
  /// @param whenUnbound what becomes of this item when the interpreter is closed
  /// @throws QueueFullError if no place became free
  /// @throws InterruptedException if the thread is interrupted while it waits
  /// @see #put(Object)
  public void put(@Nullable Object value, Duration patience, UnboundItems whenUnbound)
      throws InterruptedException {
    Objects.requireNonNull(patience, "patience");
    Objects.requireNonNull(whenUnbound, "whenUnbound");
    add(value, TimeUnit.NANOSECONDS.convert(patience), whenUnbound);
  }

  private void add(@Nullable Object value, long patience, UnboundItems whenUnbound)
      throws InterruptedException {
    Object copy = Crossing.copy(value);
    ModuleOwner from = current();
    lock.lockInterruptibly();
    try (ModuleOwner.CloseWatch _ = watch(from)) {
      if (!waitUntil(() -> closed || hasPlace(), from, patience)) {
        throw new QueueFullError("the queue is full: it has its %d items".formatted(maxSize));
      }
      if (closed) {
        throw new QueueClosedError("the queue is closed; nothing can be put into it");
      }
      boolean goes = whenUnbound == UnboundItems.REMOVE;
      items.add(new Item(copy, from, whenUnbound, goes ? watch(from) : () -> {}));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Gets the first item, as soon as there is one.
  ///
  /// @throws QueueClosedError if the queue is closed and empty, or gets so meanwhile
  /// @throws ItemInterpreterClosedError if the interpreter that put the item is closed, and the
  ///   item is to be an error then
  /// @throws InterpreterNotFoundError if the interpreter of the thread is closed meanwhile
  /// @throws InterruptedException if the thread is interrupted while it waits
  public @Nullable Object get() throws InterruptedException {
    return take(Long.MAX_VALUE);
  }

  /// Gets the first item, if there is one in time.
  ///
  /// @param patience how long to wait at most; zero for not at all
  /// @throws QueueEmptyError if there was none
  /// @throws InterruptedException if the thread is interrupted while it waits
  /// @see #get()
  public @Nullable Object get(Duration patience) throws InterruptedException {
    Objects.requireNonNull(patience, "patience");
    return take(TimeUnit.NANOSECONDS.convert(patience));
  }

  private @Nullable Object take(long patience) throws InterruptedException {
    ModuleOwner here = current();
    lock.lockInterruptibly();
    try (ModuleOwner.CloseWatch _ = watch(here)) {
      if (!waitUntil(() -> closed || !items.isEmpty(), here, patience)) {
        throw new QueueEmptyError("the queue is empty");
      }
      if (items.isEmpty()) {
        throw new QueueClosedError("the queue is closed, and nothing is left in it");
      }
      Item item = items.remove();
      changed.signalAll();
      return valueOf(item);
    } finally {
      lock.unlock();
    }
  }

  private static @Nullable Object valueOf(Item item) {
    item.watch().close();
    if (!item.isUnbound()) {
      return item.value();
    }
    if (item.unbound() == UnboundItems.ERROR) {
      throw new ItemInterpreterClosedError(
          "the interpreter that put the item was closed before it was got");
    }
    return UnboundItem.UNBOUND;
  }

  /// Waits until something is true of the queue.
  ///
  /// @return whether it came true before the patience, in nanoseconds, was over
  private boolean waitUntil(BooleanSupplier ready, @Nullable ModuleOwner here, long patience)
      throws InterruptedException {
    long left = patience;
    while (!isNow(ready, here)) {
      if (left <= 0) {
        return false;
      }
      left = changed.awaitNanos(left);
    }
    return true;
  }

  private boolean isNow(BooleanSupplier ready, @Nullable ModuleOwner here) {
    checkOpen(here);
    items.removeIf(Item::isGone);
    return ready.getAsBoolean();
  }

  private static void checkOpen(@Nullable ModuleOwner here) {
    if (here != null && here.isClosed()) {
      throw new InterpreterNotFoundError(
          "the interpreter of this thread is closed; it cannot use a queue");
    }
  }

  private boolean hasPlace() {
    return maxSize == 0 || items.size() < maxSize;
  }

  private static @Nullable ModuleOwner current() {
    return ModuleOwner.CURRENT.isBound() ? ModuleOwner.CURRENT.get() : null;
  }

  /// Wakes those who wait here when an interpreter is closed.
  private ModuleOwner.CloseWatch watch(@Nullable ModuleOwner owner) {
    return owner == null ? () -> {} : owner.watchClose(this::wakeAll);
  }

  private void wakeAll() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Lets nothing more be put in. What is in it can still be got; who waits for more gets an error.
  /// Closing again does nothing.
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "<InterpreterQueue of %d%s>".formatted(size(), maxSize == 0 ? "" : "/" + maxSize);
  }
}
