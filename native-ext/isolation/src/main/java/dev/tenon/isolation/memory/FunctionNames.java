// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.memory;

import dev.tenon.input.BoundedFile;
import dev.tenon.input.Escapes;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import net.fornwall.jelf.ElfException;
import net.fornwall.jelf.ElfFile;
import net.fornwall.jelf.ElfSymbol;
import net.fornwall.jelf.ElfSymbolTableSection;

/// The names of a library's functions by address.
final class FunctionNames {

  private final TreeMap<Long, ElfSymbol> functions = new TreeMap<>();

  private FunctionNames(ElfSymbolTableSection table) {
    for (ElfSymbol symbol : table.symbols) {
      if (symbol.getType() == ElfSymbol.STT_FUNC && symbol.st_value != 0) {
        functions.put(symbol.st_value, symbol);
      }
    }
  }

  private FunctionNames() {}

  static FunctionNames of(Path library) throws IOException {
    try {
      ElfFile file = ElfFile.from(BoundedFile.read(library, Limit.LIBRARY));
      ElfSymbolTableSection all = file.getSymbolTableSection();
      ElfSymbolTableSection table = all == null ? file.getDynamicSymbolTableSection() : all;
      return table == null ? new FunctionNames() : new FunctionNames(table);
    } catch (ElfException e) {
      throw new IOException("cannot read the symbols of %s".formatted(Escapes.quoted(library)), e);
    }
  }

  /// A place as `function+0x1c`, or as an offset in the library where no function is known.
  String placeOf(long address) {
    Map.Entry<Long, ElfSymbol> nearest = functions.floorEntry(address);
    return nearest != null && address < nearest.getKey() + nearest.getValue().st_size
        ? "%s+%#x".formatted(nearest.getValue().getName(), address - nearest.getKey())
        : "offset %#x".formatted(address);
  }
}
