// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.inspect;

import dev.tenon.cli.terminal.Messages;
import dev.tenon.cli.terminal.ToolFailure;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.FileProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.fornwall.jelf.ElfException;
import net.fornwall.jelf.ElfFile;
import net.fornwall.jelf.ElfSegment;
import net.fornwall.jelf.ElfSymbol;
import net.fornwall.jelf.ElfSymbolTableSection;

/// What the file of a C library says about itself, without being mapped.
///
/// @param isLibrary whether it is an ELF file at all
/// @param abi the ABI versions of the descriptors it exports, `"1.2"`
/// @param needed the libraries it needs
public record LibrarySummary(boolean isLibrary, List<String> abi, List<String> needed) {

  /// Nothing is known.
  static final LibrarySummary NOTHING = new LibrarySummary(false, List.of(), List.of());

  private static final String EXPORT = "TenonModule";
  private static final byte BIG_ENDIAN = 2;
  private static final int LOADED = 1;

  /// Reads a file.
  ///
  /// @return nothing of interest for a file that is no ELF file or a damaged one: its loader says
  ///   what is wrong with it
  /// @throws ToolFailure if the file cannot be read
  static LibrarySummary of(Path file) {
    try {
      return isElf(file) ? read(file) : NOTHING;
    } catch (ElfException | IllegalArgumentException | IndexOutOfBoundsException _) {
      return NOTHING;
    } catch (IOException e) {
      throw new ToolFailure(Messages.unreadableFile(file, FileProblem.reason(e)));
    }
  }

  private static boolean isElf(Path file) throws IOException {
    byte[] head = BoundedFile.readHead(file, 4);
    return head.length == 4
        && head[0] == 0x7F
        && head[1] == 'E'
        && head[2] == 'L'
        && head[3] == 'F';
  }

  private static LibrarySummary read(Path file) throws IOException {
    ElfFile elf = ElfFile.from(file);
    TreeSet<String> versions = new TreeSet<>();
    ElfSymbolTableSection table = elf.getDynamicSymbolTableSection();
    if (table != null) {
      try (FileChannel channel = BoundedFile.open(file)) {
        for (ElfSymbol symbol : table.symbols) {
          String name = symbol.getName();
          if (name != null && name.startsWith(EXPORT) && symbol.st_shndx != 0) {
            versions.addAll(versionAt(elf, channel, symbol.st_value));
          }
        }
      }
    }
    List<String> needed =
        elf.getDynamicSection() == null ? List.of() : elf.getDynamicSection().getNeededLibraries();
    return new LibrarySummary(true, List.copyOf(versions), List.copyOf(needed));
  }

  /// The version with which a descriptor begins; none if it is not in the file.
  private static List<String> versionAt(ElfFile elf, FileChannel channel, long address)
      throws IOException {
    List<String> found = new ArrayList<>();
    for (ElfSegment segment : elf.segmentsOfType(LOADED)) {
      long inside = address - segment.p_vaddr;
      if (inside >= 0 && inside <= segment.p_filesz - Integer.BYTES) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES);
        bytes.order(elf.ei_data == BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        if (channel.read(bytes, segment.p_offset + inside) == Integer.BYTES
            && bytes.getInt(0) != 0) {
          int version = bytes.getInt(0);
          found.add((version >>> Short.SIZE) + "." + (version & 0xFFFF));
        }
      }
    }
    return found;
  }
}
