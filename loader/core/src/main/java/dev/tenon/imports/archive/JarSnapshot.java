// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import dev.tenon.input.Escapes;
import dev.tenon.input.FileStamp;
import dev.tenon.input.Sha256;
import dev.tenon.pins.Pins;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.value.Warning;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.security.CodeSigner;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// The contents of a jar or zip file as they were when it was opened. The file may be replaced,
/// overwritten or deleted afterwards: classes, resources and module files still come from what was
/// opened. It stays open as long as somebody refers to it.
public final class JarSnapshot implements ClassRoot {

  private final Path original;
  private final @Nullable FileStamp stamp;
  private final FileChannel bytes;
  private final KeptJar jar;
  private final JarUrls urls;
  private final boolean isCopy;
  private @Nullable String hash;
  private @Nullable Set<String> duplicates;

  private JarSnapshot(
      Path original,
      @Nullable FileStamp stamp,
      FileChannel bytes,
      KeptJar jar,
      URL location,
      boolean isCopy)
      throws IOException {
    this.original = original;
    this.isCopy = isCopy;
    this.stamp = stamp;
    this.bytes = bytes;
    this.jar = jar;
    urls = new JarUrls(jar, location);
  }

  /// A jar that those who use it cannot close.
  private static final class KeptJar extends JarFile {
    KeptJar(File file) throws IOException {
      super(file, true, ZipFile.OPEN_READ, Runtime.version());
    }

    @Override
    public void close() {
      // Others read it, too; it is closed when nobody refers to it any longer.
    }
  }

  /// Opens an archive.
  ///
  /// @param file on disk or in another archive
  /// @param location its place, as the code source of its classes
  /// @throws IOException if it cannot be read, or is not an archive
  static JarSnapshot open(Path file, URL location) throws IOException {
    TemporaryCopy copy;
    try {
      copy = TemporaryCopy.of(file);
    } catch (IOException e) {
      if (!TemporaryCopy.isOnDisk(file)) {
        throw e;
      }
      return openInPlace(file, location, e);
    }
    try (copy) {
      return open(file, copy.stamp(), copy.file(), location);
    }
  }

  private static JarSnapshot open(
      Path original, @Nullable FileStamp stamp, Path opened, URL location) throws IOException {
    ArchiveDirectory.requireBounded(opened);
    FileChannel bytes = FileChannel.open(opened);
    try {
      return new JarSnapshot(
          original, stamp, bytes, new KeptJar(opened.toFile()), location, !opened.equals(original));
    } catch (Throwable failure) {
      bytes.close();
      throw failure;
    }
  }

  /// Opens a file for which the temporary folder has no room. It may still be renamed or deleted.
  private static JarSnapshot openInPlace(Path file, URL location, IOException reason)
      throws IOException {
    JarSnapshot made = open(file, FileStamp.of(file), file, location);
    if (ModuleOwner.CURRENT.isBound()) {
      String text =
          "cannot copy %s to the temporary folder %s: %s; do not overwrite the file while its modules are loaded"
              .formatted(
                  Escapes.quoted(file),
                  Escapes.quoted(System.getProperty("java.io.tmpdir")),
                  reason);
      ModuleOwner.CURRENT.get().warn(new Warning(Warning.Category.RUNTIME, text));
    }
    return made;
  }

  /// Has the bytes admitted that all classes and resources come from. Those of an archive within
  /// another one are a part of that.
  ///
  /// @throws dev.tenon.pins.UnpinnedException if they must not be loaded
  /// @throws IOException if they cannot be read
  void admit(Pins pins) throws IOException {
    if (!isCopy) {
      throw pins.unverifiable(
          "%s, which could not be copied to the temporary folder and may change"
              .formatted(Escapes.quoted(original)),
          "make room in the temporary folder, or name another one: -Djava.io.tmpdir=DIR");
    }
    if (TemporaryCopy.isOnDisk(original)) {
      pins.admit(original, hash());
    }
  }

  private synchronized String hash() throws IOException {
    String known = hash;
    if (known == null) {
      known = Sha256.of(bytes);
      hash = known;
    }
    return known;
  }

  /// Checks the size of what a class loader reads before any class.
  ///
  /// @throws IOException if it is too long
  void requireBoundedMetadata() throws IOException {
    ArchiveDirectory.requireBoundedMetadata(jar);
  }

  /// What the file was like when it was opened; null for one in another archive.
  @Nullable FileStamp stamp() {
    return stamp;
  }

  /// Where the archive was read from.
  Path original() {
    return original;
  }

  /// The contents as a file system, with the files for this version of Java.
  ///
  /// @throws IOException if it is no archive, or one with entries that lead out of it
  FileSystem files() throws IOException {
    try (TemporaryCopy copy = TemporaryCopy.of(bytes)) {
      return FileSystems.newFileSystem(
          copy.file(), Map.of("releaseVersion", Runtime.version().feature()));
    } catch (ProviderNotFoundException e) {
      throw new IOException("this JVM has no file system for archives (module jdk.zipfs)", e);
    }
  }

  /// The names that more than one entry has. Readers of archives do not agree about which of them
  /// counts.
  synchronized Set<String> duplicates() {
    Set<String> known = duplicates;
    if (known == null) {
      Set<String> seen = new HashSet<>();
      known =
          jar.stream()
              .map(JarEntry::getName)
              .filter(name -> !seen.add(name))
              .collect(Collectors.toUnmodifiableSet());
      duplicates = known;
    }
    return known;
  }

  @Override
  public @Nullable Item find(String name) throws IOException {
    JarEntry entry = name.isEmpty() ? null : jar.getJarEntry(name);
    return entry == null ? null : new Entry(jar, entry, urls.of(name));
  }

  private record Entry(JarFile jar, JarEntry entry, URL url) implements Item {
    @Override
    public InputStream open() throws IOException {
      return jar.getInputStream(entry);
    }

    @Override
    public CodeSigner @Nullable [] signers() {
      return entry.getCodeSigners();
    }
  }

  @Override
  public @Nullable Manifest manifest() throws IOException {
    return jar.getManifest();
  }

  @Override
  public URL location() {
    return urls.location();
  }

  @Override
  public String toString() {
    return "JarSnapshot('" + location() + "')";
  }
}
