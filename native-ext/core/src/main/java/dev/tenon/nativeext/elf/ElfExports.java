// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.elf;

import dev.tenon.input.FileBytes;
import dev.tenon.input.Limit;
import dev.tenon.nativeext.abi.ExportName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads what a library exports from its dynamic symbol table, without mapping it.
public final class ElfExports {

  private ElfExports() {}

  /// The last parts of the names of the modules in a library; empty for what is no ELF library.
  ///
  /// @throws IOException if the file cannot be read, or exports more modules than
  ///   [Limit#LIBRARY_MODULES]
  public static Set<String> modulesOf(Path file) throws IOException {
    Set<String> modules =
        select(
            file,
            symbol ->
                symbol.type() == ElfSections.Symbol.DATA
                    ? symbol.nameFrom(ExportName.PREFIX).flatMap(ExportName::tailOf)
                    : Optional.empty());
    if (modules.size() > Limit.LIBRARY_MODULES.most()) {
      throw new IOException("it exports " + Limit.LIBRARY_MODULES.exceededBy(modules.size()));
    }
    return modules;
  }

  /// The names of all functions and variables that a library exports; empty for what is no ELF
  /// library.
  public static Set<String> namesOf(Path file) throws IOException {
    return select(file, symbol -> symbol.nameFrom("").filter(name -> !name.isEmpty()));
  }

  /// Selects names of symbols that other libraries can use.
  private static Set<String> select(
      Path file, Function<ElfSections.Symbol, Optional<String>> selection) throws IOException {
    Set<String> names = new HashSet<>();
    try (FileBytes channel = FileBytes.open(file)) {
      new ElfSections(channel)
          .readSymbols(
              ElfSections.DYNAMIC_SYMBOLS,
              symbol -> {
                if (!symbol.isLocal()) {
                  selection.apply(symbol).ifPresent(names::add);
                }
              });
    }
    return names;
  }
}
