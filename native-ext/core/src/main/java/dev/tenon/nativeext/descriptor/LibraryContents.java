// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.descriptor;

import dev.tenon.error.Diagnosis;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.Phase;
import dev.tenon.imports.path.Platform;
import dev.tenon.input.ArchiveFiles;
import dev.tenon.input.FileBytes;
import dev.tenon.module.ModuleDef;
import dev.tenon.nativeext.abi.ExportName;
import dev.tenon.nativeext.elf.ElfSections;
import dev.tenon.nativeext.elf.LibraryFile;
import dev.tenon.nativeext.memory.MappedImage;
import dev.tenon.nativeext.memory.Memory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// The contents of a library as they would lie in memory, read from its file. The library is not
/// mapped, so neither its constructors nor those of the libraries that it needs run. Pointers
/// within the library are relocated as the dynamic linker would; a pointer to something of another
/// library leads to a place that counts as code and is never read.
///
/// What describes a library reads it here. What loads a module maps the library: see
/// [NativeLibrary].
public final class LibraryContents {

  private static final long MAX_SIZE = 1L << 28;
  private static final long MAX_RELOCATIONS = 1L << 22;
  private static final long PAGE = 4096;
  private static final int HEADER_SIZE = 64;
  private static final int PROGRAM_HEADER_SIZE = 56;
  private static final int LOADABLE = 1;
  private static final int DYNAMIC = 2;
  private static final int EXECUTABLE = 1;
  private static final int READABLE = 4;
  private static final int ENTRY = 16;
  private static final int RELOCATION = 24;
  private static final int SYMBOL = 24;

  private final String module;
  private final Path file;
  private final List<Segment> segments = new ArrayList<>();
  private int machine;
  private long first;
  private long last;
  private long base;
  private long external;

  private record Segment(int type, int flags, long offset, long address, long size, long memory) {}

  private LibraryContents(String module, Path file) {
    this.module = module;
    this.file = file;
  }

  /// Whether libraries of this system can be read so.
  public static boolean isSupported() {
    return Platform.current().usesElf();
  }

  /// Whether the descriptors of a file can be read so, which may be for another platform.
  public static boolean isSupported(Path file) {
    return Platform.ofFile(file).usesElf();
  }

  /// Reads the descriptor of a module. Its functions and slots say that they are not loaded when
  /// they are called.
  ///
  /// @param module the full name of the module
  /// @throws ExtensionLoadException if the file is not a library of the machine that its
  ///   [place][Platform#ofFile] is for, is damaged, or exports no descriptor for the module
  public static ModuleDef describe(String module, Path file) {
    new LibraryFile(file)
        .findFault(Platform.ofFile(file))
        .ifPresent(fault -> {
          throw NativeLibrary.refused(module, file, fault);
        });
    try (FileBytes channel = FileBytes.open(file);
        Arena arena = Arena.ofConfined()) {
      return new LibraryContents(module, ArchiveFiles.shown(file)).read(channel, arena);
    } catch (IOException e) {
      throw NativeLibrary.unreadable(module, file, e);
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
      throw NativeLibrary.refused(
          module,
          file,
          new Diagnosis(
              "its headers are damaged: " + e.getMessage(),
              "a whole ELF shared library",
              "build or copy it again"));
    }
  }

  private ModuleDef read(FileBytes channel, Arena arena) throws IOException {
    String tail = module.substring(module.lastIndexOf('.') + 1);
    String symbol = ExportName.of(tail);
    AtomicLong address = new AtomicLong(-1);
    new ElfSections(channel)
        .readSymbols(
            ElfSections.DYNAMIC_SYMBOLS,
            each -> {
              if (!each.isLocal() && each.nameFrom(symbol).filter(symbol::equals).isPresent()) {
                address.set(each.address());
              }
            });
    if (address.get() < 0) {
      throw NativeLibrary.lacksExport(module, file, tail);
    }
    readSegments(channel);
    load(channel, arena);
    relocate();
    return new DescriptorReader(module, tail, file, image(), null)
        .read(base + (address.get() - first));
  }

  private void readSegments(FileBytes channel) throws IOException {
    var head = LibraryFile.read(channel, 0, HEADER_SIZE);
    machine = head.getShort(18) & 0xFFFF;
    int count = head.getShort(56) & 0xFFFF;
    var headers = LibraryFile.read(channel, head.getLong(32), count * PROGRAM_HEADER_SIZE);
    for (int at = 0; at + PROGRAM_HEADER_SIZE <= headers.limit(); at += PROGRAM_HEADER_SIZE) {
      segments.add(
          new Segment(
              headers.getInt(at),
              headers.getInt(at + 4),
              headers.getLong(at + 8),
              headers.getLong(at + 16),
              headers.getLong(at + 32),
              headers.getLong(at + 40)));
    }
    first = loaded().stream().mapToLong(Segment::address).min().orElse(0) & -PAGE;
    last = loaded().stream().mapToLong(each -> each.address() + each.memory()).max().orElse(0);
    boolean fits =
        loaded().stream()
            .allMatch(each ->
                each.address() >= 0
                    && each.offset() >= 0
                    && each.size() >= 0
                    && each.memory() >= each.size()
                    && each.memory() <= MAX_SIZE);
    if (!fits || last - first > MAX_SIZE || last <= first) {
      throw damaged(
          "its segments take %d bytes".formatted(last - first),
          "segments of at most %d bytes together".formatted(MAX_SIZE));
    }
  }

