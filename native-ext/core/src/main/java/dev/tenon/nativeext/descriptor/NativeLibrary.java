// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.descriptor;

import dev.tenon.effects.PhaseMeter;
import dev.tenon.error.DescriptorFault;
import dev.tenon.error.Diagnosis;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.Phase;
import dev.tenon.event.PhaseListener;
import dev.tenon.input.ArchiveFiles;
import dev.tenon.input.Escapes;
import dev.tenon.input.FileStamp;
import dev.tenon.module.ModuleDef;
import dev.tenon.nativeext.abi.ExportName;
import dev.tenon.nativeext.bridge.LinkFailure;
import dev.tenon.nativeext.bridge.NativeHost;
import dev.tenon.nativeext.bridge.Trail;
import dev.tenon.nativeext.elf.LibraryFile;
import dev.tenon.nativeext.elf.NeededCLibrary;
import dev.tenon.nativeext.image.CodeImage;
import dev.tenon.nativeext.image.ImageFiles;
import dev.tenon.nativeext.image.ImageLeases;
import dev.tenon.nativeext.image.LibraryNames;
import dev.tenon.nativeext.image.PrivateImage;
import dev.tenon.nativeext.image.PrivateImages;
import dev.tenon.nativeext.image.SharedImage;
import dev.tenon.nativeext.image.SharedImages;
import dev.tenon.pins.Pins;
import dev.tenon.spi.ModuleOwner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A C library that is mapped into the process: once, however many interpreters use it, or as the
/// private image of one interpreter. It is unmapped when nobody can have a handle into it any more.
public final class NativeLibrary {

  private static final ConcurrentHashMap<FileStamp, NativeLibrary> DIRECT =
      new ConcurrentHashMap<>();
  private static final ConcurrentHashMap<Path, Integer> VERSIONS = new ConcurrentHashMap<>();

  private final Path file;
  private final long handle;
  private final @Nullable CodeImage image;
  private final ConcurrentHashMap<String, ModuleDef> defs = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, DescriptorMap> maps = new ConcurrentHashMap<>();

  private NativeLibrary(Path file, long handle, @Nullable CodeImage image) {
    this.file = ArchiveFiles.shown(file);
    this.handle = handle;
    this.image = image;
  }

  /// Maps a library from a copy of its bytes, or gives the one that is mapped already.
  ///
  /// @param module the module it is wanted for, for messages
  /// @throws ExtensionLoadException if the file is no library for this machine or the dynamic
  ///   linker refuses it
  public static NativeLibrary open(String module, Path file) {
    if (SharedImages.ARE_OFF && !ArchiveFiles.isInside(file)) {
      return openDirect(module, file);
    }
    try {
      SharedImage image =
          SharedImages.ofProcess().open(file, step -> mapWatched(module, file, step));
      ImageLeases.take(module, image);
      return of(file, image);
    } catch (SharedImages.DamagedException e) {
      throw refused(module, file, e.fault());
    } catch (LinkFailure e) {
      throw refusedByLinker(module, file, e);
    } catch (IOException e) {
      checkFile(module, file);
      throw unreadable(module, file, e);
    }
  }

  private static NativeLibrary of(Path file, CodeImage image) {
    return image.attached(
        NativeLibrary.class, () -> new NativeLibrary(file, image.handle(), image));
  }

