package dev.tenon.nativeext;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A file as it was at a time, so that a rebuilt library under the same name is mapped anew.
///
/// @param key which file it is, whatever it is called
record FileVersion(Object key, long modified, long size) {

  /// The file as it is now.
  ///
  /// @throws IOException if it cannot be looked at
  static FileVersion of(Path file) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    Object key = now.fileKey();
    return new FileVersion(
        key == null ? file.toRealPath() : key, now.lastModifiedTime().toMillis(), now.size());
  }

  /// Written out: the generated one makes the JDK keep the class softly, and its class loader.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileVersion(Object otherKey, long otherModified, long otherSize)
        && modified == otherModified
        && size == otherSize
        && key.equals(otherKey);
  }

  /// Written out, because to link the generated one takes longer than to map a library.
  @Override
  public int hashCode() {
    return (31 * key.hashCode() + Long.hashCode(modified)) * 31 + Long.hashCode(size);
  }
}
