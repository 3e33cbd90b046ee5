package dev.tenon.nativeext;

import dev.tenon.nativeext.spi.NativeBackend;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// Finds backends: the one that an interpreter or `TENON_BACKEND` names, else the one with the
/// lowest rank.
final class Backends {

  private Backends() {}

  /// The backend of interpreters that name none.
  ///
  /// @throws IllegalStateException if it is not installed
  static NativeBackend choose() {
    return choose(System.getenv("TENON_BACKEND"));
  }

  /// The backend of a name; without one, that of the lowest rank.
  ///
  /// @throws IllegalStateException if it is not installed
  static NativeBackend choose(@Nullable String wanted) {
    List<NativeBackend> installed =
        ServiceLoader.load(NativeBackend.class, Backends.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .sorted((one, other) -> Integer.compare(one.rank(), other.rank()))
            .toList();
    return choose(installed, wanted);
  }

  static NativeBackend choose(List<NativeBackend> installed, @Nullable String wanted) {
    boolean any = wanted == null || wanted.isEmpty();
    return installed.stream()
        .filter(backend -> any || backend.name().equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "no native backend%s: found %s; add tenon-native-%s to the class path or module path%s"
                    .formatted(
                        any ? "" : " '" + wanted + "'",
                        installed.stream().map(NativeBackend::name).toList(),
                        any ? "ffm" : wanted,
                        any ? "" : ", or name another one")));
  }
}
