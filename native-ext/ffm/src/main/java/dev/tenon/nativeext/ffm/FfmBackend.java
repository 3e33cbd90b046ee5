// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.ffm;

import dev.tenon.nativeext.spi.HostFunction;
import dev.tenon.nativeext.spi.NativeBackend;
import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeCallback;
import dev.tenon.nativeext.spi.NativeStruct;
import dev.tenon.nativeext.spi.NativeType;
import dev.tenon.nativeext.spi.NativeValue;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/// Calls C through the JDK's own linker. Handles of equal types share their linked code, so that a
/// further function of a known type costs microseconds.
@SuppressWarnings("restricted") // calling native code is what this type is for
public final class FfmBackend implements NativeBackend {

  private static final FunctionDescriptor HOST_SHAPE =
      FunctionDescriptor.of(
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG);

  /// Linked lazily: a JVM that loads no native module pays nothing for the linker.
  private static final class Linked {
    static final Linker LINKER = Linker.nativeLinker();
    static final MethodHandle HOST = LINKER.downcallHandle(HOST_SHAPE);
    static final UpcallStubs STUBS = new UpcallStubs(LINKER);
  }

  private final ConcurrentHashMap<Path, SymbolLookup> libraries = new ConcurrentHashMap<>();

  /// For the service loader.
  public FfmBackend() {}

  @Override
  public String name() {
    return "ffm";
  }

  @Override
  public int rank() {
    return 100;
  }

  @Override
  public HostFunction hostFunction(Path library, String symbol) {
    MemorySegment address =
        libraries
            .computeIfAbsent(library, file -> SymbolLookup.libraryLookup(file, Arena.global()))
            .find(symbol)
            .orElseThrow(() ->
                new IllegalStateException(
                    "%s does not export %s; the jar and the library in it do not belong together"
                        .formatted(library, symbol)));
    return new DirectCall(address);
  }

  @Override
  public HostFunction function(long address) {
    return new DirectCall(MemorySegment.ofAddress(address));
  }

  @Override
  public HostFunction leafFunction(long address) {
    return new LeafCall(MemorySegment.ofAddress(address));
  }

  /// Linked when it is needed for the first time.
  private static final class LinkedLeaf {
    static final MethodHandle HOST =
        Linked.LINKER.downcallHandle(HOST_SHAPE, Linker.Option.critical(false));
  }

  /// A downcall that does without the steps a JVM takes for calls that may last.
  private record LeafCall(MemorySegment address) implements HostFunction {
    @Override
    public long call(long a, long b, long c, long d) {
      try {
        return (long) LinkedLeaf.HOST.invokeExact(address, a, b, c, d);
      } catch (Error | RuntimeException e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("a native call cannot throw " + e, e);
      }
    }
  }

  /// A downcall of the one shape that all host functions have.
  private static final class DirectCall implements HostFunction {
    private final MemorySegment address;

    DirectCall(MemorySegment address) {
      this.address = address;
    }

    @Override
    public long call(long a, long b, long c, long d) {
      try {
        return (long) Linked.HOST.invokeExact(address, a, b, c, d);
      } catch (Error | RuntimeException e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("a native call cannot throw " + e, e);
      }
    }
  }

  @Override
  public long callback(HostFunction target) {
    try {
      MethodHandle call =
          MethodHandles.lookup()
              .findVirtual(
                  HostFunction.class,
                  "call",
                  MethodType.methodType(
                      long.class, long.class, long.class, long.class, long.class));
      return Linked.STUBS.lasting(call.bindTo(target), HOST_SHAPE, -1);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  @Override
  public NativeCallback callback(MethodHandle target, NativeCall call) {
    return Linked.STUBS.lend(target, descriptor(call));
  }

  @Override
  public MethodHandle link(long address, NativeCall call) {
    List<Linker.Option> options = new ArrayList<>();
    if (call.leaf()) {
      options.add(Linker.Option.critical(false));
    }
    if (call.fixedParameters() != NativeCall.NOT_VARIADIC) {
      options.add(Linker.Option.firstVariadicArg(call.fixedParameters()));
    }
    if (call.keepsErrno()) {
      options.add(Linker.Option.captureCallState("errno"));
    }
    MethodHandle handle =
        Linked.LINKER.downcallHandle(
            MemorySegment.ofAddress(address),
            descriptor(call),
            options.toArray(Linker.Option[]::new));
    return call.result() instanceof NativeStruct ? StructResult.intoSegment(handle) : handle;
  }

  @Override
  public long errnoSize() {
    return Linker.Option.captureStateLayout().byteSize();
  }

  @Override
  public int errno(MemorySegment kept) {
    return (int) Errno.VALUE.get(kept, 0L);
  }

  /// Where errno lies, found out by those who ask for it only.
  private static final class Errno {
    static final VarHandle VALUE =
        Linker.Option.captureStateLayout()
            .varHandle(MemoryLayout.PathElement.groupElement("errno"));
  }

  private static FunctionDescriptor descriptor(NativeCall call) {
    MemoryLayout[] layouts =
        call.parameters().stream().map(FfmBackend::layout).toArray(MemoryLayout[]::new);
    return call.result() == NativeType.VOID
        ? FunctionDescriptor.ofVoid(layouts)
        : FunctionDescriptor.of(layout(call.result()), layouts);
  }

  private static MemoryLayout layout(NativeValue value) {
    return switch (value) {
      case NativeStruct struct -> struct.layout();
      case NativeType type -> layout(type);
    };
  }

  private static MemoryLayout layout(NativeType type) {
    return switch (type) {
      case WORD -> ValueLayout.JAVA_LONG;
      case POINTER -> ValueLayout.ADDRESS;
      case FLOAT -> ValueLayout.JAVA_FLOAT;
      case DOUBLE -> ValueLayout.JAVA_DOUBLE;
      case VOID -> throw new IllegalArgumentException("void has no layout");
    };
  }
}
