package dev.tenon.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the user asks for with one command line.
sealed interface Request {

  /// Print a text and end: help or version.
  ///
  /// @param text whole lines
  record ShowText(String text) implements Request {}

  /// Run a module as the main program.
  ///
  /// @param path the folders and jars given with `--path`
  /// @param debug whether errors come with their stack trace
  /// @param module the full name of the module
  /// @param arguments everything after the name, untouched
  record RunModule(List<String> path, boolean debug, String module, List<String> arguments)
      implements Request {}

  /// Show what a module file holds.
  ///
  /// @param path as for a run
  /// @param json whether to write JSON
  /// @param target the file, or the full name of a module
  record Inspect(List<String> path, boolean json, String target) implements Request {}

  /// Tell why a module is found or not.
  ///
  /// @param path as for a run
  /// @param module the full name of the module
  record Why(List<String> path, String module) implements Request {}

  /// Import a module and tell how long that takes.
  ///
  /// @param path as for a run
  /// @param json whether to write JSON
  /// @param svg the file for a flame graph, if one is wanted
  /// @param module the full name of the module
  record ImportTime(List<String> path, boolean json, @Nullable String svg, String module)
      implements Request {}

  /// List the writable variables of a library, or check that a module keeps interpreters apart.
  ///
  /// @param path as for a run
  /// @param exercise what is done with the module, if anything
  /// @param interpreters how many take part
  /// @param target the library, or the full name of a module
  record Isolation(List<String> path, @Nullable String exercise, int interpreters, String target)
      implements Request {}
}
