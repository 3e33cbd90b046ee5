// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import dev.tenon.input.FileBytes;
import dev.tenon.input.FileStamp;
import dev.tenon.nativeext.elf.ElfDynamic;
import dev.tenon.nativeext.elf.LibraryFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The files of the libraries that others need and find by their own search paths or
/// `LD_LIBRARY_PATH`, without those of the system. A file is read again when it has changed. Any
/// thread may use it.
public final class NeededLibraries {

  private static final Map<Path, Known> KNOWN = new ConcurrentHashMap<>();

  /// @param stamp what the file was like
  /// @param needed the libraries that it names itself
  private record Known(FileStamp stamp, List<Path> needed) {}

  private NeededLibraries() {}

  /// The files that a library needs, and those that these need. A file that cannot be read needs
  /// what it needed when it could.
  public static Set<Path> of(Path library) {
    Set<Path> found = new LinkedHashSet<>();
    List<Path> waiting = new ArrayList<>(List.of(library));
    while (!waiting.isEmpty()) {
      for (Path needed : neededBy(waiting.removeLast())) {
        if (found.add(needed)) {
          waiting.add(needed);
        }
      }
    }
    return found;
  }

  private static List<Path> neededBy(Path library) {
    Known known = KNOWN.get(library);
    try {
      FileStamp now = FileStamp.of(library);
      if (known == null || !known.stamp().equals(now)) {
        known = new Known(now, read(library));
        KNOWN.put(library, known);
      }
    } catch (IOException _) {
      // It is being replaced.
    }
    return known == null ? List.of() : known.needed();
  }

  private static List<Path> read(Path library) throws IOException {
    try (FileBytes.InMemory bytes = FileBytes.readWhole(library)) {
      ByteBuffer content = bytes.bytes();
      if (LibraryFile.findFault(content).isPresent()) {
        throw new IOException("it is no library that can be mapped");
      }
      ElfDynamic elf = new ElfDynamic(content);
      List<Path> folders = SharedImages.foldersOf(library, library.toRealPath());
      List<Path> needed = new ArrayList<>();
      for (String name : elf.texts(ElfDynamic.NEEDED)) {
        Optional<Path> file =
            LibraryNames.isOfProcess(name)
                ? Optional.empty()
                : SharedImages.findNeeded(elf, name, folders);
        if (file.isPresent() && !SystemLibraries.contain(file.get())) {
          needed.add(file.get());
        }
      }
      return needed;
    }
  }
}
