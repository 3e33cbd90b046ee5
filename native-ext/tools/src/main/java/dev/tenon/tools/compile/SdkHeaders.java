// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.compile;

import dev.tenon.cli.terminal.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The C headers of Tenon. A source tree and an installation have them in a directory near the
/// program; the jar of a Maven repository contains a copy of them.
final class SdkHeaders {

  private static final String HEADER = "tenon.h";
  private static final String IN_JAR = "dev/tenon/tools/include/";

  private final Path program;

  /// @param program a place in the source tree or in the directory that Tenon is installed in, or a
  ///   jar that contains the headers
  SdkHeaders(Path program) {
    this.program = program;
  }

  /// The headers that belong to this program.
  ///
  /// @throws UsageException if the program does not know where it lies
  static SdkHeaders ofProgram() throws UsageException {
    CodeSource source = SdkHeaders.class.getProtectionDomain().getCodeSource();
    try {
      if (source != null && source.getLocation() != null) {
        return new SdkHeaders(Path.of(source.getLocation().toURI()));
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new UsageException(noHeaders(String.valueOf(e.getMessage())));
    }
    throw new UsageException(noHeaders("the place of the program is not known"));
  }

  /// Finds the directory of the headers near the program.
  ///
  /// @throws UsageException if there is none
  Path findOrThrow() throws UsageException {
    return find()
        .orElseThrow(() -> new UsageException(noHeaders("none in the folders above " + program)));
  }

  /// Finds the directory of the headers near the program, or else copies those in its jar.
  ///
  /// @param folder the directory for the copies
  /// @throws IOException if the copies cannot be written
  /// @throws UsageException if there are no headers
  Path findOrCopy(Path folder) throws IOException, UsageException {
    Optional<Path> near = find();
    if (near.isPresent()) {
      return near.get();
    }
    if (Files.isRegularFile(program)) {
      copy(folder);
    }
    if (!Files.isRegularFile(folder.resolve(HEADER))) {
      throw new UsageException(noHeaders("none in " + program + " and the folders above it"));
    }
    return folder;
  }

  private Optional<Path> find() {
    for (Path folder = program; folder != null; folder = folder.getParent()) {
      for (String name : List.of("include", "native-ext/include")) {
        Path headers = folder.resolve(name);
        if (Files.isRegularFile(headers.resolve(HEADER))) {
          return Optional.of(headers);
        }
      }
    }
    return Optional.empty();
  }

  private void copy(Path folder) throws IOException {
    try (ZipFile jar = new ZipFile(program.toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().map(ZipEntry.class::cast)::iterator) {
        if (entry.getName().startsWith(IN_JAR) && !entry.isDirectory()) {
          Path file = folder.resolve(entry.getName().substring(IN_JAR.length()));
          Files.createDirectories(file.getParent());
          try (InputStream header = jar.getInputStream(entry)) {
            Files.copy(header, file, StandardCopyOption.REPLACE_EXISTING);
          }
        }
      }
    }
  }

  private static String noHeaders(String reason) {
    return "cannot find the headers, tenon.h: %s; give the compiler their folder with -I"
        .formatted(reason);
  }
}
