// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/// A program that lets the library `late` keep a callback, and then ends in some way.
final class LateCalls {

  private static final long MILLIS_50 = 50_000_000;

  private LateCalls() {}

  public static void main(String[] arguments) {
    Interpreter interpreter = Interpreter.builder().path(arguments[0]).build();
    ModuleObject late = interpreter.importModule("late");
    CountDownLatch entered = new CountDownLatch(1);
    boolean isSlow = arguments[1].equals("slowThread");
    boolean isStuck = arguments[1].equals("stuckThread");
    TenonCallable twice =
        values -> {
          if ((isSlow || isStuck) && (long) values[0] == 1) {
            entered.countDown();
            LockSupport.parkNanos(isStuck ? Long.MAX_VALUE : MILLIS_50);
          }
          return 2 * (long) values[0];
        };
    late.call("late_keep", twice);
    System.out.println("now " + late.call("late_call", 7));
    switch (arguments[1]) {
      case "close" -> {
        interpreter.close();
        ModuleObject again = Interpreter.builder().path(arguments[0]).build().importModule("late");
        System.out.println("late " + again.call("late_call", 7));
      }
      case "collected" -> {
        late.call("late_call_at_exit");
        interpreter.close();
        System.gc();
      }
      case "end" -> late.call("late_call_at_exit");
      case "exit" -> {
        late.call("late_call_at_exit");
        System.exit(3);
      }
      case "exitOfC" -> {
        late.call("late_call_at_exit");
        late.call("late_exit", 4);
      }
      case "direct" -> late.call("late_at_exit", (TenonCallable) _ -> null);
      case "thread" -> {
        late.call("late_start");
        while ((long) late.call("late_calls") == 0) {
          Thread.onSpinWait();
        }
        late.call("late_stop_at_exit");
      }
      case "threads" -> {
        late.call("late_swarm", 8);
        while ((long) late.call("late_calls") < 100) {
          Thread.onSpinWait();
        }
      }
      case "slowThread" -> {
        late.call("late_start");
        await(entered);
        late.call("late_stop_at_exit");
      }
      case "stuckThread" -> {
        late.call("late_start");
        await(entered);
      }
      default -> throw new IllegalArgumentException(arguments[1]);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
