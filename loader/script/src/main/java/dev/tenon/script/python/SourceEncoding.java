// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.python;

import dev.tenon.error.kind.SyntaxError;
import dev.tenon.input.Escapes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The encoding that a comment in the first two lines of a script declares (PEP 263). Jython
/// refuses the comment in text that is decoded already.
final class SourceEncoding {

  private static final Pattern DECLARATION =
      Pattern.compile(
          "\\A(?:[ \\t\\f]*(?:#[^\\r\\n]*)?(?:\\r\\n|\\r|\\n))?[ \\t\\f]*#[^\\r\\n]*?"
              + "coding([:=])[ \\t]*([-_.a-zA-Z0-9]+)");

  private static final Set<String> UTF_8 = Set.of("utf8", "ascii", "usascii");

  private SourceEncoding() {}

  /// The text of a script with a comment in which Jython sees no declaration; lines and columns
  /// stay.
  ///
  /// @throws SyntaxError if it declares another encoding than UTF-8 and has other characters than
  ///   those of ASCII
  static String settled(String source, String origin) {
    Matcher declaration = DECLARATION.matcher(source);
    if (!declaration.find()) {
      return source;
    }
    String encoding = declaration.group(2);
    if (!UTF_8.contains(plain(encoding))
        && !StandardCharsets.US_ASCII.newEncoder().canEncode(source)) {
      throw new SyntaxError(
          "the script declares the encoding %s, but scripts are read as UTF-8; save it as UTF-8 and declare utf-8"
              .formatted(Escapes.quoted(encoding)),
          origin,
          (int) source.substring(0, declaration.start(2)).lines().count(),
          0,
          null);
    }
    return new StringBuilder(source)
        .replace(declaration.start(1), declaration.end(1), "-")
        .toString();
  }

  private static String plain(String encoding) {
    return encoding.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }
}
