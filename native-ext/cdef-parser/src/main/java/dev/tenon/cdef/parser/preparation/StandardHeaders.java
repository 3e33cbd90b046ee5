// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.preparation;

import java.util.Set;
import org.eclipse.cdt.core.index.IIndexFileLocation;
import org.eclipse.cdt.core.parser.FileContent;
import org.eclipse.cdt.internal.core.parser.IMacroDictionary;
import org.eclipse.cdt.internal.core.parser.scanner.InternalFileContent;
import org.eclipse.cdt.internal.core.parser.scanner.InternalFileContentProvider;
import org.jspecify.annotations.Nullable;

/// Standard headers without content: what they declare for all programs stands in front of each
/// text. Other headers do not exist.
public final class StandardHeaders extends InternalFileContentProvider {

  /// Where they seem to lie.
  static final String FOLDER = "/tenon-standard-headers";

  private static final Set<String> NAMES =
      Set.of(
          "stddef.h",
          "stdint.h",
          "stdbool.h",
          "stdarg.h",
          "stdio.h",
          "stdlib.h",
          "sys/types.h",
          "time.h",
          "inttypes.h",
          "limits.h");

  public StandardHeaders() {}

  private static boolean exists(String path) {
    return path.startsWith(FOLDER + "/") && NAMES.contains(path.substring(FOLDER.length() + 1));
  }

  @Override
  public boolean getInclusionExists(String path) {
    return exists(path);
  }

  @Override
  public @Nullable InternalFileContent getContentForInclusion(
      String path, IMacroDictionary macros) {
    return exists(path) ? (InternalFileContent) FileContent.create(path, new char[0]) : null;
  }

  @Override
  public @Nullable InternalFileContent getContentForInclusion(
      IIndexFileLocation location, String astPath) {
    return null;
  }
}
