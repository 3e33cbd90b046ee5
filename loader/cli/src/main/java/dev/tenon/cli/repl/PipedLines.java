package dev.tenon.cli.repl;

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

  @Override
  public @Nullable String next() throws IOException {
    String line = reader.readLine();
    if (line == null) {
      return null;
    }
    StringBuilder text = new StringBuilder(line);
    while (!language.isComplete(text.toString())) {
      String more = reader.readLine();
      if (more == null) {
        break; // the language itself says what is missing
      }
      text.append('\n').append(more);
    }
    return text.toString();
  }

  @Override
  public boolean isInteractive() {
    return false;
  }
}
