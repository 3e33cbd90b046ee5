// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.compile;

import dev.tenon.cli.terminal.Messages;
import dev.tenon.cli.terminal.ToolFailure;
import dev.tenon.input.Escapes;
import dev.tenon.input.FileProblem;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/// A directory with the sources of modules. `NAME.c` is the module `NAME`, and all sources in a
/// directory `NAME` are one module, too; dots in the name make it a part of a package.
final class SourceFolder {

  private static final String SOURCE = ".c";

  private final Path folder;

  SourceFolder(Path folder) {
    this.folder = folder;
  }

  /// Finds the modules.
  ///
  /// @return at least one, in the order of their names
  /// @throws ToolFailure if there are none, two have the same name, or a name cannot be that of a
  ///   module
  Collection<ModuleSources> modules() {
    if (!Files.isDirectory(folder)) {
      throw new ToolFailure(noSources(folder, "there is no such directory"));
    }
    Map<String, ModuleSources> modules = new TreeMap<>();
    for (Path entry : list()) {
      List<Path> sources = Files.isDirectory(entry) ? sourcesBelow(entry) : sourcesOf(entry);
      if (!sources.isEmpty()) {
        add(modules, entry, sources);
      }
    }
    if (modules.isEmpty()) {
      throw new ToolFailure(noSources(folder, "it has no file that ends with " + SOURCE));
    }
    return modules.values();
  }

  /// The files that any of the modules may include.
  List<Path> includable() {
    return filesBelow(folder).stream().filter(file -> !isSource(file)).toList();
  }

  /// The regular files below a directory, in the order of their names.
  ///
  /// @throws ToolFailure if it cannot be read or has too many
  static List<Path> filesBelow(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> files =
          all.filter(Files::isRegularFile)
              .limit(Limit.DIRECTORY_ENTRIES.most() + 1L)
              .sorted()
              .toList();
      if (files.size() > Limit.DIRECTORY_ENTRIES.most()) {
        throw new ToolFailure(
            Messages.unreadableFile(folder, "it has " + Limit.DIRECTORY_ENTRIES.exceeded()));
      }
      return files;
    } catch (UncheckedIOException e) {
      throw new ToolFailure(Messages.unreadableFile(folder, String.valueOf(e.getMessage())));
    } catch (IOException e) {
      throw new ToolFailure(Messages.unreadableFile(folder, FileProblem.reason(e)));
    }
  }

  private List<Path> list() {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new ToolFailure(Messages.unreadableFile(folder, FileProblem.reason(e)));
    }
  }

  private static List<Path> sourcesBelow(Path folder) {
    return filesBelow(folder).stream().filter(SourceFolder::isSource).toList();
  }

  private static List<Path> sourcesOf(Path file) {
    return isSource(file) && Files.isRegularFile(file) ? List.of(file) : List.of();
  }

  private static boolean isSource(Path file) {
    return file.toString().endsWith(SOURCE);
  }

  private static void add(Map<String, ModuleSources> modules, Path entry, List<Path> sources) {
    String file = String.valueOf(entry.getFileName());
    String name =
        Files.isDirectory(entry) ? file : file.substring(0, file.length() - SOURCE.length());
    for (String part : name.split("\\.", -1)) {
      if (!SourceVersion.isIdentifier(part)) {
        throw new ToolFailure(badName(entry, part));
      }
    }
    if (modules.put(name, new ModuleSources(name, sources)) != null) {
      throw new ToolFailure(twice(entry.resolveSibling(name), name));
    }
  }

  private static String noSources(Path folder, String reason) {
    return "cannot find sources in %s: %s; put the module NAME into NAME.c there, or its files into a directory NAME"
        .formatted(Escapes.quoted(folder), reason);
  }

  private static String badName(Path entry, String part) {
    return "cannot compile %s: %s is not a name of a module; expected a letter or _, then letters, digits and _, and a dot between the parts of the name"
        .formatted(Escapes.quoted(entry), Escapes.quoted(part));
  }

  private static String twice(Path folder, String name) {
    return "two modules %s: %s is a directory with sources, and there is %s%s beside it; rename or join them"
        .formatted(Escapes.quoted(name), Escapes.quoted(folder), name, SOURCE);
  }
}
