// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.tool;

import dev.tenon.cdef.check.Comparison;
import dev.tenon.cdef.check.Evidence;
import dev.tenon.cdef.check.LibraryEvidence;
import dev.tenon.cdef.declaration.DeclarationStore;
import dev.tenon.cdef.declaration.Directives;
import dev.tenon.cdef.declaration.MissingParserException;
import dev.tenon.cdef.library.LibrarySearch;
import dev.tenon.cdef.load.ModuleMaker;
import dev.tenon.cdef.model.CFunction;
import dev.tenon.cdef.model.CVariable;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.DeclarationException;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.cdef.model.Layouts;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.Limit;
import dev.tenon.nativeext.image.SharedLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Holds a file of declarations against the debug information of its library and against a header,
/// before a call goes wrong: what `tenon cdef --verify` does.
public final class DeclarationCheck {

  private static final String IMPORT = "what an import accepts";

  private final Path file;
  private final Declarations declarations;
  private final DataModel model = DataModel.current();
  private final Directives directives;

  private DeclarationCheck(Path file, Declarations declarations) {
    this.file = file;
    this.declarations = declarations;
    this.directives = new Directives(declarations);
  }

  /// What one source says.
  ///
  /// @param source a header, or the debug information of a library
  /// @param outcome how the declarations compare
  public record Finding(String source, Comparison.Outcome outcome) {}

  /// Checks declarations.
  ///
  /// @param file the file of the declarations
  /// @param header a header to hold them against, its path or its name; empty for none
  /// @param folders where headers are looked for before the system's own
  /// @return what each source says, at least one
  /// @throws IOException if the declarations or a source cannot be read, or there is no source; the
  ///   message says what to do
  public static List<Finding> of(Path file, Optional<String> header, List<Path> folders)
      throws IOException {
    return new DeclarationCheck(file, read(file)).run(header, folders);
  }

  private static Declarations read(Path file) throws IOException {
    return parse(
        String.valueOf(file.getFileName()), BoundedFile.readText(file, Limit.DECLARATIONS));
  }

  private static Declarations parse(String name, String text) throws IOException {
    try {
      return DeclarationStore.installed().read(name, text);
    } catch (DeclarationException e) {
      throw new IOException(
          e.problems().stream()
              .map(problem -> "%s: %s".formatted(problem.place(name), problem.message()))
              .collect(Collectors.joining("\n")),
          e);
    } catch (MissingParserException e) {
      throw new IOException(
          "no parser of declarations is installed; add tenon-cdef-parser to the class path", e);
    }
  }

  private List<Finding> run(Optional<String> header, List<Path> folders) throws IOException {
    List<Finding> findings = new ArrayList<>();
    Path library = library();
    List<String> refused = refused();
    if (!refused.isEmpty()) {
      findings.add(new Finding(IMPORT, new Comparison.Outcome(refused, List.of(), 0)));
    }
    Optional<Evidence> debug = LibraryEvidence.of(library);
    debug.ifPresent(evidence -> findings.add(compare(evidence)));
    if (header.isPresent()) {
      findings.add(compare(headerEvidence(header.get(), folders)));
    }
    if (findings.isEmpty()) {
      throw new IOException(
          "there is nothing to hold %s against: %s carries no debug information; compile it with -g"
                  .formatted(file.getFileName(), library)
              + " or name its header with --header");
    }
    return findings;
  }

  /// What an import of the file is refused for, however well it agrees with the library.
  private List<String> refused() {
    String name = String.valueOf(file.getFileName());
    return new ModuleMaker(moduleName(), null, file, declarations, model)
        .make().faults().stream()
            .map(fault -> "%s: an import refuses it: %s".formatted(name, fault.text()))
            .toList();
  }

  private String moduleName() {
    return String.valueOf(file.getFileName()).replaceFirst("\\.cdef\\.h$", "");
  }

  private Finding compare(Evidence evidence) {
    String name = String.valueOf(file.getFileName());
    return new Finding(evidence.source(), Comparison.of(name, declarations, model, evidence));
  }

  private Path library() throws IOException {
    LibrarySearch search =
        new LibrarySearch(
            file,
            moduleName(),
            directives.arguments("library"),
            model.platform(),
            SharedLibrary::open);
    Optional<SharedLibrary> library = search.find();
    return library
        .flatMap(SharedLibrary::file)
        .orElseThrow(() ->
            new IOException(
                "the library of %s is not found: expected %s; tried:\n    %s"
                    .formatted(file.getFileName(), search.expected(), search.report())));
  }

  private Evidence headerEvidence(String header, List<Path> folders) throws IOException {
    List<String> names =
        Stream.of(
                declarations.functions().stream().map(CFunction::name),
                declarations.variables().stream().map(CVariable::name),
                declarations.constants().keySet().stream())
            .flatMap(each -> each)
            .distinct()
            .toList();
    String text =
        HeaderDeclarations.of(
                List.of(header),
                HeaderReader.Flags.of(Path.of("").toAbsolutePath(), folders),
                List.of(),
                names,
                List.of())
            .text();
    Declarations known = parse(header, text);
    return Evidence.of(header, known, new Layouts(known, model));
  }
}
