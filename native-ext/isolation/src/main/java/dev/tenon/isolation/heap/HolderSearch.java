// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.heap;

import dev.tenon.input.Escapes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Finds the shortest way from what the JVM holds by itself, such as threads and static fields, to
/// an object. References that do not keep an object are not followed.
public final class HolderSearch {

  private static final int UNKNOWN = -2;
  private static final int NOBODY = -1;
  private static final int MAX_STEPS = 12;

  private final HeapDump dump;
  private final int[] holders;
  private final HeapDump.Root[] roots;
  private final ArrayDeque<Integer> open = new ArrayDeque<>();

  public HolderSearch(HeapDump dump) {
    this.dump = dump;
    this.holders = new int[dump.objects().size()];
    this.roots = new HeapDump.Root[holders.length];
    Arrays.fill(holders, UNKNOWN);
    // The static fields of classes say more than that the JVM holds the class, so threads come
    // first.
    dump.roots().forEach(this::begin);
    while (!open.isEmpty()) {
      int each = open.removeFirst();
      forEachReference(each, object -> follow(each, object));
    }
  }

  private void begin(HeapDump.Root root) {
    int number = dump.objects().find(root.object());
    if (number >= 0 && holders[number] == UNKNOWN) {
      holders[number] = NOBODY;
      roots[number] = root;
      open.add(number);
    }
  }

  private void follow(int holder, long object) {
    int number = object == 0 ? UNKNOWN : dump.objects().find(object);
    if (number >= 0 && holders[number] == UNKNOWN) {
      holders[number] = holder;
      open.add(number);
    }
  }

  private void forEachReference(int number, LongConsumer action) {
    long at = dump.place(number);
    switch (dump.byteAt(at)) {
      case HeapDump.CLASS -> {
        HeapDump.HeapClass type = dump.heapClass(dump.objects().key(number));
        if (type != null) {
          action.accept(type.parent());
          action.accept(type.loader());
          type.statics().forEach(each -> action.accept(each.object()));
        }
      }
      case HeapDump.INSTANCE -> {
        action.accept(dump.longAt(at + 13));
        fields(number).forEach(each -> action.accept(each.object()));
      }
      case HeapDump.OBJECTS -> {
        action.accept(dump.longAt(at + 17));
        int count = dump.intAt(at + 13);
        for (int index = 0; index < count; index++) {
          action.accept(dump.longAt(at + 25 + index * 8L));
        }
      }
      default -> {
        // An array of numbers refers to nothing.
      }
    }
  }

  /// What the fields of an instance refer to; of weak references, not what they are about.
  private List<HeapDump.StaticReference> fields(int number) {
    long at = dump.place(number);
    long classId = dump.longAt(at + 13);
    boolean isWeak = isReference(classId);
    List<HeapDump.StaticReference> values = new ArrayList<>();
    long value = at + 25;
    for (HeapDump.Field field : dump.fieldsOf(classId)) {
      if (field.type() == HeapDump.OBJECT_TYPE && !(isWeak && field.name().equals("referent"))) {
        values.add(new HeapDump.StaticReference(field.name(), dump.longAt(value)));
      }
      value += HeapDump.sizeOf(field.type());
    }
    return values;
  }

  private boolean isReference(long classId) {
    HeapDump.HeapClass type = dump.heapClass(classId);
    while (type != null && !type.name().equals("java.lang.ref.Reference")) {
      if (type.name().equals("java.lang.ref.FinalReference")) {
        return false;
      }
      type = dump.heapClass(type.parent());
    }
    return type != null;
  }

  /// What holds an object, in words; empty if nothing does.
  public Optional<String> holderOf(long object) {
    int number = dump.objects().find(object);
    if (number < 0 || holders[number] == UNKNOWN) {
      return Optional.empty();
    }
    List<Integer> way = new ArrayList<>();
    int step = number;
    for (; holders[step] != NOBODY; step = holders[step]) {
      way.add(step);
    }
    int first = step;
    Collections.reverse(way);
    List<String> words = new ArrayList<>(List.of(root(first)));
    int from = first;
    for (int each : way) {
      words.add(step(from, dump.objects().key(each)));
      from = each;
    }
    if (words.size() > MAX_STEPS) {
      words.subList(MAX_STEPS / 2, words.size() - MAX_STEPS / 2).clear();
      words.add(MAX_STEPS / 2, "…");
    }
    return Optional.of(String.join(" -> ", words));
  }

