// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.error.ImportStep;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.SearchReport;
import dev.tenon.input.Escapes;
import dev.tenon.text.NearNames;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// Every text that the command itself prints, help and errors.
final class Messages {

  static final String COMMAND_DESCRIPTION = "Extension modules for the JVM.";
  static final String RUN_DESCRIPTION = "Run a module, file, folder or jar as the main program.";
  static final String REPL_DESCRIPTION =
      "Read entries and run each in the module __main__ of an interpreter.";
  static final String INSPECT_DESCRIPTION =
      "Show the modules of a file or of a name, without running them.";
  static final String WHY_DESCRIPTION =
      "Tell where a module is searched, and why it is found or not.";
  static final String IMPORT_TIME_DESCRIPTION =
      "Import a module and tell how long each phase took, in microseconds.";
  static final String EFFECTS_DESCRIPTION =
      "Show what each module did while it ran: files, connections, environment variables,"
          + " processes, threads and memory.";
  static final String IDENTITY_DESCRIPTION =
      "Import a module and show which module objects exist then, under which names, and who holds"
          + " values of earlier executions.";
  static final String RELOAD_DESCRIPTION =
      "Reload this module after the import. May be given several times.";
  static final String ALL_DESCRIPTION = "Show all imported modules.";
  static final String AS_MAIN_DESCRIPTION = "Run the module as the main program.";
  static final String SOURCE_DESCRIPTION =
      "Import a module and print the source text of the module or of what it defines.";
  static final String DEFINITION_DESCRIPTION =
      "The full name of a module, or a name that it defines: NAME.function.";
  static final String ISOLATION_DESCRIPTION =
      "List the writable variables of a library, or run a module in several interpreters and"
          + " tell what they share.";
  static final String EXERCISE_DESCRIPTION =
      "What is done in each interpreter, for instance 'add(40); next()'.";
  static final String INTERPRETERS_DESCRIPTION = "How many interpreters take part. Default: 4.";
  static final String IGNORE_DESCRIPTION =
      "Accept a finding, and repeat the reason in the report. Can be given several times.";
  static final String PRIVATE_IMAGE_DESCRIPTION =
      "Give each interpreter a private image of the module.";
  static final String ISOLATED_DESCRIPTION = "A library file, or the full name of a module.";
  static final String CRASH_DESCRIPTION =
      "Tell what native code a process ran that was killed and could not say so itself.";
  static final String TRAIL_DESCRIPTION =
      "The file that it left; all in the folder for temporary files unless told.";
  static final String NEW_DESCRIPTION =
      "Make a project for a new module, with a test, that builds at once.";
  static final String KIND_DESCRIPTION = "c or java.";
  static final String NEW_NAME_DESCRIPTION = "The name of the module.";
  static final String FOLDER_DESCRIPTION =
      "The folder of the project, new or empty; one called NAME unless told.";
  static final String CDEF_DESCRIPTION =
      "Write the declarations of a C library out of its header, for a file NAME.cdef.h.";
  static final String CDEF_LIBRARY_DESCRIPTION =
      "The file name of the library. May be given several times, for several platforms.";
  static final String CDEF_ONLY_DESCRIPTION =
      "Only these names, separated by commas; * stands for any characters.";
  static final String CDEF_VERIFY_DESCRIPTION =
      "Compare the declarations in the file with the library's debug information, and with"
          + " --header.";
  static final String CDEF_HEADER_DESCRIPTION = "With --verify, compare with this header, too.";
  static final String CDEF_INCLUDE_DESCRIPTION =
      "Look for headers in this folder first. May be given several times.";
  static final String CDEF_DEFINE_DESCRIPTION =
      "Define a macro for the compiler. May be given several times.";
  static final String CDEF_PACKAGE_DESCRIPTION =
      "Take the compiler's flags and the library from pkg-config. May be given several times.";
  static final String CDEF_TARGET_DESCRIPTION =
      "Extract for another platform, such as aarch64-linux-gnu; takes its compiler.";
  static final String CDEF_DUMP_DESCRIPTION =
      "List what the headers declare and where, instead of declarations.";
  static final String CDEF_JAVA_DESCRIPTION =
      "Write a Java interface of this name for ModuleObject.as, instead of declarations.";
  static final String VERIFY_ONE = "--verify takes one file NAME.cdef.h";
  static final String HEADER_DESCRIPTION =
      "Headers, or their names among the system's headers; with --verify, a file NAME.cdef.h.";
  static final String CFLAGS_DESCRIPTION =
      "Print the flags with which a C or C++ compiler makes a module.";
  static final String C_PLUS_PLUS_DESCRIPTION = "Print the flags for a C++ compiler.";
  static final String STANDARD_DESCRIPTION =
      "The edition of the language. Default: c11, with --c++ c++11.";
  static final String VERIFY_DESCRIPTION =
      "Fail unless the library has debug information, with which the signatures of its functions"
          + " are compared.";
  static final String COMPLETION_DESCRIPTION =
      "Print the completion script for a shell, bash or zsh.";
  static final String JSON_DESCRIPTION = "Write JSON.";
  static final String SVG_DESCRIPTION = "Also write a flame graph to this file.";
  static final String TARGET_DESCRIPTION =
      "A module file, the full name of a module, or a function: NAME.function.";
  static final String NAME_DESCRIPTION = "The full name of the module.";
  static final String SHELL_DESCRIPTION = "bash or zsh.";
  static final String TEST_DESCRIPTION = "Run everything that CI checks (in a source tree).";
  static final String FORMAT_DESCRIPTION = "Format the sources (in a source tree).";
  static final String COLOR_DESCRIPTION =
      "When to use colours: auto, always or never; auto unless told, which is on terminals.";
  static final String HELP_DESCRIPTION = "Print this help and exit.";
  static final String VERSION_DESCRIPTION = "Print the version and exit.";
  static final String PATH_DESCRIPTION =
      "Search modules in this folder or jar, too. May be given several times.";
  static final String DEBUG_DESCRIPTION = "Print the stack trace of an error.";
  static final String MODULE_DESCRIPTION =
      "The full name of the module. Everything after it goes to the module untouched.";

