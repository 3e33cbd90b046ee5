// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import dev.tenon.cli.terminal.Messages;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.ToolFailure;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.imports.path.Platform;
import dev.tenon.input.ArchiveFiles;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.Escapes;
import dev.tenon.input.FileProblem;
import dev.tenon.input.Limit;
import dev.tenon.tools.compile.ArgumentValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// Carries out `tenon pack`: puts libraries that were built for one or several platforms into a jar
/// that is the same, byte by byte, whenever and wherever it is made of them.
final class PackTool {

  private static final String ROOT = "META-INF/tenon/";
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String IMAGE_MANIFEST = ".tenon";
  private static final Pattern MODULE_NAME =
      Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*(\\.[A-Za-z_$][A-Za-z0-9_$]*)*");

  /// The earliest time that an archive can record.
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Surroundings surroundings;
  private final PackCommand.Pack request;

  /// What is packed: the files by the names of their entries.
  private final Map<String, Path> files = new TreeMap<>();

  private final Set<String> platforms = new TreeSet<>();

  PackTool(Surroundings surroundings, PackCommand.Pack request) {
    this.surroundings = surroundings;
    this.request = request;
  }

  /// Writes the jar.
  ///
  /// @return what was done, for the user
  /// @throws UsageException if the request makes no sense
  /// @throws ToolFailure if a file cannot be packed or the jar cannot be written
  String run() throws UsageException {
    String module = request.moduleName();
    if (module != null && !MODULE_NAME.matcher(module).matches()) {
      throw new UsageException(badModuleName(module));
    }
    Path output = ArgumentValues.path(surroundings, request.output());
    if (Files.isDirectory(output) || output.getFileName() == null) {
      throw new UsageException(Messages.unwritableFile(output, "it is a directory"));
    }
    for (String each : request.builds()) {
      add(each);
    }
    byte[] jar = jar(module);
    write(output, jar);
    return packed(output, files.size(), platforms, jar.length);
  }

  /// Adds what is given as `PLATFORM=FILE` or `PLATFORM=DIR`.
  private void add(String build) throws UsageException {
    int equals = build.indexOf('=');
    if (equals < 0) {
      throw new UsageException(badBuild(build));
    }
    Platform platform = ArgumentValues.platform(build.substring(0, equals));
    platforms.add(platform.name());
    Path place = ArgumentValues.path(surroundings, build.substring(equals + 1));
    if (Files.isRegularFile(place)) {
      addFile(platform, String.valueOf(place.getFileName()), place);
    } else if (Files.isDirectory(place)) {
      addFolder(platform, place);
    } else {
      throw new ToolFailure(cannotPack(place, "there is no such file or directory"));
    }
  }

  private void addFolder(Platform platform, Path folder) {
    List<Path> found;
    try (Stream<Path> all = Files.walk(folder)) {
      found =
          all.filter(Files::isRegularFile)
              .filter(file -> isLibrary(platform, String.valueOf(file.getFileName())))
              .limit(Limit.DIRECTORY_ENTRIES.most() + 1L)
              .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new ToolFailure(
          cannotPack(
              folder,
              e instanceof IOException problem
                  ? FileProblem.reason(problem)
                  : String.valueOf(e.getMessage())));
    }
    if (found.isEmpty() || found.size() > Limit.DIRECTORY_ENTRIES.most()) {
      throw new ToolFailure(
          cannotPack(
              folder,
              found.isEmpty()
                  ? "it holds no file that ends with " + platform.suffix()
                  : "it has " + Limit.DIRECTORY_ENTRIES.exceeded()));
    }
    for (Path file : found) {
      List<String> steps = new ArrayList<>();
      folder.relativize(file).forEach(step -> steps.add(step.toString()));
      addFile(platform, String.join("/", steps), file);
    }
  }

  /// Libraries with a version behind the ending of their names, and manifests of images, count; the
  /// debug information that compilers for Windows write beside a library does not.
  private static boolean isLibrary(Platform platform, String name) {
    return name.endsWith(platform.suffix())
        || (name.contains(platform.suffix() + ".") && !name.endsWith(".pdb"));
  }

  private void addFile(Platform platform, String name, Path file) {
    if (!isLibrary(platform, name)) {
      throw new ToolFailure(
          cannotPack(
              file,
              "its name does not end with %s, as those of libraries for %s do"
                  .formatted(platform.suffix(), platform)));
    }
    Path before = files.put(ROOT + platform.name() + "/" + name, file);
    if (before != null) {
      throw new ToolFailure(
          cannotPack(file, "%s has the same place in the jar".formatted(Escapes.quoted(before))));
    }
    if (!name.endsWith(IMAGE_MANIFEST)) {
      String other = LibraryHead.of(read(file)).mismatch(platform);
      if (other != null) {
        throw new ToolFailure(cannotPack(file, other));
      }
    }
  }

