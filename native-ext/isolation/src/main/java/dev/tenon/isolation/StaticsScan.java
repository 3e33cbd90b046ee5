// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation;

import dev.tenon.input.BoundedFile;
import dev.tenon.input.Escapes;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import net.fornwall.jelf.ElfException;
import net.fornwall.jelf.ElfFile;
import net.fornwall.jelf.ElfSection;
import net.fornwall.jelf.ElfSectionHeader;
import net.fornwall.jelf.ElfSegment;
import net.fornwall.jelf.ElfSymbol;
import net.fornwall.jelf.ElfSymbolTableSection;

/// The writable variables of a library, read from its ELF file; nothing of the library runs. What
/// is only written while the library is loaded does not count: relocated constants, tables of the
/// dynamic linker, counters of the C runtime.
public final class StaticsScan {

  private static final int PT_GNU_RELRO = 0x6474_e552;
  private static final int SHF_WRITE = 1;
  private static final int SHF_ALLOC = 2;
  private static final int SHF_TLS = 0x400;
  private static final int SHT_NOBITS = 8;
  private static final int STB_GNU_UNIQUE = 10;

  /// What compilers and the C runtime put into each library.
  private static final Set<String> OF_THE_RUNTIME =
      Set.of(
          "__TMC_END__",
          "__bss_start",
          "__data_start",
          "__dso_handle",
          "_edata",
          "_end",
          "data_start");

  /// Sections that only the dynamic linker writes.
  private static final Set<String> OF_THE_LINKER =
      Set.of(".got", ".got.plt", ".dynamic", ".init_array", ".fini_array", ".preinit_array");

  private final List<WritableStatic> statics;
  private final List<WritableStatic> ofRuntime;
  private final boolean stripped;

  private StaticsScan(
      List<WritableStatic> statics, List<WritableStatic> ofRuntime, boolean stripped) {
    this.statics = List.copyOf(statics);
    this.ofRuntime = List.copyOf(ofRuntime);
    this.stripped = stripped;
  }

  /// Reads a library.
  ///
  /// @throws IOException if the file cannot be read or is no ELF library; the text says which
  public static StaticsScan of(Path library) throws IOException {
    ElfFile file;
    try {
      file = ElfFile.from(BoundedFile.read(library, Limit.LIBRARY));
    } catch (ElfException e) {
      throw new IOException(
          "cannot scan %s: it is no ELF library (%s); name a shared library of Linux"
              .formatted(Escapes.quoted(library), e.getMessage()),
          e);
    }
    return new Reading(file).scan();
  }

  /// The variables, by section and address.
  public List<WritableStatic> statics() {
    return statics;
  }

  /// The variables of the runtime library of the language, which are not judged. What they refer to
  /// is in use: the buffer of Rust's standard output.
  public List<WritableStatic> ofRuntime() {
    return ofRuntime;
  }

  /// Whether the library has lost its symbol table, so that variables that are not exported show as
  /// offsets.
  public boolean isStripped() {
    return stripped;
  }

  /// The total of bytes.
  public long size() {
    return statics.stream().mapToLong(WritableStatic::size).sum();
  }

  private record Area(String name, long start, long end, WritableStatic.Kind kind) {}

  private static final class Reading {
    private final ElfFile file;
    private final List<Area> areas = new ArrayList<>();
    private final List<WritableStatic> found = new ArrayList<>();
    private final List<WritableStatic> ofRuntime = new ArrayList<>();

    Reading(ElfFile file) {
      this.file = file;
    }

    StaticsScan scan() {
      for (int index = 1; index < file.e_shnum; index++) {
        addArea(file.getSection(index));
      }
      ElfSymbolTableSection symbols = file.getSymbolTableSection();
      boolean stripped = symbols == null;
      ElfSymbolTableSection table = stripped ? file.getDynamicSymbolTableSection() : symbols;
      for (ElfSymbol symbol : table == null ? new ElfSymbol[0] : table.symbols) {
        addSymbol(symbol);
      }
      if (stripped) {
        areas.forEach(this::addRest);
      }
      found.sort(
          Comparator.comparing(WritableStatic::section).thenComparingLong(WritableStatic::address));
      return new StaticsScan(found, ofRuntime, stripped);
    }

