// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.heap;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A heap dump of the JVM (HPROF): which objects there are, where they lie in the file, and what
/// holds them by itself.
public final class HeapDump implements AutoCloseable {

  static final int CLASS = 0x20;
  static final int INSTANCE = 0x21;
  static final int OBJECTS = 0x22;
  static final int PRIMITIVES = 0x23;
  static final int OBJECT_TYPE = 2;

  private static final int TEXT = 0x01;
  private static final int LOADED_CLASS = 0x02;
  private static final int SEGMENT = 0x1C;
  private static final int WHOLE = 0x0C;
  private static final int ROOT_UNKNOWN = 0xFF;
  private static final int RECORD_HEADER = 9;
  private static final int CLASS_HEADER = 64;
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Arena arena = Arena.ofShared();
  private final MemorySegment file;
  private final Map<Long, String> texts = new HashMap<>();
  private final Map<Long, String> classNames = new HashMap<>();
  private final Map<Long, HeapClass> classes = new HashMap<>();
  private final LongIndex objects = new LongIndex();
  private long[] places = new long[1 << 16];
  private final List<Root> roots = new ArrayList<>();
  private final Map<Integer, Long> threads = new HashMap<>();

  /// What the JVM itself holds an object by.
  ///
  /// @param kind the tag of the record
  /// @param thread the number of the thread that it belongs to; 0 for none
  record Root(long object, int kind, int thread) {}

  /// A field.
  ///
  /// @param type as in the file
  record Field(String name, int type) {}

  /// A static field that refers to an object.
  record StaticReference(String name, long object) {}

  /// A class: what its instances hold, and what it holds itself.
  record HeapClass(
      String name, long parent, long loader, List<StaticReference> statics, List<Field> fields) {}

  private HeapDump(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  /// Reads a dump.
  ///
  /// @throws IOException if it cannot be read or is none
  public static HeapDump read(Path path) throws IOException {
    HeapDump dump = new HeapDump(path);
    boolean isDone = false;
    try {
      dump.readAll();
      isDone = true;
      return dump;
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("cannot read the heap dump " + path, e);
    } finally {
      if (!isDone) {
        dump.close();
      }
    }
  }

  private void readAll() throws IOException {
    long at = 0;
    while (byteAt(at) != 0) {
      at++;
    }
    if (intAt(at + 1) != Long.BYTES) {
      throw new IOException("cannot read a heap dump with addresses of %d bytes".formatted(at));
    }
    at += 1 + Integer.BYTES + Long.BYTES;
    while (at + RECORD_HEADER <= file.byteSize()) {
      int tag = byteAt(at);
      long length = intAt(at + 5) & 0xFFFFFFFFL;
      at += RECORD_HEADER;
      switch (tag) {
        case TEXT -> texts.put(longAt(at), bytesAsText(at + 8, length - 8));
        case LOADED_CLASS ->
            classNames.put(
                longAt(at + 4), texts.getOrDefault(longAt(at + 16), "?").replace('/', '.'));
        case SEGMENT, WHOLE -> readSegment(at, at + length);
        default -> {
          // Stack traces and summaries say nothing about who holds what.
        }
      }
      at += length;
    }
  }

  private void readSegment(long start, long end) {
    long at = start;
    while (at < end) {
      int tag = byteAt(at);
      at = tag >= CLASS && tag <= PRIMITIVES ? readObject(tag, at) : readRoot(tag, at + 1);
    }
  }

  private long readRoot(int kind, long at) {
    long object = longAt(at);
    int thread =
        switch (kind) {
          case 0x02, 0x03, 0x04, 0x06, 0x08 -> intAt(at + 8);
          default -> 0;
        };
    if (kind == 0x08) {
      threads.put(thread, object);
    }
    roots.add(new Root(object, kind, thread));
    return at
        + switch (kind) {
          case 0x01 -> 16;
          case 0x02, 0x03, 0x08 -> 16;
          case 0x04, 0x06 -> 12;
          case 0x05, 0x07, ROOT_UNKNOWN -> 8;
          default -> throw new IndexOutOfBoundsException("unknown root %#x".formatted(kind));
        };
  }

  private long readObject(int tag, long at) {
    int number = objects.size();
    objects.add(longAt(at + 1));
    if (number == places.length) {
      places = Arrays.copyOf(places, number * 2);
    }
    places[number] = at;
    return switch (tag) {
      case CLASS -> readClass(at + 1);
      case INSTANCE -> at + 25 + (intAt(at + 21) & 0xFFFFFFFFL);
      case OBJECTS -> at + 25 + (intAt(at + 13) & 0xFFFFFFFFL) * 8;
      default -> at + 18 + (intAt(at + 13) & 0xFFFFFFFFL) * sizeOf(byteAt(at + 17));
    };
  }

  private long readClass(long start) {
    long at = start + CLASS_HEADER;
    int constants = shortAt(at);
    at += 2;
    for (int index = 0; index < constants; index++) {
      at += 3 + sizeOf(byteAt(at + 2));
    }
    int count = shortAt(at);
    at += 2;
    List<StaticReference> statics = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      int type = byteAt(at + 8);
      if (type == OBJECT_TYPE) {
        statics.add(new StaticReference(texts.getOrDefault(longAt(at), "?"), longAt(at + 9)));
      }
      at += 9 + sizeOf(type);
    }
    count = shortAt(at);
    at += 2;
    List<Field> fields = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      fields.add(new Field(texts.getOrDefault(longAt(at), "?"), byteAt(at + 8)));
      at += 9;
    }
    long id = longAt(start);
    classes.put(
        id,
        new HeapClass(
            classNames.getOrDefault(id, "?"),
            longAt(start + 12),
            longAt(start + 20),
            statics,
            fields));
    return at;
  }

  static int sizeOf(int type) {
    return switch (type) {
      case OBJECT_TYPE, 7, 11 -> 8;
      case 4, 8 -> 1;
      case 5, 9 -> 2;
      case 6, 10 -> 4;
      default -> throw new IndexOutOfBoundsException("unknown type " + type);
    };
  }

  private String bytesAsText(long at, long length) {
    byte[] bytes = new byte[Math.toIntExact(length)];
    MemorySegment.copy(file, ValueLayout.JAVA_BYTE, at, bytes, 0, bytes.length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  int byteAt(long at) {
    return file.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
  }

  int shortAt(long at) {
    return file.get(SHORT, at) & 0xFFFF;
  }

  int intAt(long at) {
    return file.get(INT, at);
  }

  long longAt(long at) {
    return file.get(LONG, at);
  }

  LongIndex objects() {
    return objects;
  }

  /// Where the record of an object lies.
  long place(int number) {
    return places[number];
  }

  List<Root> roots() {
    return roots;
  }

  /// The object of a thread; 0 if there is none.
  long thread(int number) {
    return threads.getOrDefault(number, 0L);
  }

  /// A class by its address; null for what is none.
  @Nullable HeapClass heapClass(long id) {
    return classes.get(id);
  }

  /// The fields of an instance's class and of those above it, as their values follow each other.
  List<Field> fieldsOf(long classId) {
    List<Field> fields = new ArrayList<>();
    HeapClass each = classes.get(classId);
    while (each != null) {
      fields.addAll(each.fields());
      each = classes.get(each.parent());
    }
    return fields;
  }

  @Override
  public void close() {
    arena.close();
  }
}
