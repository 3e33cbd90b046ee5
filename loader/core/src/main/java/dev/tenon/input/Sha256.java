// SPDX-License-Identifier: Apache-2.0
package dev.tenon.input;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 in hexadecimal digits.
public final class Sha256 {

  /// How long a hash is.
  public static final int DIGITS = 64;

  private static final int PIECE = 1 << 16;

  private Sha256() {}

  /// The hash of bytes.
  public static String of(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  /// The hash of all that an open file holds.
  ///
  /// @throws IOException if it cannot be read
  public static String of(FileChannel file) throws IOException {
    return of(new FileBytes.OnDisk(file));
  }

  /// The hash of all that an open file holds.
  ///
  /// @throws IOException if it cannot be read
  public static String of(FileBytes file) throws IOException {
    MessageDigest digest = digest();
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    long position = 0;
    for (int read = file.read(piece, position); read >= 0; read = file.read(piece, position)) {
      position += read;
      digest.update(piece.flip());
      piece.clear();
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// The hash of a file, for those who do not run what it holds: it may be another one a moment
  /// later.
  ///
  /// @throws IOException if it cannot be read or is not a regular file
  public static String of(Path file) throws IOException {
    try (FileChannel channel = BoundedFile.open(file)) {
      return of(channel);
    }
  }

  /// An empty digest.
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
