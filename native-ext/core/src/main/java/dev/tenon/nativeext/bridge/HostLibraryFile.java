// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.bridge;

import dev.tenon.error.ImportException;
import dev.tenon.error.Phase;
import dev.tenon.imports.path.Platform;
import dev.tenon.nativeext.spi.CodeFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Finds the C host library: it travels in the jar and is unpacked for the time of the process. Who
/// has it unpacked already, as the launcher has, names it by a system property.
public final class HostLibraryFile {

  /// The system property that names an unpacked host library, which belongs to this jar.
  public static final String UNPACKED = "tenon.host.library";

  /// What to do on a platform that has none.
  public static final String REMEDY =
      "use modules in Java or scripts here, or Linux with the GNU C library on x86_64 or aarch64";

  private HostLibraryFile() {}

  /// The file.
  ///
  /// @param isFirst whether no backend has mapped the library yet: a further one gets a copy of its
  ///   own, with variables of its own
  static Path locate(boolean isFirst) {
    String given = System.getProperty(UNPACKED);
    return given == null || !isFirst ? unpack() : Path.of(given);
  }

  /// Whether the jar has one for a platform.
  public static boolean isPackedFor(Platform platform) {
    return HostLibraryFile.class.getResource(resource(platform)) != null;
  }

  private static String resource(Platform platform) {
    return "/dev/tenon/nativeext/host/" + platform + "/libtenon_host" + platform.suffix();
  }

  private static Path unpack() {
    Platform platform = Platform.current();
    try (InputStream packed = HostLibraryFile.class.getResourceAsStream(resource(platform))) {
      if (packed == null) {
        throw unusable("Tenon has no host library for %s; %s".formatted(platform, REMEDY));
      }
      Path unpacked = Files.createTempFile(CodeFolder.choose(), "tenon-host-", ".so");
      Files.copy(packed, unpacked, StandardCopyOption.REPLACE_EXISTING);
      return unpacked;
    } catch (IOException e) {
      ImportException error =
          unusable("the host library cannot be unpacked: %s".formatted(e.getMessage()));
      error.initCause(e);
      throw error;
    }
  }

  private static ImportException unusable(String reason) {
    return new ImportException("native modules cannot be used: " + reason, null, null, Phase.QUERY);
  }

  /// Removes the file if it was unpacked for this process: what is mapped stays mapped.
  static void forget(Path unpacked) {
    if (unpacked.toString().equals(System.getProperty(UNPACKED))) {
      return;
    }
    try {
      Files.deleteIfExists(unpacked);
    } catch (IOException _) {
      unpacked.toFile().deleteOnExit();
    }
  }
}