  /// Maps a library from its own file, as [#open] does from a copy. Who overwrites the file changes
  /// the code that runs.
  ///
  /// @throws ExtensionLoadException as [#open]
  public static NativeLibrary openDirect(String module, Path file) {
    Pins pins = ModuleOwner.currentPins();
    if (pins != null) {
      throw pins.unverifiable(
          "%s is to be mapped from its own file, which may change".formatted(Escapes.quoted(file)),
          "remove image = direct and -Dtenon.images=direct");
    }
    if (ArchiveFiles.isInside(file)) {
      throw refused(
          module,
          file,
          new Diagnosis(
              "it lies in an archive and is to be mapped from its own file (image = direct)",
              "a library on disk, or one that can be mapped from a copy",
              "remove image = direct, or unpack the archive"));
    }
    try {
      NativeLibrary mapped = DIRECT.get(FileStamp.of(file));
      if (mapped != null) {
        return mapped;
      }
      checkFile(module, file);
      return DIRECT.computeIfAbsent(FileStamp.of(file), _ -> mapDirect(module, file));
    } catch (IOException e) {
      checkFile(module, file);
      throw unreadable(module, file, e);
    }
  }

  /// Maps a library for one interpreter, or gives what that has mapped already.
  ///
  /// @param names the libraries that are private with it
  /// @throws ExtensionLoadException as [#open]
  public static NativeLibrary openPrivate(
      String module, Path file, ModuleOwner owner, LibraryNames names) {
    checkFile(module, file);
    NativeHost.of(owner); // fails here if native code cannot be called at all
    Trail.note(
        0, Trail.isKept() ? Trail.describe("the initializers of " + ArchiveFiles.shown(file)) : 0);
    try {
      PrivateImage image = PrivateImages.of(owner).image(file, names);
      ImageLeases.take(owner, module, image);
      return of(file, image);
    } catch (LinkFailure e) {
      throw refused(
          module,
          file,
          new Diagnosis(
              "it gets no private image: " + e.getMessage(),
              "a library that can be mapped once for each interpreter",
              e.isAboutThreadLocals()
                  ? "build it without -ftls-model=initial-exec, or keep fewer interpreters open"
                  : "fix that, or let interpreters share the library"));
    } catch (IOException e) {
      throw unreadable(module, file, e);
    } finally {
      Trail.note(0, 0);
    }
  }

  public static ExtensionLoadException unreadable(String module, Path file, IOException failure) {
    return refused(
        module,
        file,
        new Diagnosis(
            "the file cannot be read: " + failure.getMessage(),
            "a readable shared library",
            "fix its permissions or the path"));
  }

  /// Looks at the file before it is mapped for the first time.
  private static void checkFile(String module, Path file) {
    new LibraryFile(file)
        .findFault()
        .ifPresent(fault -> {
          throw refused(module, file, fault);
        });
  }

  /// Notifies listeners of the mapping, which the import system takes for a part of the query.
  private static ImageFiles.Mapped mapWatched(
      String module, Path file, SharedImages.Mapping.Step step) throws LinkFailure {
    PhaseListener listener =
        ModuleOwner.CURRENT.isBound() ? ModuleOwner.CURRENT.get().phaseListener() : null;
    if (listener == null) {
      return mapNoted(file, step);
    }
    // Their start is not a part of what this library does.
    NativeHost _ = NativeHost.get();
    boolean _ = Trail.isKept();
    PhaseMeter meter = new PhaseMeter(listener);
    RuntimeException failure = null;
    try {
      return mapNoted(file, step);
    } catch (LinkFailure e) {
      failure = refusedByLinker(module, file, e);
      throw e;
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    } finally {
      meter.end(module, ArchiveFiles.shown(file).toString(), Phase.MAP, failure);
    }
  }

  private static ImageFiles.Mapped mapNoted(Path file, SharedImages.Mapping.Step step)
      throws LinkFailure {
    Trail.note(
        0, Trail.isKept() ? Trail.describe("the initializers of " + ArchiveFiles.shown(file)) : 0);
    try {
      return step.map();
    } finally {
      Trail.note(0, 0);
    }
  }

