// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.tool;

import dev.tenon.input.Escapes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What pkg-config says of packages.
///
/// @param flags for the compiler
/// @param libraries the names under which programs load them
record PackageFlags(List<String> flags, List<String> libraries) {

  PackageFlags {
    flags = List.copyOf(flags);
    libraries = List.copyOf(libraries);
  }

  /// Asks for packages.
  ///
  /// @throws IOException if pkg-config is not there or does not know one of them
  static PackageFlags of(List<String> packages) throws IOException {
    if (packages.isEmpty()) {
      return new PackageFlags(List.of(), List.of());
    }
    for (String each : packages) {
      if (each.startsWith("-")) {
        throw new IOException("%s is not a name of a package".formatted(Escapes.quoted(each)));
      }
    }
    List<String> folders = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String each : words(packages, "--libs", "--keep-system-libs")) {
      if (each.startsWith("-L")) {
        folders.add(each.substring(2));
      } else if (each.startsWith("-l")) {
        names.add(each.substring(2));
      }
    }
    List<String> libraries = new ArrayList<>();
    for (String name : names.stream().limit(1).toList()) {
      libraries.add(loadable(folders, name).orElse("lib" + name + ".so"));
    }
    return new PackageFlags(words(packages, "--cflags"), libraries);
  }

  /// The name that has the number of the interface, of the links beside `libNAME.so`.
  private static Optional<String> loadable(List<String> folders, String name) throws IOException {
    String plain = "lib" + name + ".so";
    for (String folder : folders) {
      Path link = Path.of(folder, plain);
      if (Files.exists(link)) {
        Path real = link.toRealPath();
        try (Stream<Path> beside = Files.list(Path.of(folder))) {
          Optional<String> found =
              beside
                  .filter(each -> String.valueOf(each.getFileName()).startsWith(plain + "."))
                  .filter(each -> real.equals(resolved(each)))
                  .map(each -> String.valueOf(each.getFileName()))
                  .min(Comparator.comparingInt(String::length));
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Path resolved(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException _) {
      return path;
    }
  }

  private static List<String> words(List<String> packages, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("pkg-config"));
    command.addAll(List.of(options));
    command.addAll(packages);
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException(
          "cannot run pkg-config: %s; install it (Debian and Ubuntu: apt-get install pkg-config)"
              .formatted(e.getMessage()),
          e);
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("pkg-config: " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while pkg-config ran", e);
    }
    return Arrays.stream(said.strip().split("\\s+")).filter(each -> !each.isEmpty()).toList();
  }
}
