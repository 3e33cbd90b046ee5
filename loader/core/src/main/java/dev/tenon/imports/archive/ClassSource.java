// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import dev.tenon.error.Diagnosis;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.Phase;
import dev.tenon.imports.name.Identity;
import dev.tenon.module.ModuleProvider;
import dev.tenon.pins.Pins;
import java.io.IOException;
import java.net.URL;
import java.security.CodeSource;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// Where the classes of modules in Java lie, so that they can be loaded once more. Equal sources
/// stand for the same place.
interface ClassSource {

  /// A class loader that loads the classes of the place itself and all others from the host.
  ///
  /// @param suffix for its name
  /// @throws IOException if the place cannot be read
  ClassLoader newLoader(String suffix) throws IOException;

  /// The place, for messages.
  String place();

  /// The `__file__` of the modules; null for those of the host program.
  default @Nullable String moduleFile() {
    return null;
  }

  /// Has the bytes admitted that the classes come from. Those of the host program are the host's.
  ///
  /// @throws dev.tenon.pins.UnpinnedException if they must not be loaded
  default void admit(Pins pins) {}

  /// The place that a class of the host program was loaded from.
  static ClassSource of(Class<?> type) {
    return new OnClassPath(locationOf(type));
  }

  private static @Nullable URL locationOf(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null ? null : source.getLocation();
  }

  /// A jar or folder of the host's class path or module path.
  ///
  /// @param location null if the JVM does not report it
  record OnClassPath(@Nullable URL location) implements ClassSource {
    @Override
    public ClassLoader newLoader(String suffix) throws IOException {
      if (location == null) {
        throw new IOException("the JVM does not report where its classes lie");
      }
      URL own = locationOf(ClassSource.class);
      if (own != null && own.toExternalForm().equals(location.toExternalForm())) {
        throw new IOException("its classes lie in one place with those of Tenon");
      }
      return new OwnFirstClassLoader(
          "tenon:" + place() + suffix, location, ClassSource.class.getClassLoader());
    }

    @Override
    public String place() {
      return String.valueOf(location);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      // URLs compare their hosts by asking the network.
      return other instanceof OnClassPath that && place().equals(that.place());
    }

    @Override
    public int hashCode() {
      return place().hashCode();
    }
  }

  /// The providers that a class loader has itself, without those that its parent sees.
  static List<ModuleProvider> providersIn(ClassLoader classes) {
    return ServiceLoader.load(ModuleProvider.class, classes).stream()
        .filter(provider -> Identity.same(provider.type().getClassLoader(), classes))
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /// The error for a place whose providers cannot be used.
  static ExtensionLoadException unusable(String module, String place, Throwable cause) {
    return unusable(
        module, place, cause, "the jar's module providers", "fix the jar or take it off the path");
  }

  /// The error for a place whose providers cannot be used.
  ///
  /// @param place null if there are several
  static ExtensionLoadException unusable(
      String module, @Nullable String place, Throwable cause, String providers, String remedy) {
    ExtensionLoadException error =
        new ExtensionLoadException(
            module,
            place,
            Phase.QUERY,
            new Diagnosis(
                "%s cannot be used: %s".formatted(providers, cause.getMessage()),
                "public classes that implement ModuleProvider, named in META-INF/services",
                remedy));
    error.initCause(cause);
    return error;
  }
}
