// SPDX-License-Identifier: Apache-2.0
package dev.tenon.concurrent;

import dev.tenon.ExecutionFailed;
import dev.tenon.Interpreter;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.spi.ModuleOwner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs calls in parallel on several interpreters, each on a thread of its own. A call gets
/// whichever interpreter is free, with what earlier calls have left in it; arguments and results
/// cross as [Crossing] says. Any thread may use a pool. CPython's InterpreterPoolExecutor.
public final class InterpreterPool implements AutoCloseable {

  private final ExecutorService threads;
  private final Supplier<Interpreter> factory;
  private final ConcurrentLinkedDeque<Interpreter> idle = new ConcurrentLinkedDeque<>();
  private final Set<Interpreter> all = ConcurrentHashMap.newKeySet();

  private InterpreterPool(int size, Supplier<Interpreter> factory) {
    this.factory = factory;
    threads =
        Executors.newFixedThreadPool(
            size, Thread.ofPlatform().name("tenon-pool-", 1).daemon(true).factory());
  }

  /// A pool that makes its interpreters when they are first wanted and closes them with itself.
  ///
  /// @param size how many calls may run at once, on as many interpreters
  /// @param factory makes an interpreter, and imports in it what every one should have
  /// @throws IllegalArgumentException if the size is not positive
  public static InterpreterPool of(int size, Supplier<Interpreter> factory) {
    Objects.requireNonNull(factory, "factory");
    return new InterpreterPool(size, factory);
  }

  /// Calls a function of a module on one of the interpreters.
  ///
  /// @return what becomes a copy of the result, or fails with an [ExecutionFailed] that has the
  ///   words of what was raised, or a [NotShareableError] if the result may not cross
  /// @throws NotShareableError if an argument may not cross
  /// @throws java.util.concurrent.RejectedExecutionException if the pool is closed
  public Future<@Nullable Object> submit(
      String module, String function, @Nullable Object... arguments) {
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(arguments, "arguments");
    Object copies = Crossing.copy(arguments);
    return submit(there -> there.importModule(module).call(function, (@Nullable Object[]) copies));
  }

  /// Runs a task on one of the interpreters, which its thread has entered.
  ///
  /// @return as for [#submit(String, String, Object...)]
  /// @throws java.util.concurrent.RejectedExecutionException if the pool is closed
  public Future<@Nullable Object> submit(InterpreterTask task) {
    Objects.requireNonNull(task, "task");
    Callable<@Nullable Object> work = () -> runOnFree(task);
    return threads.submit(work);
  }

  private @Nullable Object runOnFree(InterpreterTask task) {
    Interpreter interpreter = take();
    try {
      return Crossing.run(interpreter, task);
    } finally {
      idle.push(interpreter);
    }
  }

  private Interpreter take() {
    for (Interpreter known = idle.poll(); known != null; known = idle.poll()) {
      if (!known.isClosed()) {
        return known;
      }
      all.remove(known);
    }
    Interpreter made = factory.get();
    all.add(made);
    return made;
  }

  /// Calls a function and waits for the result.
  ///
  /// @throws ExecutionFailed if it raises
  /// @throws NotShareableError if an argument or the result may not cross
  /// @throws InterruptedException if the thread is interrupted while it waits
  public @Nullable Object call(String module, String function, @Nullable Object... arguments)
      throws InterruptedException {
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(arguments, "arguments");
    return await(submit(module, function, arguments));
  }

  /// Calls a function once for each argument, in parallel.
  ///
  /// @return the results in the order of the arguments
  /// @throws ExecutionFailed what the first call in this order raises; the others run all the same
  /// @throws NotShareableError if an argument or a result may not cross
  /// @throws InterruptedException if the thread is interrupted while it waits
  public List<@Nullable Object> map(String module, String function, Collection<?> arguments)
      throws InterruptedException {
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(arguments, "arguments");
    List<Future<@Nullable Object>> calls = new ArrayList<>();
    for (Object argument : arguments) {
      calls.add(submit(module, function, argument));
    }
    List<@Nullable Object> results = new ArrayList<>();
    for (Future<@Nullable Object> call : calls) {
      results.add(await(call));
    }
    return results;
  }

  private static @Nullable Object await(Future<@Nullable Object> call) throws InterruptedException {
    try {
      return call.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Error error -> throw error;
        case RuntimeException raised -> throw raised;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /// How many interpreters it has made and not closed.
  public int size() {
    return all.size();
  }

  /// Takes no further calls, waits for those that were submitted and closes the interpreters.
  ///
  /// @throws InterpreterError if a call of the pool itself does this; nothing is closed
  /// @throws dev.tenon.error.TenonError the first failure of an interpreter to close, with the
  ///   others suppressed
  /// @throws Error the first failure, if it is one
  @Override
  public void close() {
    if (ModuleOwner.CURRENT.isBound() && all.contains(Interpreter.current())) {
      throw new InterpreterError(
          "cannot close a pool from inside one of its calls: it would wait for itself");
    }
    threads.close();
    Throwable failure = null;
    for (Interpreter interpreter : all) {
      try {
        interpreter.close();
      } catch (RuntimeException | Error e) {
        if (failure == null) {
          failure = e;
        } else if (failure != e) {
          failure.addSuppressed(e);
        }
      }
    }
    all.clear();
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }
}
