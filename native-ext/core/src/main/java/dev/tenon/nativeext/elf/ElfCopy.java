// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.elf;

import dev.tenon.nativeext.abi.Abi;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// Changes the bytes of a library so that it can be mapped from another place, with other libraries
/// in the place of those that it needs. For a private image the dynamic linker takes it for a
/// library of its own, too: the name that others could ask for is gone, C++ variables that would be
/// one for the process are the copy's own, and the functions that register code of the library with
/// the system become those of the host library, which knows then when it can be unmapped.
public final class ElfCopy {

  /// A tag that means nothing to the dynamic linker.
  private static final long PASSED_OVER = 0x60000fffL;

  private static final int DYNAMIC_SYMBOLS = 11;
  private static final int SECTION_HEADER_SIZE = 64;
  private static final int SYMBOL_SIZE = 24;
  private static final int GLOBAL = 1;
  private static final int UNIQUE_IN_PROCESS = 10;

  /// The largest pages that libraries are linked for.
  private static final long MAX_ALIGNMENT = 1 << 21;

  private static final String EMPTY_TEXT = "_Rep20_S_empty_rep_storageE";
  private static final String ORIGIN = "$ORIGIN";

  private static final String WATCH_PREFIX = "tenon_image_";
  private static final short WITHOUT_VERSION = 1;

  /// What `watch_linux.c` has its own of.
  private static final Set<String> WATCHED =
      Set.of(
          "pthread_key_create",
          "pthread_key_delete",
          "pthread_setspecific",
          "pthread_create",
          "tss_create",
          "tss_delete",
          "tss_set",
          "thrd_create",
          "timer_create",
          "mq_notify",
          "on_exit",
          "_ZNSt6thread15_M_start_threadESt10unique_ptrINS_6_StateESt14default_deleteIS1_EEPFvvE");

  private final ElfDynamic elf;
  private final ByteBuffer bytes;
  private final Room room;

  /// Makes room for a longer library.
  public interface Room {
    /// The bytes that there are, and more of them behind these.
    ///
    /// @param size of all
    /// @throws IOException if there is no room
    ByteBuffer enlarge(int size) throws IOException;
  }

  /// @param elf is changed
  public ElfCopy(ElfDynamic elf, Room room) {
    this.elf = elf;
    this.bytes = elf.bytes();
    this.room = room;
  }

  /// Changes the library for one interpreter.
  ///
  /// @param folder where the library lies, which `$ORIGIN` stands for in it
  /// @param names other names for libraries that it needs
  /// @param isWatched whether what it registers with the system goes through the host library
  /// @throws IOException if it is damaged
  public void makePrivate(String folder, Map<String, String> names, boolean isWatched)
      throws IOException {
    change(() -> {
      forgetOwnName();
      separateUniqueSymbols();
      List<Change> changes = changes(List.of(folder), names);
      if (isWatched) {
        addWatches(changes);
      }
      return changes;
    });
  }

  /// Changes only where the library finds others, so that it finds them from another place.
  ///
  /// @param folders what `$ORIGIN` stands for in it
  /// @param names other names for libraries that it needs
  /// @param isWatched whether what it registers with the system can go through the host library; it
  ///   is asked if the library registers something
  /// @return whether it is known what the library registers
  /// @throws IOException if it is damaged
  public boolean makeShared(
      List<String> folders, Map<String, String> names, BooleanSupplier isWatched)
      throws IOException {
    boolean[] isKnown = {true};
    change(() -> {
      List<Change> changes = changes(folders, names);
      if (hasWatched()) {
        isKnown[0] = alignment() <= MAX_ALIGNMENT && isWatched.getAsBoolean();
        if (isKnown[0]) {
          addWatches(changes);
        }
      }
      return changes;
    });
    return isKnown[0];
  }

  /// Whether the library asks for one of the functions that are watched.
  private boolean hasWatched() {
    boolean[] found = {false};
    forEachDynamicSymbol((_, symbol) -> found[0] |= isWatched(symbol));
    return found[0];
  }

  private boolean isWatched(int symbol) {
    return bytes.getShort(symbol + 6) == 0 && WATCHED.contains(elf.text(bytes.getInt(symbol)));
  }

  private long alignment() {
    return elf.segments().stream().mapToLong(ElfDynamic.Segment::alignment).max().orElse(1);
  }