  private List<Segment> loaded() {
    return segments.stream().filter(each -> each.type() == LOADABLE).toList();
  }

  private ExtensionLoadException damaged(String found, String expected) {
    return new ExtensionLoadException(
        module,
        file.toString(),
        Phase.QUERY,
        new Diagnosis(found, expected, "build or copy it again"));
  }

  private void load(FileBytes channel, Arena arena) throws IOException {
    // Behind the library lies what pointers to other libraries lead to.
    MemorySegment memory = arena.allocate(last - first + 2 * PAGE, PAGE);
    base = memory.address();
    external = base + ((last - first + PAGE - 1) & -PAGE);
    for (Segment segment : loaded()) {
      var target = memory.asSlice(segment.address() - first, segment.size()).asByteBuffer();
      long position = segment.offset();
      while (target.hasRemaining()) {
        int read = channel.read(target, position);
        if (read < 0) {
          throw damaged("it was cut off while it was read", "a whole ELF shared library");
        }
        position += read;
      }
    }
  }

  private MappedImage image() {
    List<MappedImage.Range> readable = new ArrayList<>();
    List<MappedImage.Range> executable = new ArrayList<>();
    for (Segment each : loaded()) {
      long start = base + (each.address() - first);
      MappedImage.Range range = new MappedImage.Range(start, start + each.memory());
      if ((each.flags() & READABLE) != 0) {
        readable.add(range);
      }
      if ((each.flags() & EXECUTABLE) != 0) {
        executable.add(range);
      }
    }
    return MappedImage.copied(readable, executable, address -> address == external, file);
  }

  private boolean isInside(long address, long length) {
    return address >= first && length >= 0 && length <= last - address;
  }

  private long number(long address) {
    if (!isInside(address, Long.BYTES)) {
      throw damaged(
          "a table of its dynamic section at %#x".formatted(address), "tables in its segments");
    }
    return Memory.getLong(base + (address - first));
  }

  private long dynamic(long tag) {
    for (Segment segment : segments) {
      if (segment.type() == DYNAMIC) {
        long end = segment.address() + Math.min(segment.size(), MAX_SIZE);
        for (long at = segment.address(); at + ENTRY <= end; at += ENTRY) {
          long found = number(at);
          if (found == tag || found == 0) {
            return found == 0 ? 0 : number(at + Long.BYTES);
          }
        }
      }
    }
    return 0;
  }

  /// The numbers of the relocations that descriptors are made of.
  ///
  /// @param relative the start of the library and a constant
  /// @param absolute a symbol and a constant
  /// @param global a symbol
  private record Kinds(int relative, int absolute, int global) {}

  private Kinds kinds() {
    return switch (machine) {
      case 62 -> new Kinds(8, 1, 6); // x86-64
      case 183 -> new Kinds(1027, 257, 1025); // AArch64
      case 243 -> new Kinds(3, 2, 2); // RISC-V
      case 21 -> new Kinds(22, 38, 20); // PowerPC 64
      default ->
          throw damaged("machine number " + machine, "a machine whose relocations are known");
    };
  }

  private void relocate() {
    Kinds kinds = kinds();
    relocatePacked(dynamic(36), dynamic(35));
    long table = dynamic(7);
    long symbols = dynamic(6);
    long count = table == 0 ? 0 : dynamic(8) / RELOCATION;
    if (count < 0 || count > MAX_RELOCATIONS) {
      throw damaged(
          "%d relocations".formatted(count), "at most %d relocations".formatted(MAX_RELOCATIONS));
    }
    for (long index = 0; index < count; index++) {
      long at = table + index * RELOCATION;
      long info = number(at + 8);
      int kind = (int) info;
      long addend = number(at + 16);
      if (kind == kinds.relative()) {
        put(number(at), base - first + addend);
      } else if (kind == kinds.absolute() || kind == kinds.global()) {
        put(number(at), symbol(symbols + (info >>> 32) * SYMBOL, addend));
      }
    }
  }

  /// Relocations of the relative kind as a list of addresses and bit maps (`DT_RELR`).
  private void relocatePacked(long table, long size) {
    if (table == 0) {
      return;
    }
    if (size < 0 || size / Long.BYTES > MAX_RELOCATIONS) {
      throw damaged(
          "%d bytes of packed relocations".formatted(size),
          "at most %d relocations".formatted(MAX_RELOCATIONS));
    }
    long next = 0;
    for (long at = table; at + Long.BYTES <= table + size; at += Long.BYTES) {
      long entry = number(at);
      if ((entry & 1) == 0) {
        put(entry, base - first + number(entry));
        next = entry + Long.BYTES;
      } else {
        for (int bit = 1; bit < Long.SIZE; bit++) {
          if ((entry >>> bit & 1) != 0) {
            long place = next + (bit - 1L) * Long.BYTES;
            put(place, base - first + number(place));
          }
        }
        next += (Long.SIZE - 1L) * Long.BYTES;
      }
    }
  }

  private void put(long address, long value) {
    if (!isInside(address, Long.BYTES)) {
      throw damaged("a relocation of %#x".formatted(address), "relocations of its segments");
    }
    Memory.putLong(base + (address - first), value);
  }

  private long symbol(long entry, long addend) {
    boolean isDefined = (number(entry) >>> 48) != 0;
    return isDefined ? base - first + number(entry + 8) + addend : external;
  }
}
