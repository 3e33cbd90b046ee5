// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.descriptor;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.abi.SlotId;
import dev.tenon.nativeext.memory.MappedImage;
import dev.tenon.nativeext.memory.Memory;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// The bytes of a good descriptor in memory of their own, as a C compiler would lay them out, and
/// mutations of them.
final class DescriptorBytes {

  static final int SIZE = 1408;
  private static final long CODE = 0x10_0000L;
  private static final long CODE_END = 0x10_1000L;

  private final long start;
  private long end;

  DescriptorBytes(Arena arena) {
    start = arena.allocate(SIZE, 16).address();
    write();
  }

  /// Writes the good descriptor.
  void write() {
    Memory.putBytes(start, new byte[SIZE]);
    long slots = start + Abi.MODULE_DEF_SIZE;
    long tables = slots + 18L * Abi.SLOT_SIZE;
    end = start + 896;
    Memory.putInt(start, Abi.VERSION);
    Memory.putLong(start + Abi.MODULE_DEF_SLOTS, slots);
    long constants = tables + 3L * Abi.METHOD_SIZE;
    long deprecated = constants + 3L * Abi.CONSTANT_SIZE;
    long submodules = deprecated + 2L * Abi.DEPRECATED_SIZE;
    method(tables, "add", "(state, i64) -> i64", CODE + 16);
    method(tables + Abi.METHOD_SIZE, "greet", null, CODE + 32);
    constant(constants, "text", Abi.STR, text("grüße"), 7);
    constant(constants + Abi.CONSTANT_SIZE, "number", Abi.INT, 42, 0);
    Memory.putLong(deprecated, text("old"));
    Memory.putLong(deprecated + Abi.DEPRECATED_REPLACEMENT, text("number"));
    Memory.putLong(deprecated + Abi.DEPRECATED_NOTE, text("since 2"));
    Memory.putLong(submodules, text("inner"));
    long resources = submodules + 2L * Long.BYTES;
    resources(resources);
    long properties = start + 816;
    Memory.putLong(properties, text("level"));
    Memory.putLong(properties + Abi.MODULE_PROPERTY_GET, CODE + 144);
    Memory.putLong(properties + Abi.MODULE_PROPERTY_DELETE, CODE + 160);
    slots(slots, tables, constants, deprecated, submodules, resources, properties);
  }

  private void resources(long list) {
    long type = list + 2L * Long.BYTES;
    long methods = type + Abi.RESOURCE_TYPE_SIZE;
    long properties = methods + 2L * Abi.METHOD_SIZE;
    Memory.putLong(list, type);
    Memory.putInt(type, Abi.RESOURCE_TYPE_SIZE);
    Memory.putLong(type + Abi.RESOURCE_TYPE_NAME, text("Thing"));
    Memory.putLong(type + Abi.RESOURCE_TYPE_METHODS, methods);
    Memory.putLong(type + Abi.RESOURCE_TYPE_PROPERTIES, properties);
    Memory.putLong(type + Abi.RESOURCE_TYPE_DESTROY, CODE + 96);
    method(methods, "raise", "(self, i64) -> i64", CODE + 112);
    Memory.putLong(properties, text("height"));
    Memory.putLong(properties + Abi.PROPERTY_GET, CODE + 128);
  }

  private void slots(
      long at,
      long methods,
      long constants,
      long deprecated,
      long submodules,
      long resources,
      long properties) {
    long place = at;
    place = slot(place, SlotId.DOC, text("A module."));
    place = slot(place, SlotId.STATE_SIZE, 64);
    place = slot(place, SlotId.METHODS, methods);
    place = slot(place, SlotId.CONSTANTS, constants);
    place = slot(place, SlotId.EXEC, CODE + 48);
    place = slot(place, SlotId.EXEC, CODE + 64);
    place = slot(place, SlotId.FREE, CODE + 80);
    place = slot(place, SlotId.INTERPRETERS, 2);
    place = slot(place, SlotId.THREADS, 1);
    place = slot(place, SlotId.IMPORT_NAME, text("public.name"));
    place = slot(place, SlotId.DEPRECATED, deprecated);
    place = slot(place, SlotId.SUBMODULES, submodules);
    place = slot(place, SlotId.RESOURCES, resources);
    place = slot(place, SlotId.PROPERTIES, properties);
    slot(place, SlotId.CALL, CODE + 176);
  }