  private static byte[] read(Path file) {
    try {
      return BoundedFile.read(file, Limit.ARCHIVE_LIBRARY);
    } catch (IOException e) {
      throw new ToolFailure(cannotPack(file, FileProblem.reason(e)));
    }
  }

  /// Entries are not compressed: different versions of the JDK compress differently.
  private byte[] jar(@Nullable String module) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, "META-INF/", new byte[0]);
      put(zip, MANIFEST, manifest(module).getBytes(StandardCharsets.UTF_8));
      put(zip, ROOT, new byte[0]);
      for (String folder : folders()) {
        put(zip, folder, new byte[0]);
      }
      for (Map.Entry<String, Path> each : files.entrySet()) {
        put(zip, each.getKey(), read(each.getValue()));
      }
    } catch (IOException | OutOfMemoryError e) {
      throw new ToolFailure(cannotPack(surroundings.folder(), String.valueOf(e.getMessage())));
    }
    return bytes.toByteArray();
  }

  private static String manifest(@Nullable String module) {
    return "Manifest-Version: 1.0\r\nCreated-By: tenon pack\r\n%s\r\n"
        .formatted(module == null ? "" : wrapped("Automatic-Module-Name: " + module));
  }

  /// A line as manifests have it: of at most 72 bytes, and continued behind a space.
  private static String wrapped(String line) {
    StringBuilder lines = new StringBuilder();
    String rest = line;
    while (rest.length() > 72) {
      lines.append(rest, 0, 72).append("\r\n");
      rest = " " + rest.substring(72);
    }
    return lines.append(rest).append("\r\n").toString();
  }

  private List<String> folders() {
    return files.keySet().stream()
        .flatMap(name ->
            Stream.iterate(
                    name.indexOf('/', ROOT.length()),
                    at -> at >= 0,
                    at -> name.indexOf('/', at + 1))
                .map(at -> name.substring(0, at + 1)))
        .distinct()
        .sorted()
        .toList();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 sum = new CRC32();
    sum.update(content);
    entry.setTimeLocal(TIME);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /// Puts the jar in place when it is whole and holds what was to be packed.
  private void write(Path output, byte[] jar) throws UsageException {
    Path folder = Objects.requireNonNull(output.toAbsolutePath().getParent());
    Path made = null;
    try {
      made =
          folder.resolve(".%s-%d".formatted(output.getFileName(), ProcessHandle.current().pid()));
      Files.deleteIfExists(made);
      try (OutputStream out = Files.newOutputStream(made, StandardOpenOption.CREATE_NEW)) {
        out.write(jar);
      }
      verify(made);
      Files.move(made, output, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      made = null;
    } catch (IOException e) {
      throw new UsageException(Messages.unwritableFile(output, FileProblem.reason(e)));
    } finally {
      delete(made);
    }
  }

  /// Reads what was written, as an import does.
  private void verify(Path jar) throws IOException {
    try (FileSystem written = FileSystems.newFileSystem(jar, Map.of("accessMode", "readOnly"))) {
      for (Map.Entry<String, Path> each : files.entrySet()) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ArchiveFiles.read(
            written.getPath("/" + each.getKey()),
            Limit.ARCHIVE_LIBRARY,
            (piece, length) -> bytes.write(piece, 0, length));
        if (!Arrays.equals(bytes.toByteArray(), read(each.getValue()))) {
          throw new IOException(
              "%s changed while it was packed; pack again"
                  .formatted(Escapes.quoted(each.getValue())));
        }
      }
    }
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException _) {
      // It was made in the user's directory, who sees it there.
    }
  }

  private static String badBuild(String text) {
    return "cannot pack %s: expected PLATFORM=FILE or PLATFORM=DIR, such as linux-x86_64=a.so"
        .formatted(Escapes.quoted(text));
  }

  private static String badModuleName(String name) {
    return "%s cannot be the name of a Java module: expected identifiers with dots between them"
        .formatted(Escapes.quoted(name));
  }

  private static String cannotPack(Path file, String reason) {
    return "cannot pack %s: %s".formatted(Escapes.quoted(file), reason);
  }

  private static String packed(Path jar, int files, Collection<String> platforms, long size) {
    return "wrote %s: %d %s for %s, %d bytes"
        .formatted(
            Escapes.inline(jar),
            files,
            files == 1 ? "file" : "files",
            String.join(", ", platforms),
            size);
  }
}
