// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.spi;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;

/// Calls native code and lets native code call back. It serves all interpreters of the process that
/// have chosen it; any thread may use it.
public interface NativeBackend {

  /// The name under which users choose the backend: `"ffm"`, `"jnr"`.
  String name();

  /// Whether a call keeps the arenas of its [NativeType#POINTER] arguments from being closed until
  /// it returns. A backend that cannot do so is not asked to pass memory whose arena can be closed.
  default boolean holdsMemory() {
    return true;
  }

  /// Which backend is taken when the user chooses none: the one with the lowest rank.
  int rank();

  /// A function of the host library, which stays loaded until the process ends.
  ///
  /// @param library the host library's file
  /// @throws IllegalStateException if the library does not export the symbol
  HostFunction hostFunction(Path library, String symbol);

  /// A C function whose parameters and result are all words.
  ///
  /// @param address of the function; it takes at most four words
  HostFunction function(long address);

  /// A C function as for [#function] that is given its arguments with the names of some of them.
  default HostFunction keywordFunction(long address) {
    return function(address);
  }

  /// A C function as for [#function] that returns at once and neither blocks nor calls back, so
  /// that the call may leave out what only others need.
  default HostFunction leafFunction(long address) {
    return function(address);
  }

  /// Whether a class of this name is on the stack because C calls back, and for no other reason
  /// below it.
  default boolean isPartOfUpcall(String className) {
    return false;
  }

  /// Makes a function pointer that C can call until the process ends. If the backend's class loader
  /// is collected before, a call returns -1.
  ///
  /// @param target is called for it; an exception that leaves it would end the process
  /// @return the address for C
  long callback(HostFunction target);

  /// Makes a function pointer that C can call until it is closed, from any thread that the JVM
  /// knows. Its code stays mapped until the process ends: after the close a call returns zero, or
  /// calls a later target of the same types, whose caller has to distinguish the two.
  ///
  /// @param target is called for it, with the carriers of the call's types; an exception that
  ///   leaves it would end the process
  /// @param call the function's types
  /// @throws UnsupportedOperationException if the backend cannot pass one of the types; the message
  ///   says which and why
  NativeCallback callback(MethodHandle target, NativeCall call);

  /// Links a C function whose arguments are all numbers and pointers.
  ///
  /// @param address of the function
  /// @param parameters how the arguments travel; no [NativeType#VOID] among them
  /// @param result how the result travels
  /// @param leaf as in [NativeCall]
  /// @return a handle with the carriers of these types
  default MethodHandle link(
      long address, List<NativeType> parameters, NativeType result, boolean leaf) {
    return link(
        address,
        new NativeCall(List.copyOf(parameters), result, NativeCall.NOT_VARIADIC, leaf, false));
  }

  /// Links a C function.
  ///
  /// @param address of the function
  /// @return a handle with the carriers of the call's types. If the result is a struct, the handle
  ///   returns nothing and its first parameter is a segment that receives the struct. If the call
  ///   keeps `errno`, the next parameter is a segment of [#errnoSize] bytes that receives it
  /// @throws UnsupportedOperationException if the backend cannot pass one of the types; the message
  ///   says which and why
  MethodHandle link(long address, NativeCall call);

  /// The size of the memory that receives `errno`, in bytes; it is aligned to 8.
  long errnoSize();

  /// What a call that keeps `errno` has left behind.
  int errno(MemorySegment kept);
}
