// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import dev.tenon.input.Escapes;
import dev.tenon.pins.Pins;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/// A jar and what the `Class-Path` of its manifest names, in this order; the named ones are opened
/// when something is not in the jar itself, and those that cannot be used are passed over, as `java
/// -jar` does. Several class loaders may use one. Any thread may.
final class JarClassPath {

  /// Manifests can name each other for ever.
  private static final int MOST = 1000;

  private final JarSnapshot jar;
  private @Nullable List<ClassRoot> named;

  JarClassPath(JarSnapshot jar) {
    this.jar = jar;
  }

  /// A class file or resource, and the element that it is in.
  record Found(ClassRoot root, ClassRoot.Item item) {}

  /// Finds the first class file or resource of a name.
  ///
  /// @throws IOException if an element cannot be read
  @Nullable Found find(String name) throws IOException {
    ClassRoot.Item own = jar.find(name);
    if (own != null) {
      return new Found(jar, own);
    }
    for (ClassRoot root : named()) {
      ClassRoot.Item item = root.find(name);
      if (item != null) {
        return new Found(root, item);
      }
    }
    return null;
  }

  /// Finds all resources of a name.
  ///
  /// @throws IOException if an element cannot be read
  List<URL> findAll(String name) throws IOException {
    List<ClassRoot> roots = new ArrayList<>(List.of(jar));
    roots.addAll(named());
    List<URL> urls = new ArrayList<>();
    for (ClassRoot root : roots) {
      ClassRoot.Item item = root.find(name);
      if (item != null) {
        urls.add(item.url());
      }
    }
    return urls;
  }

  /// Has the bytes of all jars admitted, also of those that nothing was loaded from yet.
  ///
  /// @throws dev.tenon.pins.UnpinnedException if one of them must not be loaded
  /// @throws IOException if one of them cannot be read
  void admit(Pins pins) throws IOException {
    jar.admit(pins);
    for (ClassRoot root : named()) {
      switch (root) {
        case JarSnapshot named -> named.admit(pins);
        case ClassRoot.Folder(Path path, URL _) ->
            throw pins.unverifiable(
                "the manifest of %s names the folder %s, whose files may change"
                    .formatted(Escapes.quoted(jar.original()), Escapes.quoted(path)),
                "put its classes into a jar, or take it out of the Class-Path");
      }
    }
  }

  private synchronized List<ClassRoot> named() {
    if (named == null) {
      named = openNamed();
    }
    return named;
  }

  private List<ClassRoot> openNamed() {
    List<ClassRoot> opened = new ArrayList<>();
    Set<Path> seen = new HashSet<>(Set.of(jar.original()));
    Deque<JarSnapshot> toRead = new ArrayDeque<>(List.of(jar));
    while (!toRead.isEmpty() && opened.size() < MOST) {
      JarSnapshot next = toRead.remove();
      for (String name : namesIn(next)) {
        Path file = resolve(next.original(), name);
        ClassRoot root = file == null || !seen.add(file) ? null : open(next, file);
        if (root != null) {
          opened.add(root);
        }
        if (root instanceof JarSnapshot another) {
          toRead.add(another);
        }
      }
    }
    return opened;
  }

  private static List<String> namesIn(JarSnapshot snapshot) {
    try {
      Manifest manifest = snapshot.manifest();
      String names =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return names == null || names.isBlank() ? List.of() : List.of(names.strip().split("\\s+"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Path resolve(Path beside, String name) {
    try {
      URI uri = new URI(name);
      if (uri.isAbsolute()) {
        return "file".equals(uri.getScheme()) ? Path.of(uri) : null;
      }
      return uri.getPath() == null ? null : beside.resolveSibling(uri.getPath()).normalize();
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException _) {
      return null;
    }
  }

  private static @Nullable ClassRoot open(JarSnapshot beside, Path file) {
    try {
      if (Files.isDirectory(file)) {
        return new ClassRoot.Folder(file, file.toUri().toURL());
      }
      if (!Files.isRegularFile(file)) {
        return null;
      }
      JarSnapshot opened = JarSnapshot.open(file, locationOf(beside, file));
      opened.requireBoundedMetadata();
      return opened;
    } catch (IOException _) {
      return null;
    }
  }

  private static URL locationOf(JarSnapshot beside, Path file) throws MalformedURLException {
    if (TemporaryCopy.isOnDisk(file)) {
      return file.toUri().toURL();
    }
    String text = beside.location().toExternalForm();
    return JarUrls.inside(
        URI.create(text.substring(0, text.lastIndexOf('!'))).toURL(),
        file.toAbsolutePath().toString());
  }
}