  private static long slot(long place, SlotId id, long value) {
    Memory.putInt(place, id.id());
    Memory.putLong(place + Abi.SLOT_VALUE, value);
    return place + Abi.SLOT_SIZE;
  }

  private void method(long place, String name, String signature, long function) {
    Memory.putLong(place + Abi.METHOD_NAME, text(name));
    Memory.putLong(place + Abi.METHOD_SIGNATURE, signature == null ? 0 : text(signature));
    Memory.putLong(place + Abi.METHOD_FUNCTION, function);
  }

  private void constant(long place, String name, int kind, long payload, int length) {
    Memory.putLong(place, text(name));
    long value = place + Abi.CONSTANT_VALUE;
    Memory.putInt(value, kind);
    Memory.putInt(value + Abi.VALUE_LENGTH, length);
    Memory.putLong(value + Abi.VALUE_PAYLOAD, payload);
  }

  private long text(String text) {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    long place = end;
    Memory.putTerminated(place, bytes);
    end += bytes.length + 1;
    return place;
  }

  /// Changes some bytes or pointers.
  void mutate(Random random) {
    for (int count = 1 + random.nextInt(8); count > 0; count--) {
      switch (random.nextInt(4)) {
        case 0 -> Memory.putInt(start + random.nextInt(SIZE - 4), random.nextInt());
        case 1 -> Memory.putInt(start + 4L * random.nextInt(SIZE / 4), random.nextInt(24));
        case 2 -> Memory.putLong(start + 8L * random.nextInt(SIZE / 8), pointer(random));
        default -> flip(start + random.nextInt(SIZE), random.nextInt(8));
      }
    }
  }

  /// Makes one change that a fuzzer chooses. Pointers are relative, so that an input means the same
  /// in every run.
  void change(FuzzedDataProvider data) {
    int place = data.consumeInt(0, SIZE - Long.BYTES);
    switch (data.consumeInt(0, 4)) {
      case 0 -> Memory.putLong(place(place), start + data.consumeInt(-64, SIZE + 64));
      case 1 -> Memory.putLong(place(place), CODE + data.consumeInt(-64, 0x1040));
      case 2 -> Memory.putLong(place(place), data.consumeLong());
      case 3 -> Memory.putInt(start + (place & -4), data.consumeInt());
      default -> Memory.putBytes(start + place, new byte[] {data.consumeByte()});
    }
  }

  private long place(int offset) {
    return start + (offset & -8);
  }

  private static void flip(long place, int bit) {
    int aligned = Memory.getByte(place) ^ 1 << bit;
    Memory.putBytes(place, new byte[] {(byte) aligned});
  }

  /// A pointer to where things go wrong: nothing, wild, the edges of the memory, somewhere in it.
  private long pointer(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> random.nextLong();
      case 2 -> start - 1 - random.nextInt(16);
      case 3 -> start + SIZE - random.nextInt(40);
      case 4 -> Long.MAX_VALUE - random.nextInt(64);
      case 5 -> -1L - random.nextInt(64);
      case 6 -> random.nextInt(1 << 16);
      default -> start + random.nextInt(SIZE);
    };
  }

  /// A reader that knows no other memory than this.
  DescriptorReader reader() {
    return new DescriptorReader(
        "m",
        "m",
        Path.of("m.so"),
        new MappedImage(
            List.of(new MappedImage.Range(start, start + SIZE)),
            List.of(new MappedImage.Range(CODE, CODE_END)),
            _ -> false),
        null);
  }

  long address() {
    return start;
  }
}
