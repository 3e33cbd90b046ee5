// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.terminal;

import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.SearchReport;
import dev.tenon.input.Escapes;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// Texts that several rooms of the command print. Those of one subcommand stand in its class.
public final class Messages {

  static final String TRACEBACK = "Traceback (most recent call last):";

  private static final String PREFIX = "tenon: ";

  private Messages() {}

  /// The line about work that takes long.
  static String progress(String work, int seconds) {
    return PREFIX + work + "… " + seconds + " s";
  }

  public static String checking(String target) {
    return "checking " + target;
  }

  public static String importing(String module) {
    return "importing " + module;
  }

  /// An error as the user sees it: one line, further lines indented below it.
  static String error(String text) {
    return PREFIX + lines(text);
  }

  /// A text of one line, further lines indented below it.
  public static String lines(String text) {
    return text.strip().replaceAll("\\R[ \t]*", "\n  ");
  }

  public static String unreadableFile(Path file, String reason) {
    return "cannot read %s: %s".formatted(Escapes.quoted(file), reason);
  }

  public static String unwritableFile(Path file, String reason) {
    return "cannot write %s: %s".formatted(Escapes.quoted(file), reason);
  }

  /// A text of others for a terminal, which would take control characters for commands.
  public static String printable(String text) {
    return Escapes.printable(text.strip()).replace("\n", "\n    ");
  }

  public static String inScript(String command) {
    return "the command %s is carried out by the launcher script; call ./tenon %s in the source tree"
        .formatted(command, command);
  }

  static String raised(String module, Throwable failure, boolean debug) {
    return "module %s raised %s%s"
        .formatted(
            Escapes.quoted(module), failure, debug ? "" : "; run with --debug for the stack trace");
  }

  public static String outputFailed(String reason) {
    return "cannot write the standard output: " + reason;
  }

  /// A module that was not found: one line, with what may be meant or where to read more.
  static String notFound(ModuleNotFoundException error) {
    SearchReport search = error.search();
    String sentence = error.summary().lines().findFirst().orElse(error.kind());
    String near =
        search.nearNames().stream()
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(" or "));
    String more =
        !near.isEmpty()
            ? ". Did you mean: %s?".formatted(near)
            : error.name() == null || search.attempts().isEmpty()
                ? ""
                : "; 'tenon why %s' shows where it was searched".formatted(error.name());
    StringBuilder lines = new StringBuilder(sentence).append(more);
    search.notes().forEach(note -> lines.append("\n").append(note));
    if (!search.importers().isEmpty()) {
      lines.append("\nneeded by: ").append(ImportException.Step.textOf(search.importers()));
    }
    return lines.toString();
  }
}
