// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.extraction;

import dev.tenon.cdef.parser.compiler.PreprocessedText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Something that a header declares and that is written out: a type, a constant, a variable or a
/// function. It can be given up, or reduced to its name.
final class HeaderItem {

  /// What it is.
  enum Kind {
    /// A typedef, struct, union or enumeration.
    TYPE("type"),
    /// A macro with a value.
    CONSTANT("constant"),
    /// A variable.
    VARIABLE("variable"),
    /// A function.
    FUNCTION("function"),
    /// A macro that is another name of a function.
    ALIAS("alias");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  private final Kind kind;
  private final String name;
  private final PreprocessedText.Place place;
  private final Set<String> declares = new LinkedHashSet<>();
  private final Set<String> mentions = new LinkedHashSet<>();
  private String text;
  private @Nullable String reduced;
  private String refusal = "";
  private boolean isVolatile;
  private boolean isWrapper;

  HeaderItem(Kind kind, String name, PreprocessedText.Place place, String text) {
    this.kind = kind;
    this.name = name;
    this.place = place;
    this.text = text;
  }

  Kind kind() {
    return kind;
  }

  String name() {
    return name;
  }

  PreprocessedText.Place place() {
    return place;
  }

  /// The names that others may mention because of it: `size_type`, `struct point`.
  Set<String> declares() {
    return declares;
  }

  /// The names that it mentions.
  Set<String> mentions() {
    return mentions;
  }

  /// What C calls it.
  String cName() {
    return isWrapper ? Shim.PREFIX + name : name;
  }

  /// Whether it is a function of the shim.
  boolean isWrapper() {
    return isWrapper;
  }

  /// Makes it a function of the shim.
  void setWrapper() {
    isWrapper = true;
  }

  /// How it is written; it may have several lines.
  String text() {
    return text;
  }

  void setText(String text) {
    this.text = text;
  }

  void setVolatile(boolean has) {
    isVolatile = has;
  }

  /// Whether its type is `volatile` somewhere.
  boolean isVolatile() {
    return isVolatile;
  }

  /// Sets how it is written when its members are given up.
  void setReduced(String text) {
    reduced = text;
  }

  /// Whether it is written.
  boolean isKept() {
    return refusal.isEmpty() || reduced != null;
  }

  /// Gives it up, or its members where its name can stay.
  ///
  /// @return whether anything changed
  boolean refuse(String reason) {
    if (!refusal.isEmpty() && reduced == null) {
      return false;
    }
    if (refusal.isEmpty() && reduced != null) {
      text = reduced;
      mentions.clear();
    } else {
      reduced = null;
    }
    refusal = refusal.isEmpty() ? reason : refusal;
    return true;
  }

  /// Why it, or its members, were given up; empty if they were not.
  String refusal() {
    return refusal;
  }

  /// The line about it for the user; only for one that was given up.
  String leftOut() {
    return "%s%s: %s%s"
        .formatted(name, shown(place), refusal, isKept() ? "; only its name is kept" : "");
  }

  /// A place for users.
  static String shown(PreprocessedText.Place place) {
    return place.file().isEmpty() ? "" : " (%s:%d)".formatted(place.file(), place.line());
  }

  /// The lines of its text.
  List<String> lines() {
    return List.of(text.split("\n", -1));
  }
}
