// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.terminal;

/// Marks parts of a text with the colours of a terminal (SGR of ECMA-48), or leaves them plain.
///
/// @param isOn whether anything is marked
public record Paint(boolean isOn) {

  private static final String ESCAPE = "\033[";
  private static final String END = ESCAPE + "0m";

  /// What went wrong.
  public String error(String text) {
    return mark("1;31", text);
  }

  /// What is as it should be.
  public String good(String text) {
    return mark("32", text);
  }

  /// What a part of the text is about.
  public String title(String text) {
    return mark("1", text);
  }

  /// A file and a line.
  String place(String text) {
    return mark("35", text);
  }

  private String mark(String code, String text) {
    return isOn && !text.isEmpty() ? ESCAPE + code + "m" + text + END : text;
  }
}
