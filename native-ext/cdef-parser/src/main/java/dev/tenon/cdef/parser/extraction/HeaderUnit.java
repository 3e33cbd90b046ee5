// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.extraction;

import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.cdef.parser.compiler.CCompiler;
import dev.tenon.cdef.parser.compiler.PreprocessedText;
import dev.tenon.cdef.parser.compiler.Proof;
import dev.tenon.cdef.parser.preparation.MacroExpansions;
import dev.tenon.cdef.parser.preparation.Preparation;
import dev.tenon.cdef.parser.preparation.PreparedLanguage;
import dev.tenon.cdef.parser.preparation.SourceText;
import dev.tenon.cdef.parser.preparation.StandardHeaders;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.Escapes;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.cdt.core.dom.ast.IASTFileLocation;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.eclipse.cdt.core.dom.ast.IASTTranslationUnit;
import org.eclipse.cdt.core.parser.DefaultLogService;
import org.eclipse.cdt.core.parser.FileContent;
import org.eclipse.cdt.core.parser.ScannerInfo;
import org.eclipse.core.runtime.CoreException;

/// Headers as the compiler sees them, with all that they include, read by the parser.
///
/// @param includes the lines that include the headers
/// @param text what the preprocessor made of them
/// @param others headers of other packages that those of the package include, with the header that
///   includes each
/// @param excessive the macros of the package that expand to too much
/// @param expansions what the other macros without parameters of the package expand to
public record HeaderUnit(
    CCompiler compiler,
    String includes,
    PreprocessedText text,
    OwnHeaders own,
    Map<String, String> others,
    Set<String> excessive,
    Map<String, String> expansions,
    IASTTranslationUnit unit,
    Preparation preparation,
    DataModel model) {

  /// Longer expansions nest too deeply for the parser; the compiler reports their values.
  private static final int MOST_PARSED = 4_096;

  private static final String EXPANSION = "tenon-expansion";

  /// What many headers expect to be included before them.
  private static final String USUAL =
      """
      #include <stddef.h>
      #include <stdint.h>
      #include <stdio.h>
      #include <sys/types.h>
      #include <time.h>
      """;

  /// Preprocesses and parses headers.
  ///
  /// @throws IOException if one is not found, or the compiler refuses them; the message has its
  ///   words
  ///
  /// @param further headers that are included after those that are asked for
  static HeaderUnit parse(HeaderReader.Request request, List<Path> further, Path folder)
      throws IOException {
    CCompiler compiler =
        CCompiler.of(
            request.flags().target(), request.flags().all(), folder, request.flags().folder());
    CCompiler bare =
        CCompiler.of(request.flags().target(), List.of(), folder, request.flags().folder());
    List<Path> searched = OwnHeaders.searched(compiler);
    List<Path> folders = new ArrayList<>(request.flags().folders());
    folders.addAll(searched);
    Set<Path> headers = new LinkedHashSet<>();
    StringBuilder plain = new StringBuilder();
    for (String each : request.headers()) {
      Path file = find(each, request.flags().folder(), folders);
      headers.add(file);
      plain.append("#include \"%s\"\n".formatted(file));
    }
    for (Path each : further) {
      headers.add(each);
      plain.append("#include \"%s\"\n".formatted(each));
    }
    String includes = compilable(compiler, plain.toString());
    PreprocessedText first = preprocessed(compiler, includes);
    OwnHeaders own = OwnHeaders.of(bare, searched, headers, first);
    Map<String, String> others = own.others(bare, first);
    List<String> names = expandable(first, own);
    Set<String> excessive = MacroExpansions.excessive(first.macros().values(), names);
    names.removeAll(excessive);
    Map<String, String> expansions = expansions(compiler, includes, names);
    DataModel model = TargetModel.of(first.macros());
    Preparation preparation = new Preparation();
    preparation.setDropsBodies();
    StringBuilder all = new StringBuilder(first.text());
    expansions.forEach((name, expansion) -> {
      if (expansion.length() <= MOST_PARSED && SourceText.mayBeValue(expansion)) {
        all.append("int %s%s = (%s);\n".formatted(SourceText.CONSTANT, name, expansion));
      }
    });
    IASTTranslationUnit unit = parse(all.toString(), preparation);
    return new HeaderUnit(
        compiler, includes, first, own, others, excessive, expansions, unit, preparation, model);
  }

  private static IASTTranslationUnit parse(String text, Preparation preparation)
      throws IOException {
    try {
      return new PreparedLanguage(preparation)
          .getASTTranslationUnit(
              FileContent.create("whole.c", text.toCharArray()),
              new ScannerInfo(
                  Map.of(
                      "_Noreturn", "",
                      "_Float32", "float",
                      "_Float64", "double",
                      "_Float32x", "double",
                      "_Float64x", "long double",
                      "_Float128", "__float128"),
                  new String[0]),
              new StandardHeaders(),
              null,
              0,
              new DefaultLogService());
    } catch (CoreException e) {
      throw new IOException("the C parser failed on the headers", e);
    }
  }

  private static Path find(String name, Path base, List<Path> folders) throws IOException {
    Path direct = base.resolve(name);
    if (Files.isRegularFile(direct)) {
      return checked(direct);
    }
    for (Path folder : folders) {
      Path file = base.resolve(folder).resolve(name);
      if (Files.isRegularFile(file)) {
        return checked(file);
      }
    }
    throw new NoSuchFileException(
        "no header %s: it is neither a file nor in %s; install it or give its folder with -I"
            .formatted(Escapes.quoted(name), folders));
  }

  private static Path checked(Path file) throws IOException {
    byte[] _ = BoundedFile.read(file, Limit.HEADER);
    return file.toAbsolutePath().normalize();
  }

  /// The lines that include the headers, with the usual ones before them if they need those.
  private static String compilable(CCompiler compiler, String plain) throws IOException {
    Path file = compiler.folder().resolve("whole.c");
    Files.writeString(file, plain, StandardCharsets.UTF_8);
    CCompiler.Result alone = compiler.run("-fsyntax-only", "-w", file.toString());
    if (alone.succeeded()) {
      return plain;
    }
    Files.writeString(file, USUAL + plain, StandardCharsets.UTF_8);
    if (compiler.run("-fsyntax-only", "-w", file.toString()).succeeded()) {
      return USUAL + plain;
    }
    throw new IOException(
        "'%s' cannot compile the headers:\n  %s\nGive what they need with -I, -D, --pkg or as further headers before them"
            .formatted(compiler.name(), Proof.firstLines(alone.messages())));
  }

  private static PreprocessedText preprocessed(CCompiler compiler, String text) throws IOException {
    Path file = compiler.folder().resolve("whole.c");
    Files.writeString(file, text, StandardCharsets.UTF_8);
    CCompiler.Result result = compiler.run("-E", "-dD", "-w", file.toString());
    if (!result.succeeded()) {
      throw new IOException(
          "'%s' cannot preprocess the headers:\n  %s"
              .formatted(compiler.name(), Proof.firstLines(result.messages())));
    }
    return PreprocessedText.read(result.output());
  }

  /// The macros without parameters of the package that expand to something.
  private static List<String> expandable(PreprocessedText text, OwnHeaders own) {
    // The compiler's own operators of the preprocessor are none to expand.
    return text.macros().values().stream()
        .filter(macro -> macro.parameters() == null && !macro.body().isEmpty())
        .filter(macro -> !macro.name().startsWith("__has_") && !macro.body().contains("__has_"))
        .filter(macro -> macro.files().stream().anyMatch(own::contains))
        .map(PreprocessedText.Macro::name)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /// What macros expand to.
  static Map<String, String> expansions(CCompiler compiler, String includes, List<String> names)
      throws IOException {
    StringBuilder all = new StringBuilder(includes);
    int index = 0;
    for (String name : names) {
      // Each on a line of its own file, whatever the one before it contains.
      all.append("#line 1 \"%s-%d\"\n%s\n".formatted(EXPANSION, index++, name));
    }
    Path source = compiler.folder().resolve("whole.c");
    Files.writeString(source, all.toString(), StandardCharsets.UTF_8);
    // A macro that the preprocessor complains of still expands to something, or to nothing.
    PreprocessedText expanded =
        PreprocessedText.read(compiler.run("-E", "-dD", "-w", source.toString()).output());
    Map<String, StringBuilder> lines = new LinkedHashMap<>();
    int number = 1;
    for (String line : expanded.text().split("\n", -1)) {
      String file = expanded.place(number++).file();
      if (file.startsWith(EXPANSION) && !line.isBlank()) {
        String name = names.get(Integer.parseInt(file.substring(EXPANSION.length() + 1)));
        lines.computeIfAbsent(name, _ -> new StringBuilder()).append(line.strip()).append(' ');
      }
    }
    Map<String, String> expansions = new LinkedHashMap<>();
    lines.forEach((name, line) -> expansions.put(name, line.toString().strip()));
    return expansions;
  }

  /// The lines that had to be put before the headers; empty if they need none.
  String usual() {
    return includes.startsWith(USUAL) ? USUAL : "";
  }

  /// Where a declaration stands in its header.
  PreprocessedText.Place place(IASTNode node) {
    IASTFileLocation location = node.getFileLocation();
    return text.place(location == null ? 1 : location.getStartingLineNumber());
  }

  /// Whether a declaration stands in a header of the package.
  boolean isOwn(IASTNode node) {
    return own.contains(place(node).file());
  }
}