  private static NativeLibrary mapDirect(String module, Path file) {
    if (file.toAbsolutePath().toString().contains("$")) {
      throw refused(
          module,
          file,
          new Diagnosis(
              "its path contains '$', where the dynamic linker puts in names of its own ($ORIGIN)",
              "a path without '$'",
              "rename the directory, or let the library be mapped from a copy: image = shared"));
    }
    try {
      String name = freshName(file);
      ImageFiles.Mapped mapped =
          mapWatched(
              module, file, () -> new ImageFiles.Mapped(NativeHost.get().openLibrary(name), name));
      return new NativeLibrary(file, mapped.handle(), null);
    } catch (LinkFailure e) {
      throw refusedByLinker(module, file, e);
    }
  }

  static ExtensionLoadException refusedByLinker(String module, Path file, LinkFailure failure) {
    String found = "the dynamic linker refuses it: " + failure.getMessage();
    return refused(
        module,
        file,
        NeededCLibrary.otherThanHere(file)
            .map(other ->
                new Diagnosis(
                    "it is linked with the C library %s, so that %s".formatted(other, found),
                    "a library that is linked with the C library of this system",
                    "build it with a compiler of this system, or run it where %s is"
                        .formatted(other)))
            .orElseGet(() ->
                new Diagnosis(
                    found,
                    "a library whose dependencies and symbols are all present",
                    "install what is missing or link the library with it")));
  }

  /// A name for the file under which the dynamic linker has not opened an earlier version of it: it
  /// would hand out that one without looking at the file.
  private static String freshName(Path file) {
    Path absolute = file.toAbsolutePath();
    int version = VERSIONS.merge(absolute, 1, Integer::sum);
    return absolute.getParent() + "/" + "./".repeat(version - 1) + absolute.getFileName();
  }

  public static ExtensionLoadException refused(String module, Path file, Diagnosis diagnosis) {
    return new ExtensionLoadException(
        module, ArchiveFiles.shown(file).toString(), Phase.QUERY, diagnosis);
  }

  /// Reads the descriptor of a module. It is read once per process.
  ///
  /// @param module the full name of the module; the last part of it names the symbol
  /// @throws ExtensionLoadException if the library exports no descriptor for the module, or one for
  ///   another ABI
  /// @throws dev.tenon.error.kind.InterpreterError if it is the private image of a closed
  ///   interpreter
  public ModuleDef moduleDef(String module) {
    String tail = module.substring(module.lastIndexOf('.') + 1);
    ModuleDef known = defs.get(tail);
    if (known != null) {
      return known;
    }
    if (image == null) {
      return defs.computeIfAbsent(tail, _ -> read(module, tail));
    }
    image.enter();
    try {
      return defs.computeIfAbsent(tail, _ -> read(module, tail));
    } finally {
      image.leave();
    }
  }

  private ModuleDef read(String module, String tail) {
    String symbol = ExportName.of(tail);
    long address = NativeHost.get().symbol(handle, symbol);
    if (address == 0) {
      throw lacksExport(module, file, tail);
    }
    DescriptorReader reader =
        new DescriptorReader(module, tail, file, NativeHost.get().imageAt(address), image);
    ModuleDef def = reader.read(address);
    maps.put(tail, reader.map());
    return def;
  }

  /// Compares the descriptor of a module with the symbols and the debug information of the library.
  ///
  /// @return the faults that only this shows
  /// @throws ExtensionLoadException as [#moduleDef]
  public List<DescriptorFault> verify(String module) {
    moduleDef(module);
    DescriptorMap map = maps.get(module.substring(module.lastIndexOf('.') + 1));
    return map == null
        ? List.of()
        : new DescriptorVerification(file, NativeHost.get().imageAt(map.descriptor()), map)
            .faults();
  }

  /// The error of a library without a descriptor for a module.
  ///
  /// @param tail the last part of the module's name
  static ExtensionLoadException lacksExport(String module, Path file, String tail) {
    return refused(
        module,
        file,
        new Diagnosis(
            "the library does not define module export symbol %s".formatted(ExportName.of(tail)),
            "exported data of that name",
            "declare %s in it, or name the file after its module"
                .formatted(ExportName.declaration(tail))));
  }
}
