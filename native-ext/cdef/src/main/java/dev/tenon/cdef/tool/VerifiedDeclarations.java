// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.tool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What was found out about a file of declarations: of each one, what confirmed it.
///
/// @param file its name
/// @param sources what the declarations were compared with, at least one
/// @param refused what an import of the file is refused for, a line each
/// @param notes what could not be asked, a line each
public record VerifiedDeclarations(
    String file,
    List<Source> sources,
    List<String> refused,
    List<Declaration> declarations,
    List<String> notes) {

  /// What declarations are compared with.
  public enum Means {
    /// The C compiler, which reads headers.
    COMPILER("compiler"),
    /// The debug information of the library.
    DWARF("DWARF");

    private final String word;

    Means(String word) {
      this.word = word;
    }

    /// How it is written.
    public String word() {
      return word;
    }
  }

  /// What declarations were compared with.
  ///
  /// @param name the headers, or the library
  public record Source(Means means, String name) {}

  /// What was found out about one declaration.
  ///
  /// @param kind `function`, `variable`, `constant`, `struct`, `union` or `type`
  /// @param confirmedBy what says the same; empty for nothing
  /// @param differences what says something else, a line each
  /// @param reason why the headers do not have it; empty if they do or there are none
  public record Declaration(
      String kind, String name, List<Means> confirmedBy, List<String> differences, String reason) {
    /// A declaration.
    public Declaration {
      confirmedBy = List.copyOf(confirmedBy);
      differences = List.copyOf(differences);
    }

    /// What two sources say together.
    Declaration and(Declaration other) {
      return new Declaration(
          kind,
          name,
          Stream.concat(confirmedBy.stream(), other.confirmedBy.stream()).toList(),
          Stream.concat(differences.stream(), other.differences.stream()).toList(),
          reason);
    }

    /// Whether nothing says anything about it.
    public boolean isUnconfirmed() {
      return confirmedBy.isEmpty() && differences.isEmpty();
    }
  }

  /// What was found out.
  public VerifiedDeclarations {
    sources = List.copyOf(sources);
    refused = List.copyOf(refused);
    declarations = List.copyOf(declarations);
    notes = List.copyOf(notes);
  }

  /// What is wrong, a line each.
  public List<String> mismatches() {
    List<String> all = new ArrayList<>(refused);
    declarations.forEach(each -> all.addAll(each.differences()));
    return all;
  }

  /// The names of the declarations that nothing confirmed.
  public List<String> unconfirmed() {
    return declarations.stream().filter(Declaration::isUnconfirmed).map(Declaration::name).toList();
  }

  /// Whether the file may be trusted.
  ///
  /// @param acceptsUnconfirmed whether declarations may stay that nothing confirmed
  public boolean isGood(boolean acceptsUnconfirmed) {
    return mismatches().isEmpty()
        && (acceptsUnconfirmed || unconfirmed().isEmpty())
        && declarations.stream().anyMatch(each -> !each.confirmedBy().isEmpty());
  }

  /// A line for each declaration, and a last one that counts them.
  public String text() {
    StringBuilder text = new StringBuilder();
    refused.forEach(each -> text.append(each).append('\n'));
    for (Declaration each : declarations) {
      if (!each.differences().isEmpty()) {
        each.differences().forEach(line -> text.append(line).append('\n'));
      } else {
        text.append("%s: %s\n".formatted(title(each), how(each)));
      }
    }
    return text.append(count()).append('\n').toString();
  }

  /// `struct point` is a name already.
  private static String title(Declaration each) {
    return each.name().startsWith(each.kind() + " ")
        ? each.name()
        : each.kind() + " " + each.name();
  }

  private static String how(Declaration each) {
    if (each.confirmedBy().isEmpty()) {
      return "nothing confirms it"
          + (each.reason().isEmpty() ? "" : " (%s)".formatted(each.reason()));
    }
    return "confirmed by "
        + each.confirmedBy().stream().map(Means::word).collect(Collectors.joining(" and "));
  }

  private String count() {
    StringBuilder text = new StringBuilder("%d declarations".formatted(declarations.size()));
    for (Source source : sources) {
      text.append(
          ", %d confirmed by %s (%s)"
              .formatted(
                  declarations.stream()
                      .filter(each -> each.confirmedBy().contains(source.means()))
                      .count(),
                  source.means().word(),
                  source.name()));
    }
    long wrong = declarations.stream().filter(each -> !each.differences().isEmpty()).count();
    return text.append(", %d by nothing, %d wrong".formatted(unconfirmed().size(), wrong))
        .toString();
  }

  /// For JSON.
  ///
  /// @param acceptsUnconfirmed whether declarations may stay that nothing confirmed
  public Map<String, Object> asMap(boolean acceptsUnconfirmed) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("file", file);
    map.put("good", isGood(acceptsUnconfirmed));
    map.put(
        "sources",
        sources.stream()
            .map(each -> Map.of("means", each.means().word(), "name", each.name()))
            .toList());
    map.put("refused", refused);
    map.put("declarations", declarations.stream().map(VerifiedDeclarations::asMap).toList());
    return map;
  }

  private static Map<String, Object> asMap(Declaration each) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", each.kind());
    map.put("name", each.name());
    map.put("confirmed_by", each.confirmedBy().stream().map(Means::word).toList());
    map.put("differences", each.differences());
    map.put("reason", each.reason());
    return map;
  }
}
