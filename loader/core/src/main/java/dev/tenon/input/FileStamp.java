// SPDX-License-Identifier: Apache-2.0
package dev.tenon.input;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What distinguishes one state of a file or directory from another without reading it. Its time of
/// modification can be set back by anybody, as `cp -p` and archive tools do; the time at which the
/// system last changed anything about it cannot.
///
/// @param key which file it is, whatever it is called; null where the file system has no keys
/// @param modified its time of modification
/// @param changed when the system changed it last; null where the file system does not record it
/// @param size in bytes
/// @param isRegular whether it is a regular file
public record FileStamp(
    @Nullable Object key,
    FileTime modified,
    @Nullable FileTime changed,
    long size,
    boolean isRegular) {

  /// The clocks of file systems tick at most that far apart.
  private static final long TICK_MILLIS = 2000;

  private static final boolean HAS_CHANGES =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  /// The stamp of a file as it is now, on disk or in an archive that is open.
  ///
  /// @throws IOException if there is no such file or it cannot be looked at
  public static FileStamp of(Path named) throws IOException {
    Path file = ArchiveFiles.resolve(named);
    if (!HAS_CHANGES || file.getFileSystem() != FileSystems.getDefault()) {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      Object key = now.fileKey() == null ? ArchiveFiles.keyOf(file) : now.fileKey();
      return new FileStamp(key, now.lastModifiedTime(), null, now.size(), now.isRegularFile());
    }
    Map<String, Object> now =
        Files.readAttributes(file, "unix:fileKey,lastModifiedTime,ctime,size,isRegularFile");
    return new FileStamp(
        now.get("fileKey"),
        (FileTime) told(now, "lastModifiedTime"),
        (FileTime) told(now, "ctime"),
        (long) told(now, "size"),
        (boolean) told(now, "isRegularFile"));
  }

  private static Object told(Map<String, Object> attributes, String name) {
    return Objects.requireNonNull(attributes.get(name), name);
  }

  /// Whether a later change would have another stamp: a file can change twice within one tick of
  /// the clock that stamps it.
  ///
  /// @param now the time at which it was read, in milliseconds since 1970
  public boolean isAtRest(long now) {
    return ArchiveFiles.isKey(key) || age(now) > TICK_MILLIS;
  }

  /// How long ago the last change was.
  ///
  /// @param now in milliseconds since 1970
  /// @return milliseconds; below 0 if the clocks disagree
  public long age(long now) {
    return now - Objects.requireNonNullElse(changed, modified).toMillis();
  }

  /// Written out: the generated one makes the JDK keep the class softly, and its class loader.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileStamp same
        && size == same.size
        && isRegular == same.isRegular
        && modified.equals(same.modified)
        && Objects.equals(changed, same.changed)
        && Objects.equals(key, same.key);
  }

  /// Written out, because to link the generated one takes longer than to map a library.
  @Override
  public int hashCode() {
    return (31 * Objects.hashCode(key) + Objects.hashCode(changed)) * 31 + Long.hashCode(size);
  }
}
