// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.object;

import dev.tenon.input.Limit;
import dev.tenon.nativeext.abi.ExportName;

/// Reads the names of exports, as far as [Limit#SYMBOL_NAMES] allows: any number of symbols can
/// point to the same text.
final class ExportNames {

  private final Table texts;
  private final String prefix;
  private long left = Limit.SYMBOL_NAMES.most();

  /// @param before what the format puts before all names of C
  ExportNames(Table texts, String before) {
    this.texts = texts;
    this.prefix = before;
  }

  /// Hands an export on if its name begins as those of module descriptors do.
  void read(long nameAt, long address, ObjectFile.ExportReader reader) throws DamagedFileException {
    if (left > 0 && texts.hasText(nameAt, prefix + ExportName.PREFIX)) {
      String name = texts.text(nameAt);
      left -= name.length();
      if (left > 0) {
        reader.read(name.substring(prefix.length()), address, true);
      }
    }
  }
}
