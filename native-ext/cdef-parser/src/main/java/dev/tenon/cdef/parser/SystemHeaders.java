package dev.tenon.cdef.parser;

import dev.tenon.input.BoundedFile;
import dev.tenon.input.Escapes;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.cdt.core.index.IIndexFileLocation;
import org.eclipse.cdt.core.parser.FileContent;
import org.eclipse.cdt.internal.core.parser.IMacroDictionary;
import org.eclipse.cdt.internal.core.parser.scanner.InternalFileContent;
import org.eclipse.cdt.internal.core.parser.scanner.InternalFileContentProvider;
import org.jspecify.annotations.Nullable;

/// The headers on this machine, for one reading of one header: what headers include each other can
/// grow without end.
final class SystemHeaders extends InternalFileContentProvider {

  /// What an empty header counts.
  private static final int EACH = 1 << 10;

  SystemHeaders() {}

  /// The folders in which the system's compiler looks for headers, its own first.
  static List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    for (Path compilers : List.of(Path.of("/usr/lib/gcc"), Path.of("/usr/lib/llvm"))) {
      addCompilers(compilers, folders);
    }
    folders.add(Path.of("/usr/local/include"));
    addMatching(Path.of("/usr/include"), "*-linux-*", "", folders);
    folders.add(Path.of("/usr/include"));
    return folders.stream().filter(Files::isDirectory).toList();
  }

  private static void addCompilers(Path root, List<Path> folders) {
    List<Path> machines = new ArrayList<>();
    addMatching(root, "*", "", machines);
    machines.forEach(machine -> addMatching(machine, "*", "include", folders));
  }

  private static void addMatching(Path root, String pattern, String below, List<Path> folders) {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(root, pattern)) {
      found.forEach(each -> folders.add(each.resolve(below)));
    } catch (IOException e) {
      System.getLogger("dev.tenon.cdef")
          .log(System.Logger.Level.DEBUG, "cannot look for headers in " + root, e);
    }
  }

  private long left = Limit.INCLUDED_HEADERS.most();
  private @Nullable String tooLong;

  /// Makes sure that no header was left out because it or all together are too long.
  ///
  /// @throws IOException if one was; the message names it and the limit
  void requireWhole() throws IOException {
    if (tooLong != null) {
      throw new IOException(tooLong);
    }
  }

  @Override
  public boolean getInclusionExists(String path) {
    return Files.isRegularFile(Path.of(path));
  }

  @Override
  public @Nullable InternalFileContent getContentForInclusion(
      String path, IMacroDictionary macros) {
    try {
      Path file = Path.of(path);
      if (left < 0 || !Files.isRegularFile(file)) {
        return null;
      }
      if (Files.size(file) > Limit.HEADER.most()) {
        left = -1;
        tooLong =
            "cannot read the header %s: %s"
                .formatted(Escapes.quoted(path), Limit.HEADER.exceededBy(Files.size(file)));
        return null;
      }
      String text = read(file);
      left -= text.length() + EACH;
      if (left < 0) {
        tooLong =
            "cannot read the header %s: with all that were included before it, %s"
                .formatted(
                    Escapes.quoted(path),
                    Limit.INCLUDED_HEADERS.exceededBy(Limit.INCLUDED_HEADERS.most() - left));
        return null;
      }
      return (InternalFileContent) FileContent.create(path, text.toCharArray());
    } catch (IOException _) {
      return null;
    }
  }

  /// The text of a header. Headers are not all UTF-8, but what is declared is ASCII.
  static String read(Path file) throws IOException {
    return new String(BoundedFile.read(file, Limit.HEADER), StandardCharsets.ISO_8859_1);
  }

  @Override
  public @Nullable InternalFileContent getContentForInclusion(
      IIndexFileLocation location, String astPath) {
    return null;
  }
}
