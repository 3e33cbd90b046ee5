// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.extraction;

import dev.tenon.cdef.parser.compiler.Measures;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Members of types that declarations cannot have, such as vectors: bytes stand for them, as many
/// and aligned as the compiler says.
final class Substitutes {

  private record Member(String type, String path) {}

  private final List<Member> members = new ArrayList<>();

  Substitutes() {}

  private static String mark(int number, String what) {
    return "@%d%s@".formatted(number, what);
  }

  /// The text that stands for a member until it is measured.
  ///
  /// @param type the struct or union, as C writes it
  String add(String type, String member) {
    int number = members.size();
    members.add(new Member(type, member));
    return "unsigned char %s[%s] __attribute__((aligned(%s)))"
        .formatted(member, mark(number, "size"), mark(number, "align"));
  }

  /// Puts in what the compiler says.
  void measure(HeaderUnit unit, Collection<HeaderItem> items) throws IOException {
    if (members.isEmpty()) {
      return;
    }
    Map<String, String> expressions = new LinkedHashMap<>();
    for (int number = 0; number < members.size(); number++) {
      Member member = members.get(number);
      String place = "((%s *)0)->%s".formatted(member.type(), member.path());
      expressions.put(mark(number, "size"), "sizeof(%s)".formatted(place));
      expressions.put(mark(number, "align"), "__alignof__(%s)".formatted(place));
    }
    Measures measures = new Measures(unit.compiler(), unit.includes());
    Map<String, BigInteger> values = measures.integers(expressions);
    for (HeaderItem item : items) {
      String text = item.text();
      for (String mark : expressions.keySet()) {
        BigInteger value = values.get(mark);
        if (text.contains(mark)) {
          if (value == null) {
            boolean _ =
                item.refuse(
                    "a member has a type that declarations cannot have, and the compiler gives no"
                        + " size for it");
            break;
          }
          text = text.replace(mark, value.toString());
        }
      }
      if (item.refusal().isEmpty()) {
        item.setText(text);
      }
    }
  }
}
