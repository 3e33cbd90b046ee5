// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.compile;

import dev.tenon.cli.terminal.ToolFailure;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.imports.path.Platform;
import dev.tenon.input.Escapes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A platform that modules are compiled for, and the compiler that does it.
///
/// @param compiler its name or path and its first options: `zig cc -target aarch64-macos`
record Target(Platform platform, List<String> compiler) {

  private static final String VARIABLE = "CC";
  private static final String USUAL_COMPILER = "cc";

  /// This platform, with the compiler of this machine.
  ///
  /// @param variables the environment variables
  static Target ofThisMachine(Map<String, String> variables) {
    String wanted = variables.getOrDefault(VARIABLE, "").strip();
    return new Target(Platform.current(), words(wanted.isEmpty() ? USUAL_COMPILER : wanted));
  }

  /// Reads `PLATFORM=COMPILER`, or `PLATFORM` for this one.
  ///
  /// @param variables the environment variables
  /// @throws UsageException if there is no such platform, or no compiler is given for another one
  static Target of(String text, Map<String, String> variables) throws UsageException {
    int equals = text.indexOf('=');
    Platform platform = ArgumentValues.platform(equals < 0 ? text : text.substring(0, equals));
    if (equals >= 0 && !text.substring(equals + 1).isBlank()) {
      return new Target(platform, words(text.substring(equals + 1).strip()));
    }
    if (!platform.equals(Platform.current())) {
      throw new UsageException(noCompilerGiven(platform));
    }
    return ofThisMachine(variables);
  }

  private static List<String> words(String text) {
    return List.of(text.split("\\s+"));
  }

  /// The file of the compiler.
  ///
  /// @throws ToolFailure if there is none
  Path program(Programs programs) {
    return programs
        .find(compiler.getFirst())
        .orElseThrow(() -> new ToolFailure(noCompiler(compiler.getFirst(), platform)));
  }

  /// What makes a library of the compiled sources.
  ///
  /// @param library the file name of the library
  List<String> libraryOptions(String library) {
    List<String> options = new ArrayList<>(List.of("-shared"));
    switch (platform.system()) {
      case "windows" -> {} // all code for it can be moved
      case "macos" -> options.addAll(List.of("-fPIC", "-Wl,-install_name," + library));
      default -> options.add("-fPIC");
    }
    return options;
  }

  private static String noCompilerGiven(Platform platform) {
    return "no compiler for %s, and this platform is %s; name one that compiles for it: '%s=zig cc -target …'"
        .formatted(platform, Platform.current(), platform);
  }

  private static String noCompiler(String name, Platform platform) {
    return "cannot compile for %s: there is no compiler %s on PATH; install it (Debian and Ubuntu, for this platform: apt-get install gcc libc6-dev), or name another one: set %s, or give the target as '%s=COMPILER'"
        .formatted(platform, Escapes.quoted(name), VARIABLE, platform);
  }
}