  private String root(int number) {
    HeapDump.Root root = roots[number];
    String what = nameOf(number);
    return switch (root.kind()) {
      case 0x08 -> "thread %s".formatted(Escapes.quoted(threadName(dump.objects().key(number))));
      case 0x02, 0x03, 0x04, 0x06 ->
          "a variable of thread %s: %s"
              .formatted(Escapes.quoted(threadName(dump.thread(root.thread()))), what);
      case 0x01 -> "native code (a JNI global reference): " + what;
      case 0x05 -> what;
      default -> "the JVM: " + what;
    };
  }

  private String nameOf(int number) {
    long at = dump.place(number);
    HeapDump.HeapClass type =
        switch (dump.byteAt(at)) {
          case HeapDump.CLASS -> dump.heapClass(dump.objects().key(number));
          case HeapDump.INSTANCE -> dump.heapClass(dump.longAt(at + 13));
          case HeapDump.OBJECTS -> dump.heapClass(dump.longAt(at + 17));
          default -> null;
        };
    String name = type == null ? "?" : type.name();
    return dump.byteAt(at) == HeapDump.CLASS ? "class " + name : name;
  }

  /// How one object refers to another.
  private String step(int from, long to) {
    long at = dump.place(from);
    return switch (dump.byteAt(at)) {
      case HeapDump.CLASS -> {
        HeapDump.HeapClass type = dump.heapClass(dump.objects().key(from));
        yield type == null
            ? "?"
            : type.statics().stream()
                .filter(each -> each.object() == to)
                .findFirst()
                .map(each -> "static field %s.%s".formatted(type.name(), each.name()))
                .orElse("its class loader");
      }
      case HeapDump.INSTANCE ->
          fields(from).stream()
              .filter(each -> each.object() == to)
              .findFirst()
              .map(each -> "%s.%s".formatted(nameOf(from), each.name()))
              .orElse("its class " + nameOf(from));
      default -> "an element";
    };
  }

  private String threadName(long thread) {
    int number = dump.objects().find(thread);
    return number < 0
        ? "?"
        : fields(number).stream()
            .filter(each -> each.name().equals("name"))
            .findFirst()
            .map(each -> text(each.object()))
            .orElse("?");
  }

  /// A text of one byte for each character, as names are.
  private String text(long string) {
    int number = dump.objects().find(string);
    int content =
        number < 0
            ? number
            : fields(number).stream()
                .filter(each -> each.name().equals("value"))
                .mapToInt(each -> dump.objects().find(each.object()))
                .findFirst()
                .orElse(NOBODY);
    if (content < 0) {
      return "?";
    }
    long at = dump.place(content);
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < dump.intAt(at + 13); index++) {
      text.append((char) dump.byteAt(at + 18 + index));
    }
    return text.toString();
  }

  /// The objects that instances of a class refer to by a field, by the number in another field.
  public List<Marked> marked(String className) {
    List<Marked> found = new ArrayList<>();
    for (int number = 0; number < holders.length; number++) {
      long at = dump.place(number);
      if (dump.byteAt(at) == HeapDump.INSTANCE && nameOf(number).equals(className)) {
        found.add(marked(at));
      }
    }
    return found;
  }

  /// An object that a mark is about.
  ///
  /// @param mark the number of the mark
  public record Marked(int mark, long object) {}

  private Marked marked(long at) {
    long value = at + 25;
    int mark = 0;
    long object = 0;
    for (HeapDump.Field field : dump.fieldsOf(dump.longAt(at + 13))) {
      if (field.name().equals("referent")) {
        object = dump.longAt(value);
      } else if (field.name().equals("number")) {
        mark = dump.intAt(value);
      }
      value += HeapDump.sizeOf(field.type());
    }
    return new Marked(mark, object);
  }
}
