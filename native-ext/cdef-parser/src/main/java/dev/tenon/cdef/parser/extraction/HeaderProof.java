// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.extraction;

import dev.tenon.cdef.check.Evidence;
import dev.tenon.cdef.check.LibraryEvidence;
import dev.tenon.cdef.model.CField;
import dev.tenon.cdef.model.CFunction;
import dev.tenon.cdef.model.CRecord;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.CVariable;
import dev.tenon.cdef.model.DeclarationException;
import dev.tenon.cdef.model.DeclarationParser;
import dev.tenon.cdef.model.DeclarationProblem;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.cdef.model.Layouts;
import dev.tenon.cdef.model.NumberKind;
import dev.tenon.cdef.model.OwnNames;
import dev.tenon.cdef.model.RecordLayout;
import dev.tenon.cdef.parser.compiler.Measures;
import dev.tenon.cdef.parser.compiler.Proof;
import dev.tenon.input.Escapes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Proves what is written: the text is read as an import reads it, and what came out of that is
/// claimed to the compiler that knows the headers. What the reading or the compiler refuses is
/// given up, until nothing is refused.
final class HeaderProof {

  private static final int MOST_ROUNDS = 200;

  private final DeclarationParser parser;
  private final HeaderUnit unit;
  private final HeaderReader.Request request;
  private final List<HeaderItem> items;
  private final Map<String, HeaderItem> byClaim = new HashMap<>();
  private final Map<String, HeaderItem> byName = new HashMap<>();
  private List<@Nullable HeaderItem> lines = new ArrayList<>();

  /// A proof of what headers declare.
  ///
  /// @param parser reads the text as an import does
  HeaderProof(
      DeclarationParser parser,
      HeaderUnit unit,
      HeaderReader.Request request,
      List<HeaderItem> items) {
    this.parser = parser;
    this.unit = unit;
    this.request = request;
    this.items = items;
    for (HeaderItem item : items) {
      switch (item.kind()) {
        case TYPE -> item.declares().forEach(each -> byName.putIfAbsent(each, item));
        case CONSTANT, ALIAS -> byName.putIfAbsent("constant " + item.name(), item);
        case VARIABLE -> byName.putIfAbsent("variable " + item.name(), item);
        case FUNCTION -> byName.putIfAbsent("function " + item.name(), item);
      }
    }
  }

  /// The text of which everything is proved.
  String provedText() throws IOException {
    for (HeaderItem item : items) {
      if (OwnNames.contains(item.name())) {
        boolean _ = item.refuse("modules have an attribute of that name themselves");
      }
    }
    for (int round = 0; round < MOST_ROUNDS; round++) {
      refuseDependents();
      String text = render();
      if (!refuseUnread(text)) {
        return text;
      }
    }
    throw new IOException(
        "the declarations could not be proved in %d rounds".formatted(MOST_ROUNDS));
  }

  /// Whether something had to be given up.
  private boolean refuseUnread(String text) throws IOException {
    Declarations read;
    try {
      read = parser.parse("extract.cdef.h", text, unit.model());
    } catch (DeclarationException e) {
      boolean changed = false;
      for (DeclarationProblem problem : e.problems()) {
        HeaderItem item = problem.line() <= lines.size() ? lines.get(problem.line() - 1) : null;
        changed |= item != null && item.refuse(problem.message());
      }
      if (!changed) {
        throw new IOException(
            "the declarations of the headers cannot be read back: "
                + e.problems().getFirst().message(),
            e);
      }
      return true;
    }
    boolean uncallable = refuseUncallable(read);
    return refuseUnproved(read) || uncallable;
  }

  private void refuseDependents() {
    boolean grew = true;
    while (grew) {
      grew = false;
      for (HeaderItem item : items) {
        for (String mention : List.copyOf(item.mentions())) {
          HeaderItem needed = byName.get(mention);
          if (item.isKept() && needed != null && !needed.isKept()) {
            grew |=
                item.refuse(
                    "it needs %s, which is left out".formatted(Escapes.quoted(bare(mention))));
          }
        }
      }
    }
  }

  private static String bare(String mention) {
    return mention.replaceFirst("^function ", "");
  }

  private String render() {
    StringBuilder text = new StringBuilder();
    lines = new ArrayList<>();
    if (!request.libraries().isEmpty()) {
      text.append("#pragma tenon library(\"")
          .append(String.join("\", \"", request.libraries()))
          .append("\")\n");
      lines.add(null);
    }
    for (HeaderItem item : items) {
      if (item.isKept() && !item.text().isEmpty()) {
        text.append(item.text()).append('\n');
        item.lines().forEach(_ -> lines.add(item));
      }
    }
    return text.toString();
  }

