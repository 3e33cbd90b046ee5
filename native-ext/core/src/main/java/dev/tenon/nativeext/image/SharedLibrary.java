// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import dev.tenon.input.Escapes;
import dev.tenon.nativeext.bridge.LastingCallback;
import dev.tenon.nativeext.bridge.LinkFailure;
import dev.tenon.nativeext.bridge.NativeHost;
import dev.tenon.nativeext.elf.ElfExports;
import dev.tenon.nativeext.elf.LibraryFile;
import dev.tenon.nativeext.spi.NativeBackend;
import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeCallback;
import dev.tenon.pins.Pins;
import dev.tenon.pins.UnpinnedException;
import dev.tenon.spi.ModuleOwner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A library that the dynamic linker has mapped, whatever it exports. It stays mapped until the
/// process ends, or is the private image of one interpreter and stays mapped until that is closed
/// and nobody uses it any more. Any thread may use it.
public final class SharedLibrary {

  private final NativeHost host;
  private final long handle;
  private final @Nullable PrivateImage image;

  /// Where code was found last: most functions of a library lie side by side.
  private volatile long[] code = new long[2];

  private SharedLibrary(NativeHost host, long handle, @Nullable PrivateImage image) {
    this.host = host;
    this.handle = handle;
    this.image = image;
  }

