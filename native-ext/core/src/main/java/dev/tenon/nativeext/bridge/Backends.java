// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.bridge;

import dev.tenon.imports.path.InstalledServices;
import dev.tenon.input.Escapes;
import dev.tenon.nativeext.spi.JarFolder;
import dev.tenon.nativeext.spi.NativeBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds backends: the one that an interpreter or `TENON_BACKEND` names, else the one with the
/// lowest rank. One that is not on the class path or module path may lie in a folder of its name
/// beside this artifact's jar.
public final class Backends {

  private static final List<String> OWN =
      List.of("dev.tenon.nativeext.ffm.FfmBackend", "dev.tenon.nativeext.jnr.JnrBackend");

  private Backends() {}

  /// The backend of interpreters that name none.
  ///
  /// @throws IllegalStateException if it is not installed
  public static NativeBackend choose() {
    return choose(System.getenv("TENON_BACKEND"));
  }

  /// The backend of a name; without one, that of the lowest rank.
  ///
  /// @throws IllegalStateException if it is not installed
  public static NativeBackend choose(@Nullable String wanted) {
    List<NativeBackend> onPath = installed(Backends.class.getClassLoader());
    return find(onPath, wanted)
        .or(() -> find(unnamed(), wanted))
        .or(() -> find(besideThisJar(wanted), wanted))
        .orElseThrow(() -> missing(wanted, onPath));
  }

  /// A backend that keeps the arenas of pointer arguments open during a call.
  ///
  /// @throws IllegalStateException if none is installed
  static NativeBackend holding() {
    List<NativeBackend> onPath = installed(Backends.class.getClassLoader());
    return onPath.stream()
        .filter(NativeBackend::holdsMemory)
        .findFirst()
        .orElseThrow(() -> missing("ffm", onPath));
  }

  private static List<NativeBackend> installed(@Nullable ClassLoader loader) {
    return sorted(
        ServiceLoader.load(NativeBackend.class, loader).stream().map(ServiceLoader.Provider::get));
  }

  /// Those of a program in one jar, which may have lost the files that name them.
  private static List<NativeBackend> unnamed() {
    ClassLoader loader = Backends.class.getClassLoader();
    return sorted(
        InstalledServices.all(
            ServiceLoader.load(NativeBackend.class, loader), NativeBackend.class, loader, OWN)
            .stream());
  }

  private static List<NativeBackend> sorted(Stream<NativeBackend> backends) {
    return backends.sorted((one, other) -> Integer.compare(one.rank(), other.rank())).toList();
  }

  private static boolean isAny(@Nullable String wanted) {
    return wanted == null || wanted.isEmpty();
  }

  private static Optional<NativeBackend> find(
      List<NativeBackend> installed, @Nullable String wanted) {
    return installed.stream()
        .filter(backend -> isAny(wanted) || backend.name().equals(wanted))
        .findFirst();
  }

  private static List<NativeBackend> besideThisJar(@Nullable String wanted) {
    if (wanted == null || isAny(wanted) || !wanted.chars().allMatch(Character::isLetterOrDigit)) {
      return List.of(); // no name of a folder
    }
    try {
      return JarFolder.loader(Backends.class, wanted).map(Backends::installed).orElse(List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read the folder of the native backend %s".formatted(Escapes.quoted(wanted)), e);
    }
  }

  private static IllegalStateException missing(
      @Nullable String wanted, List<NativeBackend> onPath) {
    return new IllegalStateException(
        "no native backend%s: found %s; add tenon-native-%s to the class path or module path%s"
            .formatted(
                isAny(wanted) ? "" : " '" + wanted + "'",
                onPath.stream().map(NativeBackend::name).toList(),
                isAny(wanted) ? "ffm" : wanted,
                isAny(wanted) ? "" : ", or name another one"));
  }
}
