package dev.tenon.imports;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import org.jspecify.annotations.Nullable;

/// Loads the classes of a jar on disk, and those of the jars that its manifest names. Resources are
/// read past the JDK's cache of open jars, which would hand out the old contents of a jar that was
/// rebuilt.
final class JarClassLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  JarClassLoader(String name, URL jar, ClassLoader parent) {
    super(name, new URL[] {jar}, parent);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    URL url = getResource(name);
    if (url == null) {
      return null;
    }
    try {
      URLConnection connection = url.openConnection();
      connection.setUseCaches(false);
      return connection.getInputStream();
    } catch (IOException _) {
      // The contract of class loaders: what cannot be read is not there.
      return null;
    }
  }
}
