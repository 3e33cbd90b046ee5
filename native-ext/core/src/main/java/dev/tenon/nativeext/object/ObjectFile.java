// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.object;

import dev.tenon.imports.path.Platform;
import dev.tenon.input.FileBytes;
import dev.tenon.input.Limit;
import dev.tenon.nativeext.abi.ExportName;
import dev.tenon.nativeext.elf.LibraryFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The file of a library in the format of one of the systems. It is read and never mapped, so that
/// it may be for any system and CPU. One thread uses it, as long as its bytes are open.
public sealed interface ObjectFile permits ElfObject, MachObject, PeObject {

  /// Recognizes a file by its first bytes.
  ///
  /// @param platform what it is wanted for, which decides between the libraries of a file that has
  ///   several; null for any
  /// @return empty for a file of another format
  /// @throws DamagedFileException if the head of a library is not whole
  static Optional<ObjectFile> of(FileBytes bytes, @Nullable Platform platform)
      throws IOException, DamagedFileException {
    ByteBuffer head = LibraryFile.read(bytes, 0, 64).order(ByteOrder.LITTLE_ENDIAN);
    if (LibraryFile.isElf(head)) {
      return Optional.of(new ElfObject(bytes));
    }
    if (MachObject.isOne(head)) {
      return Optional.of(MachObject.of(bytes, head, platform));
    }
    return PeObject.isOne(head) ? Optional.of(PeObject.of(bytes, head)) : Optional.empty();
  }

  /// Takes exported data.
  @FunctionalInterface
  interface ExportReader {
    /// Takes one of them.
    ///
    /// @param name without what the format puts before all names of C
    /// @param address where it lies in the [memory][#load] of the library
    /// @param isData whether it can be data; true where the format does not distinguish
    void read(String name, long address, boolean isData);
  }

  /// Reads the exports whose names begin as those of module descriptors do.
  ///
  /// @throws DamagedFileException if the tables of the file are damaged
  void readExports(ExportReader reader) throws IOException, DamagedFileException;

  /// Puts the contents together as they would lie in memory, with pointers that lead to each other.
  ///
  /// @param arena frees the memory
  /// @throws DamagedFileException if that cannot be
  ObjectMemory load(Arena arena) throws IOException, DamagedFileException;

  /// The platform that it is for, as messages call it: `macOS on AArch64`.
  String target();

  /// Whether it is an ELF file, whose head [LibraryFile] checks.
  default boolean isElf() {
    return this instanceof ElfObject;
  }

  /// Whether a platform can load it.
  boolean isFor(Platform platform);

  /// The last parts of the names of the modules that it exports.
  ///
  /// @throws IOException if it cannot be read, or exports more modules than [Limit#LIBRARY_MODULES]
  /// @throws DamagedFileException as [#readExports]
  default Set<String> modules() throws IOException, DamagedFileException {
    Set<String> modules = new HashSet<>();
    readExports((name, _, isData) -> {
      if (isData) {
        ExportName.tailOf(name).ifPresent(modules::add);
      }
    });
    if (modules.size() > Limit.LIBRARY_MODULES.most()) {
      throw new IOException("it exports " + Limit.LIBRARY_MODULES.exceededBy(modules.size()));
    }
    return modules;
  }
}