  private boolean refuseUncallable(Declarations read) {
    boolean changed = false;
    Layouts layouts = new Layouts(read, unit.model());
    for (CFunction function : read.functions()) {
      String refusal = request.refusal().apply(function.type(), layouts);
      HeaderItem item = byName.get("function " + function.name());
      if (!refusal.isEmpty() && item != null) {
        changed |= item.refuse(refusal);
      }
    }
    return changed;
  }

  private boolean refuseUnproved(Declarations read) throws IOException {
    Layouts layouts = new Layouts(read, unit.model());
    Proof proof = new Proof(unit.compiler(), unit.includes());
    byClaim.clear();
    boolean changed = false;
    read.constants().forEach((name, value) -> claimConstant(proof, name, value));
    Set<String> names = new HashSet<>(unit.text().macros().keySet());
    names.retainAll(namesIn(read));
    names.forEach(proof::hide);
    Set<String> bitFields = new HashSet<>();
    for (CRecord each : read.records().values()) {
      claimRecord(proof, each, layouts, bitFields);
    }
    read.types().forEach((name, type) -> claimType(proof, name, type, layouts));
    read.functions().forEach(each -> claimFunction(proof, each));
    read.variables().forEach(each -> claimVariable(proof, each));
    Map<String, String> refused = proof.run();
    refused.keySet().removeAll(confirmedAsWritten(refused.keySet(), names));
    for (Map.Entry<String, String> each : refused.entrySet()) {
      HeaderItem item = byClaim.get(each.getKey());
      if (item == null) {
        throw new IOException(
            "'%s' does not confirm %s: %s"
                .formatted(unit.compiler().name(), each.getKey(), each.getValue()));
      }
      changed |= item.refuse("the compiler does not confirm it: " + each.getValue());
    }
    return refuseBitFields(bitFields, layouts) || changed;
  }

  /// Functions whose types differ in `volatile` alone, which no call depends on: what is written
  /// has it, and has to be the type that the header declares.
  private Set<String> confirmedAsWritten(Set<String> subjects, Set<String> hidden)
      throws IOException {
    Proof proof = new Proof(unit.compiler(), unit.includes());
    hidden.forEach(proof::hide);
    Set<String> asked = new HashSet<>();
    for (String subject : subjects) {
      HeaderItem item = byClaim.get(subject);
      if (item != null && item.kind() == HeaderItem.Kind.FUNCTION && item.isVolatile()) {
        String name = item.name();
        asked.add(subject);
        proof.claim(
            subject,
            "extern %s _Static_assert(__builtin_types_compatible_p(__typeof__(%2$s), __typeof__(tenon_written_%2$s)), \"\");"
                .formatted(
                    item.text().replaceFirst("\\b" + name + "\\(", "tenon_written_" + name + "("),
                    name));
      }
    }
    if (!asked.isEmpty()) {
      asked.removeAll(proof.run().keySet());
    }
    return asked;
  }

  /// All names in what was read, which may be macros as well.
  private static Set<String> namesIn(Declarations read) {
    Set<String> names = new HashSet<>();
    read.functions().forEach(each -> names.add(each.name()));
    read.variables().forEach(each -> names.add(each.name()));
    names.addAll(read.types().keySet());
    for (CRecord each : read.records().values()) {
      names.add(each.tag().substring(each.tag().indexOf(' ') + 1));
      each.fields().forEach(field -> names.add(field.name()));
    }
    return names;
  }

  private void claim(Proof proof, @Nullable HeaderItem item, String subject, String condition) {
    if (item != null) {
      byClaim.put(subject, item);
    }
    proof.claim(
        subject, "_Static_assert(%s, \"%s\");".formatted(condition, Escapes.inline(subject)));
  }

  private @Nullable HeaderItem constantItem(String name) {
    HeaderItem item = byName.get("constant " + name);
    return item == null || !item.isKept() ? byName.get("enumerator " + name) : item;
  }

  private void claimConstant(Proof proof, String name, Object value) {
    String subject = "the value of " + name;
    String condition =
        switch (value) {
          case Long number -> whole(name, BigInteger.valueOf(number));
          case BigInteger number -> whole(name, number);
          case Double number when number.isInfinite() ->
              "__builtin_isinf_sign(%s) == %d".formatted(name, number > 0 ? 1 : -1);
          case Double number when number.isNaN() -> "(%s) != (%s)".formatted(name, name);
          case Double number -> "(%s) == %s".formatted(name, Double.toHexString(number));
          case String text -> text(name, text);
          default -> "0";
        };
    claim(proof, constantItem(name), subject, condition);
  }

