// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

import dev.tenon.examples.CodeBlock.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the code blocks of a Markdown text.
final class BlockReader {

  private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,})\\s*([^`]*?)\\s*");
  private static final Pattern DIRECTIVE =
      Pattern.compile("\\s*<!--\\s*(file|fragment|part of|not run)(?::\\s*(.*?))?\\s*-->\\s*");

  private final String document;
  private final List<String> lines;
  private final List<CodeBlock> blocks = new ArrayList<>();

  private BlockReader(String document, String text) {
    this.document = document;
    this.lines = text.lines().toList();
  }

  /// The blocks in their order.
  ///
  /// @throws AssertionError if a block does not end or its comment cannot be understood
  static List<CodeBlock> read(String document, String text) {
    BlockReader reader = new BlockReader(document, text);
    int index = 0;
    while (index < reader.lines.size()) {
      Matcher fence = FENCE.matcher(reader.lines.get(index));
      index = fence.matches() ? reader.readBlock(index, fence) : index + 1;
    }
    return reader.blocks;
  }

  /// Reads the block whose opening fence is at `start`.
  ///
  /// @return the index of the line after it
  private int readBlock(int start, Matcher fence) {
    StringBuilder text = new StringBuilder();
    for (int index = start + 1; index < lines.size(); index++) {
      String line = lines.get(index);
      if (line.strip().startsWith(fence.group(1)) && line.strip().chars().distinct().count() == 1) {
        blocks.add(
            new CodeBlock(
                document, start + 1, fence.group(2), directiveAbove(start), text.toString()));
        return index + 1;
      }
      text.append(line).append('\n');
    }
    throw new AssertionError("%s:%d: the code block has no end".formatted(document, start + 1));
  }

  private Directive directiveAbove(int fence) {
    Matcher directive = DIRECTIVE.matcher(fence == 0 ? "" : lines.get(fence - 1));
    if (!directive.matches()) {
      return new Directive.Usual();
    }
    String argument = directive.group(2) == null ? "" : directive.group(2);
    boolean wanted = !directive.group(1).equals("fragment");
    if (argument.isEmpty() == wanted) {
      throw new AssertionError(
          ("%s:%d: found '%s', expected <!-- file: NAME -->, <!-- fragment -->,"
                  + " <!-- part of: FILE --> or <!-- not run: WHY -->")
              .formatted(document, fence, lines.get(fence - 1).strip()));
    }
    return switch (directive.group(1)) {
      case "file" -> new Directive.ToFile(argument);
      case "fragment" -> new Directive.Fragment();
      case "part of" -> new Directive.PartOf(argument);
      default -> new Directive.NotRun(argument);
    };
  }
}
