// SPDX-License-Identifier: Apache-2.0
package dev.tenon.source;

import java.util.Set;

/// Finds the place in user code that the present call comes from: a line of Java, of a script, or
/// the Java line that called the C function that is running.
public final class Caller {

  private static final String ROOT = "dev.tenon";

  /// The packages below the root, each with those below it. The packages of samples and of tests
  /// are those of users.
  private static final Set<String> OWN =
      Set.of(
          "access",
          "call",
          "cdef",
          "cli",
          "code",
          "concurrent",
          "effects",
          "error",
          "event",
          "expression",
          "function",
          "imports",
          "input",
          "isolation",
          "module",
          "nativeext",
          "pins",
          "registry",
          "run",
          "script",
          "search",
          "source",
          "spi",
          "testkit",
          "text",
          "tools",
          "value");

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
    return !isOwn(type) && !isPlatform(type) && !isEngine(type) && !isBackend(type);
  }

  /// Whether a class, by its full name, belongs to Tenon itself.
  public static boolean isOwn(String type) {
    int end = type.lastIndexOf('.');
    if (end < ROOT.length() || !type.startsWith(ROOT)) {
      return false;
    }
    if (end == ROOT.length()) {
      return true;
    }
    int next = type.indexOf('.', ROOT.length() + 1);
    return type.charAt(ROOT.length()) == '.'
        && OWN.contains(type.substring(ROOT.length() + 1, next));
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

  /// Whether a class belongs to a library that calls C and is called by it.
  private static boolean isBackend(String type) {
    return type.startsWith("com.kenai.jffi.") || type.startsWith("jnr.");
  }

  private static String textOf(StackWalker.StackFrame frame) {
    String file = frame.getFileName();
    return (file == null ? frame.getClassName() : file) + ":" + frame.getLineNumber();
  }
}
