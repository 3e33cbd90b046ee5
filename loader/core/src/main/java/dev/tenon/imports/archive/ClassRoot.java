// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/// One element of the class path of a [JarClassLoader]: a jar, or a folder that the manifest of a
/// jar names.
sealed interface ClassRoot permits JarSnapshot, ClassRoot.Folder {

  /// Finds a class file or resource.
  ///
  /// @param name with slashes, as for [ClassLoader#getResource]
  /// @return null if there is none
  /// @throws IOException if the element cannot be read
  @Nullable Item find(String name) throws IOException;

  /// The manifest; null if there is none.
  ///
  /// @throws IOException if it cannot be read
  @Nullable Manifest manifest() throws IOException;

  /// The place of the element, as the code source of its classes.
  URL location();

  /// A class file or resource.
  interface Item {
    /// Where it is; the URL can be opened.
    URL url();

    /// Opens it.
    ///
    /// @throws IOException if it cannot be read
    InputStream open() throws IOException;

    /// Who has signed it, after it was read to its end; null for nobody.
    CodeSigner @Nullable [] signers();
  }

  /// A folder on disk, whose files may change.
  record Folder(Path path, URL location) implements ClassRoot {
    @Override
    public @Nullable Item find(String name) throws IOException {
      Path file = path.resolve(name).normalize();
      return file.startsWith(path) && Files.exists(file)
          ? new FileItem(file, file.toUri().toURL())
          : null;
    }

    @Override
    public @Nullable Manifest manifest() {
      return null;
    }
  }

  /// A file on disk.
  record FileItem(Path file, URL url) implements Item {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }

    @Override
    public CodeSigner @Nullable [] signers() {
      return null;
    }
  }
}
