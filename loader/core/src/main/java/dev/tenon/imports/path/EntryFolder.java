// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.path;

import java.nio.file.Path;

/// A folder in which modules are searched, on disk or in an archive.
///
/// @param path the folder
/// @param text what stands for it in `__path__` and, as the beginning, in `__file__`; an entry that
///   path hooks understand
public record EntryFolder(Path path, String text) {

  /// A folder on disk.
  static EntryFolder of(Path folder) {
    return new EntryFolder(folder, folder.toString());
  }

  /// A file or folder in it.
  public EntryFolder child(String name) {
    String separator = path.getFileSystem().getSeparator();
    return new EntryFolder(
        path.resolve(name), text.endsWith(separator) ? text + name : text + separator + name);
  }
}
