// SPDX-License-Identifier: Apache-2.0
package dev.tenon.pins;

import dev.tenon.error.Diagnosis;
import dev.tenon.input.ArchiveFiles;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.Escapes;
import dev.tenon.input.Limit;
import dev.tenon.input.Sha256;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/// Decides about the bytes of each file that an interpreter is about to load, before any code of
/// the file runs. Any thread may use it.
public abstract sealed class Pins permits LockFile, PinRecorder, JointPins {

  /// Archives whose bytes were admitted, as file systems.
  private final Set<FileSystem> archives =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>(2)));

  Pins() {}

  /// Admits the bytes of a file.
  ///
  /// @param file where they were read, as it was found
  /// @param hash their SHA-256, in hexadecimal digits
  /// @throws UnpinnedException if they must not be loaded
  public abstract void admit(Path file, String hash);

  /// Names what decides, for messages: `the lock file '/srv/tenon.lock'`.
  public abstract String name();

  /// Admits all files of an archive whose own bytes were admitted.
  ///
  /// @param contents a file system that reads these bytes and no others
  public void admitArchive(FileSystem contents) {
    archives.add(contents);
  }

  /// Reads a file and admits its bytes.
  ///
  /// @throws UnpinnedException if they must not be loaded
  /// @throws IOException as [BoundedFile#read]
  public final byte[] read(Path file, Limit limit) throws IOException {
    byte[] bytes = BoundedFile.read(file, limit);
    if (ArchiveFiles.isInside(file)) {
      requireArchive(file);
    } else {
      admit(file, Sha256.of(bytes));
    }
    return bytes;
  }

  /// Admits the bytes of a file on disk, or any file of an archive whose own bytes were admitted.
  ///
  /// @param hash as for [#admit]
  /// @throws UnpinnedException if they must not be loaded
  public final void admitRead(Path file, String hash) {
    if (ArchiveFiles.isInside(file)) {
      requireArchive(file);
    } else {
      admit(file, hash);
    }
  }

  /// Reads a file of UTF-8 text as [BoundedFile#readText], and admits its bytes.
  ///
  /// @throws UnpinnedException if they must not be loaded
  /// @throws CharacterCodingException if it is not UTF-8
  /// @throws IOException as [BoundedFile#read]
  public final String readText(Path file, Limit limit) throws IOException {
    return BoundedFile.text(read(file, limit));
  }

  private void requireArchive(Path file) {
    if (!archives.contains(file.getFileSystem())) {
      throw unverifiable(
          "%s lies in an archive that was not opened by way of the module path"
              .formatted(Escapes.quoted(ArchiveFiles.shown(file))),
          "put the archive on the path");
    }
  }

  /// The error for code whose bytes cannot be verified, whatever they are.
  ///
  /// @param found why not
  /// @param remedy what to do
  public final UnpinnedException unverifiable(String found, String remedy) {
    return new UnpinnedException(
        new Diagnosis(
            found, "code whose bytes can be verified, as %s asks".formatted(name()), remedy));
  }
}
