// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Turns headers of a C library into a file of declarations that stands alone and that the C
/// compiler has confirmed. An implementation is published as a service.
public interface HeaderReader {

  /// How the compiler is called.
  ///
  /// @param folder where relative names begin
  /// @param folders where headers are looked for, before the system's own
  /// @param defines macros, as `NAME` or `NAME=VALUE`
  /// @param others further arguments
  /// @param target the platform, such as `aarch64-linux-gnu`; null for this one
  record Flags(
      Path folder,
      List<Path> folders,
      List<String> defines,
      List<String> others,
      @Nullable String target) {
    /// Flags.
    public Flags {
      folders = List.copyOf(folders);
      defines = List.copyOf(defines);
      others = List.copyOf(others);
    }

    /// Those for this platform.
    public static Flags of(Path folder, List<Path> folders) {
      return new Flags(folder, folders, List.of(), List.of(), null);
    }

    /// As arguments.
    public List<String> all() {
      List<String> all = new ArrayList<>();
      folders.forEach(each -> all.add("-I" + folder.resolve(each)));
      defines.forEach(each -> all.add("-D" + each));
      all.addAll(others);
      return all;
    }
  }

  /// What is wanted.
  ///
  /// @param headers their paths, or their names in one of the folders
  /// @param only names or patterns with `*`; empty for all that the headers and those of the same
  ///   package declare
  /// @param libraries for the line `#pragma tenon library`; may be empty
  /// @param isExported whether the library has a symbol
  /// @param knowsExports whether a library was found
  /// @param refusal why an import refuses a function; empty if it does not
  /// @param wrappers prototypes of functions in C that are to be written, beside those for macros
  ///   and functions that no call reaches; null for no functions in C
  record Request(
      List<String> headers,
      Flags flags,
      List<String> only,
      List<String> libraries,
      Predicate<String> isExported,
      boolean knowsExports,
      BiFunction<CType.Function, Layouts, String> refusal,
      @Nullable List<String> wrappers) {
    /// A request.
    public Request {
      headers = List.copyOf(headers);
      only = List.copyOf(only);
      libraries = List.copyOf(libraries);
      wrappers = wrappers == null ? null : List.copyOf(wrappers);
    }
  }

  /// Something that the text declares.
  ///
  /// @param kind `type`, `constant`, `variable`, `function` or `alias`
  /// @param file the header
  /// @param line counted from 1
  record Entry(String kind, String name, String file, int line) {}

  /// What came out.
  ///
  /// @param text the declarations
  /// @param leftOut what was asked for and is not in the text, with the reason, a line each
  /// @param entries what is in the text
  /// @param shim the functions in C that the text declares; empty for none
  record Extract(String text, List<String> leftOut, List<Entry> entries, String shim) {
    /// An extract.
    public Extract {
      leftOut = List.copyOf(leftOut);
      entries = List.copyOf(entries);
    }
  }

  /// Reads headers.
  ///
  /// @throws IOException if one is not found or cannot be read; the message says what was tried
  Extract read(Request request) throws IOException;
}
