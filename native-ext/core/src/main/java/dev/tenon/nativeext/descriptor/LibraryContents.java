// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.descriptor;

import dev.tenon.error.Diagnosis;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.imports.path.Platform;
import dev.tenon.input.ArchiveFiles;
import dev.tenon.input.FileBytes;
import dev.tenon.module.ModuleDef;
import dev.tenon.nativeext.abi.ExportName;
import dev.tenon.nativeext.elf.LibraryFile;
import dev.tenon.nativeext.helper.Code;
import dev.tenon.nativeext.helper.Helper;
import dev.tenon.nativeext.memory.MappedImage;
import dev.tenon.nativeext.object.DamagedFileException;
import dev.tenon.nativeext.object.ObjectFile;
import dev.tenon.nativeext.object.ObjectMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The descriptors of a library, read from its file. The library is not mapped, so neither its
/// constructors nor those of the libraries that it needs run, and it may be for any system and CPU
/// that [ObjectFile] knows. Functions and slots say that they are not loaded when they are called.
///
/// What describes a library reads it here. What loads a module maps the library: see
/// [NativeLibrary].
public final class LibraryContents {

  private final Path file;
  private final ObjectMemory memory;
  private final MappedImage image;
  private final Map<String, Long> exports = new HashMap<>();

  private LibraryContents(Path file, ObjectFile library, Arena arena)
      throws IOException, DamagedFileException {
    this.file = ArchiveFiles.shown(file);
    library.readExports((name, address, _) -> exports.put(name, address));
    memory = library.load(arena);
    image = memory.image(this.file);
  }

  /// Whether libraries of this system can be read so.
  public static boolean isSupported() {
    return Platform.current().usesElf();
  }

  /// Whether the descriptors of a file are read so: that of a system whose libraries are ELF files,
  /// or one for another platform.
  public static boolean isSupported(Path file) {
    return isSupported() || !Platform.ofFile(file).equals(Platform.current());
  }

