package dev.tenon.cli;

import dev.tenon.error.ImportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.fornwall.jelf.ElfException;
import net.fornwall.jelf.ElfFile;
import net.fornwall.jelf.ElfSymbol;
import net.fornwall.jelf.ElfSymbolTableSection;

/// What the file of a C library says about itself, without being mapped.
///
/// @param modules the last parts of the names of the modules it exports; those that are not ASCII
///   are not listed, since their export symbols are encoded
/// @param needed the libraries it needs
record LibrarySummary(List<String> modules, List<String> needed) {

  /// Nothing is known.
  static final LibrarySummary NOTHING = new LibrarySummary(List.of(), List.of());

  private static final String EXPORT = "TenonModule_";

  /// Reads a file.
  ///
  /// @return nothing of interest for a file that is no ELF file or a damaged one: its loader says
  ///   what is wrong with it
  /// @throws ImportException if the file cannot be read
  static LibrarySummary of(Path file) {
    try {
      return isElf(file) ? read(file) : NOTHING;
    } catch (ElfException _) {
      return NOTHING;
    } catch (IOException e) {
      throw new ImportException(Messages.unreadableFile(file, FileProblem.reason(e)), null);
    }
  }

  private static boolean isElf(Path file) throws IOException {
    try (var stream = Files.newInputStream(file)) {
      byte[] head = stream.readNBytes(4);
      return head.length == 4
          && head[0] == 0x7F
          && head[1] == 'E'
          && head[2] == 'L'
          && head[3] == 'F';
    }
  }

  private static LibrarySummary read(Path file) throws IOException {
    ElfFile elf = ElfFile.from(file);
    List<String> modules = new ArrayList<>();
    ElfSymbolTableSection table = elf.getDynamicSymbolTableSection();
    if (table != null) {
      for (ElfSymbol symbol : table.symbols) {
        String name = symbol.getName();
        if (name != null && name.startsWith(EXPORT) && symbol.st_shndx != 0) {
          modules.add(name.substring(EXPORT.length()));
        }
      }
    }
    modules.sort(null);
    List<String> needed =
        elf.getDynamicSection() == null ? List.of() : elf.getDynamicSection().getNeededLibraries();
    return new LibrarySummary(modules, needed);
  }
}
