// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.bridge;

import dev.tenon.error.kind.MemoryError;
import dev.tenon.imports.path.Platform;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeCallback;
import dev.tenon.nativeext.spi.NativeStruct;
import java.lang.foreign.Arena;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// A function pointer for C whose address stays valid until the process ends, whatever becomes of
/// the interpreter and of the JVM. After [#close], and once the JVM has begun to end, a call of it
/// does not reach Java: C gets zero, and the first such call is reported on standard error.
///
/// An address is used again only after 65,536 other callbacks have ended. The target of a callback
/// calls [#entry] first: a thread that was on its way while the callback ended may still come in.
public final class LastingCallback implements AutoCloseable {

  /// The size up to which structs are returned in registers on both kinds of processors.
  private static final int REGISTERS = 16;

  private static final int MOST_OF_ONE_KIND = 4;
  private static final AtomicLong TOKENS = new AtomicLong();

  private final NativeHost host;
  private final NativeCallback stub;
  private final long token = TOKENS.incrementAndGet();
  private final long address;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// How a call of the target came about.
  public enum Entry {
    /// C has called the pointer of this callback.
    CURRENT,
    /// As [#CURRENT], but the thread has less stack left than Java may need.
    STACK_LOW,
    /// C has called a pointer that ended meanwhile.
    LATE
  }

  public LastingCallback(NativeHost host, NativeCallback stub, NativeCall call, String what) {
    this.host = host;
    this.stub = stub;
    try (Arena arena = Arena.ofConfined()) {
      address =
          host.newCallback(
              stub.address(), token, Memory.allocateText(arena, what), sizeInMemory(call));
    }
    if (address == 0) {
      stub.close();
      throw new MemoryError("cannot map a function pointer for %s".formatted(what));
    }
  }

  /// The address for C.
  public long address() {
    return address;
  }

  /// Asks the target, on the thread that C called on, whether the call is one of this callback.
  public Entry entry() {
    long entered = host.enteredCallback();
    if (entered == token) {
      return Entry.CURRENT;
    }
    return entered == -token ? Entry.STACK_LOW : Entry.LATE;
  }

  /// Ends the callback; doing so again does nothing.
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      host.endCallback(address);
      stub.close();
    }
  }

  /// The size of a result for which the caller gives the memory; 0 for others.
  private static long sizeInMemory(NativeCall call) {
    if (!(call.result() instanceof NativeStruct struct)
        || struct.layout().byteSize() <= REGISTERS) {
      return 0;
    }
    boolean inFloatRegisters =
        Platform.current().machine().equals("aarch64")
            && (consistsOf(struct.layout(), float.class)
                || consistsOf(struct.layout(), double.class))
            && struct.layout().byteSize() <= MOST_OF_ONE_KIND * firstSize(struct.layout());
    return inFloatRegisters ? 0 : struct.layout().byteSize();
  }

  private static boolean consistsOf(MemoryLayout layout, Class<?> carrier) {
    return switch (layout) {
      case GroupLayout group ->
          group.memberLayouts().stream().allMatch(each -> consistsOf(each, carrier));
      case SequenceLayout sequence -> consistsOf(sequence.elementLayout(), carrier);
      case ValueLayout value -> value.carrier() == carrier;
      default -> false;
    };
  }

  private static long firstSize(MemoryLayout layout) {
    return switch (layout) {
      case GroupLayout group -> firstSize(group.memberLayouts().getFirst());
      case SequenceLayout sequence -> firstSize(sequence.elementLayout());
      default -> layout.byteSize();
    };
  }
}
