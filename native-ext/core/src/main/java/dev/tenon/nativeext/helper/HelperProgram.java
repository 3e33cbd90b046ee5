// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.helper;

import dev.tenon.error.ImportException;
import dev.tenon.error.Phase;
import dev.tenon.imports.path.Platform;
import dev.tenon.nativeext.spi.CodeFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicReference;

/// The program of helper processes: it travels in the jar and is unpacked until the JVM ends, or
/// until there is no such file any more.
final class HelperProgram {

  private static final AtomicReference<Path> UNPACKED = new AtomicReference<>(Path.of(""));

  private HelperProgram() {}

  /// The file.
  ///
  /// @throws ImportException if there is none for this platform, or no place for it
  static synchronized Path file() {
    if (!Files.isRegularFile(UNPACKED.get()) || !Files.isExecutable(UNPACKED.get())) {
      UNPACKED.set(unpack());
    }
    return UNPACKED.get();
  }

  private static Path unpack() {
    Platform platform = Platform.current();
    String resource = "/dev/tenon/nativeext/host/%s/tenon_apart".formatted(platform);
    try (InputStream packed = HelperProgram.class.getResourceAsStream(resource)) {
      if (packed == null) {
        throw unusable(
            "Tenon has no helper program for %s; run the module in the process of the host"
                .formatted(platform));
      }
      Path file =
          Files.createTempFile(
              CodeFolder.choose(),
              "tenon-apart-",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      file.toFile().deleteOnExit();
      Files.copy(packed, file, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-x------"));
      return file;
    } catch (IOException e) {
      ImportException error =
          unusable("the helper program cannot be unpacked: %s".formatted(e.getMessage()));
      error.initCause(e);
      throw error;
    }
  }

  private static ImportException unusable(String reason) {
    return new ImportException("modules cannot run apart: " + reason, null, null, Phase.QUERY);
  }
}