  /// Lets the libraries that it needs not be searched on its own search path, which an old one
  /// (`DT_RPATH`) hands down to them.
  ///
  /// @return whether it would have handed one down
  public boolean keepPathToItself() {
    List<ElfDynamic.Entry> paths = elf.entries(ElfDynamic.RPATH);
    boolean isUnused = !elf.entries(ElfDynamic.RUNPATH).isEmpty();
    for (ElfDynamic.Entry entry : paths) {
      bytes.putLong(entry.at(), isUnused ? PASSED_OVER : ElfDynamic.RUNPATH);
    }
    return !paths.isEmpty() && !isUnused;
  }

  private interface Changes {
    List<Change> find() throws IOException;
  }

  private void change(Changes wanted) throws IOException {
    try {
      List<Change> changes = wanted.find();
      if (!changes.isEmpty()) {
        addNewTexts(changes);
      }
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
      throw new IOException("its dynamic section is damaged", e);
    }
  }

  private void addWatches(List<Change> changes) {
    int versions =
        elf.entries(ElfDynamic.SYMBOL_VERSIONS).stream()
            .map(entry -> elf.placeOf(entry.value()))
            .findFirst()
            .orElse(-1);
    forEachDynamicSymbol((index, symbol) -> {
      if (isWatched(symbol)) {
        changes.add(
            new Change(symbol, Integer.BYTES, WATCH_PREFIX + elf.text(bytes.getInt(symbol))));
        if (versions >= 0) {
          bytes.putShort(versions + index * Short.BYTES, WITHOUT_VERSION);
        }
      }
    });
  }

  private void forgetOwnName() {
    elf.entries(ElfDynamic.OWN_NAME).forEach(entry -> bytes.putLong(entry.at(), PASSED_OVER));
  }

  /// Variables of inline functions and templates of C++ are bound once for the process, and keep
  /// the library that has them mapped. The one that the C++ library compares addresses with, the
  /// empty text of old strings, stays so.
  private void separateUniqueSymbols() {
    forEachDynamicSymbol((_, symbol) -> separateIfUnique(symbol));
  }

  private interface SymbolAction {
    /// Receives the number of a symbol and where it lies in the file.
    void accept(int index, int symbol);
  }

  private void forEachDynamicSymbol(SymbolAction action) {
    int sections = Math.toIntExact(bytes.getLong(40));
    int count = sections == 0 ? 0 : bytes.getShort(60) & 0xFFFF;
    for (int index = 0; index < count; index++) {
      int header = sections + index * SECTION_HEADER_SIZE;
      if (bytes.getInt(header + 4) == DYNAMIC_SYMBOLS) {
        int start = Math.toIntExact(bytes.getLong(header + 24));
        long end = start + bytes.getLong(header + 32);
        for (int symbol = start; symbol + SYMBOL_SIZE <= end; symbol += SYMBOL_SIZE) {
          action.accept((symbol - start) / SYMBOL_SIZE, symbol);
        }
      }
    }
  }

  private void separateIfUnique(int symbol) {
    int info = bytes.get(symbol + 4);
    if ((info & 0xFF) >> 4 == UNIQUE_IN_PROCESS
        && bytes.getShort(symbol + 6) != 0
        && !elf.text(bytes.getInt(symbol)).endsWith(EMPTY_TEXT)) {
      bytes.put(symbol + 4, (byte) ((GLOBAL << 4) | (info & 0xF)));
    }
  }

  /// A text that some word of the file refers to by its offset.
  ///
  /// @param at where the word lies
  /// @param size of the word, 4 or 8 bytes
  private record Change(int at, int size, String text) {}

  private List<Change> changes(List<String> folders, Map<String, String> names) {
    List<Change> changes = new ArrayList<>();
    for (long tag : new long[] {ElfDynamic.RPATH, ElfDynamic.RUNPATH}) {
      for (ElfDynamic.Entry entry : elf.entries(tag)) {
        String path = elf.text(entry.value());
        if (path.contains(ORIGIN) || path.contains("${ORIGIN}")) {
          changes.add(new Change(entry.at() + 8, Long.BYTES, withFolders(path, folders)));
        }
      }
    }
    for (ElfDynamic.Entry entry : elf.entries(ElfDynamic.NEEDED)) {
      String other = names.get(elf.text(entry.value()));
      if (other != null) {
        changes.add(new Change(entry.at() + 8, Long.BYTES, other));
      }
    }
    if (!names.isEmpty()) {
      addVersions(names, changes);
    }
    return changes;
  }

