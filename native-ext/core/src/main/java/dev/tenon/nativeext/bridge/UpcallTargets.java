// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.bridge;

import dev.tenon.error.kind.RuntimeError;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The live contexts of the process by the number that stands in them. A number is an index into a
/// table, in its lower half, and how often that index was used before, in its upper half: numbers
/// are never used twice, and every upcall finds its context by one array access.
public final class UpcallTargets {

  private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(UpcallTarget[].class);
  private static final UpcallTargets ALL = new UpcallTargets();

  private volatile @Nullable UpcallTarget[] table = new @Nullable UpcallTarget[64];
  private int[] uses = new int[64];
  private int length = 1;
  private final Deque<Integer> free = new ArrayDeque<>();

  private UpcallTargets() {}

  /// Gives a context a number and makes it findable by [#put].
  public static long reserve() {
    return ALL.reserveNumber();
  }

  private synchronized long reserveNumber() {
    int index = free.isEmpty() ? length++ : free.pop();
    if (index == table.length) {
      uses = Arrays.copyOf(uses, index * 2);
      table = Arrays.copyOf(table, index * 2);
    }
    return (long) ++uses[index] << 32 | index;
  }

  /// Makes a context findable.
  public static void put(long number, UpcallTarget context) {
    ALL.set((int) number, context);
  }

  private synchronized void set(int index, @Nullable UpcallTarget context) {
    ENTRY.setRelease(table, index, context);
  }

  /// Forgets a context; its number stands for nothing from now on.
  public static void remove(long number) {
    ALL.release((int) number);
  }

  private synchronized void release(int index) {
    set(index, null);
    free.push(index);
  }

  /// The context with a number.
  ///
  /// @throws RuntimeError if it has ended
  static UpcallTarget find(long number) {
    @Nullable UpcallTarget[] now = ALL.table;
    int index = (int) number;
    UpcallTarget context =
        index > 0 && index < now.length ? (UpcallTarget) ENTRY.getAcquire(now, index) : null;
    if (context == null || context.number() != number) {
      throw new RuntimeError("the context belongs to a module instance that has ended");
    }
    return context;
  }
}
