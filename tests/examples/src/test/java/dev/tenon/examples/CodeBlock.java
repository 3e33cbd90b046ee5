// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

/// A fenced code block of a Markdown file.
///
/// @param document the name of the file, as messages show it
/// @param line the line of the opening fence, counted from 1
/// @param language what stands behind the opening fence
/// @param directive what the comment just above says to do with it
/// @param text the lines between the fences
record CodeBlock(String document, int line, String language, Directive directive, String text) {

  /// What to do with a block.
  sealed interface Directive {

    /// What is usual for its language.
    record Usual() implements Directive {}

    /// `<!-- file: NAME -->`: the block is this file, for the blocks after it.
    record ToFile(String name) implements Directive {}

    /// `<!-- fragment -->`: the block is a part of a source, to be completed before it is compiled.
    record Fragment() implements Directive {}

    /// `<!-- part of: FILE -->`: the block stands in this file of the checkout, which is tested
    /// elsewhere.
    record PartOf(String name) implements Directive {}

    /// `<!-- not run: REASON -->`: the block is only shown.
    record NotRun(String reason) implements Directive {}
  }

  /// The place of the block's line `index`, counted from 0.
  String place(int index) {
    return document + ":" + (line + 1 + index);
  }

  /// An error that names the place of the block's line `index`.
  AssertionError failure(int index, String text) {
    return new AssertionError(place(index) + ": " + text);
  }

  @Override
  public String toString() {
    String place = document + ":" + line + (language.isEmpty() ? "" : " " + language);
    return directive instanceof Directive.NotRun(String reason)
        ? place + ", not run: " + reason
        : place;
  }
}
