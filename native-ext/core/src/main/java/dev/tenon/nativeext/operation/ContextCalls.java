// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.operation;

import dev.tenon.call.Callables;
import dev.tenon.error.kind.TypeError;
import dev.tenon.module.ModuleHost;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.instance.NativeContext;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.value.Warning;

/// The operations behind the entries of `TnApi` that existed before `request`, and what the host
/// library itself asks about the contexts of threads. A module cannot reach them by their numbers.
final class ContextCalls {

  private ContextCalls() {}

  static void getAttribute(Request request) {
    request.put(2, attributes(request).get(request.text(1)));
  }

  static void setAttribute(Request request) {
    attributes(request).set(request.text(1), request.get(2));
  }

  static void deleteAttribute(Request request) {
    attributes(request).delete(request.text(1));
  }

  static void importModule(Request request) {
    request.put(1, request.owner().importByName(request.text(0)));
  }

  static void call(Request request) throws Throwable {
    request.put(3, Callables.of(request.get(0)).call(request.values(1)));
  }

  static void hold(Request request) {
    Object object = request.get(0);
    long reference = request.context().references().hold(object);
    request.instance().checks().hold(request.context().context(), reference, object);
    request.putReference(1, reference);
  }

  static void release(Request request) {
    request.context().references().release(request.payload(0));
    request.instance().checks().release(request.payload(0));
  }

  static void write(Request request) {
    request.owner().write(stream(request), request.bytes(1));
  }

  static void flush(Request request) {
    request.owner().flush(stream(request));
  }

  static void warn(Request request) {
    request.owner().warn(new Warning(category(request), request.text(1)));
  }

  static void self(Request request) {
    request.put(0, request.instance().module());
  }

  static void detach(Request request) {
    request.instance().foreignThreads().detach(request.context());
  }

  static void endThread(Request request) {
    request.instance().foreignThreads().threadEnds(request.context());
  }

  /// Attaches the current thread to an instance. The thread has no context that a failure could be
  /// parked in.
  static boolean attach(NativeContext caller, long frame) {
    try {
      long context = caller.instance().foreignThreads().attach();
      Memory.putLong(frame + Abi.VALUE_SIZE + Abi.VALUE_PAYLOAD, context);
      return true;
    } catch (Throwable _) {
      return false;
    }
  }

  /// Reports a function that was given the context of a call that has ended, and which is of no
  /// call that an error could go to.
  static boolean reportStale(NativeContext caller, long frame) {
    caller.instance().checks().reportStale(caller.context(), Memory.textOfValue(frame));
    return false;
  }

  private static Attributes attributes(Request request) {
    return Attributes.ofOrSelf(request, 0);
  }

  private static ModuleHost.Stream stream(Request request) {
    long number = request.payload(0);
    if (number == Abi.TN_STDOUT) {
      return ModuleHost.Stream.OUT;
    }
    if (number == Abi.TN_STDERR) {
      return ModuleHost.Stream.ERR;
    }
    throw new TypeError("stream %d: expected TN_STDOUT or TN_STDERR".formatted(number));
  }

  private static Warning.Category category(Request request) {
    long number = request.payload(0);
    return switch (Math.clamp(number, 0, Integer.MAX_VALUE)) {
      case Abi.TN_IMPORT_WARNING -> Warning.Category.IMPORT;
      case Abi.TN_RUNTIME_WARNING -> Warning.Category.RUNTIME;
      case Abi.TN_DEPRECATION_WARNING -> Warning.Category.DEPRECATION;
      case Abi.TN_USER_WARNING -> Warning.Category.USER;
      default ->
          throw new TypeError(
              "warning category %d: expected TN_USER_WARNING or such".formatted(number));
    };
  }
}
