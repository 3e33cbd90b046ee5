package dev.tenon.source;

import java.util.Set;

/// Finds the place in user code that the present call comes from: a line of Java, of a script, or
/// the Java line that called the C function that is running.
public final class Caller {

  private static final Set<String> OWN_PACKAGES =
      Set.of(
          "dev.tenon",
          "dev.tenon.cli",
          "dev.tenon.code",
          "dev.tenon.imports",
          "dev.tenon.module",
          "dev.tenon.nativeext",
          "dev.tenon.nativeext.ffm",
          "dev.tenon.nativeext.jnr",
          "dev.tenon.run",
          "dev.tenon.script");

  private static final StackWalker WALKER = StackWalker.getInstance();

  private Caller() {}

  /// The place as `File.java:12`, or `"?"` if there is only code of Tenon and of script engines on
  /// the stack.
  public static String place() {
    return WALKER.walk(
        frames -> frames.filter(Caller::isUserCode).findFirst().map(Caller::textOf).orElse("?"));
  }

  private static boolean isUserCode(StackWalker.StackFrame frame) {
    String type = frame.getClassName();
    return !isOwn(type) && !isPlatform(type) && !isEngine(type);
  }

  private static boolean isOwn(String type) {
    int dot = type.lastIndexOf('.');
    return dot >= 0 && OWN_PACKAGES.contains(type.substring(0, dot));
  }

  private static boolean isPlatform(String type) {
    return type.startsWith("java.")
        || type.startsWith("javax.")
        || type.startsWith("jdk.")
        || type.startsWith("sun.");
  }

  /// Whether a class belongs to the run-time part of a script engine. What engines make of scripts
  /// lies in packages of its own.
  private static boolean isEngine(String type) {
    return (type.startsWith("org.mozilla.javascript.")
            && !type.startsWith("org.mozilla.javascript.gen."))
        || (type.startsWith("org.python.") && !type.startsWith("org.python.pycode."));
  }

  private static String textOf(StackWalker.StackFrame frame) {
    String file = frame.getFileName();
    return (file == null ? frame.getClassName() : file) + ":" + frame.getLineNumber();
  }
}
