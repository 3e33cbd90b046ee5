// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the user asks for with one command line.
sealed interface Request {

  /// Print a text and end: help or version.
  ///
  /// @param text whole lines
  record ShowText(String text) implements Request {}

  /// What all commands take that look for modules.
  ///
  /// @param path the folders and jars given with `--path`
  /// @param debug whether errors come with their stack trace
  /// @param lock the lock file that lists what may be loaded; null if everything may
  record Settings(List<String> path, boolean debug, @Nullable String lock) {
    /// Settings without a lock file.
    Settings(List<String> path, boolean debug) {
      this(path, debug, null);
    }
  }

  /// The restrictions that a program runs under.
  ///
  /// @param isolated whether only modules that support isolated interpreters are let in
  /// @param checked whether native modules run with checks
  record Restrictions(boolean isolated, boolean checked) {}

  /// Where the main program is.
  sealed interface Source {
    /// What errors call it.
    default String label() {
      return switch (this) {
        case Named(String name) -> name;
        case File(String path) -> path;
        case Text _ -> "<command>";
      };
    }
  }

  /// A module by its full name.
  record Named(String name) implements Source {}

  /// A file, folder or archive.
  record File(String path) implements Source {}

  /// Code on the command line.
  ///
  /// @param language `py` or `js`
  record Text(String language, String code) implements Source {}

  /// The main program.
  ///
  /// @param arguments everything after the program, untouched
  record Program(Source source, List<String> arguments) {}

  /// Run a module or a path as the main program.
  record Run(Settings settings, Restrictions restrictions, Program program) implements Request {}

  /// Write a lock file that lists what a program or modules load.
  ///
  /// @param output the file
  /// @param names the modules that are imported; empty if a program is run
  /// @param program the main program; null if modules are imported
  record Lock(Settings settings, String output, List<String> names, @Nullable Program program)
      implements Request {}

  /// Read entries and run each in `__main__`.
  ///
  /// @param language `py` or `js`; null for the small language of the command itself
  record Prompt(Settings settings, Restrictions restrictions, @Nullable String language)
      implements Request {}

  /// Show what a module file holds.
  ///
  /// @param json whether to write JSON
  /// @param verify whether the library has to have debug information
  /// @param target the file, or the full name of a module
  record Inspect(Settings settings, boolean json, boolean verify, String target)
      implements Request {}

  /// Tell why a module is found or not.
  ///
  /// @param json whether to write JSON
  /// @param module the full name of the module
  record Why(Settings settings, boolean json, String module) implements Request {}

  /// Import a module and tell how long that takes.
  ///
  /// @param json whether to write JSON
  /// @param svg the file for a flame graph, if one is wanted
  /// @param effects whether to tell what each module did, too
  /// @param module the full name of the module
  record ImportTime(
      Settings settings, boolean json, @Nullable String svg, boolean effects, String module)
      implements Request {}

  /// Import a module and tell which module objects exist then, and who holds earlier values.
  ///
  /// @param json whether to write JSON
  /// @param reloads the modules that are reloaded after the import
  /// @param all whether to tell of all modules
  /// @param asMain whether the module is run as the main program
  /// @param module the full name of the module
  record Identity(
      Settings settings,
      boolean json,
      List<String> reloads,
      boolean all,
      boolean asMain,
      String module)
      implements Request {}

  /// Print the source text of a module or of what it defines.
  ///
  /// @param json whether to write JSON
  /// @param name the full name of the module, with that of an attribute behind it
  record SourceText(Settings settings, boolean json, String name) implements Request {}

  /// Make a project for a new module.
  ///
  /// @param name the name of the module
  /// @param place the folder of the project
  record New(ProjectKind kind, String name, String place) implements Request {}

  /// How the C compiler is called.
  ///
  /// @param folders where included headers are looked for
  /// @param defines macros, as `NAME` or `NAME=VALUE`
  /// @param packages of pkg-config
  /// @param target the platform; null for this one
  record Compiling(
      List<String> folders, List<String> defines, List<String> packages, @Nullable String target) {}

  /// Write the declarations of a C library out of headers.
  ///
  /// @param only names and patterns of what is wanted; empty for all
  /// @param libraries the names of the library
  /// @param dump whether to list what is there instead
  /// @param javaName the full name of a Java interface to write instead; null for none
  /// @param headers the files, or their names among the system's headers
  record Cdef(
      Compiling compiling,
      List<String> only,
      List<String> libraries,
      boolean dump,
      @Nullable String javaName,
      List<String> headers)
      implements Request {}

  /// Tell what native code a process ran that was killed.
  ///
  /// @param file the file that it left; null for all that the launcher knows of
  record Crash(@Nullable String file) implements Request {}

  /// Hold a file of declarations against its library and a header.
  ///
  /// @param folders where headers are looked for
  /// @param header a header, or its name among the system's headers; null for none
  /// @param file the file of declarations
  record Verify(List<String> folders, @Nullable String header, String file) implements Request {}

  /// List the writable variables of a library, or check that a module keeps interpreters apart.
  ///
  /// @param exercise what is done with the module, if anything
  /// @param interpreters how many take part
  /// @param privateImage whether each interpreter gets an image of the module for itself
  /// @param accepted what the user accepts, with reasons
  /// @param json whether the report is JSON
  /// @param target the library, or the full name of a module
  record Isolation(
      Settings settings,
      @Nullable String exercise,
      int interpreters,
      boolean privateImage,
      List<String> accepted,
      boolean json,
      String target)
      implements Request {}
}