  /// The last parts of the names of the modules in a library; empty for another file.
  ///
  /// @throws IOException if it cannot be read or is damaged
  public static Set<String> modulesOf(Path file) throws IOException {
    try (FileBytes bytes = FileBytes.open(file)) {
      Optional<ObjectFile> library = ObjectFile.of(bytes, Platform.ofFile(file));
      return library.isPresent() ? library.get().modules() : Set.of();
    } catch (DamagedFileException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /// What a library is for, if it is not for a platform.
  ///
  /// @return empty for a library of the platform, another file, and a damaged one
  /// @throws IOException if it cannot be read
  public static Optional<String> targetOf(Path file, Platform platform) throws IOException {
    try (FileBytes bytes = FileBytes.open(file)) {
      return ObjectFile.of(bytes, platform)
          .filter(library -> !library.isFor(platform))
          .map(ObjectFile::target);
    } catch (DamagedFileException _) {
      return Optional.empty(); // whoever reads it says what is wrong
    }
  }

  /// Reads the descriptor of a module.
  ///
  /// @param module the full name of the module
  /// @param bytes those of the file
  /// @throws ExtensionLoadException if the file is not a library of the machine that its
  ///   [place][Platform#ofFile] is for, is damaged, or exports no descriptor for the module
  public static ModuleDef describe(String module, Path file, FileBytes bytes) {
    return read(
            module,
            file,
            bytes,
            Platform.ofFile(file),
            (library, arena) -> List.of(new LibraryContents(file, library, arena).read(module)))
        .getFirst();
  }

  /// Reads the descriptor of a module whose library a helper process has mapped.
  ///
  /// @param distance how far the library lies there from its addresses in the file
  /// @throws ExtensionLoadException as [#describe]
  static ModuleDef describeApart(
      String module, Path file, FileBytes bytes, Helper helper, long distance) {
    return read(
            module,
            file,
            bytes,
            Platform.ofFile(file),
            (library, arena) ->
                List.of(
                    new LibraryContents(file, library, arena).readApart(module, helper, distance)))
        .getFirst();
  }

  /// Reads the descriptors of all modules of a library, in the order of their names.
  ///
  /// @param platform what the library must be for; null for any
  /// @throws IOException if the file cannot be read
  /// @throws ExtensionLoadException if the file is not a library for the platform or is damaged
  public static List<ModuleDef> describeAll(Path file, @Nullable Platform platform)
      throws IOException {
    String name = String.valueOf(file.getFileName());
    FileBytes opened;
    try {
      opened = FileBytes.open(file);
    } catch (IOException e) {
      throw NativeLibrary.refused(name, file, LibraryFile.unreadable(e));
    }
    try (FileBytes bytes = opened) {
      return read(name, file, bytes, platform, (library, arena) -> readAll(file, library, arena));
    }
  }

  /// What is read of a library that was opened.
  @FunctionalInterface
  private interface Reading {
    List<ModuleDef> of(ObjectFile library, Arena arena) throws IOException, DamagedFileException;
  }

  /// @param name the module or the file, for messages
  /// @param reading what is read of it
  private static List<ModuleDef> read(
      String name, Path file, FileBytes bytes, @Nullable Platform platform, Reading reading) {
    try (Arena arena = Arena.ofConfined()) {
      return reading.of(open(name, file, bytes, platform), arena);
    } catch (IOException e) {
      throw NativeLibrary.unreadable(name, file, e);
    } catch (DamagedFileException e) {
      throw NativeLibrary.refused(name, file, e.fault());
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
      throw NativeLibrary.refused(
          name,
          file,
          new Diagnosis(
              "its headers are damaged: " + e.getMessage(),
              "a whole shared library",
              "build or copy it again"));
    }
  }

  private static ObjectFile open(
      String name, Path file, FileBytes bytes, @Nullable Platform platform)
      throws IOException, DamagedFileException {
    Optional<ObjectFile> found = ObjectFile.of(bytes, platform);
    if (found.isEmpty() || found.get().isElf()) {
      LibraryFile.findFault(bytes, platform)
          .ifPresent(fault -> {
            throw NativeLibrary.refused(name, file, fault);
          });
    }
    ObjectFile library = found.orElseThrow();
    if (platform != null && !library.isFor(platform)) {
      throw NativeLibrary.refused(
          name,
          file,
          new Diagnosis(
              "found a library for " + library.target(),
              "one for " + platform,
              "build it for that platform"));
    }
    return library;
  }

  /// Reads all modules. What has none is not loaded: it need not be whole.
  private static List<ModuleDef> readAll(Path file, ObjectFile library, Arena arena)
      throws IOException, DamagedFileException {
    Set<String> modules = library.modules();
    if (modules.isEmpty()) {
      return List.of();
    }
    LibraryContents contents = new LibraryContents(file, library, arena);
    return modules.stream().sorted().map(contents::read).toList();
  }

  private ModuleDef read(String module) {
    String tail = tailOf(module);
    return new DescriptorReader(module, tail, file, image, null).read(placeOf(module, tail));
  }

  private ModuleDef readApart(String module, Helper helper, long distance) {
    String tail = tailOf(module);
    DescriptorReader reader =
        DescriptorReader.apart(
            module, tail, file, image.apart(distance - memory.place(0)), helper.bridge());
    ModuleDef def = reader.read(placeOf(module, tail));
    for (DescriptorMap.Function function : reader.map().functions()) {
      helper.name(function.address(), new Code(module, function.label()));
    }
    return def;
  }

  private static String tailOf(String module) {
    return module.substring(module.lastIndexOf('.') + 1);
  }

  private long placeOf(String module, String tail) {
    Long address = exports.get(ExportName.of(tail));
    if (address == null) {
      throw NativeLibrary.lacksExport(module, file, tail);
    }
    return memory.place(address);
  }
}
