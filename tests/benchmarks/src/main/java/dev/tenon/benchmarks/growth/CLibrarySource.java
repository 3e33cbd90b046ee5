// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks.growth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Builds libraries of many functions with the C compiler.
final class CLibrarySource {

  private static final Path INCLUDE =
      Path.of(System.getProperty("tenon.include", "native-ext/include"));

  private CLibrarySource() {}

  /// A module whose table lists one function under many names.
  static void buildModule(Path library, String module, int functions) throws Exception {
    StringBuilder source = new StringBuilder("#include <tenon.h>\n");
    source.append("static int64_t add(int64_t a, int64_t b) { return a + b; }\n");
    source.append("static const TnMethod methods[] = {\n");
    for (int index = 0; index < functions; index++) {
      source.append("TN_TYPED(\"f%d\", add, \"(i64, i64) -> i64\", NULL),\n".formatted(index));
    }
    source.append("TN_METHODS_END};\nTENON_MODULE(%s, TN_METHODS(methods));\n".formatted(module));
    build(library, source);
  }

  /// A library that exports many functions, and the file with their declarations beside it.
  static void buildLibrary(Path library, Path declarations, int functions) throws Exception {
    StringBuilder source = new StringBuilder();
    StringBuilder declared = new StringBuilder();
    for (int index = 0; index < functions; index++) {
      declared.append("long f%d(long a, long b);\n".formatted(index));
      source.append("long f%1$d(long a, long b) { return a + b + %1$d; }\n".formatted(index));
    }
    Files.writeString(declarations, declared);
    build(library, source);
  }

  private static void build(Path library, CharSequence text) throws Exception {
    Path source = Files.writeString(library.resolveSibling("source.c"), text);
    int status =
        new ProcessBuilder(
                "cc",
                "-shared",
                "-fPIC",
                "-O0",
                "-I" + INCLUDE,
                "-o",
                library.toString(),
                source.toString())
            .inheritIO()
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException("cc ended with %d for %s".formatted(status, source));
    }
    Files.delete(source);
  }
}
