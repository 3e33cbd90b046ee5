// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation;

import dev.tenon.imports.path.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/// Starts JVMs under the effects watch, in which [phase events][dev.tenon.event.PhaseEvent] report
/// what the code of a module did: which files it opened, what it connected to, and so on.
///
/// ```java
/// EffectsWatch watch = EffectsWatch.in(folder);
/// ProcessBuilder process = new ProcessBuilder("java");
/// process.command().addAll(watch.options());
/// process.command().addAll(List.of("-cp", classPath, "app.Main"));
/// process.environment().putAll(watch.environment());
/// ```
///
/// A listener in that process gets the effects if it
/// [wants][dev.tenon.event.PhaseListener#wantsEffects] them. The watch is a library that the
/// dynamic linker preloads; it sees calls of the C library, of JVM and C code alike. It does not
/// see system calls that code makes itself, nor programs that are linked statically.
public final class EffectsWatch {

  /// The option of a JVM in which libraries call the system themselves: the host library, which
  /// keeps account of threads and the like for them, would be taken for the caller.
  public static final String OWN_CALLS = "-Dtenon.images.watch=off";

  /// The size of the file that `effects_watch.c` writes: its head, its threads, its events. No more
  /// of it is stored than is written.
  private static final long SIZE = 32 + (1L << 10) * 24 + (1L << 15) * 512;

  private final Path library;
  private final Path file;

  private EffectsWatch(Path library, Path file) {
    this.library = library;
    this.file = file;
  }

  /// Puts the library and its file into a folder, for one process.
  ///
  /// @throws IOException if the folder cannot be written to, or there is no library for this
  ///   system: the watch is made for Linux on x86-64 and AArch64
  public static EffectsWatch in(Path folder) throws IOException {
    Platform current = Platform.current();
    String name = "effects/linux-" + current.machine() + "/libtenon_effects_watch.so";
    try (InputStream content = EffectsWatch.class.getResourceAsStream(name)) {
      if (content == null || !current.system().equals("linux")) {
        throw new IOException(
            "there is no effects watch for this system, expected Linux on x86-64 or AArch64");
      }
      Path library = folder.toAbsolutePath().resolve("libtenon_effects_watch.so");
      Files.copy(content, library, StandardCopyOption.REPLACE_EXISTING);
      Path file = folder.toAbsolutePath().resolve("effects");
      Files.deleteIfExists(file);
      try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
        made.setLength(SIZE);
      }
      return new EffectsWatch(library, file);
    }
  }

  /// Returns the options of the JVM.
  public List<String> options() {
    return List.of(
        "-Dtenon.effects=" + file, OWN_CALLS, "--add-opens=java.base/java.util=ALL-UNNAMED");
  }

  /// Returns the environment variables of the process. It takes them out of its environment when it
  /// starts.
  public Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "TENON_EFFECTS_PRELOAD",
        library.toString(),
        "TENON_EFFECTS_FILE",
        file.toString());
  }
}
