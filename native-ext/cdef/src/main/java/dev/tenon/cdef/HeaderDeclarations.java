package dev.tenon.cdef;

import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.nativeext.SharedLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;

/// Makes files of declarations out of headers: what `tenon cdef` does.
public final class HeaderDeclarations {

  private HeaderDeclarations() {}

  /// Takes declarations out of a header.
  ///
  /// @param header its path, or its name in one of the folders or among the system's headers
  /// @param folders where headers are looked for before the system's own
  /// @param only names and patterns with `*`; empty for all that the header itself declares
  /// @param libraries the names of the library by platform. If the one for this platform can be
  ///   loaded, what it does not export is left out
  /// @throws IOException if the header is not found or cannot be read, or no parser is installed
  public static HeaderReader.Extract of(
      String header, List<Path> folders, List<String> only, List<String> libraries)
      throws IOException {
    HeaderReader reader =
        Parsers.find(
                ServiceLoader.load(HeaderReader.class, HeaderDeclarations.class.getClassLoader()),
                HeaderReader.class)
            .orElseThrow(() ->
                new IOException(
                    "no parser of headers is installed; add tenon-cdef-parser to the class path"));
    return reader.read(
        new HeaderReader.Request(header, folders, only, libraries, exported(libraries)));
  }

  private static Predicate<String> exported(List<String> libraries) {
    Optional<SharedLibrary> library =
        libraries.isEmpty()
            ? Optional.empty()
            : new LibrarySearch(
                    Path.of("header.h"),
                    "",
                    libraries,
                    DataModel.current().platform(),
                    SharedLibrary::open)
                .find();
    return name -> library.isEmpty() || library.get().symbol(name) != 0;
  }
}
