// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext;

import dev.tenon.module.ModuleDef;
import dev.tenon.nativeext.descriptor.NativeLibrary;
import dev.tenon.nativeext.elf.ElfExports;
import dev.tenon.nativeext.elf.LibraryFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

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
    new LibraryFile(file)
        .findFault()
        .ifPresent(fault -> {
          throw NativeLibrary.refused(String.valueOf(file.getFileName()), file, fault);
        });
    List<ModuleDef> definitions = new ArrayList<>();
    for (String name : new TreeSet<>(ElfExports.modulesOf(file))) {
      definitions.add(NativeSource.describe(name, file));
    }
    return List.copyOf(definitions);
  }
}
