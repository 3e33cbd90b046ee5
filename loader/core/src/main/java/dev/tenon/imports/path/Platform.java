// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.path;

import dev.tenon.input.ArchiveFiles;
import dev.tenon.input.BoundedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What native modules are built for: an operating system, a CPU, and on Linux the C library. Its
/// name is that of a directory in jars: `linux-x86_64`, `linux-aarch64-musl`, `macos-aarch64`,
/// `windows-x86_64`.
///
/// @param system `linux`, `macos`, `windows` or `freebsd`
/// @param machine the CPU, as `uname -m` of Linux has it
/// @param isMusl whether it is Linux with the C library musl
public record Platform(String system, String machine, boolean isMusl) {

  /// The operating systems, each with the ending of its libraries.
  private static final Map<String, String> SUFFIXES =
      Map.of("linux", ".so", "freebsd", ".so", "macos", ".dylib", "windows", ".dll");

  /// The CPUs.
  public static final List<String> MACHINES =
      List.of("x86_64", "aarch64", "riscv64", "ppc64le", "s390x");

  private static final String MUSL = "-musl";
  private static final int INTERPRETER_WITHIN = 4096;

  private static final class Current {
    static final Platform PLATFORM =
        of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""), usesMusl());
  }

  /// The one that this JVM runs on.
  public static Platform current() {
    return Current.PLATFORM;
  }

  /// A platform by the names that the JVM uses for systems and CPUs.
  static Platform of(String osName, String osArch, boolean isMusl) {
    String name = osName.toLowerCase(Locale.ROOT);
    String system =
        name.startsWith("mac") ? "macos" : name.startsWith("windows") ? "windows" : name;
    return new Platform(
        system, osArch.equals("amd64") ? "x86_64" : osArch, isMusl && system.equals("linux"));
  }

  /// The head of the program names its dynamic linker, which is musl itself there.
  private static boolean usesMusl() {
    try {
      byte[] head = BoundedFile.readHead(Path.of("/proc/self/exe"), INTERPRETER_WITHIN);
      return new String(head, StandardCharsets.ISO_8859_1).contains("/ld-musl-");
    } catch (IOException _) {
      return false; // not Linux
    }
  }

  /// The platform with a name; empty if there is none.
  public static Optional<Platform> named(String name) {
    boolean isMusl = name.endsWith(MUSL);
    String rest = isMusl ? name.substring(0, name.length() - MUSL.length()) : name;
    int dash = rest.indexOf('-');
    if (dash < 0) {
      return Optional.empty();
    }
    String system = rest.substring(0, dash);
    String machine = rest.substring(dash + 1);
    return SUFFIXES.containsKey(system)
            && MACHINES.contains(machine)
            && (!isMusl || system.equals("linux"))
        ? Optional.of(new Platform(system, machine, isMusl))
        : Optional.empty();
  }

  /// The platform that a file is for by its place: in an archive the one whose directory below
  /// `META-INF/tenon` it lies in, else the one that this JVM runs on.
  public static Platform ofFile(Path file) {
    Path place = ArchiveFiles.resolve(file);
    if (ArchiveFiles.isInside(place)) {
      Path whole = place.toAbsolutePath().normalize();
      if (whole.getNameCount() > 3 && whole.startsWith("/META-INF/tenon")) {
        return named(whole.getName(2).toString()).orElse(current());
      }
    }
    return current();
  }

  /// Its name.
  public String name() {
    return system + "-" + machine + (isMusl ? MUSL : "");
  }

  /// Whether its libraries are ELF files.
  public boolean usesElf() {
    return suffix().equals(".so");
  }

  /// How the names of its libraries end.
  public String suffix() {
    return SUFFIXES.getOrDefault(system, ".so");
  }

  @Override
  public String toString() {
    return name();
  }
}
