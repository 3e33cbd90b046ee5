// SPDX-License-Identifier: Apache-2.0
package dev.tenon.architecture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A header of the C SDK as its reference shows it: what it says of itself, and its declarations
/// with their comments. What has no comment is not for authors of modules; functions and numbers
/// have one, but for the ids of slots, which macros hide.
///
/// @param name the name below `include`
/// @param comment what the header is for
/// @param declarations in their order
record CHeader(String name, CComment comment, List<Declaration> declarations) {

  /// What a declaration declares.
  enum Kind {
    TYPE("Types"),
    CONSTANT("Constants"),
    MACRO("Macros"),
    FUNCTION("Functions");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /// Several of them.
    String title() {
      return title;
    }
  }

  /// One declaration.
  ///
  /// @param text as an author sees it: a function without its body, the value of a constant, a
  ///   macro with its parameters
  record Declaration(Kind kind, String name, String text, CComment comment) {}

  private static final String COMMENT = "/\\*\\*([^*]*(?:\\*(?!/)[^*]*)*)\\*/\\s*?\\n";
  private static final Pattern FIRST_COMMENT = Pattern.compile("(?s)" + COMMENT);
  private static final Pattern DECLARATION =
      Pattern.compile(
          "(?ms)^(?:"
              + COMMENT
              + ")?(?:#define (?<macro>\\w+)(?<parameters>\\([^)]*\\))?(?<value>[^\\n]*)|static"
              + " inline (?<function>[^{;]*?\\b(?<called>tn_\\w+)\\([^{;]*?\\))\\s*"
              + "(?:TENON_PRINTF[^;]*;|\\{)|(?<body>(?:typedef )?(?:struct|union|enum)"
              + " (?<type>\\w+) \\{(?:[^\\n]*\\};|.*?^\\}[^;]*;))|(?<callback>typedef"
              + " [^;{]*?\\(\\*(?<pointer>\\w+)\\)[^;]*;))");
  private static final Pattern NUMBER = Pattern.compile("\\d+u?|\\(TENON_\\w+ .*\\)");
  private static final Pattern HIDDEN = Pattern.compile("TN_SLOT_(?!OPTIONAL)\\w+");
  private static final Pattern FOR_CPP = Pattern.compile("(?ms)^#ifdef __cplusplus.*?^#endif\\n");

  /// Reads the text of a header.
  ///
  /// @throws IllegalStateException if it does not say what it is for, or a comment is missing
  static CHeader read(String name, String text) {
    Matcher comment = FIRST_COMMENT.matcher(text);
    if (!comment.find()) {
      throw new IllegalStateException(name + ": expected a comment that says what it is for");
    }
    Map<String, Declaration> declarations = new LinkedHashMap<>();
    DECLARATION
        .matcher(text)
        .results()
        .map(CHeader::declaration)
        .filter(found -> !HIDDEN.matcher(found.name()).matches())
        .forEach(found -> declarations.putIfAbsent(found.name(), found));
    declarations.values().removeIf(found -> !isCommented(name, found));
    return new CHeader(name, CComment.read(comment.group(1)), List.copyOf(declarations.values()));
  }

  List<Declaration> declarations(Kind kind) {
    return declarations.stream().filter(each -> each.kind() == kind).toList();
  }

  private static boolean isCommented(String header, Declaration declaration) {
    boolean isCommented = !declaration.comment().description().isEmpty();
    if (!isCommented
        && (declaration.kind() == Kind.FUNCTION || declaration.kind() == Kind.CONSTANT)) {
      throw new IllegalStateException(
          "%s: %s has no comment: write one, the reference shows it"
              .formatted(header, declaration.name()));
    }
    return isCommented;
  }

  private static Declaration declaration(MatchResult found) {
    CComment comment = CComment.read(Optional.ofNullable(found.group(1)).orElse(""));
    if (found.group("function") != null) {
      return new Declaration(
          Kind.FUNCTION, found.group("called"), found.group("function") + ";", comment);
    }
    if (found.group("callback") != null) {
      return new Declaration(Kind.TYPE, found.group("pointer"), found.group("callback"), comment);
    }
    if (found.group("body") != null) {
      String body = FOR_CPP.matcher(found.group("body")).replaceAll("");
      return new Declaration(Kind.TYPE, found.group("type"), body, comment);
    }
    String parameters = Optional.ofNullable(found.group("parameters")).orElse("");
    return macro(found.group("macro"), parameters, found.group("value").strip(), comment);
  }

  private static Declaration macro(String name, String parameters, String value, CComment comment) {
    return parameters.isEmpty() && NUMBER.matcher(value).matches()
        ? new Declaration(Kind.CONSTANT, name, value, comment)
        : new Declaration(Kind.MACRO, name, name + parameters, comment);
  }
}
