// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.program;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The main program that a command line names.
///
/// @param arguments everything after the program, untouched
record Program(Source source, List<String> arguments) {

  /// Where a main program is.
  sealed interface Source {
    /// What errors call it.
    default String label() {
      return switch (this) {
        case Named(String name) -> name;
        case File(String path) -> path;
        case Text _ -> "<command>";
      };
    }
  }

  /// A module by its full name.
  record Named(String name) implements Source {}

  /// A file, folder or archive.
  record File(String path) implements Source {}

  /// Code on the command line.
  ///
  /// @param language `py` or `js`
  record Text(String language, String code) implements Source {}

  /// The program that the words of a command line begin with.
  static Program of(List<String> words, boolean isPath) {
    String target = words.getFirst();
    return new Program(
        isPath ? new File(target) : new Named(target), List.copyOf(words.subList(1, words.size())));
  }

  /// Whether a program is named at all.
  static boolean isNamed(@Nullable List<String> words) {
    return words != null && !words.isEmpty() && !words.getFirst().isEmpty();
  }
}
