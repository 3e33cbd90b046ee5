package dev.tenon.cli;

/// The exit statuses that the command itself decides; a program that ends by itself chooses its
/// own, from 0 to 255.
final class ExitStatus {

  /// The program ended without an error.
  static final int OK = 0;

  /// The module was not found, was refused, or ended with an error.
  static final int PROGRAM_ERROR = 1;

  /// The command line was wrong; nothing has run.
  static final int USAGE = 2;

  /// The user interrupted the program: 128 and the number of SIGINT, what a shell reports and what
  /// the JVM itself returns when the signal ends it.
  static final int INTERRUPTED = 130;

  /// The reader of the standard output went away: 128 and the number of SIGPIPE, what a shell
  /// reports of a tool that this signal ended. Nothing is printed, and a status of the program's
  /// own is overridden, since the signal would not have let the program choose one.
  static final int BROKEN_PIPE = 141;

  /// The greatest status that a process can return.
  static final int GREATEST = 255;

  private ExitStatus() {}
}
