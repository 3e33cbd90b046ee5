// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;

/// Loads the classes of one place of the host's class path once more: what lies there comes from
/// this class loader, everything else from the host.
final class OwnFirstClassLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  OwnFirstClassLoader(String name, URL place, ClassLoader parent) {
    super(name, new URL[] {place}, parent);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      return findResource(name.replace('.', '/') + ".class") == null
          ? super.loadClass(name, resolve)
          : findClass(name);
    }
  }

  /// Of services, only those of the place: its providers are asked for.
  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    Enumeration<URL> own = findResources(name);
    return own.hasMoreElements() || !name.startsWith("META-INF/services/")
        ? own.hasMoreElements() ? own : super.getResources(name)
        : Collections.emptyEnumeration();
  }
}
