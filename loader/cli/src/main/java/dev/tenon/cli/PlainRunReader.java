// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the one command line that is in a hurry, a correct `run`, without picocli: loading that
/// library takes longer than everything else that happens before the module runs. Help, mistakes
/// and rare spellings are left to [ArgumentReader], which reads every line that is read here alike.
final class PlainRunReader {

  private PlainRunReader() {}

  /// Reads `run [--path DIR]… [--locked] [--isolated] [--check] [--debug] (-m NAME | PATH) [ARG…]`.
  ///
  /// @return nothing if the line is of any other form
  static Optional<Request.Run> read(String... arguments) {
    if (arguments.length == 0 || !arguments[0].equals(ArgumentReader.RUN)) {
      return Optional.empty();
    }
    List<String> path = new ArrayList<>();
    Set<String> flags = new HashSet<>();
    for (int index = 1; index < arguments.length; index++) {
      String word = arguments[index];
      boolean isLast = index + 1 == arguments.length;
      switch (word) {
        case ArgumentReader.DEBUG,
            ArgumentReader.ISOLATED,
            ArgumentReader.CHECK,
            ArgumentReader.LOCKED -> {
          if (!flags.add(word)) {
            return Optional.empty();
          }
        }
        case ArgumentReader.PATH -> {
          if (isLast || arguments[++index].startsWith("-")) {
            return Optional.empty();
          }
          path.add(arguments[index]);
        }
        case ArgumentReader.MODULE -> {
          return isLast ? Optional.empty() : request(path, flags, false, index + 1, arguments);
        }
        default -> {
          return word.startsWith("-")
              ? Optional.empty()
              : request(path, flags, true, index, arguments);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Request.Run> request(
      List<String> path, Set<String> flags, boolean isPath, int index, String... arguments) {
    String target = arguments[index];
    List<String> words = List.of(arguments);
    return target.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Request.Run(
                new Request.Settings(
                    List.copyOf(path),
                    flags.contains(ArgumentReader.DEBUG),
                    flags.contains(ArgumentReader.LOCKED) ? ArgumentReader.LOCK_FILE : null),
                new Request.Restrictions(
                    flags.contains(ArgumentReader.ISOLATED), flags.contains(ArgumentReader.CHECK)),
                new Request.Program(
                    isPath ? new Request.File(target) : new Request.Named(target),
                    List.copyOf(words.subList(index + 1, words.size())))));
  }
}
