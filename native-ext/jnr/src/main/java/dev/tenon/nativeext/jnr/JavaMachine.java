package dev.tenon.nativeext.jnr;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeType;
import java.nio.file.Path;
import java.util.Collections;

/// Finds the JVM that this code runs in, as C knows it.
final class JavaMachine {

  private JavaMachine() {}

  /// The address of the `JavaVM`.
  ///
  /// @throws IllegalStateException if it cannot be found
  static long address() {
    MemoryIO memory = MemoryIO.getInstance();
    CallContext shape =
        Shapes.context(NativeCall.of(Collections.nCopies(3, NativeType.WORD), NativeType.WORD));
    // One JVM, and behind it how many there are.
    long found = memory.allocateMemory(2L * Long.BYTES, true);
    try {
      long status =
          Invoker.getInstance()
              .invokeL3NoErrno(shape, getCreatedJvms(), found, 1, found + Long.BYTES);
      if ((int) status != 0 || memory.getInt(found + Long.BYTES) != 1) {
        throw new IllegalStateException(
            "JNI_GetCreatedJavaVMs gave status %d, expected 0 and the one JVM".formatted(status));
      }
      return memory.getLong(found);
    } finally {
      memory.freeMemory(found);
    }
  }

  /// The library of the JVM is mapped already, but not everywhere so that all may see its symbols.
  private static long getCreatedJvms() {
    String name = "JNI_GetCreatedJavaVMs";
    long global = Library.getDefault().getSymbolAddress(name);
    if (global != 0) {
      return global;
    }
    String file =
        Path.of(System.getProperty("java.home"), "lib", "server", System.mapLibraryName("jvm"))
            .toString();
    Library library = Library.getCachedInstance(file, Library.LAZY | Library.LOCAL);
    long own = library == null ? 0 : library.getSymbolAddress(name);
    if (own == 0) {
      throw new IllegalStateException(
          "cannot find %s in %s, which threads of C are made known to the JVM by"
              .formatted(name, file));
    }
    return own;
  }
}
