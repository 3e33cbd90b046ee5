package dev.tenon.nativeext;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// Reads which modules a library exports from its dynamic symbol table, without mapping it. Every
/// offset is held against the file, so that a damaged file lists fewer modules and does no harm.
final class ElfExports {

  private static final int HEADER_SIZE = 64;
  private static final int SECTION_HEADER_SIZE = 64;
  private static final int DYNAMIC_SYMBOLS = 11;
  private static final int SYMBOL_SIZE = 24;
  private static final int DATA_OBJECT = 1;
  private static final int LOCAL = 0;

  /// Longer tables are not read.
  private static final int MAX_TABLE = 1 << 26;

  private final FileChannel channel;

  private ElfExports(FileChannel channel) {
    this.channel = channel;
  }

  /// The last parts of the names of the modules in a library; empty for what is no ELF library.
  static Set<String> modulesOf(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new ElfExports(channel).modules();
    }
  }

  /// The names of all functions and variables that a library exports; empty for what is no ELF
  /// library.
  static Set<String> namesOf(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new ElfExports(channel).select(ElfExports::names);
    }
  }

  private Set<String> modules() throws IOException {
    return select(ElfExports::modules);
  }

  /// Selects names from the table of symbols and the table of their names.
  private Set<String> select(BiFunction<ByteBuffer, ByteBuffer, Set<String>> selection)
      throws IOException {
    ByteBuffer head = read(0, HEADER_SIZE);
    int count = head.limit() < HEADER_SIZE ? 0 : head.getShort(60) & 0xFFFF;
    if (count == 0 || !isNativeElf(head) || head.getShort(58) != SECTION_HEADER_SIZE) {
      return Set.of();
    }
    ByteBuffer sections = read(head.getLong(40), (long) count * SECTION_HEADER_SIZE);
    for (int at = 0; at < sections.limit(); at += SECTION_HEADER_SIZE) {
      if (sections.getInt(at + 4) == DYNAMIC_SYMBOLS) {
        int names = sections.getInt(at + 40);
        return names < 0 || names >= count
            ? Set.of()
            : selection.apply(
                content(sections, at), content(sections, names * SECTION_HEADER_SIZE));
      }
    }
    return Set.of();
  }

  private static boolean isNativeElf(ByteBuffer head) {
    int order = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 1 : 2;
    return LibraryFile.isElf(head) && head.get(4) == 2 && head.get(5) == order;
  }

  private ByteBuffer content(ByteBuffer sections, int at) throws IOException {
    return read(sections.getLong(at + 24), sections.getLong(at + 32));
  }

  private static Set<String> modules(ByteBuffer symbols, ByteBuffer names) {
    Set<String> modules = new HashSet<>();
    for (int at = 0; at + SYMBOL_SIZE <= symbols.limit(); at += SYMBOL_SIZE) {
      int info = symbols.get(at + 4) & 0xFF;
      boolean defined = symbols.getShort(at + 6) != 0;
      if (defined && (info & 0xF) == DATA_OBJECT && (info >> 4) != LOCAL) {
        name(names, symbols.getInt(at)).flatMap(ExportName::tailOf).ifPresent(modules::add);
      }
    }
    return modules;
  }

  private static Set<String> names(ByteBuffer symbols, ByteBuffer names) {
    Set<String> all = new HashSet<>();
    for (int at = 0; at + SYMBOL_SIZE <= symbols.limit(); at += SYMBOL_SIZE) {
      int start = symbols.getInt(at);
      boolean global =
          symbols.getShort(at + 6) != 0 && ((symbols.get(at + 4) & 0xFF) >> 4) != LOCAL;
      if (global && start > 0 && start < names.limit()) {
        all.add(text(names, start));
      }
    }
    return all;
  }

  /// The name at a place in the table, if it begins as those of modules do.
  private static Optional<String> name(ByteBuffer names, int start) {
    byte[] prefix = ExportName.PREFIX.getBytes(StandardCharsets.US_ASCII);
    if (start < 0 || start > names.limit() - prefix.length) {
      return Optional.empty();
    }
    for (int index = 0; index < prefix.length; index++) {
      if (names.get(start + index) != prefix[index]) {
        return Optional.empty();
      }
    }
    return Optional.of(text(names, start));
  }

  private static String text(ByteBuffer names, int start) {
    int end = start;
    while (end < names.limit() && names.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - start];
    names.get(start, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /// A stretch of the file; empty if it is not whole in it.
  private ByteBuffer read(long position, long length) throws IOException {
    long size = channel.size();
    boolean inside = position >= 0 && length >= 0 && length <= size && position <= size - length;
    return inside && length <= MAX_TABLE
        ? LibraryFile.read(channel, position, (int) length)
        : ByteBuffer.allocate(0);
  }
}