  private static String whole(String name, BigInteger value) {
    BigInteger bits = value.mod(BigInteger.ONE.shiftLeft(Long.SIZE));
    return "__builtin_classify_type(%1$s) != 8 && (unsigned long long)(%1$s) == %2$sULL && ((long long)(%1$s) < 0) == %3$d"
        .formatted(name, bits, bits.testBit(Long.SIZE - 1) ? 1 : 0);
  }

  private static String text(String name, String value) {
    byte[] bytes = value.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    // A cast makes a pointer of it.
    return "(sizeof(%1$s) == %2$d || __builtin_strlen((const char *)(%1$s)) + 1 == %2$d) && __builtin_memcmp(%1$s, %3$s, %2$d) == 0"
        .formatted(name, bytes.length + 1, CSpelling.literal(value));
  }

  private void claimFunction(Proof proof, CFunction function) {
    HeaderItem item = byName.get("function " + function.name());
    if (item == null) {
      return; // an alias, whose function is claimed
    }
    CSpelling.of(function.type(), "")
        .ifPresent(type ->
            claim(
                proof,
                item,
                "the type of " + function.name(),
                "__builtin_types_compatible_p(__typeof__(%s), %s)".formatted(item.cName(), type)));
  }

  private void claimVariable(Proof proof, CVariable variable) {
    CSpelling.of(variable.type(), "")
        .ifPresent(type ->
            claim(
                proof,
                byName.get("variable " + variable.name()),
                "the type of " + variable.name(),
                "__builtin_types_compatible_p(__typeof__(%s), %s)"
                    .formatted(variable.name(), type)));
  }

  private void claimType(Proof proof, String name, CType type, Layouts layouts) {
    HeaderItem item = byName.get(name);
    if (item == null) {
      return;
    }
    CSpelling.of(type, "")
        .filter(spelled -> !spelled.equals(name))
        .ifPresent(spelled ->
            claim(
                proof,
                item,
                "the type " + name,
                "__builtin_types_compatible_p(%s, %s)".formatted(name, spelled)));
    if (type instanceof CType.Enumeration enumeration) {
      claim(
          proof,
          item,
          "the size of " + name,
          "sizeof(%1$s) == %2$d && (((%1$s)-1) < 0) == %3$d"
              .formatted(
                  name,
                  unit.model().sizeOf(enumeration.kind()),
                  unit.model().isSigned(enumeration.kind()) ? 1 : 0));
    } else if (layouts.isComplete(type)) {
      claim(
          proof,
          item,
          "the size of " + name,
          "sizeof(%s) == %d".formatted(name, layouts.sizeOf(type)));
    }
  }

  private void claimRecord(Proof proof, CRecord described, Layouts layouts, Set<String> bitFields) {
    CType.Struct type = new CType.Struct(described.tag());
    HeaderItem item = byName.get(described.tag());
    if (!described.complete() || item == null || described.tag().indexOf('<') >= 0) {
      return;
    }
    RecordLayout layout = layouts.layout(type);
    claim(
        proof,
        item,
        "the layout of " + described.tag(),
        isAlignedTypedef(item, described.tag())
            ? "sizeof(%s) == %d".formatted(described.tag(), layout.size())
            : "sizeof(%1$s) == %2$d && __alignof__(%1$s) == %3$d"
                .formatted(described.tag(), layout.size(), layout.alignment()));
    String tag = item.declares().contains(described.tag()) ? described.tag() : tagOf(item);
    claimMembers(
        new Whole(proof, item, tag, layouts, bitFields),
        type,
        "",
        (member, offset) -> "__builtin_offsetof(%s, %s) == %d".formatted(tag, member, offset));
  }

  /// Whether the typedef that names a struct has an alignment of its own.
  private static boolean isAlignedTypedef(HeaderItem item, String name) {
    return item.text().contains(name + " __attribute__((aligned(");
  }

  /// A record whose members are claimed, directly or within members without a name.
  ///
  /// @param bitFields takes the tag if there are bit-fields
  private record Whole(
      Proof proof, HeaderItem item, String tag, Layouts layouts, Set<String> bitFields) {}

  /// The condition that claims the offset of a member.
  @FunctionalInterface
  private interface OffsetClaim {
    String of(String member, long offset);
  }

  /// Claims the members of a record, or of a nameless one within it.
  ///
  /// @param prefix stands before the names of the members
  private void claimMembers(Whole whole, CType.Struct type, String prefix, OffsetClaim offset) {
    whole
        .layouts()
        .layout(type)
        .places()
        .forEach((name, place) -> {
          if (place.isBitField()) {
            whole.bitFields().add(whole.tag());
          } else {
            claimMember(whole, prefix + name, place, offset);
          }
        });
  }

