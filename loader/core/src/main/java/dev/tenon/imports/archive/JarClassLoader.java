// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import dev.tenon.input.Escapes;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.CodeSource;
import java.security.SecureClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/// Loads the classes and resources of a jar, on disk or in another archive, as they were when the
/// jar was opened: see [JarSnapshot]. As with the JDK's class loader for jars, classes have the
/// packages, versions, code source and signers that the jar gives them, and the class files are
/// those for this version of Java.
final class JarClassLoader extends SecureClassLoader {

  static {
    registerAsParallelCapable();
  }

  private final JarClassPath path;

  JarClassLoader(String name, JarClassPath path, ClassLoader parent) {
    super(name, parent);
    this.path = path;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try {
      JarClassPath.Found found = path.find(name.replace('.', '/') + ".class");
      if (found == null) {
        throw new ClassNotFoundException(name);
      }
      return define(name, found);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private Class<?> define(String name, JarClassPath.Found found) throws IOException {
    byte[] bytes = read(found.item());
    int dot = name.lastIndexOf('.');
    if (dot > 0) {
      definePackage(name.substring(0, dot), found.root());
    }
    CodeSource source = new CodeSource(found.root().location(), found.item().signers());
    return defineClass(name, bytes, 0, bytes.length, source);
  }

  private static byte[] read(ClassRoot.Item item) throws IOException {
    try (InputStream stream = item.open()) {
      byte[] bytes = stream.readNBytes(Limit.ARCHIVE_CLASS.most() + 1);
      if (bytes.length > Limit.ARCHIVE_CLASS.most()) {
        // Not found would be untrue, and who asked would not hear why.
        throw new ClassFormatError(
            "%s has %s"
                .formatted(Escapes.quoted(item.url().toString()), Limit.ARCHIVE_CLASS.exceeded()));
      }
      return bytes;
    }
  }

  private void definePackage(String name, ClassRoot root) throws IOException {
    Manifest manifest = root.manifest();
    Package known = getDefinedPackage(name);
    boolean sealed = isSealed(name, manifest);
    if (known == null) {
      try {
        definePackage(name, manifest, sealed ? root.location() : null);
      } catch (IllegalArgumentException _) {
        // Another thread has just defined it.
      }
    } else if (known.isSealed() ? !known.isSealed(root.location()) : sealed) {
      throw new SecurityException("sealing violation: package %s is sealed".formatted(name));
    }
  }

  private void definePackage(String name, @Nullable Manifest manifest, @Nullable URL sealBase) {
    definePackage(
        name,
        attribute(name, manifest, Attributes.Name.SPECIFICATION_TITLE),
        attribute(name, manifest, Attributes.Name.SPECIFICATION_VERSION),
        attribute(name, manifest, Attributes.Name.SPECIFICATION_VENDOR),
        attribute(name, manifest, Attributes.Name.IMPLEMENTATION_TITLE),
        attribute(name, manifest, Attributes.Name.IMPLEMENTATION_VERSION),
        attribute(name, manifest, Attributes.Name.IMPLEMENTATION_VENDOR),
        sealBase);
  }

  private static boolean isSealed(String name, @Nullable Manifest manifest) {
    return "true".equalsIgnoreCase(attribute(name, manifest, Attributes.Name.SEALED));
  }

  /// What the manifest says of a package, or else of the whole jar.
  private static @Nullable String attribute(
      String packageName, @Nullable Manifest manifest, Attributes.Name attribute) {
    if (manifest == null) {
      return null;
    }
    Attributes own = manifest.getAttributes(packageName.replace('.', '/') + "/");
    String value = own == null ? null : own.getValue(attribute);
    return value == null ? manifest.getMainAttributes().getValue(attribute) : value;
  }

  @Override
  protected @Nullable URL findResource(String name) {
    try {
      JarClassPath.Found found = path.find(name);
      return found == null ? null : found.item().url();
    } catch (IOException _) {
      // The contract of class loaders: what cannot be read is not there.
      return null;
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return Collections.enumeration(path.findAll(name));
  }
}
