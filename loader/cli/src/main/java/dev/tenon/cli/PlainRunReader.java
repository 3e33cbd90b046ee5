package dev.tenon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the one command line that is in a hurry, a correct `run`, without picocli: loading that
/// library takes longer than everything else that happens before the module runs. Help, mistakes
/// and rare spellings are left to [ArgumentReader], which reads every line that is read here alike.
final class PlainRunReader {

  private PlainRunReader() {}

  /// Reads `run [--path DIR]… [--debug] -m NAME [ARG…]`.
  ///
  /// @return nothing if the line is of any other form
  static Optional<Request.RunModule> read(String... arguments) {
    if (arguments.length == 0 || !arguments[0].equals(ArgumentReader.RUN)) {
      return Optional.empty();
    }
    List<String> rest = List.of(arguments);
    List<String> path = new ArrayList<>();
    boolean debug = false;
    for (int index = 1; index + 1 < arguments.length; index++) {
      switch (arguments[index]) {
        case ArgumentReader.DEBUG -> {
          if (debug) {
            return Optional.empty();
          }
          debug = true;
        }
        case ArgumentReader.PATH -> {
          String place = arguments[++index];
          if (place.startsWith("-")) {
            return Optional.empty();
          }
          path.add(place);
        }
        case ArgumentReader.MODULE -> {
          String module = arguments[index + 1];
          return module.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new Request.RunModule(
                      List.copyOf(path), debug, module, rest.subList(index + 2, rest.size())));
        }
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
