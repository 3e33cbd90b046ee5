// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// A folder with modules of every kind, each in a good and a bad version. Whatever code of a bad
/// version runs first makes the file `ran`.
final class PinsWorld {

  private static final String MODULE =
      """
      #include <tenon.h>
      #include <stdio.h>
      __attribute__((constructor)) static void begin(void) {
        FILE *mark = IS_BAD ? fopen(RAN, "w") : 0;
        if (mark) { fclose(mark); }
      }
      #ifdef NEEDS_BASE
      long base(void);
      #else
      static long base(void) { return 1; }
      #endif
      static int64_t value(void) { return base(); }
      static const TnMethod methods[] = {TN_TYPED("value", value, "() -> i64", NULL),
                                         TN_METHODS_END};
      #define MODULE(name) TENON_MODULE(name, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED))
      MODULE(NAME);
      """;

  private static final String LIBRARY =
      """
      #include <stdio.h>
      __attribute__((constructor)) static void begin(void) {
        FILE *mark = IS_BAD ? fopen(RAN, "w") : 0;
        if (mark) { fclose(mark); }
      }
      long base(void);
      long base(void) { return 1; }
      """;

  private static final String PROVIDER =
      """
      import dev.tenon.module.*;
      import java.nio.file.*;
      import java.util.List;

      public final class Provider implements ModuleProvider {
        static {
          try {
            if (IS_BAD) Files.write(Path.of("RAN"), new byte[0]);
          } catch (java.io.IOException e) {
            throw new ExceptionInInitializerError(e);
          }
        }

        @Override
        public List<ModuleDef> moduleDefs() {
          return List.of(ModuleDef.of("inJava").dynamic("value", null, (self, values) -> 1L).build());
        }
      }
      """;

  private final Path folder;
  private final Path built;

  /// @param folder holds the good versions
  /// @param built for the others
  PinsWorld(Path folder, Path built) {
    this.folder = folder;
    this.built = built;
  }

  /// Whether code of a bad version has run.
  boolean hasRun() {
    return Files.exists(ran());
  }

  Path ran() {
    return built.resolve("ran");
  }

  private Path bad(String file) throws IOException {
    return Files.createDirectories(built.resolve("bad")).resolve(file);
  }

  /// The bad version of a file.
  Path badVersionOf(Path file) throws IOException {
    return bad(file.getFileName().toString());
  }

  private void compile(String source, String file, String... arguments) throws Exception {
    Files.writeString(built.resolve("source.c"), source);
    for (boolean isBad : new boolean[] {false, true}) {
      Path output = isBad ? bad(file) : folder.resolve(file);
      List<String> all =
          new ArrayList<>(
              List.of(
                  "-o",
                  output.toString(),
                  "source.c",
                  "-DIS_BAD=" + (isBad ? 1 : 0),
                  "-DRAN=\"" + ran() + "\""));
      all.addAll(List.of(arguments));
      Compiler.compile(built, all.toArray(String[]::new));
    }
  }

  /// A module in C.
  Path nativeModule(String name, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("-DNAME=" + name));
    all.addAll(List.of(arguments));
    compile(MODULE, name + ".so", all.toArray(String[]::new));
    return folder.resolve(name + ".so");
  }

  /// A module in C that needs `libbase.so` beside it.
  Path moduleWithLibrary(String name, String... arguments) throws Exception {
    Path _ = library("libbase.so", "-Wl,-soname,libbase.so");
    List<String> all =
        new ArrayList<>(
            List.of(
                "-DNEEDS_BASE",
                "-L" + folder,
                "-Wl,--no-as-needed",
                "-lbase",
                "-Wl,--enable-new-dtags",
                "-Wl,-rpath,$ORIGIN"));
    all.addAll(List.of(arguments));
    return nativeModule(name, all.toArray(String[]::new));
  }

  /// A library without modules.
  Path library(String file, String... arguments) throws Exception {
    compile(LIBRARY, file, arguments);
    return folder.resolve(file);
  }

  /// Declarations of the library `libdeclared.so`.
  Path declarations() throws Exception {
    Path _ = library("libdeclared.so");
    Files.writeString(bad("declared.cdef.h"), "long base(void);\nint base2(void);\n");
    return Files.writeString(folder.resolve("declared.cdef.h"), "long base(void);\n");
  }

  /// A script.
  Path script() throws IOException {
    Files.writeString(
        bad("script.js"), "new java.io.FileOutputStream('%s').close();".formatted(ran()));
    return Files.writeString(folder.resolve("script.js"), "value = function () { return 1; };");
  }

  /// A jar with the module `inJava`.
  Path jar(String name) throws IOException {
    for (boolean isBad : new boolean[] {false, true}) {
      Path classes = classes(isBad);
      Path jar = isBad ? bad(name) : folder.resolve(name);
      run("jar", "--create", "--file", jar, "-C", classes, ".");
    }
    return folder.resolve(name);
  }

  private Path classes(boolean isBad) throws IOException {
    Path made = Files.createTempDirectory(built, "classes");
    Path source =
        Files.writeString(
            built.resolve("Provider.java"),
            PROVIDER.replace("IS_BAD", String.valueOf(isBad)).replace("RAN", ran().toString()));
    Path services = Files.createDirectories(made.resolve("META-INF/services"));
    Files.writeString(services.resolve(ModuleProvider.class.getName()), "Provider");
    try {
      Path core =
          Path.of(ModuleProvider.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      run("javac", "-d", made, "-cp", core, "-proc:none", source);
    } catch (java.net.URISyntaxException e) {
      throw new IOException(e);
    }
    return made;
  }

  /// Runs a tool of the JDK.
  static void run(String tool, Object... arguments) {
    StringWriter messages = new StringWriter();
    PrintWriter writer = new PrintWriter(messages);
    int status =
        ToolProvider.findFirst(tool)
            .orElseThrow()
            .run(writer, writer, Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    if (status != 0) {
      throw new AssertionError(messages);
    }
  }

  /// The SHA-256 of a file.
  static String hash(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /// Writes a lock file that lists files of the folder, as they are.
  Path lock(Path... files) throws IOException {
    StringBuilder text = new StringBuilder("tenon-lock 1\n");
    for (Path file : files) {
      text.append("%s  -  %s\n".formatted(hash(file), folder.relativize(file)));
    }
    return Files.writeString(folder.resolve("tenon.lock"), text);
  }

  /// An interpreter with pins, in which the folder is on the path.
  Interpreter.Builder locked(Path... files) throws IOException {
    return Interpreter.builder().path(folder).pins(lock(files));
  }
}
