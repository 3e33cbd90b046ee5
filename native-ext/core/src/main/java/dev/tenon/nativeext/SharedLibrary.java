package dev.tenon.nativeext;

import dev.tenon.nativeext.spi.NativeBackend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// A library that the dynamic linker has mapped, whatever it exports. It stays mapped until the
/// process ends. Any thread may use it.
public final class SharedLibrary {

  private static final int DLINFO_LINK_MAP = 2;
  private static final int LINK_MAP_NAME = 8;

  private final NativeHost host;
  private final long handle;

  /// Where code was found last: most functions of a library lie side by side.
  private volatile long[] code = new long[2];

  private SharedLibrary(NativeHost host, long handle) {
    this.host = host;
    this.handle = handle;
  }

  /// The dynamic linker's own words about a library that it refuses.
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /// Maps a library, with all its symbols bound.
  ///
  /// @param name a path, or a bare name that the dynamic linker searches for
  /// @throws RefusedException if there is none, or it cannot be mapped
  public static SharedLibrary open(String name) throws RefusedException {
    Path file = Path.of(name);
    if (file.getParent() != null) {
      var fault = new LibraryFile(file).findFault();
      if (fault.isPresent()) {
        throw new RefusedException(fault.get().found());
      }
    }
    try {
      NativeHost host = NativeHost.get();
      return new SharedLibrary(host, host.openLibrary(name));
    } catch (NativeLibrary.LinkFailure e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  /// The backend of the interpreter that opened the library, which calls what it exports.
  public NativeBackend backend() {
    return host.backend();
  }

  /// The address of an exported symbol; 0 if there is none, here or in what the library depends on.
  public long symbol(String name) {
    return host.symbol(handle, name);
  }

  /// Whether a function can lie at an address: it is mapped as code.
  public boolean isCode(long address) {
    long[] known = code;
    if (address >= known[0] && address < known[1]) {
      return true;
    }
    long[] around = host.codeAround(address);
    if (around[1] == 0) {
      return false;
    }
    code = around;
    return true;
  }

  /// Where the library lies; empty if the dynamic linker does not tell.
  public Optional<Path> file() {
    long dlinfo = symbol("dlinfo");
    if (dlinfo == 0) {
      return Optional.empty();
    }
    Scratch scratch = Scratch.take();
    try {
      Memory.putLong(scratch.address(), 0);
      int status =
          (int) backend().function(dlinfo).call(handle, DLINFO_LINK_MAP, scratch.address(), 0);
      long map = Memory.getLong(scratch.address());
      if (status != 0 || map == 0) {
        return Optional.empty();
      }
      long name = Memory.getLong(map + LINK_MAP_NAME);
      String text =
          new String(
              Memory.getBytes(name, Memory.lengthOfTerminated(name)), StandardCharsets.UTF_8);
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    } finally {
      scratch.give();
    }
  }

  /// The names that the library exports itself; empty if its file cannot be read.
  public Set<String> exportedNames() {
    try {
      Optional<Path> file = file();
      return file.isPresent() ? ElfExports.namesOf(file.get()) : Set.of();
    } catch (IOException _) {
      return Set.of();
    }
  }
}
