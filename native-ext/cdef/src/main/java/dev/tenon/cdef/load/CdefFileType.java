// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.load;

import dev.tenon.imports.load.ExtensionLoader;
import dev.tenon.module.Loader;
import dev.tenon.pins.PinnedFileType;
import java.nio.file.Path;
import java.util.List;

/// Makes files of C declarations importable: module `b` lies in a folder as `b.cdef.h`.
public final class CdefFileType implements PinnedFileType {

  private static final String SUFFIX = ".cdef.h";

  /// For the service loader.
  public CdefFileType() {}

  @Override
  public List<String> fileNames(String tail) {
    return List.of(tail + SUFFIX);
  }

  @Override
  public Loader loaderFor(String name, Path file) {
    return new ExtensionLoader(new CdefSource(file));
  }

  /// Before native extensions: the library that the declarations speak of may lie beside them under
  /// the name of the module.
  @Override
  public int rank() {
    return 90;
  }
}
