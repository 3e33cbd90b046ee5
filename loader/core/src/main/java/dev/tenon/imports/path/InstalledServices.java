// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.path;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// Finds implementations of services by the JDK's [ServiceLoader], and those of Tenon itself also
/// without it. When the jars of a program are packed into one, the files below `META-INF/services`
/// have the same names, and a packer that is not configured to join them keeps one: the classes are
/// there, and nothing names them.
public final class InstalledServices {

  private InstalledServices() {}

  /// Returns all implementations that a class loader sees.
  ///
  /// @param named those that are named, from a call of the module that uses the service
  /// @param own the names of Tenon's own implementations, which need not be installed
  public static <S> List<S> all(
      ServiceLoader<S> named, Class<S> service, @Nullable ClassLoader loader, List<String> own) {
    List<S> found = new ArrayList<>();
    named.forEach(found::add);
    if (service.getModule().isNamed()) {
      return found; // modules say themselves what they provide
    }
    for (String name : own) {
      if (found.stream().noneMatch(each -> each.getClass().getName().equals(name))) {
        addUnnamed(service, loader, name, found);
      }
    }
    return found;
  }

  /// Adds a class that no file names.
  private static <S> void addUnnamed(
      Class<S> service, @Nullable ClassLoader loader, String name, List<S> found) {
    try {
      Class<?> type = Class.forName(name, true, loader);
      if (service.isAssignableFrom(type)) {
        found.add(service.cast(type.getConstructor().newInstance()));
      }
    } catch (ClassNotFoundException _) {
      // It is not installed.
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("%s has no public constructor without parameters".formatted(name), e);
    }
  }
}
