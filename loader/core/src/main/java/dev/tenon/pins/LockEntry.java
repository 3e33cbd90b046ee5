// SPDX-License-Identifier: Apache-2.0
package dev.tenon.pins;

/// One line of a lock file.
///
/// @param line its number; 0 for one that is not written yet
/// @param hash the SHA-256 of the file
/// @param modules the modules that come from the file, with commas between them; `-` for none
/// @param source the place of the file, relative to the folder of the lock file if it lies below it
record LockEntry(int line, String hash, String modules, String source) {

  /// What stands for no module.
  static final String NO_MODULE = "-";

  /// The text of the line.
  String text() {
    return "%s  %s  %s".formatted(hash, modules, LockText.escape(source));
  }

  /// The modules as a part of a sentence; empty if there are none.
  String ofModules() {
    return modules.equals(NO_MODULE) ? "" : " (module %s)".formatted(modules);
  }
}
