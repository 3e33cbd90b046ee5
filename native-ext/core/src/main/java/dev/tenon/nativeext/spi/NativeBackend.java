package dev.tenon.nativeext.spi;

import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;

/// Calls native code and lets native code call back. One backend serves the whole process; any
/// thread may use it.
public interface NativeBackend {

  /// The name under which users choose the backend: `"ffm"`, `"jnr"`.
  String name();

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

  /// Makes a function pointer that C can call until the process ends.
  ///
  /// @param target is called for it; an exception that leaves it would end the process
  /// @return the address for C
  long callback(HostFunction target);

  /// Links a C function.
  ///
  /// @param address of the function
  /// @param parameters how the arguments travel; no [NativeType#VOID] among them
  /// @param result how the result travels
  /// @param leaf the function returns soon and calls nothing of the JVM, so that the call may leave
  ///   out what only others need; if it calls back all the same, the process may end
  /// @return a handle with the carriers of these types
  MethodHandle link(long address, List<NativeType> parameters, NativeType result, boolean leaf);
}