  private static String withFolders(String path, List<String> folders) {
    return Arrays.stream(path.split(":", -1))
        .flatMap(entry ->
            folders.stream()
                .map(folder -> entry.replace(ORIGIN, folder).replace("${ORIGIN}", folder))
                .distinct())
        .collect(Collectors.joining(":"));
  }

  /// Where versions of symbols are asked for, the library is named again.
  private void addVersions(Map<String, String> names, List<Change> changes) {
    List<ElfDynamic.Entry> tables = elf.entries(ElfDynamic.VERSIONS_NEEDED);
    if (tables.isEmpty()) {
      return;
    }
    int at = elf.placeOf(tables.getFirst().value());
    long count = elf.value(ElfDynamic.VERSIONS_NEEDED_COUNT);
    for (long index = 0; index < count; index++) {
      String other = names.get(elf.text(bytes.getInt(at + 4)));
      if (other != null) {
        changes.add(new Change(at + 4, Integer.BYTES, other));
      }
      at += bytes.getInt(at + 12);
    }
  }

  /// Adds a further segment at the end, which holds the program headers with one for itself, and
  /// the texts with the new ones behind them.
  private void addNewTexts(List<Change> changes) throws IOException {
    List<ElfDynamic.Segment> segments = elf.segments();
    long page = alignment();
    if (page > MAX_ALIGNMENT) {
      throw new IllegalArgumentException("no segment is aligned to %d bytes".formatted(page));
    }
    long top =
        segments.stream().mapToLong(each -> each.address() + each.memorySize()).max().orElse(0);
    int offset = Math.toIntExact(roundUp(bytes.capacity(), page));
    long address = roundUp(top, page);
    List<Integer> headers = elf.programHeaders();
    int headersSize = (headers.size() + 1) * ElfDynamic.PROGRAM_HEADER_SIZE;
    byte[] texts = texts(changes);
    int size = headersSize + texts.length;

    ByteBuffer longer = room.enlarge(Math.addExact(offset, size)).order(ByteOrder.nativeOrder());
    int to = offset;
    for (int header : headers) {
      longer.put(to, longer, header, ElfDynamic.PROGRAM_HEADER_SIZE);
      to += ElfDynamic.PROGRAM_HEADER_SIZE;
    }
    putHeader(longer, to, offset, address, size, page);
    longer.put(offset + headersSize, texts);
    longer.putLong(32, offset);
    longer.putShort(56, (short) (headers.size() + 1));
    putEntry(longer, ElfDynamic.STRINGS, address + headersSize);
    putEntry(longer, ElfDynamic.STRINGS_SIZE, texts.length);
  }

  private void putEntry(ByteBuffer longer, long tag, long value) {
    elf.entries(tag).forEach(entry -> longer.putLong(entry.at() + 8, value));
  }

  private static void putHeader(
      ByteBuffer file, int at, long offset, long address, long size, long page) {
    file.putInt(at, ElfDynamic.LOADABLE);
    file.putInt(at + 4, Abi.RANGE_READABLE);
    file.putLong(at + 8, offset);
    file.putLong(at + 16, address);
    file.putLong(at + 24, address);
    file.putLong(at + 32, size);
    file.putLong(at + 40, size);
    file.putLong(at + 48, page);
  }

  /// The old texts and the new ones; each change is made to refer to its own.
  private byte[] texts(List<Change> changes) {
    int start = elf.stringsAt();
    int old = Math.toIntExact(elf.value(ElfDynamic.STRINGS_SIZE));
    if (old < 0 || old > bytes.capacity() - start) {
      throw new IllegalArgumentException("%d bytes of texts".formatted(old));
    }
    List<byte[]> added = new ArrayList<>();
    int end = old;
    for (Change change : changes) {
      byte[] text = change.text().getBytes(StandardCharsets.UTF_8);
      added.add(text);
      if (change.size() == Long.BYTES) {
        bytes.putLong(change.at(), end);
      } else {
        bytes.putInt(change.at(), end);
      }
      end += text.length + 1;
    }
    byte[] texts = new byte[end];
    bytes.get(start, texts, 0, old);
    int at = old;
    for (byte[] text : added) {
      System.arraycopy(text, 0, texts, at, text.length);
      at += text.length + 1;
    }
    return texts;
  }

  private static long roundUp(long value, long unit) {
    return (value + unit - 1) / unit * unit;
  }
}