  static final String ISOLATED_RUN_DESCRIPTION =
      "Let in only modules that declare support for isolated interpreters.";
  static final String CHECK_DESCRIPTION =
      "Run native modules with checks; what they find is printed as warnings.";
  static final String LOCKED_DESCRIPTION =
      "Load only files that a lock file lists, with the bytes that it lists. --locked alone takes"
          + " tenon.lock in the current directory.";
  static final String LOCK_DESCRIPTION =
      "Run a program or import modules, and write a lock file that lists every file that was"
          + " loaded, with its SHA-256.";
  static final String LOCK_SYNOPSIS =
      "tenon lock [--path DIR]… [-o FILE] [--debug] (NAME… | -m NAME [ARG…])";
  static final String LOCK_OUTPUT_DESCRIPTION =
      "The lock file. Default: tenon.lock in the current directory.";
  static final String LOCK_MODULE_DESCRIPTION =
      "Run this module as 'tenon run' does. Everything after it goes to the module untouched.";
  static final String LOCK_NAMES_DESCRIPTION = "The full names of modules to import.";
  static final String LOCK_WHAT =
      "expected either names of modules to import, or one program to run: -m NAME [ARG…]";
  static final String PROGRAM_DESCRIPTION =
      "A script or module file, or a folder or jar with a module __main__, and its arguments.";

  static final String RUN_SYNOPSIS = "tenon run [OPTION]… (-m NAME | -c CODE | PATH) [ARG…]";
  static final String CODE_DESCRIPTION = "Run this text of a script in __main__.";
  static final String LANGUAGE_DESCRIPTION =
      "The language of the text: py or js. Default: py. Its engine has to be on"
          + " TENON_CLASSPATH.";

  static final String PROMPT_LANGUAGE_DESCRIPTION =
      "The language: py or js, whose engine has to be on TENON_CLASSPATH; a small one for"
          + " trying modules unless told.";
  static final String REPL_FOOTER =
      """

      The small language: import NAME, NAME.attribute, NAME.function(1, "x", key=2), name = value.
      Ctrl-C drops the entry, Ctrl-D ends. Entries from a file or pipe end at the first error.
      """;

  static final String RUN_FOOTER =
      """

      Modules are searched in the current directory, then in each --path, then in the
      entries of the environment variable TENON_PATH, then among the samples.
      """;

  static final String EXIT_STATUS_HEADING = "%nExit status:%n";

  static final String NO_COMMAND = "no command given";
  static final String NO_PROGRAM = "no program given, expected -m NAME or PATH";

  static final String PLAIN_LIBRARY =
      "exports no module of Tenon; 'tenon cdef' takes declarations of it out of a header";
  static final String NO_MODULES = "holds no modules";

  static final String TRACEBACK = "Traceback (most recent call last):";

  private static final String PREFIX = "tenon: ";

  private Messages() {}

