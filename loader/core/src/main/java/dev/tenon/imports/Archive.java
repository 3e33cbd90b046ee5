package dev.tenon.imports;

import dev.tenon.error.ExtensionLoadException;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A jar or zip file on the path, on disk or inside of another archive. It is opened once per
/// process and stays open; a file that was rebuilt is opened anew.
final class Archive {

  private static final ConcurrentHashMap<Version, Archive> OPENED = new ConcurrentHashMap<>();

  private final Version version;
  private final Path file;
  private @Nullable FileSystem files;
  private @Nullable ProvidedModules modules;

  /// An archive as it was at a time.
  private record Version(String place, long modified, long size) {}

  private Archive(Version version, Path file) {
    this.version = version;
    this.file = file;
  }

  /// The archive in a file.
  ///
  /// @param place the path entry that stands for it
  /// @throws IOException if there is no such file
  static Archive open(Path file, String place) throws IOException {
    Version version =
        new Version(place, Files.getLastModifiedTime(file).toMillis(), Files.size(file));
    return OPENED.computeIfAbsent(version, now -> new Archive(now, file));
  }

  /// The path entry that stands for it.
  String place() {
    return version.place();
  }

  /// Its topmost folder.
  ///
  /// @throws IOException if the file is no archive, or one with entries that lead out of it
  synchronized EntryFolder root() throws IOException {
    if (files == null) {
      Map<String, ?> options = Map.of("releaseVersion", Runtime.version().feature());
      files = openFiles(options);
    }
    return new EntryFolder(files.getPath("/"), place() + "!");
  }

  private FileSystem openFiles(Map<String, ?> options) throws IOException {
    requireBounded();
    try {
      return FileSystems.newFileSystem(file, options);
    } catch (ProviderNotFoundException e) {
      throw new IOException("this JVM has no file system for archives (module jdk.zipfs)", e);
    }
  }

  /// The Java modules that it publishes.
  ///
  /// @param name the module that is looked for, for the message
  /// @throws ExtensionLoadException if its providers cannot be used
  synchronized ProvidedModules modules(String name) {
    if (modules == null) {
      modules = readModules(name);
    }
    return modules;
  }

  private ProvidedModules readModules(String name) {
    try {
      return ProvidedModules.of(ClassSource.providersIn(classLoader("")), new Source(this));
    } catch (IOException | UncheckedIOException | ServiceConfigurationError e) {
      throw ClassSource.unusable(name, place(), e);
    }
  }

  /// Other classes of the archive for each interpreter that wants them.
  private record Source(Archive archive) implements ClassSource {
    @Override
    public ClassLoader newLoader(String suffix) throws IOException {
      return archive.classLoader(suffix);
    }

    @Override
    public String place() {
      return archive.place();
    }
  }

  private ClassLoader classLoader(String suffix) throws IOException {
    ClassLoader parent = Archive.class.getClassLoader();
    if (isOnDisk()) {
      ArchiveDirectory.requireBounded(file);
      ArchiveDirectory.requireBoundedMetadata(file);
    }
    return isOnDisk()
        ? new JarClassLoader("tenon:" + file.getFileName() + suffix, url(), parent)
        : new ArchiveClassLoader(root(), parent, suffix);
  }

  /// Checks what will be kept in memory: the directory of the archive and, of an archive within an
  /// archive, all of it unpacked.
  private void requireBounded() throws IOException {
    if (isOnDisk()) {
      ArchiveDirectory.requireBounded(file);
      return;
    }
    BoundedFile.requireRegular(file);
    try (InputStream content = Files.newInputStream(file)) {
      BoundedFile.requireUnpackedSize(content, Limit.NESTED_ARCHIVE);
    } catch (OutOfMemoryError _) {
      throw new IOException("the heap has no room for the archive that it lies in");
    }
  }

  private boolean isOnDisk() {
    return file.getFileSystem().equals(FileSystems.getDefault());
  }

  private URL url() throws MalformedURLException {
    return file.toUri().toURL();
  }
}
