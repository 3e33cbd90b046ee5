// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.imports.path.Platform;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.Escapes;
import dev.tenon.nativeext.NativeFileType;
import dev.tenon.nativeext.bridge.HostLibraryFile;
import dev.tenon.tools.compile.CompilerFlags;
import dev.tenon.tools.compile.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds out what this machine lacks for which use of Tenon. It runs the C compiler on a source of
/// two lines; all else is looked up.
final class Doctor {

  private static final String NATIVE = "modules in C, C libraries";
  private static final String OWN_C = "building modules in C (new c), cdef";
  private static final long COMPILER_SECONDS = 30;
  private static final int LINE = 4096;
  private static final int LEAST_JAVA = 25;
  private static final Pattern JAVA_VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d{1,4})\\b");

  private final Surroundings surroundings;
  private final Programs programs;
  private final Path system;

  /// @param system where the files of the kernel are, such as `proc` and `sys`: the root directory
  Doctor(Surroundings surroundings, Path system) {
    this.surroundings = surroundings;
    programs = new Programs(surroundings);
    this.system = system;
  }

  /// Looks at everything.
  List<Finding> run() {
    return List.of(
        java(),
        nativeAccess().asRequired(),
        hostLibrary().asRequired(),
        filesInMemory(),
        compiler("C compiler", "CC", "cc", ".c", OWN_C, "gcc libc6-dev"),
        compiler("C++ compiler", "CXX", "c++", ".cc", "building modules in C++", "g++"),
        headers(),
        tool("rustc", "modules in Rust (new rust)", "rustc"),
        tool("make", "the projects that new c and new rust make", "make"),
        tool("cmake", "projects in C that are built with CMake", "cmake"),
        tool("pkg-config", "cdef --pkg", "pkg-config"),
        tool("addr2line", "lines of C in the report of a crash", "binutils"),
        javaCompiler(),
        tool("mvn", "the project that new java makes", "maven"),
        engine("Jython", "modules in Python", "org.python.core.PyObject", "org.python:jython-slim"),
        engine(
            "Rhino",
            "modules in JavaScript",
            "org.mozilla.javascript.Context",
            "org.mozilla:rhino-engine"),
        landlock());
  }

  /// Whether native modules can run.
  static boolean isReady(List<Finding> findings) {
    return findings.stream()
        .noneMatch(finding -> finding.required() && finding.state() == Finding.State.MISSING);
  }

  private static Finding java() {
    return Finding.ok(
        "Java", "everything", Runtime.version() + " in " + System.getProperty("java.home"));
  }

  private static Finding nativeAccess() {
    String name = "native access";
    return NativeFileType.class.getModule().isNativeAccessEnabled()
        ? Finding.ok(name, NATIVE, "allowed")
        : Finding.missing(
            name,
            NATIVE,
            "not allowed; Java warns, or refuses with --illegal-native-access=deny",
            "start Java with --enable-native-access=ALL-UNNAMED, or on the module path"
                + " --enable-native-access=dev.tenon.nativeext,dev.tenon.nativeext.ffm");
  }

  private static Finding hostLibrary() {
    Platform platform = Platform.current();
    String name = "host library";
    String given = System.getProperty(HostLibraryFile.UNPACKED);
    if (given != null) {
      return Files.isReadable(Path.of(given))
          ? Finding.ok(name, NATIVE, given)
          : Finding.missing(
              name,
              NATIVE,
              "cannot read " + Escapes.quoted(given),
              "set the property %s to a readable file, or do not set it"
                  .formatted(HostLibraryFile.UNPACKED));
    }
    return HostLibraryFile.isPackedFor(platform)
        ? Finding.ok(name, NATIVE, "in the jar, for " + platform)
        : Finding.missing(name, NATIVE, "the jar has none for " + platform, HostLibraryFile.REMEDY);
  }

  /// The kernel may refuse to run code in files in memory: `vm.memfd_noexec` is 2.
  private Finding filesInMemory() {
    String name = "executable files in memory";
    String purpose = "copies of libraries without a file on disk";
    Optional<String> value = read("proc/sys/vm/memfd_noexec");
    if (value.isEmpty()) {
      return Platform.current().system().equals("linux")
          ? Finding.ok(name, purpose, "the kernel has no vm.memfd_noexec: always allowed")
          : Finding.unknown(name, purpose, "not a Linux");
    }
    return value.get().equals("2")
        ? Finding.missing(
            name,
            purpose,
            "vm.memfd_noexec is 2: the kernel refuses them",
            "sysctl vm.memfd_noexec=1; without it Tenon writes the copies to the directory for"
                + " code")
        : Finding.ok(name, purpose, "vm.memfd_noexec is " + Escapes.inline(value.get()));
  }

  private Finding landlock() {
    String name = "Landlock";
    String purpose = "restricting the files that a process may use; no part of Tenon needs it yet";
    return read("sys/kernel/security/lsm")
        .map(list ->
            List.of(list.split(",")).contains("landlock")
                ? Finding.ok(name, purpose, "in the kernel")
                : Finding.unknown(name, purpose, "not in use: the kernel has " + list))
        .orElseGet(
            () -> Finding.unknown(name, purpose, "/sys/kernel/security/lsm is not readable"));
  }

  private Optional<String> read(String file) {
    try {
      byte[] head = BoundedFile.readHead(system.resolve(file), LINE);
      return Optional.of(new String(head, StandardCharsets.ISO_8859_1).strip());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private Finding headers() {
    String name = "C headers";
    try {
      return Finding.ok(name, OWN_C, CompilerFlags.ofProgram().text(false, null));
    } catch (UsageException e) {
      return Finding.missing(
          name,
          OWN_C,
          String.valueOf(e.getMessage()),
          "install a package of Tenon, or run tenon in its source tree");
    }
  }

  /// A compiler is there if it compiles a header of the system.
  private Finding compiler(
      String name, String variable, String usual, String suffix, String purpose, String packages) {
    String wanted = surroundings.variables().getOrDefault(variable, "").strip();
    List<String> command = wanted.isEmpty() ? List.of(usual) : List.of(wanted.split("\\s+"));
    String advice =
        "install one (Debian and Ubuntu: apt-get install %s), or set %s to its name"
            .formatted(packages, variable);
    Optional<Path> program = programs.find(command.getFirst());
    if (program.isEmpty()) {
      return Finding.missing(
          name, purpose, Escapes.quoted(command.getFirst()) + " is not on PATH", advice);
    }
    try {
      String fault = compile(program.get(), command.subList(1, command.size()), suffix);
      return fault.isEmpty()
          ? Finding.ok(name, purpose, program.get().toString())
          : Finding.missing(
              name, purpose, program.get() + " does not compile: " + Escapes.inline(fault), advice);
    } catch (IOException e) {
      return Finding.missing(
          name, purpose, program.get() + " does not run: " + e.getMessage(), advice);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.unknown(name, purpose, program.get() + ": interrupted");
    }
  }

  /// The first line of its complaint; empty if there is none.
  private static String compile(Path program, List<String> options, String suffix)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("tenon-doctor");
    Path source = folder.resolve("probe" + suffix);
    Path output = folder.resolve("probe.o");
    Path messages = folder.resolve("messages");
    try {
      Files.writeString(source, "#include <stdio.h>\nint main(void) { return puts(\"\") < 0; }\n");
      ProcessBuilder builder = new ProcessBuilder(program.toString());
      builder.command().addAll(options);
      builder.command().addAll(List.of("-c", "-o", output.toString(), source.toString()));
      Process process = builder.redirectErrorStream(true).redirectOutput(messages.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(COMPILER_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        return "no end after " + COMPILER_SECONDS + " s";
      }
      if (process.exitValue() == 0) {
        return "";
      }
      byte[] head = BoundedFile.readHead(messages, LINE);
      return new String(head, StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .orElse("status " + process.exitValue());
    } finally {
      for (Path file : List.of(source, output, messages, folder)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /// A JDK that compiles for this version of Java: the one that runs this, or another.
  private Finding javaCompiler() {
    String purpose = "building modules in Java";
    Map<String, String> variables = surroundings.variables();
    List<String> candidates = new ArrayList<>();
    candidates.add(System.getProperty("java.home"));
    candidates.add(variables.getOrDefault("JAVA_HOME", ""));
    candidates.add(variables.getOrDefault("JAVA25_HOME", ""));
    programs.find("javac").map(Doctor::homeOf).ifPresent(candidates::add);
    for (String home : candidates) {
      Optional<Path> compiler =
          home.isEmpty() ? Optional.empty() : programs.find(home, "bin/javac");
      if (compiler.isPresent() && versionOf(Path.of(home)) >= LEAST_JAVA) {
        return Finding.ok("JDK", purpose, home);
      }
    }
    return Finding.missing(
        "JDK",
        purpose,
        "no JDK %d or later: looked at JAVA_HOME, JAVA25_HOME and the javac on PATH"
            .formatted(LEAST_JAVA),
        "install one (https://adoptium.net), or set JAVA_HOME to one");
  }

  private static String homeOf(Path compiler) {
    try {
      Path bin = compiler.toRealPath().getParent();
      return bin == null ? "" : String.valueOf(bin.getParent());
    } catch (IOException _) {
      return "";
    }
  }

  /// The version that a JDK names in its file `release`; 0 if it names none.
  private static int versionOf(Path home) {
    try {
      byte[] head = BoundedFile.readHead(home.resolve("release"), LINE);
      Matcher version = JAVA_VERSION.matcher(new String(head, StandardCharsets.UTF_8));
      return version.find() ? Integer.parseInt(version.group(1)) : 0;
    } catch (IOException _) {
      return 0;
    }
  }

  private Finding tool(String name, String purpose, String packageName) {
    return programs
        .find(name)
        .map(file -> Finding.ok(name, purpose, file.toString()))
        .orElseGet(() ->
            Finding.missing(
                name,
                purpose,
                "not on PATH",
                "install it (Debian and Ubuntu: apt-get install " + packageName + ")"));
  }

  private static Finding engine(String name, String purpose, String type, String artifact) {
    try {
      Class.forName(type, false, Doctor.class.getClassLoader());
      return Finding.ok(name, purpose, "on the class path");
    } catch (ClassNotFoundException _) {
      return Finding.missing(
          name,
          purpose,
          "not on the class path",
          "set TENON_CLASSPATH to its jars (" + artifact + ")");
    }
  }
}