  private void claimMember(Whole whole, String path, RecordLayout.Place place, OffsetClaim offset) {
    String tag = whole.tag();
    Layouts layouts = whole.layouts();
    String subject = "member %s of %s".formatted(path, tag);
    String member = "((%s *)0)->%s".formatted(tag, path);
    claim(whole.proof(), whole.item(), subject, offset.of(path, place.offset()));
    if (layouts.isComplete(place.type())) {
      claim(
          whole.proof(),
          whole.item(),
          subject,
          "sizeof(%s) == %d".formatted(member, layouts.sizeOf(place.type())));
    }
    CType element = elementOf(place.type());
    if (isNameless(element, layouts)) {
      String start = first(path, place.type());
      claimMembers(
          whole,
          (CType.Struct) element,
          start + ".",
          (inner, within) ->
              "__builtin_offsetof(%1$s, %2$s) - __builtin_offsetof(%1$s, %3$s) == %4$d"
                  .formatted(tag, inner, start, within));
    } else {
      claimMemberType(whole.proof(), whole.item(), subject, member, place.type());
    }
  }

  private static String tagOf(HeaderItem item) {
    return item.declares().iterator().next();
  }

  private static boolean isNameless(CType type, Layouts layouts) {
    return type instanceof CType.Struct struct
        && struct.tag().indexOf('<') >= 0
        && layouts.isComplete(struct);
  }

  private static CType elementOf(CType type) {
    return type instanceof CType.Array array ? elementOf(array.element()) : type;
  }

  /// The path of the first element.
  private static String first(String path, CType type) {
    return type instanceof CType.Array array ? first(path + "[0]", array.element()) : path;
  }

  /// Numbers have their kind and sign, pointers are pointers; what a pointer points to is compared
  /// where C has a name for it.
  private void claimMemberType(
      Proof proof, HeaderItem item, String subject, String member, CType type) {
    int kind = classOf(type);
    if (kind != 0) {
      String sign =
          type instanceof CType.Arithmetic number && number.kind() != NumberKind.BOOL && kind == 1
              ? " && ((__typeof__(%s))-1 < 0) == %d"
                  .formatted(member, unit.model().isSigned(number.kind()) ? 1 : 0)
              : "";
      claim(
          proof,
          item,
          subject,
          "__builtin_classify_type(%s) == %d%s".formatted(member, kind, sign));
    }
  }

  private static int classOf(CType type) {
    return switch (type) {
      case CType.Arithmetic number -> number.kind().isInteger() ? 1 : 8;
      case CType.Enumeration _ -> 1;
      case CType.Pointer _ -> 5;
      default -> 0;
    };
  }

  /// C has no expression for the place of a bit-field; the debug information has it.
  private boolean refuseBitFields(Set<String> tags, Layouts layouts) throws IOException {
    if (tags.isEmpty()) {
      return false;
    }
    Optional<Path> library = new Measures(unit.compiler(), unit.includes()).library("");
    Optional<Evidence> evidence =
        library.isEmpty() ? Optional.empty() : LibraryEvidence.of(library.get());
    boolean changed = false;
    for (String tag : tags) {
      HeaderItem item = byName.get(tag);
      RecordLayout known = evidence.map(each -> each.records().get(tag)).orElse(null);
      String difference =
          known == null
              ? "the compiler reports nothing about its bit-fields"
              : difference(new CType.Struct(tag), known, layouts, evidence.get());
      if (!difference.isEmpty() && item != null) {
        changed |= item.refuse(difference);
      }
    }
    return changed;
  }

  private static String difference(
      CType.Struct type, RecordLayout known, Layouts layouts, Evidence evidence) {
    for (Map.Entry<String, RecordLayout.Place> each : layouts.layout(type).places().entrySet()) {
      RecordLayout.Place place = each.getValue();
      RecordLayout.Place other = known.places().get(each.getKey());
      boolean differs = other == null || bit(place) != bit(other) || place.bits() != other.bits();
      if (place.bits() != CField.WHOLE && differs) {
        return "the compiler places bit-field %s elsewhere"
            .formatted(Escapes.quoted(each.getKey()));
      }
      if (isNameless(elementOf(place.type()), layouts)) {
        RecordLayout inner =
            other != null && elementOf(other.type()) instanceof CType.Struct struct
                ? evidence.records().get(struct.tag())
                : null;
        String within =
            inner == null
                ? "the compiler reports nothing about the bit-fields in " + each.getKey()
                : difference((CType.Struct) elementOf(place.type()), inner, layouts, evidence);
        if (!within.isEmpty()) {
          return within;
        }
      }
    }
    return "";
  }

  private static long bit(RecordLayout.Place place) {
    return place.offset() * Byte.SIZE + place.bitOffset();
  }
}
