// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.declaration;

import dev.tenon.cdef.parser.preparation.Preparation;
import dev.tenon.input.Escapes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.eclipse.cdt.internal.core.dom.parser.ASTNode;
import org.jspecify.annotations.Nullable;

/// The pragmas of one text that are not Tenon's: what `#pragma pack` allows at each place, and
/// which ones are not understood.
public final class Packing {

  /// Pragmas that change neither layout nor value nor symbol, by their first word.
  private static final Set<String> HARMLESS =
      Set.of(
          "once",
          "GCC",
          "clang",
          "STDC",
          "warning",
          "region",
          "endregion",
          "message",
          "comment",
          "mark",
          "omp",
          "diag_suppress",
          "diag_default",
          "nounroll",
          "unroll",
          "intrinsic",
          "tenon",
          "optimize",
          "error",
          "unmanaged",
          "managed",
          "cling");

  private static final Set<String> HARMFUL_OF_GCC =
      Set.of("push_macro", "pop_macro", "ms_struct", "align");

  private final NavigableMap<Integer, Integer> limits = new TreeMap<>();
  private final List<Preparation.Flaw> unknown = new ArrayList<>();
  private final Deque<Integer> saved = new ArrayDeque<>();
  private final Deque<String> labels = new ArrayDeque<>();
  private int limit;

  private Packing() {}

  /// Reads the pragmas of a text.
  static Packing of(List<Preparation.Pragma> pragmas) {
    Packing packing = new Packing();
    for (Preparation.Pragma pragma : pragmas) {
      String message = packing.read(pragma.text());
      if (message != null) {
        packing.unknown.add(new Preparation.Flaw(pragma.offset(), message));
      }
      packing.limits.put(pragma.offset(), packing.limit);
    }
    return packing;
  }

  private static int offset(IASTNode node) {
    return ((ASTNode) node).getOffset();
  }

  /// The pragmas that are not understood.
  List<Preparation.Flaw> unknown() {
    return unknown;
  }

  /// The largest alignment that members of a struct may have; 0 for any.
  ///
  /// @throws UnsupportedTypeException if it changes within the struct
  public int limit(IASTNode body) throws UnsupportedTypeException {
    int start = at(offset(body));
    if (start != at(offset(body) + ((ASTNode) body).getLength())) {
      throw new UnsupportedTypeException(
          body, "'#pragma pack' inside a struct means something else to each compiler");
    }
    return start;
  }

  private int at(int offset) {
    var entry = limits.floorEntry(offset);
    return entry == null ? 0 : entry.getValue();
  }

  private @Nullable String read(String text) {
    String word = text.split("\\W", 2)[0];
    if (word.equals("pack")) {
      return pack(text.substring(word.length()).strip());
    }
    String second = text.substring(word.length()).strip().split("\\W", 2)[0];
    boolean harmless = HARMLESS.contains(word) && !HARMFUL_OF_GCC.contains(second);
    return harmless || text.isEmpty()
        ? null
        : "'#pragma %s' is not known and may change the layout or the symbols; remove it if it does not"
            .formatted(Escapes.inline(text));
  }

  private @Nullable String pack(String text) {
    String bad =
        "'#pragma pack%s' is not understood; expected pack(N), pack(), pack(push), pack(push, N) or pack(pop) with N 1, 2, 4, 8 or 16"
            .formatted(Escapes.inline(text));
    if (!text.startsWith("(") || !text.endsWith(")")) {
      return bad;
    }
    String inside = text.substring(1, text.length() - 1).strip();
    String[] parts = inside.isEmpty() ? new String[0] : inside.split("\\s*,\\s*");
    if (parts.length == 0) {
      limit = 0;
      return null;
    }
    return switch (parts[0]) {
      case "push" -> push(parts) ? null : bad;
      case "pop" -> pop(parts) ? null : bad;
      case "show" -> null;
      default -> parts.length == 1 && set(parts[0]) ? null : bad;
    };
  }

  private boolean push(String[] parts) {
    boolean named = parts.length > 1 && !isNumber(parts[1]);
    saved.push(limit);
    labels.push(named ? parts[1] : "");
    int at = named ? 2 : 1;
    return parts.length == at || (parts.length == at + 1 && set(parts[at]));
  }

  private boolean pop(String[] parts) {
    if (parts.length > 2 || saved.isEmpty()) {
      return false;
    }
    String label = parts.length == 2 && !isNumber(parts[1]) ? parts[1] : "";
    if (!label.isEmpty() && !labels.contains(label)) {
      return false;
    }
    while (!label.isEmpty() && !labels.element().equals(label)) {
      labels.pop();
      saved.pop();
    }
    labels.pop();
    limit = saved.pop();
    return parts.length < 2 || !label.isEmpty() || set(parts[1]);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && Character.isDigit(text.charAt(0));
  }

  private boolean set(String number) {
    switch (number) {
      case "0" -> limit = 0;
      case "1", "2", "4", "8", "16" -> limit = Integer.parseInt(number);
      default -> {
        return false;
      }
    }
    return true;
  }
}
