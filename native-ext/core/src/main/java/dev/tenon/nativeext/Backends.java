package dev.tenon.nativeext;

import dev.tenon.nativeext.spi.NativeBackend;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// Chooses the backend of the process: the one that `TENON_BACKEND` names, else the one with the
/// lowest rank.
final class Backends {

  private Backends() {}

  static NativeBackend choose() {
    List<NativeBackend> installed =
        ServiceLoader.load(NativeBackend.class, Backends.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .sorted((one, other) -> Integer.compare(one.rank(), other.rank()))
            .toList();
    return choose(installed, System.getenv("TENON_BACKEND"));
  }

  static NativeBackend choose(List<NativeBackend> installed, @Nullable String wanted) {
    return installed.stream()
        .filter(backend -> wanted == null || wanted.isEmpty() || backend.name().equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "no native backend%s: found %s; add tenon-native-ffm to the class path or module"
                        .formatted(
                            wanted == null ? "" : " '" + wanted + "'",
                            installed.stream().map(NativeBackend::name).toList())
                    + " path, or change TENON_BACKEND"));
  }
}
