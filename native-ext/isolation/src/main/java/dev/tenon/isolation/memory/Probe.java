// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.memory;

import dev.tenon.imports.path.Platform;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The eyes of a helper process: what the preloaded library `tenon_watch` notes. Where there is no
/// such library nothing is seen. See `watch.h`; the numbers here are those of the C sources.
public final class Probe {

  /// The variable that names the library.
  public static final String LIBRARY = "TENON_WATCH_LIBRARY";

  /// The variable that names the folder of the JDK, whose libraries are not under test.
  public static final String JAVA = "TENON_WATCH_JAVA";

  /// Owners of blocks that are not a library under test.
  static final int SYSTEM = -2;

  static final int HOST = -3;

  private static final int STATE = 0;
  private static final int LIBRARIES = 1;
  private static final int BLOCKS = 2;
  private static final int CALLS = 3;
  private static final int THREADS = 4;
  private static final int STORES = 5;
  private static final int LOCKS = 6;

  private static final int ROOM = 24 << 20;
  private static final int BLOCK_SIZE = 32;
  private static final int STORE_SIZE = 40;
  private static final int MOST_STORES = 1 << 16;

  private static final boolean AVAILABLE = load();

  /// Where all reads go, one at a time: allocating it anew would zero it each time.
  private static final ByteBuffer BUFFER =
      ByteBuffer.allocateDirect(AVAILABLE ? ROOM : 0).order(ByteOrder.nativeOrder());

  private Probe() {}

  /// A library under test.
  ///
  /// @param number what owners of blocks and callers are known by
  public record Library(int number, long start, long end, String path) {
    /// The name of the file; that of the original for a private image.
    public String name() {
      String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1);
      return name.replace(" (deleted)", "");
    }
  }

  /// A block of memory that lives.
  ///
  /// @param caller the address behind the call that asked for it, from where the owner is mapped
  /// @param owner the number of a library, or one of the constants
  /// @param generation distinguishes it from a later block at the same address
  record Block(long address, long size, long caller, int owner, int generation) {
    boolean contains(long place) {
      return place >= address && place < address + Math.max(1, size);
    }
  }

  /// A call of a function whose state belongs to the process.
  ///
  /// @param detail the file, if the function is `file`
  public record Call(String function, int owner, String detail) {}

  /// A store that was watched.
  ///
  /// @param code the address of the instruction
  /// @param former the aligned word before it
  /// @param value the aligned word after it
  public record Store(
      long address,
      long code,
      long former,
      long value,
      boolean changed,
      boolean atomic,
      boolean locked,
      boolean constant) {}

  /// Whether the library is there.
  public static boolean isAvailable() {
    return AVAILABLE;
  }

  @SuppressWarnings("restricted") // the process was started for it
  private static boolean load() {
    String library = System.getenv(LIBRARY);
    if (library == null) {
      return false;
    }
    System.load(library);
    return true;
  }

  /// Facts about the process and the calling thread: kind, name and value each.
  public static List<String[]> state() {
    return lines(STATE, 3);
  }

  public static List<Library> libraries() {
    List<Library> libraries = new ArrayList<>();
    for (String[] each : lines(LIBRARIES, 4)) {
      libraries.add(
          new Library(
              Integer.parseInt(each[0]),
              Long.parseUnsignedLong(each[1], 16),
              Long.parseUnsignedLong(each[2], 16),
              each[3]));
    }
    return libraries;
  }

  /// The calls since the last time.
  public static List<Call> calls() {
    return lines(CALLS, 3).stream()
        .map(each -> new Call(each[0], Integer.parseInt(each[1]), each[2]))
        .toList();
  }

  /// The threads that libraries under test have started and that live.
  static List<String> threads() {
    return lines(THREADS, 1).stream().map(each -> each[0]).toList();
  }

  /// The locks that drivers have used: the address of each and its size in bytes.
  static NavigableMap<Long, Long> locks() {
    NavigableMap<Long, Long> locks = new TreeMap<>();
    for (String[] each : lines(LOCKS, 2)) {
      locks.put(Long.parseUnsignedLong(each[0], 16), Long.parseLong(each[1]));
    }
    return locks;
  }

  static synchronized List<Block> blocks() {
    ByteBuffer bytes = bytes(BLOCKS);
    List<Block> blocks = new ArrayList<>();
    while (bytes.remaining() >= BLOCK_SIZE) {
      blocks.add(
          new Block(
              bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getInt(), bytes.getInt()));
    }
    return blocks;
  }

  /// The stores since the last time; null if there were more than can be noted.
  public static synchronized @Nullable List<Store> stores() {
    ByteBuffer bytes = bytes(STORES);
    if (!bytes.hasRemaining() || bytes.getLong() > MOST_STORES) {
      return AVAILABLE ? null : List.of();
    }
    List<Store> stores = new ArrayList<>();
    while (bytes.remaining() >= STORE_SIZE) {
      long address = bytes.getLong();
      long code = bytes.getLong();
      long former = bytes.getLong();
      long value = bytes.getLong();
      long flags = bytes.getLong();
      stores.add(
          new Store(
              address,
              code,
              former,
              value,
              (flags & 1) != 0,
              (flags & 2) != 0,
              (flags & 4) != 0,
              (flags & 8) != 0));
    }
    return stores;
  }

  /// Whether this processor lets stores be watched.
  public static boolean isX86() {
    return Platform.current().machine().equals("x86_64");
  }

  /// Watches stores to ranges, given as pairs of start and end.
  ///
  /// @return whether that can be done
  public static boolean watchStores(List<long[]> ranges) {
    if (!AVAILABLE) {
      return false;
    }
    ByteBuffer pairs =
        ByteBuffer.allocateDirect(ranges.size() * 16 + 16).order(ByteOrder.nativeOrder());
    ranges.forEach(each -> pairs.putLong(each[0]).putLong(each[1]));
    pairs.clear();
    return watchStores(MemorySegment.ofBuffer(pairs).address(), ranges.size());
  }

  private static synchronized List<String[]> lines(int what, int columns) {
    String text = StandardCharsets.ISO_8859_1.decode(bytes(what)).toString();
    return text.lines()
        .map(each -> each.split("\t", columns))
        .filter(each -> each.length == columns)
        .toList();
  }

  private static ByteBuffer bytes(int what) {
    BUFFER.clear();
    if (!AVAILABLE) {
      return BUFFER;
    }
    long length = read(what, MemorySegment.ofBuffer(BUFFER).address(), ROOM);
    return BUFFER.limit(Math.toIntExact(length));
  }

  private static native long read(int what, long address, long size);

  private static native boolean watchStores(long ranges, long count);

  /// Begins to watch. What is mapped now is not under test.
  ///
  /// @param withArena whether libraries under test get their memory from pages of their own, which
  ///   watching stores needs
  public static native void begin(boolean withArena);

  /// Says whether the calling thread drives code under test.
  public static native void drive(boolean driver);

  public static native void endStores();
}