  /// The dynamic linker's own words about a library that it refuses.
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /// Maps a library, with all its symbols bound. One that a path names and that does not belong to
  /// the system is mapped from a copy of its bytes, which stays as it is whatever becomes of the
  /// file.
  ///
  /// @param name a path, or a bare name that the dynamic linker searches for
  /// @throws RefusedException if there is none, or it cannot be mapped
  public static SharedLibrary open(String name) throws RefusedException {
    Pins pins = ModuleOwner.currentPins();
    if (pins != null) {
      return openPinned(name, pins);
    }
    checkFile(name);
    try {
      NativeHost host = NativeHost.get();
      return new SharedLibrary(host, handle(host, Path.of(name)), null);
    } catch (LinkFailure | SharedImages.DamagedException | IOException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  /// Maps a library whose file is known before any code of it runs.
  private static SharedLibrary openPinned(String name, Pins pins) throws RefusedException {
    Path file = findPinned(name);
    checkFile(file.toString());
    try {
      Path real = file.toRealPath();
      NativeHost host = NativeHost.get();
      if (SystemLibraries.containReal(real)) {
        return new SharedLibrary(host, host.openLibrary(real.toString()), null);
      }
      if (SharedImages.ARE_OFF) {
        throw direct(name, pins);
      }
      return new SharedLibrary(host, openLasting(file), null);
    } catch (LinkFailure | SharedImages.DamagedException | IOException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  private static UnpinnedException direct(String name, Pins pins) {
    return pins.unverifiable(
        "%s is to be mapped from its own file, which may change".formatted(Escapes.quoted(name)),
        "remove image(direct) and -Dtenon.images=direct");
  }

  /// The file of a library, found without the dynamic linker.
  private static Path findPinned(String name) throws RefusedException {
    return name.contains("/")
        ? Path.of(name)
        : DependencySearch.findByEnvironment(name)
            .or(() -> SystemLibraries.find(name))
            .orElseThrow(() ->
                new RefusedException(
                    "it is neither in LD_LIBRARY_PATH nor in a directory of the system; with pins"
                        + " it is not searched elsewhere"));
  }

  /// Maps a library from its own file, as [#open] does from a copy.
  ///
  /// @throws RefusedException as [#open]
  public static SharedLibrary openDirect(String name) throws RefusedException {
    Pins pins = ModuleOwner.currentPins();
    if (pins != null) {
      throw direct(name, pins);
    }
    checkFile(name);
    try {
      NativeHost host = NativeHost.get();
      return new SharedLibrary(host, host.openLibrary(name), null);
    } catch (LinkFailure e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  private static long handle(NativeHost host, Path file)
      throws IOException, SharedImages.DamagedException, LinkFailure {
    return SharedImages.ARE_OFF || file.getParent() == null || SharedImages.isOfSystem(file)
        ? host.openLibrary(file.toString())
        : openLasting(file);
  }

  /// The handle of an image that stays mapped: who gets an address in a plain library may keep it.
  private static long openLasting(Path file)
      throws IOException, SharedImages.DamagedException, LinkFailure {
    SharedImage image = SharedImages.ofProcess().open(file, SharedImages.Mapping.Step::map);
    image.keep();
    image.leave();
    return image.handle();
  }

  private static void checkFile(String name) throws RefusedException {
    Path file = Path.of(name);
    if (file.getParent() != null) {
      var fault = new LibraryFile(file).findFault();
      if (fault.isPresent()) {
        throw new RefusedException(fault.get().found());
      }
    }
  }

  /// Maps a copy of a library that an interpreter has for itself, or gives the one that it has.
  ///
  /// @param name as for [#open]
  /// @param libraries names of libraries that it was linked with and that are copied, too; `"*"`
  ///   and the like as in `InterpreterConfig.Builder.privateLibrary`
  /// @throws RefusedException if there is no such library, or it cannot be copied or mapped
  /// @throws dev.tenon.error.kind.InterpreterError if the interpreter is closed
  public static SharedLibrary openPrivate(String name, ModuleOwner owner, List<String> libraries)
      throws RefusedException {
    checkFile(name);
    try {
      Path file =
          name.contains("/") || owner.pins() != null
              ? findPinned(name)
              : DependencySearch.findBySystem(name).orElse(null);
      if (file == null) {
        throw new RefusedException("the dynamic linker does not find it");
      }
      PrivateImage image = PrivateImages.of(owner).image(file, new LibraryNames(libraries));
      image.stayWithOwner(); // who gets an address in a plain library may keep it
      image.leave();
      return new SharedLibrary(NativeHost.get(), image.handle(), image);
    } catch (LinkFailure | IOException e) {
      throw new RefusedException("it gets no private image: " + e.getMessage());
    }
  }

  /// Whether it is the private image of an interpreter.
  public boolean isPrivate() {
    return image != null;
  }

  /// Begins a use, during which the library stays mapped.
  ///
  /// @throws dev.tenon.error.kind.InterpreterError if it is a private image of a closed interpreter
  public void enter() {
    if (image != null) {
      image.enter();
    }
  }

  /// Ends a use.
  public void leave() {
    if (image != null) {
      image.leave();
    }
  }

  /// The backend of the interpreter that opened the library, which calls what it exports.
  public NativeBackend backend() {
    return host.backend();
  }

  /// Makes a function pointer for C that stays valid until the process ends.
  ///
  /// @param stub what it calls; it is closed with the callback
  /// @param call the types of both
  /// @param what messages call it: `a callback of module 'm' with the type 'int (int)'`
  /// @throws dev.tenon.error.kind.MemoryError if it cannot be mapped
  public LastingCallback lastingCallback(NativeCallback stub, NativeCall call, String what) {
    return new LastingCallback(host, stub, call, what);
  }

  /// Makes sure that a function of C has some stack.
  ///
  /// @throws dev.tenon.error.kind.RecursionError if less is left than calls into C are made with
  public void requireStack() {
    host.requireStack();
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

  /// Whether a library exports a variable at an address. A constant may be mapped as code is, which
  /// linkers for AArch64 do.
  public boolean isVariable(long address) {
    if (!isCode(address)) {
      return true;
    }
    try {
      Optional<NativeHost.Place> place = host.placeOf(address);
      return place.isPresent()
          && ElfExports.hasVariable(place.get().library(), place.get().offset());
    } catch (IOException _) {
      return false;
    }
  }

  /// Where the library lies; empty if the dynamic linker does not report it.
  public Optional<Path> file() {
    return host.fileOf(handle);
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
