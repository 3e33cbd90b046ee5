// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.extraction;

import dev.tenon.cdef.model.DeclarationParser;
import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.cdef.parser.declaration.TypeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Takes out of headers what is asked for, with the types that it needs. What it writes has to be
/// proved before a user sees it: see [HeaderProof].
public final class HeaderExtraction {

  private final DeclarationParser parser;
  private final HeaderUnit unit;
  private final HeaderReader.Request request;
  private final Shim shim;
  private final WantedNames names;
  private final FunctionExtraction functions;
  private final ConstantExtraction constants;
  private final TypeExtraction types;
  private final Substitutes substitutes = new Substitutes();

  /// An extraction.
  ///
  /// @param parser reads the text as an import does
  /// @param shim the wrappers that the last header of the unit declares
  private HeaderExtraction(
      DeclarationParser parser, HeaderUnit unit, HeaderReader.Request request, Shim shim) {
    this.parser = parser;
    this.unit = unit;
    this.request = request;
    this.shim = shim;
    TypeReader reader = new TypeReader(unit.unit(), unit.preparation(), unit.model());
    HeaderIndex index = HeaderIndex.of(unit);
    this.names = new WantedNames(request, shim);
    this.functions = new FunctionExtraction(unit, request, shim, reader, names, substitutes);
    this.constants = new ConstantExtraction(unit, shim, reader, names, index, functions);
    this.types = new TypeExtraction(unit, reader, names, index, substitutes);
  }

  /// Takes declarations out of headers, and makes wrappers for what no call reaches if that is
  /// asked for.
  ///
  /// @param parser reads the text as an import does
  /// @param folder for files of the compiler
  public static HeaderReader.Extract extract(
      DeclarationParser parser, HeaderReader.Request request, Path folder) throws IOException {
    HeaderUnit unit = HeaderUnit.parse(request, List.of(), folder);
    List<String> byHand = request.wrappers();
    if (byHand == null) {
      return new HeaderExtraction(parser, unit, request, Shim.NONE).extract();
    }
    Shim shim = new ShimMaker(unit, request).make(computed(parser, unit, request), byHand);
    // Alone in its folder, as what lies beside a header belongs to its package.
    Path own = Files.createDirectory(folder.resolve("shim"));
    Path header = Files.writeString(own.resolve("tenon-shim.h"), shim.header());
    HeaderUnit whole = HeaderUnit.parse(request, List.of(header), folder);
    return new HeaderExtraction(parser, whole, request, shim).extract();
  }

  /// The macros without parameters whose value only a function can report.
  private static Set<String> computed(
      DeclarationParser parser, HeaderUnit unit, HeaderReader.Request request) throws IOException {
    HeaderExtraction plain = new HeaderExtraction(parser, unit, request, Shim.NONE);
    plain.functions.takeAll();
    plain.constants.takeAll();
    return plain.constants.computed();
  }

  private HeaderReader.Extract extract() throws IOException {
    functions.takeAll();
    constants.takeAll();
    List<HeaderItem> users = new ArrayList<>(functions.functions().values());
    users.addAll(functions.variables().values());
    types.takeAll(users, constants.constants());
    substitutes.measure(unit, types.types());
    HeaderProof proof = new HeaderProof(parser, unit, request, items());
    String text = proof.provedText();
    items().stream()
        .filter(each -> !each.refusal().isEmpty())
        .forEach(each -> names.leaveOut(each.leftOut()));
    addOthers();
    List<HeaderReader.Entry> entries =
        items().stream()
            .filter(HeaderItem::isKept)
            .map(each ->
                new HeaderReader.Entry(
                    each.kind().word(), each.name(), each.place().file(), each.place().line()))
            .toList();
    List<String> wrapped =
        items().stream()
            .filter(each -> each.isKept() && each.isWrapper())
            .map(HeaderItem::name)
            .toList();
    String source = request.wrappers() == null ? "" : shim.source(includes(), wrapped);
    return new HeaderReader.Extract(text, names.leftOut(), entries, source);
  }

  /// The lines that include the headers as they were given.
  private String includes() {
    StringBuilder lines = new StringBuilder(unit.usual());
    request.headers().forEach(each -> lines.append("#include \"%s\"\n".formatted(each)));
    return lines.toString();
  }

  private List<HeaderItem> items() {
    List<HeaderItem> all = new ArrayList<>(constants.constants().values());
    all.addAll(types.types());
    all.addAll(functions.variables().values());
    all.addAll(functions.functions().values());
    return all;
  }

  /// Headers that may or may not be of the package.
  private void addOthers() {
    if (names.areAll()) {
      unit.others()
          .forEach((file, includer) ->
              names.leaveOut(
                  "%s (included by %s): it seems to be of another package; give it as a further header to take what it declares"
                      .formatted(file, includer)));
    }
  }
}
