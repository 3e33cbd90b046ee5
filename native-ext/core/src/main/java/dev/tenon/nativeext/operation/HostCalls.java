// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.operation;

import dev.tenon.call.Callables;
import dev.tenon.error.kind.TypeError;
import dev.tenon.module.ModuleHost;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.instance.HostAnswers;
import dev.tenon.nativeext.instance.NativeContext;
import dev.tenon.nativeext.instance.NativeInstance;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.value.Warning;

/// Answers what C asks of Java through a context, which leads to the module and its interpreter.
/// Whatever is thrown is parked in the context and reported to C as a failure, because an exception
/// that left an upcall would end the JVM.
public final class HostCalls implements HostAnswers {

  private static final int ATTRIBUTE_GET = 1;
  private static final int ATTRIBUTE_SET = 2;
  private static final int ATTRIBUTE_DELETE = 3;
  private static final int IMPORT = 4;
  private static final int CALL = 5;
  private static final int HOLD = 6;
  private static final int RELEASE = 7;
  private static final int WRITE = 8;
  private static final int FLUSH = 9;
  private static final int WARN = 10;
  private static final int SELF = 11;
  private static final int ATTACH = 12;
  private static final int DETACH = 13;
  private static final int THREAD_END = 14;
  private static final int STALE = 15;

  @Override
  public long answer(NativeContext caller, int operation, long frame, long count) {
    try {
      if (operation == ATTACH) {
        return attach(caller.instance(), frame);
      }
      if (operation == STALE) {
        caller.instance().checks().reportStale(caller.context(), Memory.textOfValue(frame));
        return -1; // without an error: the context is that of no call
      }
      if (!caller.mayBeUsed()) {
        return -1; // without an error: the context is another thread's
      }
      answer(operation, new Request(caller, frame, count));
      return 0;
    } catch (Throwable thrown) {
      return fail(caller, thrown);
    }
  }

  private static long fail(NativeContext caller, Throwable thrown) {
    try {
      caller.park(thrown);
    } catch (Throwable _) {
      // Nothing may leave an upcall; C still sees the failure.
    }
    return -1;
  }

  /// Attaches the current thread to an instance. The thread has no context that a failure could be
  /// parked in.
  private static long attach(NativeInstance instance, long frame) {
    try {
      long context = instance.foreignThreads().attach();
      Memory.putLong(frame + Abi.VALUE_SIZE + Abi.VALUE_PAYLOAD, context);
      return 0;
    } catch (Throwable _) {
      return -1;
    }
  }

  private static void answer(int operation, Request request) throws Throwable {
    switch (operation) {
      case ATTRIBUTE_GET -> request.put(2, attributes(request).get(request.text(1)));
      case ATTRIBUTE_SET -> attributes(request).set(request.text(1), request.get(2));
      case ATTRIBUTE_DELETE -> attributes(request).delete(request.text(1));
      case IMPORT -> request.put(1, request.owner().importByName(request.text(0)));
      case CALL -> request.put(3, Callables.of(request.get(0)).call(request.values(1)));
      case HOLD -> hold(request);
      case RELEASE -> release(request);
      case WRITE -> request.owner().write(stream(request), request.bytes(1));
      case FLUSH -> request.owner().flush(stream(request));
      case WARN -> request.owner().warn(new Warning(category(request), request.text(1)));
      case SELF -> request.put(0, request.instance().module());
      case DETACH -> request.instance().foreignThreads().detach(request.context());
      case THREAD_END -> request.instance().foreignThreads().threadEnds(request.context());
      default -> Operation.answer(operation, request);
    }
  }

  private static void hold(Request request) {
    Object object = request.get(0);
    long reference = request.context().references().hold(object);
    request.instance().checks().hold(request.context().context(), reference, object);
    request.putReference(1, reference);
  }

  private static void release(Request request) {
    request.context().references().release(request.payload(0));
    request.instance().checks().release(request.payload(0));
  }

  private static Attributes attributes(Request request) {
    return Attributes.ofOrSelf(request, 0);
  }

  private static ModuleHost.Stream stream(Request request) {
    long number = request.payload(0);
    if (number == 1) {
      return ModuleHost.Stream.OUT;
    }
    if (number == 2) {
      return ModuleHost.Stream.ERR;
    }
    throw new TypeError("stream %d: expected TN_STDOUT or TN_STDERR".formatted(number));
  }

  private static Warning.Category category(Request request) {
    Warning.Category[] categories = Warning.Category.values();
    long number = request.payload(0);
    if (number < 1 || number > categories.length) {
      throw new TypeError(
          "warning category %d: expected TN_USER_WARNING or such".formatted(number));
    }
    return categories[(int) number - 1];
  }
}
