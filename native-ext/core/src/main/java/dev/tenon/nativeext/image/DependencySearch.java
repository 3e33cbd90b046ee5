// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import dev.tenon.input.ArchiveFiles;
import dev.tenon.nativeext.bridge.LinkFailure;
import dev.tenon.nativeext.bridge.NativeHost;
import dev.tenon.nativeext.elf.ElfDynamic;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the file of a library that another one needs, where the dynamic linker would.
final class DependencySearch {

  private static final String ORIGIN = "$ORIGIN";
  private static final String ORIGIN_IN_BRACES = "${ORIGIN}";

  private final List<Path> folders = new ArrayList<>();

  /// @param elf the library that needs others
  /// @param folder where it lies
  DependencySearch(ElfDynamic elf, Path folder) throws IOException {
    List<String> runPaths = elf.texts(ElfDynamic.RUNPATH);
    if (runPaths.isEmpty()) {
      addAll(elf.texts(ElfDynamic.RPATH), folder);
    }
    String given = System.getenv("LD_LIBRARY_PATH");
    addAll(given == null ? List.of() : List.of(given), folder);
    addAll(runPaths, folder);
    if (ArchiveFiles.isInside(folder)) {
      folders.add(folder); // nothing else could lead there
    }
  }

  private void addAll(List<String> paths, Path origin) {
    for (String path : paths) {
      for (String entry : path.split(File.pathSeparator, -1)) {
        boolean isFromOrigin = entry.startsWith(ORIGIN) || entry.startsWith(ORIGIN_IN_BRACES);
        String whole =
            entry.replace(ORIGIN, origin.toString()).replace(ORIGIN_IN_BRACES, origin.toString());
        folders.add(isFromOrigin ? origin.getFileSystem().getPath(whole) : Path.of(whole));
      }
    }
  }

  /// The file of a library in a directory of `LD_LIBRARY_PATH`; empty if there is none.
  ///
  /// @param name a bare name
  static Optional<Path> findByEnvironment(String name) {
    String given = System.getenv("LD_LIBRARY_PATH");
    return Stream.of((given == null ? "" : given).split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /// The file of a library; empty if there is none.
  Optional<Path> find(String name) {
    Optional<Path> found = findByPath(name);
    return found.isPresent() || name.contains("/") ? found : findBySystem(name);
  }

  /// The file of a library that the search path of the other one leads to, or `LD_LIBRARY_PATH`;
  /// empty if there is none.
  Optional<Path> findByPath(String name) {
    return name.contains("/")
        ? Optional.of(Path.of(name)).filter(Files::isRegularFile)
        : folders.stream()
            .map(folder -> folder.resolve(name))
            .filter(Files::isRegularFile)
            .findFirst();
  }

  /// Asks the dynamic linker, which reports where a library lies once it is mapped. A shared image
  /// of that name may come from anywhere.
  static Optional<Path> findBySystem(String name) {
    try {
      NativeHost host = NativeHost.get();
      long handle = host.openLibrary(name);
      try {
        return SharedImages.ofProcess().isOwn(handle)
            ? Optional.empty()
            : host.fileOf(handle).filter(Files::isRegularFile);
      } finally {
        boolean _ = HostImages.of(host).calls().unmap(handle, 0);
      }
    } catch (LinkFailure _) {
      return Optional.empty();
    }
  }
}
