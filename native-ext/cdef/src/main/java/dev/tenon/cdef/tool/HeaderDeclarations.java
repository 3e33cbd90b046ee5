// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.tool;

import dev.tenon.cdef.declaration.Parsers;
import dev.tenon.cdef.library.LibrarySearch;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.cdef.value.Shapes;
import dev.tenon.nativeext.image.SharedLibrary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// Makes files of declarations out of headers: what `tenon cdef` does.
public final class HeaderDeclarations {

  private HeaderDeclarations() {}

  /// Takes declarations out of headers.
  ///
  /// @param headers their paths, or their names in one of the folders or among the system's headers
  /// @param given how the compiler is called
  /// @param packages of pkg-config, which give further flags and the library
  /// @param only names and patterns with `*`; empty for all that the headers and those of the same
  ///   package declare
  /// @param wantedLibraries the names of the library by platform. If the one for this platform can
  ///   be loaded, what it does not export is left out
  /// @throws IOException if a header is not found or cannot be read, or no parser is installed
  public static HeaderReader.Extract of(
      List<String> headers,
      HeaderReader.Flags given,
      List<String> packages,
      List<String> only,
      List<String> wantedLibraries)
      throws IOException {
    return of(headers, given, packages, only, wantedLibraries, null);
  }

  /// Takes declarations out of headers, with functions in C for what no call reaches.
  ///
  /// @param shim the library of these functions; null for none
  /// @throws IOException as above, and if the compiler refuses a prototype by hand
  public static HeaderReader.Extract of(
      List<String> headers,
      HeaderReader.Flags given,
      List<String> packages,
      List<String> only,
      List<String> wantedLibraries,
      @Nullable ShimLibrary shim)
      throws IOException {
    PackageFlags found = PackageFlags.of(packages);
    List<String> others = new ArrayList<>(given.others());
    others.addAll(found.flags());
    HeaderReader.Flags flags =
        new HeaderReader.Flags(
            given.folder(), given.folders(), given.defines(), others, given.target());
    List<String> libraries = wantedLibraries.isEmpty() ? found.libraries() : wantedLibraries;
    HeaderReader reader =
        Parsers.find(
                ServiceLoader.load(HeaderReader.class, HeaderDeclarations.class.getClassLoader()),
                HeaderReader.class)
            .orElseThrow(() ->
                new IOException(
                    "no parser of headers is installed; add tenon-cdef-parser to the class path"));
    Optional<SharedLibrary> library =
        libraries.isEmpty() || flags.target() != null
            ? Optional.empty()
            : new LibrarySearch(
                    flags.folder().resolve("header.h"),
                    "",
                    libraries,
                    DataModel.current().platform(),
                    SharedLibrary::open)
                .find();
    HeaderReader.Extract extract =
        reader.read(
            new HeaderReader.Request(
                headers,
                flags,
                only,
                shim == null ? libraries : List.of(shim.library()),
                name -> library.isEmpty() || library.get().symbol(name) != 0,
                library.isPresent(),
                Shapes::refusal,
                shim == null ? null : shim.prototypes()));
    return new HeaderReader.Extract(
        extract.text() + onNull(extract),
        extract.leftOut(),
        extract.entries(),
        shim == null
            ? ""
            : "/* Functions for %s. To build them:\n   %s */\n%s"
                .formatted(
                    String.join(", ", headers),
                    shim.command(given, packages, wantedLibraries),
                    extract.shim()));
  }

  /// The line that says how NULL is allowed, which headers do not show.
  private static String onNull(HeaderReader.Extract extract) {
    boolean hasPointers =
        extract.entries().stream().anyMatch(each -> each.kind().equals("function"))
            && extract.text().indexOf('*') >= 0;
    return hasPointers
        ? "/* NULL is refused where no line allows it; for all: #pragma tenon nullable(*, *.*) */\n"
        : "";
  }
}
