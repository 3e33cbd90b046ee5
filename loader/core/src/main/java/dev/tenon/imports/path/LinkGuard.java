// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.path;

import dev.tenon.error.Diagnosis;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.Phase;
import dev.tenon.search.LinkPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps symbolic links from leading out of the path: a module file has to lie where the path says
/// it does.
public final class LinkGuard {

  private final LinkPolicy policy;
  private final Supplier<List<String>> path;

  public LinkGuard(LinkPolicy policy, Supplier<List<String>> path) {
    this.policy = policy;
    this.path = path;
  }

  /// A guard that lets every file through.
  public static LinkGuard none() {
    return new LinkGuard(LinkPolicy.ANYWHERE, List::of);
  }

  /// Refuses a module file that lies outside of the path.
  ///
  /// @throws ExtensionLoadException if it does
  void check(String name, Path folder, Path file) {
    Path real = outside(folder, file);
    if (real != null) {
      throw new ExtensionLoadException(
          name,
          file.toString(),
          Phase.FIND,
          new Diagnosis(
              "it is a symbolic link to %s".formatted(real),
              "a file in a folder of the path",
              "put that file's folder on the path, or build the interpreter with"
                  + " links(LinkPolicy.ANYWHERE)"));
    }
  }

  /// Where a file really lies if that is outside of its folder and of the path; else null.
  @Nullable Path outside(Path folder, Path file) {
    if (policy == LinkPolicy.ANYWHERE || hasNoLinks(folder, file)) {
      return null;
    }
    try {
      Path real = file.toRealPath();
      return real.startsWith(folder.toRealPath()) || isOnPath(real) ? null : real;
    } catch (IOException _) {
      // What is gone meanwhile cannot be loaded either.
      return null;
    }
  }

  /// Whether no step from the folder to the file is a link, so that the file lies in the folder
  /// wherever that is.
  private static boolean hasNoLinks(Path folder, Path file) {
    Path step = file;
    while (step != null && !step.equals(folder)) {
      if (Files.isSymbolicLink(step)) {
        return false;
      }
      step = step.getParent();
    }
    return step != null;
  }

  private boolean isOnPath(Path real) {
    return path.get().stream().anyMatch(entry -> contains(entry, real));
  }

  private static boolean contains(@Nullable String entry, Path real) {
    try {
      return entry != null && real.startsWith(Path.of(entry).toRealPath());
    } catch (IOException | InvalidPathException _) {
      return false;
    }
  }
}
