// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.project;

import dev.tenon.cli.terminal.Messages;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.input.Escapes;
import dev.tenon.input.FileProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/// Makes the project of a new module: copies of the template's files in which the template's name
/// is replaced. A project is whole or not there.
final class ProjectMaker {

  private static final Pattern MODULE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern TEMPLATE = Pattern.compile("\\btemplate\\b");

  /// The line with Tenon's own licence, which says nothing about the user's module.
  private static final Pattern LICENSE =
      Pattern.compile("\\A(?://|/\\*) SPDX-License-Identifier: [^\n]*\n");

  private static final Pattern TEMPLATE_CLASS = Pattern.compile("\\bTemplate(?=Module)");

  /// Names that are modules of every interpreter, and the one package that Java keeps to itself.
  private static final Set<String> TAKEN = Set.of("__main__", "builtins", "sys", "java");

  private final Path folder;
  private final NewCommand.New request;
  private final String command;
  private final List<Path> made = new ArrayList<>();

  /// @param folder the current directory
  /// @param command how the command line of Tenon is called from any folder
  ProjectMaker(Path folder, NewCommand.New request, String command) {
    this.command = command;
    this.folder = folder;
    this.request = request;
  }

  /// Makes the project.
  ///
  /// @return the text to print
  /// @throws UsageException if the name is no name of a module or the folder is not empty, or if it
  ///   cannot be written; then nothing is left behind
  String run() throws UsageException {
    checkName();
    Path target = target();
    try {
      checkEmpty(target);
      write(target);
    } catch (IOException e) {
      removeMade();
      throw new UsageException(Messages.unwritableFile(target, FileProblem.reason(e)));
    }
    return projectMade(request.place(), request.kind(), command);
  }

  private void checkName() throws UsageException {
    String name = request.name();
    if (!MODULE_NAME.matcher(name).matches()
        || SourceVersion.isKeyword(name)
        || TAKEN.contains(name)) {
      throw new UsageException(badProjectName(name));
    }
    if (request.kind().uses(name)) {
      throw new UsageException(nameOfCrate(name));
    }
  }

  private Path target() throws UsageException {
    try {
      return folder.resolve(request.place()).normalize();
    } catch (InvalidPathException e) {
      throw new UsageException(Messages.unwritableFile(folder, String.valueOf(e.getMessage())));
    }
  }

  private static void checkEmpty(Path target) throws IOException, UsageException {
    if (Files.isDirectory(target)) {
      try (Stream<Path> entries = Files.list(target)) {
        if (entries.findAny().isPresent()) {
          throw new UsageException(folderNotEmpty(target));
        }
      }
    } else if (Files.exists(target)) {
      throw new UsageException(noFolder(target));
    }
  }

  private void write(Path target) throws IOException {
    for (String file : request.kind().files()) {
      Path place = target.resolve(named(file));
      makeFolder(place.getParent());
      String text = ProjectKind.isCopied(file) ? text(file) : named(text(file));
      Files.createFile(place);
      made.add(place);
      Files.writeString(place, text);
    }
  }

  private void makeFolder(@Nullable Path wanted) throws IOException {
    if (wanted != null && !Files.isDirectory(wanted)) {
      makeFolder(wanted.getParent());
      Files.createDirectory(wanted);
      made.add(wanted);
    }
  }

  private String text(String file) throws IOException {
    String resource = request.kind().word() + "/" + file;
    try (InputStream stream = ProjectMaker.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IOException("the command lacks its resource project/" + resource);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String named(String text) {
    String unlicensed = LICENSE.matcher(text).replaceFirst("");
    String withClass = TEMPLATE_CLASS.matcher(unlicensed).replaceAll(className());
    return TEMPLATE.matcher(withClass).replaceAll(request.name());
  }

  /// `my_module` becomes `MyModule`.
  private String className() {
    StringBuilder name = new StringBuilder();
    for (String part : request.name().split("_", -1)) {
      if (!part.isEmpty()) {
        name.append(Character.toUpperCase(part.charAt(0))).append(part, 1, part.length());
      }
    }
    return name.isEmpty() || Character.isDigit(name.charAt(0)) ? "_" + name : name.toString();
  }

  private void removeMade() {
    for (Path each : made.reversed()) {
      try {
        Files.deleteIfExists(each);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String badProjectName(String name) {
    return "cannot make a module %s: expected a letter or _, then letters, digits and _, all of ASCII, and neither a keyword of Java nor the name of a module that every interpreter has"
        .formatted(Escapes.quoted(name));
  }

  private static String nameOfCrate(String name) {
    return "cannot make a module %s: it needs the crate of this name; choose another name"
        .formatted(Escapes.quoted(name));
  }

  private static String folderNotEmpty(Path folder) {
    return "cannot make a project in %s: the folder is not empty; name another with --dir"
        .formatted(Escapes.quoted(folder));
  }

  private static String noFolder(Path file) {
    return "cannot make a project in %s: it is no folder; name another with --dir"
        .formatted(Escapes.quoted(file));
  }

  private static String projectMade(String place, ProjectKind kind, String command) {
    return "made %s: a module in %s with a test\nnext: cd %s && %s\n"
        .formatted(Escapes.quoted(place), kind.language(), place, kind.testCommand(command));
  }
}
