// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.compile;

import dev.tenon.cli.terminal.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The flags with which a C or C++ compiler makes a module: the language, what is exported, and the
/// directory of the headers.
public final class CompilerFlags {

  private static final String OLDEST_C = "c11";
  private static final String OLDEST_C_PLUS_PLUS = "c++11";

  private final Path headers;

  /// @param headers the directory of `tenon.h`
  CompilerFlags(Path headers) {
    this.headers = headers;
  }

  /// The flags for the headers near this program.
  ///
  /// @return the flags
  /// @throws UsageException if there are no headers near it
  public static CompilerFlags ofProgram() throws UsageException {
    return new CompilerFlags(SdkHeaders.ofProgram().findOrThrow());
  }

  /// The flags as words of a shell. Those for C are no flags for C++: a compiler warns of them.
  ///
  /// @param isForCPlusPlus whether they are for C++
  /// @param standard the edition of the language, `c17` or `gnu++20`; null for the oldest possible
  /// @return the words, separated by blanks
  /// @throws UsageException if the edition is none of the language
  public String text(boolean isForCPlusPlus, @Nullable String standard) throws UsageException {
    String edition = standard != null ? standard : isForCPlusPlus ? OLDEST_C_PLUS_PLUS : OLDEST_C;
    if (!edition.matches(isForCPlusPlus ? "(c|gnu)\\+\\+[0-9][0-9a-z]" : "(c|gnu)[0-9][0-9a-z]")) {
      throw new UsageException(wrongStandard(edition, isForCPlusPlus));
    }
    return String.join(" ", words(isForCPlusPlus, edition));
  }

  /// The flags for the oldest edition of C that modules can be written in.
  List<String> wordsForC() {
    return words(false, OLDEST_C);
  }

  private List<String> words(boolean isForCPlusPlus, String edition) {
    List<String> words = new ArrayList<>(List.of("-std=" + edition, "-fvisibility=hidden"));
    if (isForCPlusPlus) {
      words.add("-fvisibility-inlines-hidden");
    }
    words.add("-I" + headers);
    return words;
  }

  private static String wrongStandard(String edition, boolean isForCPlusPlus) {
    return isForCPlusPlus
        ? "unknown edition of C++ '%s', expected c++11, gnu++17 or the like".formatted(edition)
        : "unknown edition of C '%s', expected c11, gnu17 or the like; --c++ prints the flags for C++"
            .formatted(edition);
  }
}