  static String greeting(String version) {
    return "%s; Ctrl-D ends, dir() and the tabulator show names".formatted(version(version));
  }

  static String noHistory(Path file, String reason) {
    return "cannot keep a history in %s: %s; let TENON_HISTORY name another file, or none if it is empty"
        .formatted(Escapes.quoted(file), reason);
  }

  /// The line that `tenon --version` prints.
  static String version(String version) {
    return "tenon %s (Java %s, %s %s)"
        .formatted(
            version,
            Runtime.version().feature(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
  }

  /// The line about work that takes long.
  static String progress(String work, int seconds) {
    return PREFIX + work + "… " + seconds + " s";
  }

  static String inspecting(String target) {
    return "inspecting " + target;
  }

  static String searching(String module) {
    return "searching " + module;
  }

  static String reading(String header) {
    return "reading " + header;
  }

  static String checking(String target) {
    return "checking " + target;
  }

  static String importing(String module) {
    return "importing " + module;
  }

  /// An error as the user sees it: one line, further lines indented below it.
  static String error(String text) {
    return PREFIX + lines(text);
  }

  /// A text of one line, further lines indented below it.
  static String lines(String text) {
    return text.strip().replaceAll("\\R[ \t]*", "\n  ");
  }

  static String seeHelp(String text, String command) {
    return "%s; see '%s --help'".formatted(text, command);
  }

  static String unknownOption(String option) {
    return "unknown option %s".formatted(Escapes.quoted(option));
  }

  static String unknownCommand(String command, Collection<String> commands) {
    return NearNames.nearest(command, commands)
        .map(near ->
            "unknown command %s; did you mean %s?"
                .formatted(Escapes.quoted(command), Escapes.quoted(near)))
        .orElseGet(() ->
            "unknown command %s, expected one of %s"
                .formatted(Escapes.quoted(command), String.join(", ", commands)));
  }

  static String unknownShell(String shell) {
    return "unknown shell %s, expected bash or zsh".formatted(Escapes.quoted(shell));
  }

  static String unknownColor(String word) {
    return "unknown choice of colours %s, expected %s"
        .formatted(Escapes.quoted(word), String.join(", ", ColorChoice.words()));
  }

  static String unknownProject(String word) {
    return "unknown kind of project %s, expected c or java".formatted(Escapes.quoted(word));
  }

  static String badProjectName(String name) {
    return "cannot make a module %s: expected a letter or _, then letters, digits and _, all of ASCII, and neither a keyword of Java nor the name of a module that every interpreter has"
        .formatted(Escapes.quoted(name));
  }

  static String folderNotEmpty(Path folder) {
    return "cannot make a project in %s: the folder is not empty; name another with --dir"
        .formatted(Escapes.quoted(folder));
  }

  static String noFolder(Path file) {
    return "cannot make a project in %s: it is no folder; name another with --dir"
        .formatted(Escapes.quoted(file));
  }

  static String projectMade(String place, ProjectKind kind) {
    return "made %s: a module in %s with a test\nnext: cd %s && %s\n"
        .formatted(Escapes.quoted(place), kind.language(), place, kind.testCommand());
  }

  static String tooFewInterpreters(int count) {
    return "cannot compare %s interpreter(s), expected 2 or more".formatted(count);
  }

  static String missingParameter(String label) {
    return "%s is missing".formatted(label);
  }

  static String unreadableFile(Path file, String reason) {
    return "cannot read %s: %s".formatted(Escapes.quoted(file), reason);
  }

  static String noHeaders(String reason) {
    return "cannot find the headers, tenon.h: %s; give the compiler their folder with -I"
        .formatted(reason);
  }

  static String unwritableFile(Path file, String reason) {
    return "cannot write %s: %s".formatted(Escapes.quoted(file), reason);
  }

  static String noSuchFile(String file) {
    return "cannot inspect %s: there is no such file".formatted(Escapes.quoted(file));
  }

  static String noSuchModule(String name) {
    return "cannot inspect %s: it is neither a file nor a module on the path; 'tenon why %s' tells where it was searched"
        .formatted(Escapes.quoted(name), name);
  }

  static String noModuleFile(Path file) {
    return "cannot inspect %s: no installed type of module files takes it; expected a library, a script, a file NAME.cdef.h, a jar or a folder"
        .formatted(Escapes.quoted(file));
  }

  static String noTrails(Path folder) {
    return "no process that was killed has left a file tenon-PID.trail in %s"
        .formatted(Escapes.quoted(folder));
  }

  static String noTrail(Path file) {
    return "cannot read %s: it is not what TENON_TRAIL names, it does not begin with TNTRAIL1"
        .formatted(Escapes.quoted(file));
  }

  static String noFile(Path place) {
    return "cannot inspect %s: it is neither a file nor a folder".formatted(Escapes.quoted(place));
  }

  static String brokenLink(Path link) {
    return "cannot inspect %s: it is a symbolic link that leads nowhere"
        .formatted(Escapes.quoted(link));
  }

  static String noEntry(Path place) {
    return "cannot inspect %s: it is neither a folder nor an archive"
        .formatted(Escapes.quoted(place));
  }

  static String badName(String name) {
    return "cannot search %s: expected the full name of a module, words with dots between them"
        .formatted(Escapes.quoted(name));
  }

  /// A text of others for a terminal, which would take control characters for commands.
  static String printable(String text) {
    return Escapes.printable(text.strip()).replace("\n", "\n    ");
  }

  static String unexpectedArgument(String argument, String expected) {
    return "unexpected argument %s, expected %s".formatted(Escapes.quoted(argument), expected);
  }

  static String inScript(String command) {
    return "the command %s is carried out by the launcher script; call ./tenon %s in the source tree"
        .formatted(command, command);
  }

  static String missingValue(String option, String label) {
    return "option %s needs a value, expected %s %s".formatted(option, option, label);
  }

  static String noSuchPath(String entry) {
    return "cannot search modules in %s: it is neither a folder nor a jar"
        .formatted(Escapes.quoted(entry));
  }

  static String raised(String module, Throwable failure, boolean debug) {
    return "module %s raised %s%s"
        .formatted(
            Escapes.quoted(module), failure, debug ? "" : "; run with --debug for the stack trace");
  }

  static String statusOutOfRange(String module, int status) {
    return "module %s ended with the exit status %d, expected 0 to %d"
        .formatted(Escapes.quoted(module), status, ExitStatus.GREATEST);
  }

  static String outputFailed(String reason) {
    return "cannot write the standard output: " + reason;
  }

  /// Something of a header that the declarations do not have.
  static String agreement(int checked, String source) {
    return "%d declarations agree with %s".formatted(checked, source);
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
                : "; 'tenon why %s' tells where it was searched".formatted(error.name());
    StringBuilder lines = new StringBuilder(sentence).append(more);
    search.notes().forEach(note -> lines.append("\n").append(note));
    if (!search.importers().isEmpty()) {
      lines.append("\nneeded by: ").append(ImportStep.textOf(search.importers()));
    }
    return lines.toString();
  }

  static String wrongStandard(String edition, boolean isForCPlusPlus) {
    return isForCPlusPlus
        ? "unknown edition of C++ '%s', expected c++11, gnu++17 or the like".formatted(edition)
        : "unknown edition of C '%s', expected c11, gnu17 or the like; --c++ prints the flags for C++"
            .formatted(edition);
  }

  static String noDebugInformation(String place) {
    return "cannot compare the signatures in '%s' with its functions: it has no debug information; compile it with -g"
        .formatted(place);
  }

  static String notChecked(String source, List<String> names) {
    return "not checked, because %s says nothing of them: %s"
        .formatted(source, String.join(", ", names));
  }

  static final String VERIFY_ALONE = "--header belongs to --verify; give that, too";

  static String declared(HeaderReader.Entry entry) {
    return "%s %s %s:%d\n".formatted(entry.kind(), entry.name(), entry.file(), entry.line());
  }

  static String leftOut(String line) {
    return "left out " + line;
  }

  static String noEffectsWatch(String reason) {
    return "cannot show effects: %s".formatted(reason);
  }

  static String noAttribute(String name, String module, String attribute) {
    return "cannot find the source of %s: module %s has no attribute %s"
        .formatted(Escapes.quoted(name), Escapes.quoted(module), Escapes.quoted(attribute));
  }

  static String noPlace(String name, String what, String remedy) {
    return "cannot find the source of %s: %s; %s".formatted(Escapes.quoted(name), what, remedy);
  }

  static String locked(Path file, int count) {
    return "wrote %s: %d %s".formatted(Escapes.inline(file), count, count == 1 ? "file" : "files");
  }

  static String notLocked(String program, int status) {
    return "wrote no lock file, because %s ended with the exit status %d"
        .formatted(Escapes.quoted(program), status);
  }

  static String noSourceFile(Object place) {
    return "the source file is not there: %s".formatted(Escapes.inline(place));
  }
}
