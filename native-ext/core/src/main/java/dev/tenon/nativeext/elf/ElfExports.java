// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.elf;

import dev.tenon.input.FileBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// Reads what a library exports from its dynamic symbol table, without mapping it.
public final class ElfExports {

  private ElfExports() {}

  /// The names of all functions and variables that a library exports; empty for what is no ELF
  /// library.
  public static Set<String> namesOf(Path file) throws IOException {
    Set<String> names = new HashSet<>();
    try (FileBytes channel = FileBytes.open(file)) {
      new ElfSections(channel)
          .readSymbols(
              ElfSections.DYNAMIC_SYMBOLS,
              symbol -> {
                if (!symbol.isLocal()) {
                  symbol.nameFrom("").filter(name -> !name.isEmpty()).ifPresent(names::add);
                }
              });
    }
    return names;
  }

  /// Whether a library exports a variable at an address, counted from its start; false for what is
  /// no ELF library.
  public static boolean hasVariable(Path file, long address) throws IOException {
    boolean[] found = {false};
    try (FileBytes channel = FileBytes.open(file)) {
      new ElfSections(channel)
          .readSymbols(
              ElfSections.DYNAMIC_SYMBOLS,
              symbol ->
                  found[0] |=
                      symbol.type() == ElfSections.Symbol.DATA && symbol.address() == address);
    }
    return found[0];
  }
}
