// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.tool;

import dev.tenon.input.BoundedFile;
import dev.tenon.input.Escapes;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What pkg-config says of packages.
///
/// @param flags for the compiler
/// @param libraries the names under which programs load them
record PackageFlags(List<String> flags, List<String> libraries) {

  private static final Pattern NUMBERED = Pattern.compile("lib.+\\.so\\.[0-9].*");
  private static final Pattern SCRIPT =
      Pattern.compile("(?:INPUT|GROUP)\\s*\\(\\s*(?:[^\\s()]*/)?(lib[^\\s()/]+\\.so[^\\s()/]*)");
  private static final long LONGEST_SCRIPT = 4096;

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
      folders.addAll(folderOfCompiler(name));
      libraries.add(loadable(folders, name).orElse("lib" + name + ".so"));
    }
    return new PackageFlags(words(packages, "--cflags"), libraries);
  }

  /// The name under which programs load what the linker finds as `libNAME.so`: that with the number
  /// of the interface, of the links to the file, or what a script of the linker names.
  static Optional<String> loadable(List<String> folders, String name) throws IOException {
    for (String folder : folders) {
      Path link = Path.of(folder, "lib" + name + ".so");
      if (Files.exists(link)) {
        Optional<String> found = linked(link).or(() -> scripted(link));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> linked(Path link) throws IOException {
    Path real = link.toRealPath();
    List<String> names = new ArrayList<>();
    for (Path folder : new TreeSet<>(List.of(folderOf(link), folderOf(real)))) {
      try (Stream<Path> beside = Files.list(folder)) {
        beside
            .filter(each -> NUMBERED.matcher(nameOf(each)).matches())
            .filter(each -> real.equals(resolved(each)))
            .forEach(each -> names.add(nameOf(each)));
      }
    }
    return names.stream()
        .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
  }

  /// The first library of a script such as `INPUT(libncurses.so.6 -ltinfo)`.
  private static Optional<String> scripted(Path file) {
    try {
      if (Files.size(file) > LONGEST_SCRIPT) {
        return Optional.empty();
      }
      String text =
          new String(BoundedFile.read(file, Limit.DECLARATIONS), StandardCharsets.ISO_8859_1);
      Matcher script = SCRIPT.matcher(text);
      return script.find() ? Optional.of(script.group(1)) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Path folderOf(Path file) {
    Path folder = file.getParent();
    return folder == null ? Path.of("") : folder;
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }

  /// Where the compiler finds a library that is in none of the folders that pkg-config names.
  private static List<String> folderOfCompiler(String name) {
    String given = System.getenv("CC");
    List<String> command = new ArrayList<>();
    command.addAll(
        given == null || given.isBlank() ? List.of("cc") : List.of(given.strip().split("\\s+")));
    command.add("-print-file-name=lib%s.so".formatted(name));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      Path file =
          Path.of(
              new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
      return file.isAbsolute() ? List.of(folderOf(file).toString()) : List.of();
    } catch (IOException _) {
      return List.of(); // what needs the compiler says so
    }
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
