package dev.tenon.cli;

import dev.tenon.input.Escapes;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// Words for what went wrong with a file. Java's own exceptions often hold the name of the file and
/// nothing else.
final class FileProblem {

  private FileProblem() {}

  /// The reason as a part of a sentence.
  static String reason(IOException failure) {
    return switch (failure) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or directory";
      case NotDirectoryException e ->
          "%s is not a directory".formatted(Escapes.quoted(e.getFile()));
      case FileAlreadyExistsException e ->
          "%s is in the way".formatted(Escapes.quoted(e.getFile()));
      case DirectoryNotEmptyException e -> "%s is not empty".formatted(Escapes.quoted(e.getFile()));
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default ->
          failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    };
  }
}
