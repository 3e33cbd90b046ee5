// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.repl;

import dev.tenon.error.kind.OverflowError;
import dev.tenon.input.Limit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Entries from a file or a pipe, in UTF-8.
public final class PipedLines implements Lines {

  private final BufferedReader reader;
  private final Language language;

  public PipedLines(InputStream input, Language language) {
    reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
    this.language = language;
  }

  /// The next entry.
  ///
  /// @throws OverflowError if it is longer than [Limit#PROMPT_ENTRY] allows
  /// @throws IOException if the input cannot be read
  @Override
  public @Nullable String next() throws IOException {
    StringBuilder text = new StringBuilder();
    if (!readLine(text)) {
      return null;
    }
    while (!language.isComplete(text.toString())) {
      text.append('\n');
      if (!readLine(text)) {
        text.setLength(text.length() - 1);
        break; // the language itself says what is missing
      }
    }
    return text.toString();
  }

  /// Appends a line without its end; false at the end of the input.
  private boolean readLine(StringBuilder text) throws IOException {
    int each = reader.read();
    if (each < 0) {
      return false;
    }
    for (; each >= 0 && each != '\n'; each = reader.read()) {
      if (text.length() >= Limit.PROMPT_ENTRY.most()) {
        throw new OverflowError("the entry has " + Limit.PROMPT_ENTRY.exceeded());
      }
      text.append((char) each);
    }
    if (!text.isEmpty() && text.charAt(text.length() - 1) == '\r') {
      text.setLength(text.length() - 1);
    }
    return true;
  }

  @Override
  public boolean isInteractive() {
    return false;
  }
}
