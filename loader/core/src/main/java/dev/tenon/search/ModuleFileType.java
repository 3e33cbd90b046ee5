// SPDX-License-Identifier: Apache-2.0
package dev.tenon.search;

import dev.tenon.module.Loader;
import dev.tenon.value.SourcePlace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A kind of file that a folder on the path can hold as a module. Implementations are published as
/// services (`provides dev.tenon.search.ModuleFileType with …`); they are asked in the order of
/// [#rank].
public interface ModuleFileType {

  /// The names under which a module may lie in a folder, most wanted first.
  ///
  /// @param tail the last part of the module's name; `"__init__"` for a package's own file
  List<String> fileNames(String tail);

  /// The loader for a file of this type. Nothing of the file is read yet.
  ///
  /// @param name the full name of the module
  Loader loaderFor(String name, Path file);

  /// Whether a file of this name may hold modules that its name does not show.
  default boolean mayHoldSeveral(String fileName) {
    return false;
  }

  /// The last parts of the names of all modules in a file for which [#mayHoldSeveral] holds. It is
  /// asked only when no file is named after a module, and the answer is remembered as long as the
  /// file stays the same. Nothing of the file may run.
  ///
  /// @return empty if the file is not of this type
  /// @throws IOException if the file cannot be read
  default Set<String> modulesIn(Path file) throws IOException {
    return Set.of();
  }

  /// Whether [#loaderFor] also takes files that lie in an archive, as paths of its file system.
  /// Types that need a real file on disk do not.
  default boolean readsArchives() {
    return false;
  }

  /// The source line that an offset of a mapped file was compiled from, for tracebacks. The file
  /// may be searched for a while.
  ///
  /// @return empty if it is not known
  default Optional<SourcePlace> sourceAt(Path file, long offset) {
    return Optional.empty();
  }

  /// Where this type stands among others: a lower rank is looked for first. Native extensions have
  /// rank 100, as in CPython they come before other kinds of files.
  default int rank() {
    return 1000;
  }
}
