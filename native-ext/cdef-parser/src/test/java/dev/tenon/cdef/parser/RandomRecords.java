// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes structs and unions with every attribute that changes a layout, the same for the same seed.
final class RandomRecords {

  /// A struct or union.
  ///
  /// @param members its members that are no bit-fields, by name
  /// @param bits its bit-fields, by name
  record Made(String tag, List<String> members, List<String> bits) {}

  private static final List<String> NUMBERS =
      List.of(
          "char",
          "signed char",
          "unsigned short",
          "short",
          "int",
          "unsigned int",
          "long",
          "unsigned long long",
          "float",
          "double",
          "_Bool",
          "void *",
          "small",
          "wide",
          "loose",
          "bigger",
          "enum plain");
  private static final List<String> INTEGERS =
      List.of("char", "unsigned short", "int", "unsigned int", "long", "unsigned long", "_Bool");

  private final Random random;
  private final StringBuilder text =
      new StringBuilder(
          """
          typedef enum __attribute__((packed)) { SMALL_A, SMALL_B = 200 } small;
          typedef int wide __attribute__((aligned(16)));
          typedef unsigned long loose __attribute__((aligned(2)));
          typedef unsigned int bigger __attribute__((mode(DI)));
          enum plain { PLAIN_A = -1, PLAIN_B };
          """);
  private final List<Made> made = new ArrayList<>();
  private int depth;

  RandomRecords(long seed) {
    random = new Random(seed);
  }

  String text() {
    return text.toString();
  }

  List<Made> made() {
    return made;
  }

  RandomRecords add(int count) {
    for (int index = 0; index < count; index++) {
      addOne("r" + made.size());
    }
    return this;
  }

  private boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void addOne(String tag) {
    int pack = once(4) ? 1 << random.nextInt(4) : 0;
    if (pack != 0) {
      text.append("#pragma pack(push, %d)\n".formatted(pack));
    }
    List<String> members = new ArrayList<>();
    List<String> bits = new ArrayList<>();
    boolean union = once(6);
    String before = attributes(once(6));
    text.append(union ? "union " : "struct ").append(before).append(tag).append(" {\n");
    members(tag, members, bits);
    text.append("} ").append(before.isEmpty() ? attributes(once(5)) : "").append(";\n");
    if (pack != 0) {
      text.append("#pragma pack(pop)\n");
    }
    made.add(new Made((union ? "union " : "struct ") + tag, members, bits));
  }

  private String attributes(boolean wanted) {
    if (!wanted) {
      return "";
    }
    String aligned = "aligned(%d)".formatted(1 << random.nextInt(6));
    return switch (random.nextInt(3)) {
      case 0 -> "__attribute__((packed)) ";
      case 1 -> "__attribute__((%s)) ".formatted(aligned);
      default -> "__attribute__((__packed__, %s)) ".formatted(aligned);
    };
  }

  private void members(String tag, List<String> members, List<String> bits) {
    int count = 1 + random.nextInt(6);
    for (int index = 0; index < count; index++) {
      String name = "m%d_%d".formatted(depth, members.size() + bits.size());
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> bitField(name, bits);
        case 3 -> nested(tag, name, members, bits);
        default -> whole(name, members);
      }
    }
  }

  private void whole(String name, List<String> members) {
    // It must not be less than any type's own alignment.
    String alignas = once(10) ? "_Alignas(%d) ".formatted(1 << (4 + random.nextInt(3))) : "";
    String type = any(NUMBERS);
    boolean over = type.equals("wide");
    String array = !over && once(5) ? "[%d]".formatted(1 + random.nextInt(5)) : "";
    String attributes = alignas.isEmpty() ? attributes(once(8)) : "";
    text.append(
        "  %s%s %s%s %s;\n".formatted(alignas, type, name, array, attributes).replace(" ;", ";"));
    members.add(name);
  }

  private void bitField(String name, List<String> bits) {
    String type = any(INTEGERS);
    int most =
        switch (type) {
          case "_Bool" -> 1;
          case "char" -> 8;
          case "unsigned short" -> 16;
          case "long", "unsigned long" -> 64;
          default -> 32;
        };
    if (once(10)) {
      text.append("  %s : %d;\n".formatted(type, once(2) ? 0 : 1 + random.nextInt(most)));
      return;
    }
    String packed = once(8) ? " __attribute__((packed))" : "";
    text.append("  %s %s : %d%s;\n".formatted(type, name, 1 + random.nextInt(most), packed));
    bits.add(name);
  }

  /// A member that is a struct or union itself, with or without a name.
  private void nested(String tag, String name, List<String> members, List<String> bits) {
    if (depth > 1) {
      whole(name, members);
      return;
    }
    boolean named = once(2);
    text.append("  %s {\n".formatted(once(2) ? "union" : "struct"));
    depth++;
    members(
        tag + "_" + name, named ? new ArrayList<>() : members, named ? new ArrayList<>() : bits);
    depth--;
    text.append("  } ").append(attributes(once(4))).append(named ? name : "").append(";\n");
    if (named) {
      members.add(name);
    }
  }
}
