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
    return reader.read(
        new HeaderReader.Request(
            headers,
            flags,
            only,
            libraries,
            name -> library.isEmpty() || library.get().symbol(name) != 0,
            library.isPresent(),
            Shapes::refusal));
  }
}
