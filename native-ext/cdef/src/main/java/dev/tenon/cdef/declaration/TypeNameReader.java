// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.declaration;

import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.NumberKind;
import dev.tenon.error.kind.ValueError;
import dev.tenon.input.Escapes;
import dev.tenon.input.Limit;
import dev.tenon.text.NearNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the names of types as C writes them: `unsigned int`, `struct point`, `sqlite3 *`,
/// `char[16]`.
public final class TypeNameReader {

  /// Nothing in it nests, so that to match it takes the same stack however long a text is.
  private static final Pattern SHAPE =
      Pattern.compile("\\s*+([\\w ]+?)([*\\s]*)((?:\\[[\\[\\]\\s\\d]*)?)");

  private static final Pattern LENGTH = Pattern.compile("\\s*\\[\\s*(\\d+)\\s*\\]\\s*");

  private final Declarations declarations;

  public TypeNameReader(Declarations declarations) {
    this.declarations = declarations;
  }

  /// The type of a name.
  ///
  /// @throws ValueError if there is none
  public CType read(String text) {
    if (text.length() > Limit.TYPE_NAME.most()) {
      throw new ValueError(
          "the name of a type has %s; declare a typedef for it"
              .formatted(Limit.TYPE_NAME.exceededBy(text.length())));
    }
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw noType(text);
    }
    String base = matcher.group(1).replaceAll("\\bconst\\b", "").strip().replaceAll("\\s+", " ");
    boolean readOnly = matcher.group(1).contains("const");
    CType type = base(base, text);
    for (char each : matcher.group(2).toCharArray()) {
      if (each == '*') {
        type = new CType.Pointer(type, readOnly);
        readOnly = false;
      }
    }
    for (long length : lengths(matcher.group(3), text).reversed()) {
      type = new CType.Array(type, length);
    }
    return type;
  }

  private static List<Long> lengths(String brackets, String text) {
    List<Long> lengths = new ArrayList<>();
    Matcher length = LENGTH.matcher(brackets);
    while (length.lookingAt()) {
      try {
        lengths.add(Long.valueOf(length.group(1)));
      } catch (NumberFormatException e) {
        throw new ValueError(
            "the length %s in %s is beyond 64 bits; expected one that fits into memory"
                .formatted(length.group(1), Escapes.quoted(text)),
            e);
      }
      length.region(length.end(), brackets.length());
    }
    if (length.regionStart() < brackets.length()) {
      throw noType(text);
    }
    return lengths;
  }

  private static ValueError noType(String text) {
    return new ValueError(
        "%s is no type; expected a name with * and [N] behind it, such as 'char *'"
            .formatted(Escapes.quoted(text)));
  }

  private CType base(String name, String text) {
    CType typedef = declarations.types().get(name);
    if (typedef != null) {
      return typedef;
    }
    if (name.equals("void")) {
      return new CType.VoidType();
    }
    for (String tag : List.of(name, "struct " + name, "union " + name)) {
      if (declarations.records().containsKey(tag)) {
        return new CType.Struct(tag);
      }
    }
    return number(name)
        .orElseThrow(() ->
            new ValueError(
                "unknown type %s%s"
                    .formatted(
                        Escapes.quoted(text),
                        NearNames.hint(name, declarations.types().keySet()))));
  }

  private static Optional<CType> number(String name) {
    NumberKind kind =
        switch (name) {
          case "size_t", "uintptr_t", "uint64_t" -> NumberKind.ULLONG;
          case "ssize_t", "ptrdiff_t", "intptr_t", "int64_t" -> NumberKind.LLONG;
          case "int32_t", "signed", "signed int" -> NumberKind.INT;
          case "uint32_t", "unsigned" -> NumberKind.UINT;
          case "int16_t", "short int" -> NumberKind.SHORT;
          case "uint16_t", "unsigned short int" -> NumberKind.USHORT;
          case "int8_t" -> NumberKind.SCHAR;
          case "uint8_t" -> NumberKind.UCHAR;
          case "bool" -> NumberKind.BOOL;
          case "long int" -> NumberKind.LONG;
          case "unsigned long int" -> NumberKind.ULONG;
          default -> byText(name);
        };
    return Optional.ofNullable(kind).map(CType.Arithmetic::new);
  }

  private static @Nullable NumberKind byText(String name) {
    for (NumberKind kind : NumberKind.values()) {
      if (kind.text().equals(name)) {
        return kind;
      }
    }
    return null;
  }
}
