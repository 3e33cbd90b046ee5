// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.helper;

import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.spi.HostFunction;
import dev.tenon.nativeext.spi.NativeBackend;
import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeCallback;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// Calls the code of modules in a helper process, and the host library in this one: contexts, call
/// memory and errors lie here, as for a module that runs inside.
///
/// @param inner the backend that calls the host library
record ApartBackend(NativeBackend inner, Helper helper) implements NativeBackend {

  @Override
  public String name() {
    return "apart";
  }

  @Override
  public int rank() {
    return inner.rank();
  }

  @Override
  public boolean holdsMemory() {
    return inner.holdsMemory();
  }

  @Override
  public HostFunction hostFunction(Path library, String symbol) {
    return switch (symbol) {
      case "tenon_host_start" -> (_, _, _, _) -> Abi.VERSION; // the inner backend has started it
      case "tenon_host_context_new" -> helper::newContext;
      case "tenon_host_context_free" -> helper::freeContext;
      case "tenon_host_invoke" -> helper::invoke;
      case "tenon_host_mapping" -> helper::mapping;
      default -> inner.hostFunction(library, symbol);
    };
  }

  /// A `TnFunction` of the helper.
  @Override
  public HostFunction function(long address) {
    return (context, values, count, result) ->
        helper.call(HelperCall.ofFunction(address, context, values, count, result));
  }

  @Override
  public HostFunction keywordFunction(long address) {
    return (context, values, keywords, result) -> {
      try (Arena arena = Arena.ofConfined()) {
        return helper.call(
            HelperCall.ofKeywords(address, context, values, keywords, result, arena));
      }
    };
  }

  @Override
  public HostFunction leafFunction(long address) {
    return inner.leafFunction(address);
  }

  /// What the helper asks reaches Java by the upcall of the inner backend.
  @Override
  public long callback(HostFunction target) {
    return 0;
  }

  @Override
  public NativeCallback callback(MethodHandle target, NativeCall call) {
    throw unsupported("a function pointer of the host");
  }

  @Override
  public MethodHandle link(long address, NativeCall call) {
    throw unsupported("a plain C function");
  }

  private static UnsupportedOperationException unsupported(String what) {
    return new UnsupportedOperationException(
        "%s cannot be passed to a process apart; run the module in the process of the host"
            .formatted(what));
  }

  @Override
  public long errnoSize() {
    return inner.errnoSize();
  }

  @Override
  public int errno(MemorySegment kept) {
    return inner.errno(kept);
  }
}
