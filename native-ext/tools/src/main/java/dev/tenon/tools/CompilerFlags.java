// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import dev.tenon.cli.terminal.UsageException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/// The flags with which a C or C++ compiler makes a module: the language, what is exported, and
/// where the headers are, which lie near the program itself.
final class CompilerFlags {

  private static final String HEADER = "tenon.h";

  private final Path program;

  /// @param program a place in the source tree or in the folder that Tenon is installed in
  CompilerFlags(Path program) {
    this.program = program;
  }

  /// The flags for the headers that belong to this program.
  ///
  /// @throws UsageException if the program does not know where it lies
  static CompilerFlags ofProgram() throws UsageException {
    CodeSource source = CompilerFlags.class.getProtectionDomain().getCodeSource();
    try {
      if (source != null && source.getLocation() != null) {
        return new CompilerFlags(Path.of(source.getLocation().toURI()));
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new UsageException(noHeaders(String.valueOf(e.getMessage())));
    }
    throw new UsageException(noHeaders("the place of the program is not known"));
  }

  /// The flags as words of a shell. Those for C are no flags for C++: a compiler warns of them.
  ///
  /// @param isForCPlusPlus whether they are for C++
  /// @param standard the edition of the language, `c17` or `gnu++20`; null for the oldest possible
  /// @throws UsageException if there are no headers, or the edition is none of the language
  String text(boolean isForCPlusPlus, @Nullable String standard) throws UsageException {
    String edition = standard != null ? standard : isForCPlusPlus ? "c++11" : "c11";
    if (!edition.matches(isForCPlusPlus ? "(c|gnu)\\+\\+[0-9][0-9a-z]" : "(c|gnu)[0-9][0-9a-z]")) {
      throw new UsageException(wrongStandard(edition, isForCPlusPlus));
    }
    Path headers = headers();
    if (headers == null) {
      throw new UsageException(noHeaders("none in the folders above " + program));
    }
    return "-std=%s -fvisibility=hidden%s -I%s"
        .formatted(edition, isForCPlusPlus ? " -fvisibility-inlines-hidden" : "", headers);
  }

  private @Nullable Path headers() {
    for (Path folder = program; folder != null; folder = folder.getParent()) {
      for (String name : new String[] {"include", "native-ext/include"}) {
        Path headers = folder.resolve(name);
        if (Files.isRegularFile(headers.resolve(HEADER))) {
          return headers;
        }
      }
    }
    return null;
  }

  private static String noHeaders(String reason) {
    return "cannot find the headers, tenon.h: %s; give the compiler their folder with -I"
        .formatted(reason);
  }

  private static String wrongStandard(String edition, boolean isForCPlusPlus) {
    return isForCPlusPlus
        ? "unknown edition of C++ '%s', expected c++11, gnu++17 or the like".formatted(edition)
        : "unknown edition of C '%s', expected c11, gnu17 or the like; --c++ prints the flags for C++"
            .formatted(edition);
  }
}
