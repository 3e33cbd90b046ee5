// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.jnr;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.Closure;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import dev.tenon.nativeext.spi.CodeFolder;
import dev.tenon.nativeext.spi.HostFunction;
import dev.tenon.nativeext.spi.NativeBackend;
import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeCallback;
import dev.tenon.nativeext.spi.NativeType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.ConcurrentHashMap;

/// Calls C through JNR-FFI. Structs do not travel by value: the calls that need it are refused when
/// they are linked.
public final class JnrBackend implements NativeBackend {

  /// Looked up lazily: a JVM that loads no native module does not load `jffi`.
  private static final class Linked {
    static final Invoker INVOKER = Invoker.getInstance();
    static final CallContext HOST =
        Shapes.context(NativeCall.of(Collections.nCopies(4, NativeType.WORD), NativeType.WORD));
    static final Upcalls UPCALLS = new Upcalls(HOST);
    static final CompiledCall COMPILED = new CompiledCall();
  }

  private static final String EXTRACT_FOLDER = "jffi.extract.dir";

  private final ConcurrentHashMap<Path, Library> libraries = new ConcurrentHashMap<>();

  /// For the service loader.
  public JnrBackend() {}

  @Override
  public String name() {
    return "jnr";
  }

  /// {@inheritDoc} JNR-FFI knows nothing of arenas.
  @Override
  public boolean holdsMemory() {
    return false;
  }

  @Override
  public int rank() {
    return 200;
  }

  @Override
  public HostFunction hostFunction(Path library, String symbol) {
    long address = libraries.computeIfAbsent(library, JnrBackend::open).getSymbolAddress(symbol);
    if (address == 0) {
      throw new IllegalStateException(
          "%s does not export %s; the jar and the library in it do not belong together"
              .formatted(library, symbol));
    }
    return function(address);
  }

  /// JNR unpacks a library of its own, into `java.io.tmpdir` unless a property names a directory.
  private static void chooseFolder() {
    String temporary = System.getProperty("java.io.tmpdir", "/tmp");
    if (System.getProperty(EXTRACT_FOLDER) == null
        && (System.getProperty(CodeFolder.PROPERTY) != null
            || CodeFolder.forbidsExecuting(Path.of(temporary)))) {
      try {
        System.setProperty(EXTRACT_FOLDER, CodeFolder.choose().toString());
      } catch (IOException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
  }

  private static Library open(Path file) {
    chooseFolder();
    Library library = Library.openLibrary(file.toString(), Library.NOW | Library.LOCAL);
    if (library == null) {
      throw new IllegalArgumentException(Library.getLastError());
    }
    return library;
  }

  @Override
  public HostFunction function(long address) {
    return new DirectCall(address);
  }

  /// A call of the one shape that all host functions have.
  private record DirectCall(long address) implements HostFunction {
    @Override
    public long call(long a, long b, long c, long d) {
      return Linked.INVOKER.invokeL4NoErrno(Linked.HOST, address, a, b, c, d);
    }
  }

  @Override
  public boolean isPartOfUpcall(String className) {
    return className.startsWith(JnrBackend.class.getPackageName())
        || className.startsWith(Closure.class.getPackageName());
  }

  @Override
  public long callback(HostFunction target) {
    return Linked.UPCALLS.ofHost(target);
  }

  @Override
  public NativeCallback callback(MethodHandle target, NativeCall call) {
    return Linked.UPCALLS.of(target, call);
  }

  @Override
  public MethodHandle link(long address, NativeCall call) {
    return Carriers.ofCall(Downcall.of(address, call, Linked.COMPILED), call);
  }

  @Override
  public long errnoSize() {
    return ValueLayout.JAVA_INT.byteSize();
  }

  @Override
  public int errno(MemorySegment kept) {
    return kept.get(ValueLayout.JAVA_INT, 0);
  }
}
