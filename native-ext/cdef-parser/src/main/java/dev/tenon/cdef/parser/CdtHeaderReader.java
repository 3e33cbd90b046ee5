package dev.tenon.cdef.parser;

import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.input.Escapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads headers with CDT, as a compiler of this platform would see them.
public final class CdtHeaderReader implements HeaderReader {

  /// For the service loader.
  public CdtHeaderReader() {}

  @Override
  public Extract read(Request request) throws IOException {
    List<Path> folders = new ArrayList<>(request.folders());
    folders.addAll(SystemHeaders.folders());
    Path header = find(request.header(), folders);
    HeaderUnit unit = HeaderUnit.parse(header, folders, DataModel.current());
    return new HeaderExtraction(unit, request).extract();
  }

  private static Path find(String name, List<Path> folders) throws IOException {
    Path direct = Path.of(name);
    if (Files.isRegularFile(direct)) {
      return direct.toAbsolutePath();
    }
    for (Path folder : folders) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        return file.toAbsolutePath();
      }
    }
    throw new NoSuchFileException(
        "no header %s: it is neither a file nor in %s; install it or give its folder"
            .formatted(Escapes.quoted(name), folders));
  }
}
