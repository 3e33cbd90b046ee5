// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.repl;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/// Reports to JLine whether an entry is complete, and which word is to be completed.
final class EntryParser implements Parser {

  private final Language language;

  EntryParser(Language language) {
    this.language = language;
  }

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE && !language.isComplete(line)) {
      throw new EOFError(-1, -1, "the entry goes on");
    }
    return new Entry(line, cursor, Completion.wordOf(line.substring(0, cursor)));
  }

  @Override
  public boolean isEscapeChar(char each) {
    return false;
  }

  /// An entry whose only word of interest is the one before the cursor.
  private record Entry(String line, int cursor, String word) implements CompletingParsedLine {
    @Override
    public int wordCursor() {
      return word.length();
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word);
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return word.length();
    }

    @Override
    public int rawWordLength() {
      return word.length();
    }
  }
}
