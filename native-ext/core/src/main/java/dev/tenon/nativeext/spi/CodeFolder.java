// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.spi;

import dev.tenon.input.BoundedFile;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The directory for files that are mapped as code and removed at once: libraries that travel in
/// jars, and private images where there can be no files in memory. The system property
/// `tenon.native.folder` names it; without it, it is the first of `java.io.tmpdir`,
/// `XDG_RUNTIME_DIR`, the user's cache directory, `user.home`, `/var/tmp` and `/dev/shm` that is
/// writable and not mounted `noexec`.
public final class CodeFolder {

  /// The system property that names the directory.
  public static final String PROPERTY = "tenon.native.folder";

  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  private CodeFolder() {}

  /// The directory.
  ///
  /// @throws IOException if none can be used; the message names each that was tried, the reason,
  ///   and what to do
  public static Path choose() throws IOException {
    List<String> refusals = new ArrayList<>();
    for (Path folder : candidates()) {
      String reason = refusal(folder);
      if (reason == null) {
        return folder;
      }
      refusals.add("%s (%s)".formatted(folder, reason));
    }
    throw new IOException(
        "no directory is writable and allows executing; tried %s; set the system property %s to one"
            .formatted(String.join(", ", refusals), PROPERTY));
  }

  private static Set<Path> candidates() {
    Set<Path> folders = new LinkedHashSet<>();
    String wanted = System.getProperty(PROPERTY, "");
    if (!wanted.isEmpty()) {
      add(folders, wanted);
      return folders;
    }
    add(folders, System.getProperty("java.io.tmpdir", "/tmp"));
    add(folders, System.getenv("XDG_RUNTIME_DIR"));
    caches().ifPresent(folders::add);
    add(folders, System.getProperty("user.home"));
    add(folders, "/var/tmp");
    add(folders, "/dev/shm");
    return folders;
  }

  private static void add(Set<Path> folders, @Nullable String folder) {
    try {
      if (folder != null && !folder.isEmpty()) {
        folders.add(Path.of(folder).toAbsolutePath());
      }
    } catch (InvalidPathException _) {
      // Not a directory: the others are tried.
    }
  }

  /// The cache directory, as the XDG Base Directory Specification places it; made if it is not
  /// there.
  private static Optional<Path> caches() {
    String caches = System.getenv("XDG_CACHE_HOME");
    try {
      Path base =
          caches == null || caches.isEmpty()
              ? Path.of(System.getProperty("user.home", ""), ".cache")
              : Path.of(caches);
      return base.isAbsolute()
          ? Optional.of(Files.createDirectories(base.resolve("tenon")))
          : Optional.empty();
    } catch (IOException | InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// Why a directory cannot be used; null if it can.
  private static @Nullable String refusal(Path folder) {
    if (!Files.isDirectory(folder)) {
      return "not a directory";
    }
    if (!Files.isWritable(folder)) {
      return "not writable";
    }
    return forbidsExecuting(folder) ? "mounted noexec" : null;
  }

  /// Whether a directory lies on a file system that is mounted `noexec`.
  public static boolean forbidsExecuting(Path folder) {
    try {
      return forbidsExecuting(
          folder.toRealPath(), BoundedFile.readText(MOUNTS, Limit.SYSTEM_TABLE));
    } catch (IOException _) {
      return false; // the system does not report it: the dynamic linker will
    }
  }

  /// @param mounts the text of `/proc/self/mountinfo`
  static boolean forbidsExecuting(Path folder, String mounts) {
    String options = "";
    int longest = -1;
    for (String line : mounts.split("\n", -1)) {
      String[] fields = line.split(" ", 7);
      if (fields.length == 7) {
        Path place = Path.of(unescape(fields[4]));
        // Of file systems mounted in one place, the last covers the others.
        if (folder.startsWith(place) && place.getNameCount() >= longest) {
          longest = place.getNameCount();
          options = fields[5];
        }
      }
    }
    return List.of(options.split(",", -1)).contains("noexec");
  }

  /// Blanks, line breaks and backslashes are written as three octal digits.
  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) == '\\' && at + 4 <= text.length()) {
        plain.append((char) Integer.parseInt(text, at + 1, at + 4, 8));
        at += 3;
      } else {
        plain.append(text.charAt(at));
      }
    }
    return plain.toString();
  }
}
