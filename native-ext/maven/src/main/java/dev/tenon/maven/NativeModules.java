// SPDX-License-Identifier: Apache-2.0
package dev.tenon.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecutionException;

/**
 * The libraries that the goal {@code compile} makes, and the jar that the goal {@code pack} makes
 * of them.
 *
 * @param directory where they are
 */
record NativeModules(Path directory) {

  private static final Pattern LIBRARY = Pattern.compile("(.+)\\.(so|dylib|dll)");

  /** The directory with a directory of libraries for each platform. */
  Path compiled() {
    return directory.resolve("modules");
  }

  /** The jar of all platforms. */
  Path jar() {
    return directory.resolve("natives.jar");
  }

  /** The jar of all platforms, which has to be there. */
  Path jarOrThrow() throws MojoExecutionException {
    if (!Files.exists(jar())) {
      throw new MojoExecutionException(notMade(jar(), "pack"));
    }
    return jar();
  }

  /** The platforms that modules were compiled for: at least one. */
  List<Path> platforms() throws MojoExecutionException {
    List<Path> platforms = new ArrayList<>();
    if (Files.isDirectory(compiled())) {
      try (Stream<Path> entries = Files.list(compiled())) {
        entries
            .filter(Files::isDirectory)
            .filter(entry -> !entry.getFileName().toString().startsWith("."))
            .sorted()
            .forEach(platforms::add);
      } catch (IOException e) {
        throw unreadable(compiled(), e);
      }
    }
    if (platforms.isEmpty()) {
      throw new MojoExecutionException(notMade(compiled(), "compile"));
    }
    return platforms;
  }

  /** The full names of the modules. */
  Set<String> names() throws MojoExecutionException {
    Set<String> names = new TreeSet<>();
    for (Path platform : platforms()) {
      try (Stream<Path> files = Files.walk(platform)) {
        files
            .map(file -> LIBRARY.matcher(platform.relativize(file).toString().replace('\\', '/')))
            .filter(Matcher::matches)
            .forEach(library -> names.add(library.group(1).replace('/', '.')));
      } catch (IOException e) {
        throw unreadable(platform, e);
      }
    }
    return names;
  }

  private static MojoExecutionException unreadable(Path file, IOException e) {
    return new MojoExecutionException("cannot read %s: %s".formatted(file, e.getMessage()), e);
  }

  private static String notMade(Path file, String goal) {
    return "there is no %s; let the goal tenon:%s run before this one".formatted(file, goal);
  }
}
