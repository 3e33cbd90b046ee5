package dev.tenon.cli;

/// Every text that the command itself prints, help and errors.
final class Messages {

  static final String COMMAND_DESCRIPTION = "Extension modules for the JVM.";
  static final String RUN_DESCRIPTION = "Run a module as the main program.";
  static final String TEST_DESCRIPTION = "Run everything that CI checks (in a source tree).";
  static final String FORMAT_DESCRIPTION = "Format the sources (in a source tree).";
  static final String HELP_DESCRIPTION = "Print this help and exit.";
  static final String VERSION_DESCRIPTION = "Print the version and exit.";
  static final String PATH_DESCRIPTION =
      "Search modules in this folder or jar, too. May be given several times.";
  static final String DEBUG_DESCRIPTION = "Print the stack trace of an error.";
  static final String MODULE_DESCRIPTION =
      "The full name of the module. Everything after it goes to the module untouched.";

  static final String RUN_SYNOPSIS = "tenon run [--path DIR]… [--debug] -m NAME [ARG…]";

  static final String RUN_FOOTER =
      """

      Modules are searched in the current directory, then in each --path, then in the
      entries of the environment variable TENON_PATH, then among the samples.

      Exit status: that of the module; 1 after an error, 2 for a wrong command line,
      130 after an interrupt, 141 when the reader of the standard output went away.
      """;

  static final String NO_COMMAND = "no command given, expected run, test or format";
  static final String NO_MODULE = "no module given, expected -m NAME";

  private static final String PREFIX = "tenon: ";

  private Messages() {}

  /// The line that `tenon --version` prints.
  static String version(String version) {
    return "tenon %s (Java %s, %s %s)"
        .formatted(
            version,
            Runtime.version().feature(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
  }

  /// An error as the user sees it: one line, further lines indented below it.
  static String error(String text) {
    return PREFIX + text.strip().replaceAll("\\R[ \t]*", "\n  ");
  }

  static String seeHelp(String text, String command) {
    return "%s; see '%s --help'".formatted(text, command);
  }

  static String unknownOption(String option) {
    return "unknown option '%s'".formatted(option);
  }

  static String unknownCommand(String command) {
    return "unknown command '%s', expected run, test or format".formatted(command);
  }

  static String unexpectedArgument(String argument) {
    return "unexpected argument '%s', expected -m NAME".formatted(argument);
  }

  static String inScript(String command) {
    return "the command %s is carried out by the launcher script; call ./tenon %s in the source tree"
        .formatted(command, command);
  }

  static String missingValue(String option, String label) {
    return "option %s needs a value, expected %s %s".formatted(option, option, label);
  }

  static String noSuchPath(String entry) {
    return "cannot search modules in '%s': it is neither a folder nor a jar".formatted(entry);
  }

  static String raised(String module, Throwable failure, boolean debug) {
    return "module '%s' raised %s%s"
        .formatted(module, failure, debug ? "" : "; run with --debug for the stack trace");
  }

  static String statusOutOfRange(String module, int status) {
    return "module '%s' ended with the exit status %d, expected 0 to %d"
        .formatted(module, status, ExitStatus.GREATEST);
  }

  static String outputFailed(String reason) {
    return "cannot write the standard output: " + reason;
  }
}
