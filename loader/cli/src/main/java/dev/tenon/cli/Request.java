package dev.tenon.cli;

import java.util.List;

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
}
