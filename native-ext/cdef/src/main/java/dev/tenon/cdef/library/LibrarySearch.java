// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.library;

import dev.tenon.nativeext.image.SharedLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Finds the library that declarations speak of: beside them, then where the dynamic linker
/// searches.
public final class LibrarySearch {

  private final Path folder;
  private final List<String> wanted;
  private final List<String> attempts = new ArrayList<>();
  private final Opener opener;

  /// Maps a library, as [SharedLibrary#open] does.
  @FunctionalInterface
  public interface Opener {
    SharedLibrary open(String name) throws SharedLibrary.RefusedException;
  }

  /// @param file the file of the declarations
  /// @param module the last part of the module's name
  /// @param names what the declarations name; the names for other platforms among them
  public LibrarySearch(
      Path file, String module, List<String> names, String platform, Opener opener) {
    this.opener = opener;
    this.folder =
        Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
    this.wanted = names.isEmpty() ? guesses(module, platform) : forPlatform(names, platform);
  }

  private static List<String> guesses(String module, String platform) {
    return switch (platform) {
      case "windows" -> List.of(module + ".dll");
      case "macos" -> List.of("lib" + module + ".dylib");
      default -> List.of("lib" + module + ".so", module + ".so");
    };
  }

  private static List<String> forPlatform(List<String> names, String platform) {
    return names.stream()
        .filter(name ->
            switch (platform) {
              case "windows" -> name.endsWith(".dll");
              case "macos" -> name.endsWith(".dylib");
              default -> !name.endsWith(".dll") && !name.endsWith(".dylib");
            })
        .toList();
  }

  /// The library; empty if there is none.
  public Optional<SharedLibrary> find() {
    for (String name : wanted) {
      Path beside = folder.resolve(name);
      Optional<SharedLibrary> found =
          Files.exists(beside) ? open(beside.toString()) : notThere(beside);
      if (found.isEmpty() && Path.of(name).getParent() == null) {
        found = open(name);
      }
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<SharedLibrary> notThere(Path file) {
    attempts.add("%s: does not exist".formatted(file));
    return Optional.empty();
  }

  private Optional<SharedLibrary> open(String name) {
    try {
      return Optional.of(opener.open(name));
    } catch (SharedLibrary.RefusedException e) {
      attempts.add("%s: %s".formatted(name, e.getMessage()));
      return Optional.empty();
    }
  }

  /// What was looked for.
  public String expected() {
    return wanted.isEmpty()
        ? "#pragma tenon library(\"…\") with a name for this platform"
        : String.join(" or ", wanted);
  }

  /// What was tried, a line for each place.
  public String report() {
    return attempts.isEmpty() ? "nothing" : String.join("\n    ", attempts);
  }
}
