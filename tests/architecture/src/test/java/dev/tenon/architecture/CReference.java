// SPDX-License-Identifier: Apache-2.0
package dev.tenon.architecture;

import dev.tenon.architecture.CHeader.Declaration;
import dev.tenon.architecture.CHeader.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The reference of the C API, made from the headers: an overview and a page for each header. As a
/// program, with the top of a checkout as its argument, it writes them.
final class CReference {

  /// How the pages are written anew.
  static final String REMEDY =
      "run java tests/architecture/src/test/java/dev/tenon/architecture/CReference.java .";

  private static final String OVERVIEW =
      """
      # C API

      `#include <tenon.h>` brings all of it; there is nothing to link. [Plug-ins in C](plugin-c.md) shows how it is used, and [Plug-ins in C++](cpp.md) what `tenon.hpp` adds.

      Unless a function says otherwise, it takes the context that the module was called with, only the thread that was called may call it, and it returns 0, or -1 with an error set. A parameter is *borrowed* (the caller keeps it), *owned* (the function takes it) or *out* (the function fills it).
      """;
  private static final String NOTE =
      "<!-- Made by CReference in tests/architecture; change the headers and run it. -->\n";
  private static final List<String> FACTS = List.of("return", "thread", "since");
  private static final String EXAMPLE = "<!-- not run: %s -->\n```c\n%s\n```\n";
  private static final Pattern INDENTED = Pattern.compile("(?m)(?:^ {4}.*\\n?|^\\n(?= {4}))+");
  private static final Pattern NAME =
      Pattern.compile("`[^`]*`|\\b((?:tn_|TN_|TENON_|Tn[A-Z])\\w+)");

  private final List<CHeader> headers;

  /// Where each name is explained.
  private final Map<String, String> places = new HashMap<>();

  private CReference(List<CHeader> headers) {
    this.headers = headers;
    for (CHeader header : headers) {
      for (Declaration each : header.declarations()) {
        places.put(each.name(), fileOf(header) + "#" + anchor(each));
      }
    }
  }

  /// Writes the pages.
  public static void main(String... root) throws IOException {
    write(Path.of(root[0]));
  }

  static void write(Path root) throws IOException {
    for (Map.Entry<String, String> page : of(root).entrySet()) {
      Path file = root.resolve(page.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, page.getValue());
    }
  }

  /// The pages by their places in a checkout.
  static Map<String, String> of(Path root) throws IOException {
    Path include = root.resolve("native-ext/include");
    try (Stream<Path> files = Files.list(include.resolve("tenon"))) {
      List<Path> headers = files.sorted().toList();
      Map<String, String> texts = new TreeMap<>();
      for (Path header : headers) {
        texts.put(include.relativize(header).toString(), Files.readString(header));
      }
      return new CReference(
              texts.entrySet().stream()
                  .map(each -> CHeader.read(each.getKey(), each.getValue()))
                  .toList())
          .pages();
    }
  }

  private Map<String, String> pages() {
    Map<String, String> pages = new TreeMap<>();
    pages.put("docs/c-api.md", overview());
    for (CHeader header : headers) {
      pages.put("docs/c-api/" + fileOf(header), page(header));
    }
    return pages;
  }

  private String overview() {
    StringBuilder text = new StringBuilder(NOTE).append('\n').append(OVERVIEW);
    for (CHeader header : headers) {
      String file = "c-api/" + fileOf(header);
      text.append("\n## [`%s`](%s)\n\n".formatted(header.name(), file))
          .append(linked(header.comment().summary(), "c-api/"))
          .append(".\n\n| Name | |\n|---|---|\n");
      for (Declaration each : header.declarations()) {
        text.append(
            "| [`%s`](%s) | %s |\n"
                .formatted(each.name(), "c-api/" + places.get(each.name()), summary(each)));
      }
    }
    return text.toString();
  }

  private String summary(Declaration declaration) {
    return cell(linked(declaration.comment().summary(), "c-api/"));
  }

  private String page(CHeader header) {
    StringBuilder text = new StringBuilder(NOTE);
    text.append("\n# `%s`\n\n%s\n".formatted(header.name(), prose(header.comment())));
    for (Kind kind : Kind.values()) {
      List<Declaration> declarations = header.declarations(kind);
      if (!declarations.isEmpty()) {
        text.append("\n## %s\n\n".formatted(kind.title()))
            .append(kind == Kind.CONSTANT ? constants(declarations) : entries(declarations));
      }
    }
    return text.toString();
  }

  private String constants(List<Declaration> declarations) {
    return declarations.stream()
        .map(each ->
            "| `%s` | %s | `%s` |\n"
                .formatted(
                    each.name(), cell(linked(each.comment().description(), "")), each.text()))
        .collect(Collectors.joining("", "| Name | Meaning | Value |\n|---|---|---|\n", ""));
  }

  private String entries(List<Declaration> declarations) {
    return declarations.stream().map(this::entry).collect(Collectors.joining("\n"));
  }

  private String entry(Declaration declaration) {
    CComment comment = declaration.comment();
    StringBuilder text = new StringBuilder("### %s\n\n".formatted(declaration.name()));
    text.append(EXAMPLE.formatted("a declaration", declaration.text()))
        .append("\n%s\n".formatted(prose(comment)));
    if (!comment.parameters().isEmpty()) {
      text.append("\n| Parameter | |\n|---|---|\n");
      comment
          .parameters()
          .forEach((name, what) ->
              text.append("| `%s` | %s |\n".formatted(name, cell(linked(what, "")))));
    }
    String facts =
        FACTS.stream()
            .flatMap(tag -> comment.tag(tag).map(what -> fact(tag, what)).stream())
            .collect(Collectors.joining());
    return text.append(facts.isEmpty() ? "" : "\n" + facts).toString();
  }

  private String fact(String tag, String what) {
    return "- *%s:* %s\n".formatted(tag, linked(what, ""));
  }

  /// The description of a comment, with the code that is indented in it as a block.
  private String prose(CComment comment) {
    Matcher code = INDENTED.matcher(comment.description());
    StringBuilder prose = new StringBuilder();
    int end = 0;
    while (code.find()) {
      prose.append(linked(comment.description().substring(end, code.start()), ""));
      prose.append(
          "\n" + EXAMPLE.formatted("a part of a source", code.group().stripIndent().strip()));
      end = code.end();
    }
    return prose.append(linked(comment.description().substring(end), "")).toString().strip();
  }

  /// Names as code, with a link to where they are explained.
  private String linked(String text, String directory) {
    return NAME.matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(reference(found.group(), directory)));
  }

  private String reference(String found, String directory) {
    String code = found.startsWith("`") ? found : "`%s`".formatted(found);
    String place = places.get(code.substring(1, code.length() - 1));
    return place == null ? code : "[%s](%s%s)".formatted(code, directory, place);
  }

  private static String cell(String text) {
    return text.replaceAll("\\s+", " ").replace("|", "\\|");
  }

  private static String fileOf(CHeader header) {
    return header.name().replace("tenon/", "").replace(".h", ".md");
  }

  /// Constants have one table and no headings.
  private static String anchor(Declaration declaration) {
    return declaration.kind() == Kind.CONSTANT
        ? "constants"
        : declaration.name().toLowerCase(Locale.ROOT);
  }
}
