// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import dev.tenon.input.ArchivePlace;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/// The URLs of what a [JarSnapshot] holds: `jar:file:/app.jar!/a/b.txt`, and for an archive in
/// another one `jar:file:/app.jar!/lib/more.jar!/a/b.txt`. Opening such a URL object reads the
/// snapshot; a URL that is made anew from its text reads the file as it is then.
final class JarUrls {

  private static final String JAR = "jar:";
  private static final String INSIDE = ArchivePlace.INSIDE;

  private final JarFile jar;
  private final URL location;
  private final String base;
  private final URLStreamHandler handler = new Handler();

  JarUrls(JarFile jar, URL location) {
    this.jar = jar;
    this.location = location;
    String text = location.toExternalForm();
    base = (text.startsWith(JAR) ? text : JAR + text) + INSIDE;
  }

  /// The place of an archive in another one.
  ///
  /// @param outer the place of the other one
  /// @param path of the archive in it, from `/`
  static URL inside(URL outer, String path) throws MalformedURLException {
    String text = outer.toExternalForm();
    return urlOf((text.startsWith(JAR) ? text : JAR + text) + "!" + encode(path), null);
  }

  /// The place of the archive itself.
  URL location() {
    return location;
  }

  /// The URL of a file in the archive.
  URL of(String name) throws MalformedURLException {
    return urlOf(base + encode("/" + name).substring(1), handler);
  }

  private static URL urlOf(String text, @Nullable URLStreamHandler handler)
      throws MalformedURLException {
    try {
      return URL.of(new URI(text), handler);
    } catch (URISyntaxException | IllegalArgumentException e) {
      MalformedURLException error = new MalformedURLException(e.getMessage());
      error.initCause(e);
      throw error;
    }
  }

  /// A path as it stands in a URL.
  private static String encode(String path) throws MalformedURLException {
    try {
      return new URI("file", null, path, null).toASCIIString().substring("file:".length());
    } catch (URISyntaxException e) {
      MalformedURLException error = new MalformedURLException(e.getMessage());
      error.initCause(e);
      throw error;
    }
  }

  private static String decode(String path) throws MalformedURLException {
    try {
      return String.valueOf(new URI("file:/" + path).getPath()).substring(1);
    } catch (URISyntaxException e) {
      MalformedURLException error = new MalformedURLException(e.getMessage());
      error.initCause(e);
      throw error;
    }
  }

  private final class Handler extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      String text = url.toExternalForm();
      if (!text.startsWith(base)) {
        // Made by somebody from one of ours, and leads elsewhere.
        return urlOf(text, null).openConnection();
      }
      return new Connection(url, jar, decode(text.substring(base.length())));
    }
  }

  private static final class Connection extends JarURLConnection {
    private final JarFile jar;
    private final String name;

    Connection(URL url, JarFile jar, String name) throws MalformedURLException {
      super(url);
      this.jar = jar;
      this.name = name;
    }

    @Override
    public void connect() throws IOException {
      if (!name.isEmpty() && jar.getJarEntry(name) == null) {
        throw new FileNotFoundException("the archive has no entry '" + name + "'");
      }
      connected = true;
    }

    @Override
    public JarFile getJarFile() throws IOException {
      connect();
      return jar;
    }

    @Override
    public @Nullable String getEntryName() {
      return name.isEmpty() ? null : name;
    }

    @Override
    public @Nullable JarEntry getJarEntry() throws IOException {
      connect();
      return name.isEmpty() ? null : jar.getJarEntry(name);
    }

    @Override
    public InputStream getInputStream() throws IOException {
      JarEntry entry = getJarEntry();
      if (entry == null) {
        throw new IOException("no entry name specified");
      }
      return jar.getInputStream(entry);
    }

    @Override
    public long getContentLengthLong() {
      JarEntry entry = name.isEmpty() ? null : jar.getJarEntry(name);
      return entry == null ? -1 : entry.getSize();
    }

    @Override
    public int getContentLength() {
      long length = getContentLengthLong();
      return length > Integer.MAX_VALUE ? -1 : (int) length;
    }

    @Override
    public String getContentType() {
      String guessed = guessContentTypeFromName(name);
      return guessed == null ? "content/unknown" : guessed;
    }

    @Override
    public long getLastModified() {
      JarEntry entry = name.isEmpty() ? null : jar.getJarEntry(name);
      return entry == null ? 0 : Math.max(0, entry.getTime());
    }
  }
}
