package dev.tenon.imports;

import dev.tenon.input.BoundedFile;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Loads the classes of an archive that lies inside of another one, where the JDK's own class
/// loader for archives does not reach.
final class ArchiveClassLoader extends SecureClassLoader {

  static {
    registerAsParallelCapable();
  }

  private final EntryFolder root;

  ArchiveClassLoader(EntryFolder root, ClassLoader parent, String suffix) {
    super("tenon:" + root.text() + suffix, parent);
    this.root = root;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    Path file = root.path().resolve(name.replace('.', '/') + ".class");
    try {
      byte[] bytes = BoundedFile.read(file, Limit.ARCHIVE_CLASS);
      return defineClass(name, bytes, 0, bytes.length);
    } catch (NoSuchFileException _) {
      throw new ClassNotFoundException(name);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  @Override
  protected @Nullable URL findResource(String name) {
    Path file = root.path().resolve(name).normalize();
    return Files.exists(file) ? urlOf(file) : null;
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL resource = findResource(name);
    return Collections.enumeration(resource == null ? List.of() : List.of(resource));
  }

  private URL urlOf(Path file) {
    try {
      return URL.of(new URI("tenon", "", root.text() + file, null, null), new FileHandler(file));
    } catch (URISyntaxException | IOException e) {
      throw new UncheckedIOException(new IOException("no URL for " + file, e));
    }
  }

  /// Opens one file, whatever file system it lies in.
  private static final class FileHandler extends URLStreamHandler {
    private final Path file;

    FileHandler(Path file) {
      this.file = file;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new FileConnection(url, file);
    }
  }

  private static final class FileConnection extends URLConnection {
    private final Path file;

    FileConnection(URL url, Path file) {
      super(url);
      this.file = file;
    }

    @Override
    public void connect() {
      connected = true;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return Files.newInputStream(file);
    }
  }
}
