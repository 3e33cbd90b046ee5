package dev.tenon.cdef.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/// Turns a header of a C library into a file of declarations that stands alone. An implementation
/// is published as a service.
public interface HeaderReader {

  /// What is wanted.
  ///
  /// @param header its path, or its name in one of the folders
  /// @param folders where included headers are looked for, before the system's own
  /// @param only names or patterns with `*`; empty for all that the header itself declares
  /// @param libraries for the line `#pragma tenon library`; may be empty
  /// @param isExported whether the library has a symbol
  record Request(
      String header,
      List<Path> folders,
      List<String> only,
      List<String> libraries,
      Predicate<String> isExported) {
    /// A request.
    public Request {
      folders = List.copyOf(folders);
      only = List.copyOf(only);
      libraries = List.copyOf(libraries);
    }
  }

  /// What came out.
  ///
  /// @param text the declarations
  /// @param leftOut what was asked for and is not in the text, with the reason, a line each
  record Extract(String text, List<String> leftOut) {
    /// An extract.
    public Extract {
      leftOut = List.copyOf(leftOut);
    }
  }

  /// Reads a header.
  ///
  /// @throws IOException if it is not found or cannot be read; the message says what was tried
  Extract read(Request request) throws IOException;
}
