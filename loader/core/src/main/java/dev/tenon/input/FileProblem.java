// SPDX-License-Identifier: Apache-2.0
package dev.tenon.input;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// Words for what went wrong with a file, for messages that must not name a Java class. Java's own
/// exceptions often hold the name of the file and nothing else.
public final class FileProblem {

  private FileProblem() {}

  /// The reason as a part of a sentence.
  public static String reason(IOException failure) {
    return switch (failure) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or directory";
      case NotDirectoryException e ->
          "%s is not a directory".formatted(Escapes.quoted(e.getFile()));
      case FileAlreadyExistsException e ->
          "%s is in the way".formatted(Escapes.quoted(e.getFile()));
      case FileSystemLoopException _ -> "too many levels of symbolic links";
      case CharacterCodingException _ -> "it is not UTF-8 text";
      case EOFException _ -> "it ends too early";
      case DirectoryNotEmptyException e -> "%s is not empty".formatted(Escapes.quoted(e.getFile()));
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default ->
          failure.getMessage() == null ? "it cannot be read or written" : failure.getMessage();
    };
  }
}
