// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.path;

import dev.tenon.input.FileStamp;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the finders of all interpreters of the process have listed last, so that a new interpreter
/// need not list a folder that has not changed. Any thread may use it.
///
/// A folder can change twice within one tick of the clock that stamps it. Within one interpreter
/// `invalidateCaches` is for that, as in CPython; a new interpreter must not need it. So only
/// listings of folders are kept that had been at rest for a while when they were listed.
final class FolderListings {

  private static final int MOST = 1000;

  private static final class Host {
    static final FolderListings ALL = new FolderListings();
  }

  private final Map<Path, FolderListing> known = new LinkedHashMap<>(16, 0.75f, true);

  static FolderListings ofProcess() {
    return Host.ALL;
  }

  /// The listing of a folder in a certain state.
  synchronized @Nullable FolderListing find(Path folder, FileStamp stamp) {
    FolderListing listing = known.get(folder);
    return listing != null && stamp.equals(listing.stamp()) ? listing : null;
  }

  /// Keeps a listing, unless the folder may change without anybody seeing it.
  ///
  /// @param begun when the listing was begun, in milliseconds since 1970
  synchronized void keep(Path folder, FolderListing listing, long begun) {
    FileStamp stamp = listing.stamp();
    if (stamp == null
        || stamp.key() == null
        || folder.getFileSystem() != FileSystems.getDefault()
        || !stamp.isAtRest(begun)) {
      return;
    }
    known.put(folder, listing);
    if (known.size() > MOST) {
      known.remove(known.keySet().iterator().next());
    }
  }
}
