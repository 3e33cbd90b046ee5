// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import dev.tenon.error.ExtensionLoadException;
import dev.tenon.imports.path.EntryFolder;
import dev.tenon.input.ArchiveFiles;
import dev.tenon.input.Escapes;
import dev.tenon.input.FileProblem;
import dev.tenon.input.FileStamp;
import dev.tenon.pins.Pins;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A jar or zip file on the path, on disk or inside of another archive, with the contents that it
/// had when it was opened. The process has one for each file as it is now; those of earlier
/// contents live as long as modules, specs or finders that came from them.
final class Archive {

  private static final ConcurrentHashMap<String, Archive> PRESENT = new ConcurrentHashMap<>();

  private final Path file;
  private final String place;
  private final URL location;
  private final @Nullable Archive outer;
  private final @Nullable FileStamp stamp;
  private final @Nullable JarSnapshot contents;
  private final @Nullable IOException problem;
  private final ConcurrentHashMap<String, Archive> inner = new ConcurrentHashMap<>(2);
  private @Nullable JarClassPath classPath;
  private @Nullable EntryFolder root;
  private @Nullable ProvidedModules modules;

  private Archive(
      Path file, String place, URL location, @Nullable Archive outer, @Nullable FileStamp stamp) {
    this.file = file;
    this.place = place;
    this.location = location;
    this.outer = outer;
    JarSnapshot opened = null;
    IOException failure = null;
    try {
      opened = JarSnapshot.open(file, location);
    } catch (IOException e) {
      failure = e;
    }
    contents = opened;
    problem = failure;
    this.stamp = opened == null || opened.stamp() == null ? stamp : opened.stamp();
  }

  /// The archive in a file on disk, as it is now.
  ///
  /// @throws IOException if there is no such file
  static Archive open(Path file) throws IOException {
    FileStamp now = FileStamp.of(file);
    if (!now.isRegular()) {
      throw new IOException("it is not a regular file");
    }
    String place = file.toAbsolutePath().toString();
    URL location = file.toUri().toURL();
    return PRESENT.compute(
        place,
        (_, known) ->
            known != null && now.equals(known.stamp)
                ? known
                : new Archive(file, place, location, null, now));
  }

  /// The archive in a file of this one.
  ///
  /// @throws IOException if its place has no URL
  Archive inside(EntryFolder entry) throws IOException {
    URL url = JarUrls.inside(location, entry.path().toAbsolutePath().toString());
    return inner.computeIfAbsent(
        entry.text(), text -> new Archive(entry.path(), text, url, this, null));
  }

  /// Whether the file has been replaced, changed or deleted since it was opened.
  boolean isOutdated() {
    if (outer != null) {
      return outer.isOutdated();
    }
    try {
      return !Objects.equals(stamp, FileStamp.of(file));
    } catch (IOException _) {
      return true;
    }
  }

  /// The path entry that stands for it.
  String place() {
    return place;
  }

  /// Its topmost folder.
  ///
  /// @throws IOException if the file is no archive, or one with entries that lead out of it
  synchronized EntryFolder root() throws IOException {
    if (root == null) {
      FileSystem files = contents().files();
      ArchiveFiles.register(files, place, contents()::duplicates);
      root = new EntryFolder(files.getPath("/"), place + "!");
    }
    return root;
  }

  private JarSnapshot contents() throws IOException {
    if (contents == null) {
      String reason = problem == null ? "it cannot be read" : String.valueOf(problem.getMessage());
      throw new IOException(reason, problem);
    }
    return contents;
  }

  /// Has the bytes of the archive admitted, of the outermost one if it lies in others, and of the
  /// jars that its manifest names.
  ///
  /// @throws dev.tenon.pins.UnpinnedException if they must not be loaded
  void admit(Pins pins) {
    if (contents == null) {
      return; // nothing can be loaded from it
    }
    try {
      if (outer != null) {
        outer.admit(pins);
      }
      classPath().admit(pins);
    } catch (IOException e) {
      throw pins.unverifiable(
          "%s: %s".formatted(Escapes.quoted(place), FileProblem.reason(e)), "fix the archive");
    }
  }

  private synchronized JarClassPath classPath() throws IOException {
    if (classPath == null) {
      contents().requireBoundedMetadata();
      classPath = new JarClassPath(contents());
    }
    return classPath;
  }

  /// The Java modules that it publishes; none if it cannot be read.
  ///
  /// @param name the module that is looked for, for the message
  /// @throws ExtensionLoadException if its providers cannot be used
  synchronized ProvidedModules modules(String name) {
    if (modules == null) {
      modules = contents == null ? ProvidedModules.of(List.of()) : readModules(name);
    }
    return modules;
  }

  private ProvidedModules readModules(String name) {
    try {
      return ProvidedModules.in(classLoader(""), new Source(this));
    } catch (IOException
        | UncheckedIOException
        | ServiceConfigurationError
        | LinkageError e) { // of a class that is damaged or needs what is not there
      throw ClassSource.unusable(name, place, e);
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

    @Override
    public String moduleFile() {
      return archive.place();
    }

    @Override
    public void admit(Pins pins) {
      archive.admit(pins);
    }
  }

  private ClassLoader classLoader(String suffix) throws IOException {
    JarClassPath classPath = classPath();
    String shown = outer == null ? String.valueOf(file.getFileName()) : place;
    return new JarClassLoader("tenon:" + shown + suffix, classPath, Archive.class.getClassLoader());
  }
}
