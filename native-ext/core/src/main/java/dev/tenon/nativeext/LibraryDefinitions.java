// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext;

import dev.tenon.imports.path.Platform;
import dev.tenon.module.ModuleDef;
import dev.tenon.nativeext.descriptor.LibraryContents;
import dev.tenon.nativeext.descriptor.NativeLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The module definitions of a library file: what PEP 547 would have had instead of one init
/// function for each module, a list of definitions and a way to get at them.
///
/// ```java
/// for (ModuleDef def : LibraryDefinitions.of(Path.of("counter.so"))) {
///   System.out.println(def.name() + " " + def.functions());
/// }
/// ```
///
/// Nothing of the library runs, and on systems with ELF libraries it is not even mapped. The
/// functions and slots of the definitions cannot be called; import a module to use it.
public final class LibraryDefinitions {

  private LibraryDefinitions() {}

  /// Reads the definitions of all modules that a library exports, in the order of their names.
  /// Definitions come with their [faults][ModuleDef#faults], good or bad.
  ///
  /// @throws IOException if the file cannot be read
  /// @throws dev.tenon.error.ExtensionLoadException if it is not a library of this machine, is
  ///   damaged, or was built for another version of the ABI
  public static List<ModuleDef> of(Path file) throws IOException {
    return of(file, Platform.current());
  }

  /// Reads the definitions of a library as [#of(Path)], whatever system and CPU it is for: an ELF
  /// library of 64 bits, a Mach-O library for x86-64 or AArch64, or a DLL of 64 bits.
  ///
  /// @throws IOException if the file cannot be read
  /// @throws dev.tenon.error.ExtensionLoadException if it is no such library, is damaged, or was
  ///   built for another version of the ABI
  public static List<ModuleDef> ofAnyPlatform(Path file) throws IOException {
    return of(file, null);
  }

  /// The system and CPU that a library is for, `macOS on AArch64`, if it is not for this machine.
  ///
  /// @return empty for a library of this machine, and for a file that is no library or is damaged
  /// @throws IOException if the file cannot be read
  public static Optional<String> otherTarget(Path file) throws IOException {
    return LibraryContents.targetOf(file, Platform.current());
  }

  private static List<ModuleDef> of(Path file, @Nullable Platform platform) throws IOException {
    if (platform == null || LibraryContents.isSupported(file)) {
      return LibraryContents.describeAll(file, platform);
    }
    List<ModuleDef> definitions = new ArrayList<>();
    for (String name : new TreeSet<>(LibraryContents.modulesOf(file))) {
      definitions.add(NativeLibrary.open(name, file).moduleDef(name));
    }
    return List.copyOf(definitions);
  }
}