    private void addArea(ElfSection section) {
      ElfSectionHeader header = section.header;
      boolean isWritable =
          (header.sh_flags & (SHF_WRITE | SHF_ALLOC)) == (SHF_WRITE | SHF_ALLOC)
              && header.sh_size > 0
              && !OF_THE_LINKER.contains(header.getName());
      if (!isWritable || isSealed(header)) {
        return;
      }
      WritableStatic.Kind kind = WritableStatic.Kind.DATA;
      if ((header.sh_flags & SHF_TLS) != 0) {
        kind = WritableStatic.Kind.THREAD_LOCAL;
      } else if (header.sh_type == SHT_NOBITS) {
        kind = WritableStatic.Kind.ZEROED;
      }
      areas.add(new Area(header.getName(), header.sh_addr, header.sh_addr + header.sh_size, kind));
    }

    /// Whether a section is made read-only once it is relocated.
    private boolean isSealed(ElfSectionHeader header) {
      boolean isThreadLocal = (header.sh_flags & SHF_TLS) != 0;
      for (ElfSegment segment : file.segmentsOfType(PT_GNU_RELRO)) {
        if (!isThreadLocal
            && header.sh_addr >= segment.p_vaddr
            && header.sh_addr + header.sh_size <= segment.p_vaddr + segment.p_memsz) {
          return true;
        }
      }
      return false;
    }

    private void addSymbol(ElfSymbol symbol) {
      boolean isThreadLocal = symbol.getType() == ElfSymbol.STT_TLS;
      String name = symbol.getName();
      if (symbol.st_size == 0
          || name == null
          || !(isThreadLocal || symbol.getType() == ElfSymbol.STT_OBJECT)
          || isOfRuntime(name)) {
        return;
      }
      for (Area area : areas) {
        boolean fitsKind = (area.kind() == WritableStatic.Kind.THREAD_LOCAL) == isThreadLocal;
        // The value of a thread-local symbol is an offset into the segment, not an address.
        boolean lies =
            isThreadLocal
                ? symbol.st_shndx > 0
                    && file.getSection(symbol.st_shndx).header.getName().equals(area.name())
                : symbol.st_value >= area.start() && symbol.st_value < area.end();
        if (fitsKind && lies) {
          (isOfRust(name) ? ofRuntime : found)
              .add(
                  new WritableStatic(
                      name,
                      area.name(),
                      symbol.st_value,
                      symbol.st_size,
                      area.kind(),
                      symbol.getBinding() == STB_GNU_UNIQUE));
          return;
        }
      }
    }

    private static boolean isOfRuntime(String name) {
      return OF_THE_RUNTIME.contains(name)
          || name.startsWith("completed.")
          || name.startsWith("dtor_idx.")
          || name.startsWith("object.");
    }

    /// Whether a name belongs to Rust's counter of threads or to the buffer of its standard output.
    private static boolean isOfRust(String name) {
      return name.contains("3std")
          && (name.contains("5stdio6STDOUT")
              || (name.contains("8ThreadId") && name.contains("7COUNTER")));
    }

    /// Adds the bytes of an area that no symbol names.
    private void addRest(Area area) {
      List<WritableStatic> named =
          found.stream()
              .filter(known -> known.section().equals(area.name()))
              .sorted(Comparator.comparingLong(WritableStatic::address))
              .toList();
      if (area.kind() == WritableStatic.Kind.THREAD_LOCAL && !named.isEmpty()) {
        return; // Their addresses count from the start of the thread's block.
      }
      long next = area.start();
      for (WritableStatic known : named) {
        addUnnamed(area, next, known.address());
        next = Math.max(next, known.end());
      }
      addUnnamed(area, next, area.end());
    }

    private void addUnnamed(Area area, long start, long end) {
      // The first 8 bytes of both sections belong to the C runtime.
      long from = start == area.start() ? Math.min(end, start + 8) : start;
      if (end > from) {
        found.add(
            new WritableStatic(
                "%s+%#x".formatted(area.name(), from - area.start()),
                area.name(),
                from,
                end - from,
                area.kind(),
                false));
      }
    }
  }
}
