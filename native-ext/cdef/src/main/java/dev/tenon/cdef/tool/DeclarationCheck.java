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
import dev.tenon.cdef.model.MissingCompilerException;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.Limit;
import dev.tenon.nativeext.image.SharedLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Compares a file of declarations with what the C compiler makes of headers and with the debug
/// information of its library, before a call goes wrong: what `tenon cdef --verify` does.
public final class DeclarationCheck {

  private final Path file;
  private final String name;
  private final Declarations declarations;
  private final DataModel model = DataModel.current();
  private final Directives directives;
  private final List<VerifiedDeclarations.Source> sources = new ArrayList<>();
  private final List<Comparison.Outcome> outcomes = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  private DeclarationCheck(Path file, Declarations declarations) {
    this.file = file;
    this.name = String.valueOf(file.getFileName());
    this.declarations = declarations;
    this.directives = new Directives(declarations);
  }

  /// Checks declarations. The compiler is asked if headers are given and there is one; the library
  /// if it carries debug information.
  ///
  /// @param file the file of the declarations
  /// @param headers their paths or names; empty for none
  /// @param flags how the compiler is called
  /// @param packages of pkg-config, which give further flags for the compiler
  /// @throws IOException if the declarations or a source cannot be read, or there is no source; the
  ///   message says what to do
  public static VerifiedDeclarations of(
      Path file, List<String> headers, HeaderReader.Flags flags, List<String> packages)
      throws IOException {
    return new DeclarationCheck(file, read(file)).run(headers, flags, packages);
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

  private VerifiedDeclarations run(
      List<String> headers, HeaderReader.Flags flags, List<String> packages) throws IOException {
    Path library = library();
    List<String> notes = new ArrayList<>();
    Optional<Evidence> debug = LibraryEvidence.of(library);
    if (!headers.isEmpty()) {
      try {
        String source = String.join(", ", headers);
        add(VerifiedDeclarations.Means.COMPILER, source, headerEvidence(headers, flags, packages));
      } catch (MissingCompilerException e) {
        if (debug.isEmpty()) {
          throw e;
        }
        notes.add("the headers were not compared: " + e.getMessage());
      }
    }
    debug.ifPresent(evidence ->
        add(VerifiedDeclarations.Means.DWARF, String.valueOf(library.getFileName()), evidence));
    if (sources.isEmpty()) {
      throw new IOException(
          "there is nothing to compare %s with: %s carries no debug information; compile it with -g"
                  .formatted(name, library)
              + " or name its header with --header");
    }
    return new VerifiedDeclarations(name, sources, refused(), verified(), notes);
  }

  private void add(VerifiedDeclarations.Means means, String source, Evidence evidence) {
    sources.add(new VerifiedDeclarations.Source(means, source));
    outcomes.add(Comparison.of(name, declarations, model, evidence));
  }

  /// What all sources say of each declaration.
  private List<VerifiedDeclarations.Declaration> verified() {
    Map<List<String>, VerifiedDeclarations.Declaration> all = new LinkedHashMap<>();
    for (int index = 0; index < outcomes.size(); index++) {
      VerifiedDeclarations.Means means = sources.get(index).means();
      for (Comparison.Verdict each : outcomes.get(index).verdicts()) {
        all.merge(
            List.of(each.kind(), each.name()),
            new VerifiedDeclarations.Declaration(
                each.kind(),
                each.name(),
                each.isConfirmed() ? List.of(means) : List.of(),
                each.differences(),
                reason(each.name())),
            VerifiedDeclarations.Declaration::and);
      }
    }
    return List.copyOf(all.values());
  }

  /// Why the headers have no such declaration; empty if they have it.
  private String reason(String declaration) {
    return leftOut.stream()
        .filter(line -> line.startsWith(declaration + ": ") || line.startsWith(declaration + " ("))
        .map(line -> line.substring(line.indexOf(": ") + 2))
        .findFirst()
        .orElse("");
  }

  /// What an import of the file is refused for, however well it agrees with the library.
  private List<String> refused() {
    return new ModuleMaker(moduleName(), null, file, declarations, model)
        .make().faults().stream()
            .map(fault -> "%s: an import refuses it: %s".formatted(name, fault.text()))
            .toList();
  }

  private String moduleName() {
    return name.replaceFirst("\\.cdef\\.h$", "");
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
                    .formatted(name, search.expected(), search.report())));
  }

  private Evidence headerEvidence(
      List<String> headers, HeaderReader.Flags flags, List<String> packages) throws IOException {
    List<String> names =
        Stream.of(
                declarations.functions().stream().map(CFunction::name),
                declarations.variables().stream().map(CVariable::name),
                declarations.constants().keySet().stream(),
                declarations.records().keySet().stream().filter(tag -> tag.indexOf('<') < 0),
                declarations.types().keySet().stream())
            .flatMap(each -> each)
            .distinct()
            .toList();
    HeaderReader.Extract extract =
        HeaderDeclarations.of(headers, flags, packages, names, List.of());
    leftOut.addAll(extract.leftOut());
    String source = String.join(", ", headers);
    Declarations known = parse(source, extract.text());
    return Evidence.of(source, known, new Layouts(known, model));
  }
}
